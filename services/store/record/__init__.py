"""The record in the database: appending, the keys of what is sealed, finding, and checkpoints."""
