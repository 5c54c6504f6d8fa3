"""The organisation's settings in words."""
