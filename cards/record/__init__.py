"""Cards of the record."""
