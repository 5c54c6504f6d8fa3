"""From a request to a decision: drafts, approvals, undo, control of jobs, the tenant link, the report."""

FACE = (
    "amending",
    "approvals",
    "authors",
    "contact_names",
    "control",
    "dated",
    "draft_work",
    "drafts",
    "expiry",
    "follow_ups",
    "headings",
    "link_check",
    "mending",
    "needs",
    "own_rules",
    "plan_binding",
    "publishing",
    "renewal",
    "report",
    "rights",
    "start_work",
    "tenant_link",
    "undo",
    "upload_options",
)
"""The modules that other rooms may use; all others are this room's own."""
