"""Who can call, and who called."""
