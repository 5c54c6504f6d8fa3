"""The summary of a stored plan: counts, findings, what matters for a decision, who was asked and why."""

from __future__ import annotations

from dataclasses import dataclass, replace

from services.domain.kept_phrases import with_phrases
from services.domain.plan import Plan, Severity
from services.planning.prepared import PLAN
from services.store.records import StoredPlan


def summary_of(row: StoredPlan) -> Plan:
    """The plan's title, counts, seats and worst findings; its lines are stored by themselves."""
    plan = PLAN.validate_python({k: v for k, v in row.summary.items() if k in Plan.__slots__})
    kept = row.summary.get("phrases", {})
    return replace(plan, title=with_phrases(plan.title, kept), findings=with_phrases(plan.findings, kept))


def found_in(row: StoredPlan) -> dict[Severity, int]:
    """How many findings of each kind the plan has, including those that the summary has no room for."""
    return {Severity(kind): n for kind, n in row.summary.get("found", {}).items()}


@dataclass(frozen=True, slots=True)
class DecisionWeight:
    """What matters for a decision: how many lines lose service, the numbers of the first, and the number to type."""

    loses: int = 0
    losing: tuple[int, ...] = ()
    drastic: int = 0


def weight_of(row: StoredPlan) -> DecisionWeight:
    """What matters for a decision on the plan; nothing for plans older than this field."""
    kept = row.summary
    return DecisionWeight(int(kept.get("loses", 0)), tuple(kept.get("losing", ())), int(kept.get("drastic", 0)))


def reason_of(row: StoredPlan) -> str:
    """Why the author wants it, in their own words."""
    return str(row.summary.get("reason", ""))


def doubtful_in(row: StoredPlan) -> tuple[str, ...]:
    """Which of those who were asked may be another account of the author's."""
    return tuple(row.summary.get("doubtful", ()))


def handed_in(row: StoredPlan) -> dict[str, str]:
    """Who handed the decision on to whom, by object ids."""
    return dict(row.summary.get("handed", {}))


def reminded_at(row: StoredPlan) -> float:
    """When its author last reminded the approvers; 0 for never."""
    return float(max(row.summary.get("reminded", ()), default=0.0))


def asked_of(row: StoredPlan) -> tuple[str, ...]:
    """The object ids of those who were asked to approve the plan."""
    return tuple(row.summary.get("asked", ()))
