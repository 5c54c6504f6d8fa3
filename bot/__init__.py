"""Everything that knows it is in a chat."""
