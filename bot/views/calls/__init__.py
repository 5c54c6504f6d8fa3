"""Who can call, in words."""
