"""What there is: lines, numbers, people and licences, read live from all three systems, and who can call."""

FACE = (
    "ages",
    "find_line",
    "groups",
    "key_owner",
    "licence_pools",
    "line_states",
    "link_offers",
    "link_prerequisites",
    "number_lists",
    "operator_offers",
    "readiness",
    "readiness_words",
    "recent",
    "record_scope",
    "requirements",
    "roles",
    "visibility",
    "snapshot",
    "voice_policies",
    "within",
)
"""The modules that other rooms may use; all others are this room's own."""
