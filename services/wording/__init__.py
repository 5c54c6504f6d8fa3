"""What remote systems refused or answered oddly, and why a job stopped, in words for people."""

FACE = (
    "odd_answers",
    "refusals",
    "stop_reasons",
)
"""The modules that other rooms may use; all others are this room's own."""
