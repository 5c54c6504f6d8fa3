"""What a job writes into the record: what is about to be sent, and each effect with before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from services.domain.plan import PlanLine
from services.domain.record.entries import FoundBy, Personal, Recorded, ToRecord
from services.domain.states import LineOutcome
from services.domain.steps import ObjectState, Step
from services.domain.subject import Subject, SubjectKind
from services.execution.lanes import LineTask
from services.store.ledger import LedgerEntry
from services.store.records import Job, StoredPlan

_STATE = TypeAdapter(ObjectState)
_PERSONAL = ("label", "settings", "names", "location")  # fields of a state that may name or locate somebody
_HOW = {
    LineOutcome.DONE: Recorded.EFFECT_DONE,
    "already": Recorded.EFFECT_ALREADY,
    LineOutcome.FAILED: Recorded.EFFECT_FAILED,
    LineOutcome.SKIPPED: Recorded.EFFECT_SKIPPED,
}
_US = "switchboard"


@dataclass(frozen=True, slots=True)
class JobRecorder:
    """Makes the entries of one job."""

    tenant_id: str
    job: str
    plan: str
    asked_by: str = ""
    approver: str = ""

    def sending(self, tasks: Sequence[LineTask], at: float) -> ToRecord:
        """The entry that says that these writes are about to be sent."""
        lines = [{"no": task.line.no, "effect": task.kind.value, "object": task.step.object} for task in tasks]
        by, subject = FoundBy(job=self.job, plan=self.plan), Subject(SubjectKind.JOB, self.job)
        people = frozenset(who for task in tasks for who in (_owner(task.line), task.line.held_by_id) if who)
        detail = {"lines": lines}
        return ToRecord(self.tenant_id, at, Recorded.EFFECTS_SENT, _US, subject, "", detail, by, follows=people)

    def moved(self, line: PlanLine, before: LedgerEntry, after: LedgerEntry, at: float) -> list[ToRecord]:
        """The entries for the effects of a line's move, and for its end if it didn't end well."""
        marks = after.trace[len(before.trace) :]
        return [self._effect(line, before.step + n, mark, after, at) for n, mark in enumerate(marks)]

    def missing(self, line: PlanLine, after: LedgerEntry, at: float) -> ToRecord:
        """The entry that says that reading back doesn't show the effect of the line's last step."""
        mark = {"how": Recorded.EFFECT_MISSING, "request_id": ""}
        return self._effect(line, len(line.steps) - 1, mark, after, at)

    def _effect(self, line: PlanLine, at_step: int, mark: Mapping[str, Any], after: LedgerEntry, at: float) -> ToRecord:
        step = line.steps[at_step]
        detail = {
            "no": line.no,
            "effect": step.kind.value,
            "object": step.object,
            "before": _clear(step.before),
            "after": _clear(step.after),
            "request": mark["request_id"],
            "asked_by": self.asked_by,
        }
        action = _HOW.get(mark["how"]) or Recorded(mark["how"])
        by = FoundBy(line.key, _numbers(step), line.person_id, self.job, self.plan, self.approver)
        return ToRecord(
            self.tenant_id,
            at,
            action,
            _US,
            Subject(SubjectKind.JOB, self.job),
            "",
            detail,
            by,
            self._personal(line, step, after),
        )

    def _personal(self, line: PlanLine, step: Step, after: LedgerEntry) -> tuple[Personal, ...]:
        """Names and words, sealed for the person they are about; for the line where nobody with an account has it."""
        values = {
            "title": line.title,
            "person": line.person,
            "before": _hidden(step.before),
            "after": _hidden(step.after),
            "reason": after.reason,
        }
        held_by = Personal(line.held_by_id, {"held_by": line.held_by}) if line.held_by_id else None
        return (Personal(_owner(line), values), *((held_by,) if held_by else ()))


def _owner(line: PlanLine) -> str:
    """Whose key seals what an entry says about the line."""
    return line.person_id or str(Subject(SubjectKind.LINE, line.key))


def recorder_of(plan: StoredPlan, job: Job) -> JobRecorder:
    """The recorder of this job's entries."""
    return JobRecorder(job.tenant_id, job.id, job.plan_id, plan.author, plan.decided_by)


def _numbers(step: Step) -> tuple[str, ...]:
    own = (step.object,) if step.object.startswith("+") else ()
    return tuple(dict.fromkeys((*own, *step.before.numbers, *step.after.numbers)))


def _said(state: ObjectState) -> dict[str, Any]:
    found: dict[str, Any] = _STATE.dump_python(state, mode="json", exclude_defaults=True)
    return found


def _clear(state: ObjectState) -> dict[str, Any]:
    return {name: value for name, value in _said(state).items() if name not in _PERSONAL}


def _hidden(state: ObjectState) -> dict[str, Any]:
    return {name: value for name, value in _said(state).items() if name in _PERSONAL}
