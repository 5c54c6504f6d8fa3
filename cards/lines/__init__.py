"""Lines: extensions with their people, numbers and add-ons."""
