"""Lines and their people as cards."""
