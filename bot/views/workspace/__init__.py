"""The link and notices about the workspace, as cards."""
