"""The link, and what is told about the workspace, as cards."""
