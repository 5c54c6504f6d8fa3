"""The Microsoft Teams channel: the only place that knows botbuilder."""
