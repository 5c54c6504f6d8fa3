"""Phone numbers on their way into Teams and out of it."""
