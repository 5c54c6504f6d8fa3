"""One folder a topic; each module declares its commands and buttons with the registry."""
