"""From changes to a plan: the desired state, the steps to it, and checks of both. Computed, never written."""

FACE = (
    "checks_line",
    "checks_people",
    "checks_system",
    "compute",
    "compute_child",
    "draft_plan",
    "emergency_addresses",
    "joiners",
    "licensing",
    "planner",
    "prepared",
    "process_pool",
    "repairs",
    "resolve_people",
    "voice_policies",
)
"""The modules that other rooms may use; all others are this room's own."""
