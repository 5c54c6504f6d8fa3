"""A plan as it is stored: its lines as texts, their hash, and the summary in the plan's row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import TypeAdapter

from services.domain.kept_phrases import phrases_in
from services.domain.plan import Finding, Plan, Severity, WrittenLine, plan_hash, write

PLAN = TypeAdapter(Plan)
_MAX_FINDINGS = 200  # findings kept with the plan, the worst first; its draft holds all
_MAX_LINES_LOSING = 60  # line numbers kept with the plan, for cards that name them
_WORST_FIRST = (Severity.ERROR, Severity.WARNING, Severity.INFO)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is stored of a plan that `author` made for a tenant."""

    tenant_id: str
    author: str
    title: str
    undo_of: str
    lines: tuple[WrittenLine, ...]
    hash: str
    summary: dict[str, Any]
    busy: int
    needs_approval: bool


def prepare(plan: Plan, tenant_id: str, author: str) -> Prepared:
    """The plan as it is stored."""
    lines = write(plan.lines)
    worst = tuple(sorted(plan.findings, key=lambda finding: _WORST_FIRST.index(finding.severity))[:_MAX_FINDINGS])
    kept = replace(plan, lines=(), findings=worst, undo_of="")
    return Prepared(
        tenant_id=tenant_id,
        author=author,
        title=plan.title,
        undo_of=plan.undo_of,
        lines=lines,
        hash=plan_hash(tenant_id, author, [line.text for line in lines]),
        summary={
            **PLAN.dump_python(kept, mode="json"),
            "phrases": phrases_in((plan.title, worst)),
            "found": _found(plan.findings),
            **_weight(plan),
        },
        busy=len(plan.busy_lines),
        needs_approval=plan.needs_approval,
    )


def _weight(plan: Plan) -> dict[str, Any]:
    """What matters for a decision: who loses service, and whether it is so many that the number has to be typed."""
    losing = plan.losing_lines
    return {
        "loses": len(losing),
        "losing": [line.no for line in losing[:_MAX_LINES_LOSING]],
        "drastic": plan.drastic,
        "costs": plan.costs,
    }


def _found(findings: Sequence[Finding]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for finding in findings:
        found[finding.severity.value] += finding.stands_for
    return dict(found)
