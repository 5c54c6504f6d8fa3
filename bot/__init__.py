"""All that knows it is in a chat."""
