"""The face of everything around approval, for other rooms: sending, deciding, ending, asking again."""

from services.changes.beginning import begin_dated, open_job
from services.changes.deciding import apply_now, decide, need_other
from services.changes.ending import announce, expire, overtake, remind, withdraw
from services.changes.plan_moves import need_waiting
from services.changes.plan_summary import (
    DecisionWeight,
    asked_of,
    doubtful_in,
    found_in,
    handed_in,
    reason_of,
    reminded_at,
    summary_of,
    weight_of,
)
from services.changes.sending import new_plan, store_plan, submit

__all__ = (
    "DecisionWeight",
    "announce",
    "apply_now",
    "asked_of",
    "begin_dated",
    "decide",
    "doubtful_in",
    "expire",
    "found_in",
    "handed_in",
    "need_other",
    "need_waiting",
    "new_plan",
    "open_job",
    "overtake",
    "reason_of",
    "remind",
    "reminded_at",
    "store_plan",
    "submit",
    "summary_of",
    "weight_of",
    "withdraw",
)
