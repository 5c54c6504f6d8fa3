"""The Microsoft Teams channel: the only package that knows Microsoft's SDKs."""
