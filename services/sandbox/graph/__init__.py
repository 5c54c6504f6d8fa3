"""Microsoft Graph v1.0 as far as a phone system's integration needs it, mounted at /graph/v1.0."""
