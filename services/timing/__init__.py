"""Clocks and waits, outages of remote systems, and how processes share the work."""

FACE = (
    "fair_share",
    "outages",
    "pace",
    "tries",
)
"""The modules that other rooms may use; all others are this room's own."""
