"""The link of tenant and organisation, the way through it, and help."""
