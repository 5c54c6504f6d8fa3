"""Phone numbers: upload, assignment, release."""
