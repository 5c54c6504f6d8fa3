"""One file a topic; each declares its commands and buttons with the registry."""
