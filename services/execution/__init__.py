"""Approved plans carried out: durable jobs, slices, lanes, effects, read-back, and takeover of dead processes' work."""

FACE = (
    "engine",
    "health",
    "housekeeping",
    "version",
    "workflows",
)
"""The modules that other rooms may use; all others are this room's own."""
