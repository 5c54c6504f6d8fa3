"""Rows to put into a store."""

from __future__ import annotations

from typing import Any

from services.domain.plan import PlanLine
from services.domain.steps import ObjectState, Step, StepKind
from services.store.conversion import columns_of
from services.store.records import Job, StoredPlan
from services.store.tables import JobRow

TENANT = "tenant-1"


def a_plan(ident: str = "plan-1", **values: Any) -> StoredPlan:
    """A plan that waits for a decision."""
    usual: dict[str, Any] = {
        "tenant_id": TENANT,
        "author": "alex",
        "author_name": "Alex",
        "title": "crowd.csv",
        "state": "waiting",
        "hash": "0" * 64,
        "summary": {},
        "lines": 3,
        "busy": 3,
        "needs_approval": True,
        "created_at": 1.0,
        "expires_at": 1e10,
    }
    return StoredPlan(id=ident, **{**usual, **values})


def a_job(ident: str = "job-1", plan_id: str = "plan-1", **values: Any) -> Job:
    """A job that hasn't started."""
    usual: dict[str, Any] = {
        "tenant_id": TENANT,
        "author": "alex",
        "author_name": "Alex",
        "title": "crowd.csv",
        "state": "queued",
        "total": 3,
        "created_at": 1.0,
    }
    return Job(id=ident, plan_id=plan_id, **{**usual, **values})


def a_job_row(ident: str = "job-1", plan_id: str = "plan-1", **values: Any) -> JobRow:
    """The same as a row, to be put in as it is."""
    return JobRow(**columns_of(a_job(ident, plan_id, **values)))


def some_lines(count: int = 3) -> tuple[PlanLine, ...]:
    """Lines that each create an extension."""
    return tuple(_line(no) for no in range(1, count + 1))


def _line(no: int) -> PlanLine:
    key = str(1000 + no)
    step = Step(
        StepKind.EXTENSION_CREATE, key, ObjectState(exists=False), ObjectState(exists=True, label=f"Line {key}")
    )
    return PlanLine(no=no, key=key, title=key, steps=(step,))
