"""The chat side of Switchboard: everything that knows that it talks to people."""
