"""A reply on one of the bot's messages: which plan or job it means, and which button its words stand for.

Replies come with the id of the message they quote; what that message shows is looked up here and taken from nobody's
word. What the words then do is checked as the button's own click would be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.turn import Turn
from services.domain.people import fold
from services.domain.subject import SubjectKind
from services.store.records import StoredPlan
from services.store.store import Store

_WHY = ("why", "what happened", "what failed", "status")
_OF_PLAN = {
    "approval.approve": ("approve", "approved", "yes", "ok"),
    "approval.reject": ("reject", "no"),
    "plan.apply": ("apply", "apply now"),
    "plan.withdraw": ("cancel", "withdraw", "discard"),
    "plan.submit": ("send", "submit", "send for approval"),
    "approvals.show": ("show", *_WHY),
}
_OF_JOB = {
    "job.undo": ("undo", "take it back"),
    "job.retry": ("retry", "again"),
    "job.pause": ("pause",),
    "job.resume": ("resume", "go on"),
    "job.cancel": ("cancel", "stop"),
    "jobs.show": ("show", *_WHY),
}
_JOBS = (SubjectKind.JOB, SubjectKind.CLOSING, SubjectKind.ENDED, SubjectKind.UPLOADED)
_WITH_A_REASON = "approval.reject"


@dataclass(frozen=True, slots=True)
class Meant:
    """The button that a reply stands for, with the data and inputs of its click."""

    verb: str
    data: Mapping[str, object]
    inputs: Mapping[str, str] = field(default_factory=dict)


async def meant(store: Store, turn: Turn, text: str) -> Meant | None:
    """The button these words mean on what the quoted message shows; None where they mean no more than they say."""
    if not turn.quoted:
        return None
    subjects = await store.messages.shown_by(turn.who.tenant_id, turn.conversation.conversation_id, turn.quoted)
    jobs = {subject.id for subject in subjects if subject.kind in _JOBS}
    plans = {subject.id for subject in subjects if subject.kind is SubjectKind.PLAN}
    if len(jobs) == 1:
        return _on_job(jobs.pop(), text)
    if jobs or len(plans) != 1:
        return None  # nothing of ours, or no telling which of several
    plan = await store.plans.get(plans.pop(), turn.who.tenant_id)
    return _on_plan(plan, text) or (_on_job(plan.job_id, text) if plan.job_id else None)


def _on_job(job_id: str, text: str) -> Meant | None:
    verb, _ = _verb(_OF_JOB, text)
    return Meant(verb, {"job": job_id}) if verb else None


def _on_plan(plan: StoredPlan, text: str) -> Meant | None:
    """A plan that became a job: the job's words, where it has them."""
    if plan.job_id and (job := _on_job(plan.job_id, text)):
        return job
    verb, rest = _verb(_OF_PLAN, text)
    inputs = {"comment": rest} if rest else {}
    return Meant(verb, {"plan": plan.id, "hash": plan.hash[:12]}, inputs) if verb else None


def _verb(table: Mapping[str, tuple[str, ...]], text: str) -> tuple[str, str]:
    """The verb these words stand for, and the words after them, which only a refusal may have: its reason."""
    typed = text.strip().rstrip("!?. ")
    for verb, words in table.items():
        for word in words:
            rest = typed[len(word) :].lstrip(" ,:")
            if fold(typed) == word or (verb == _WITH_A_REASON and fold(typed).startswith(f"{word} ")):
                return verb, rest
    return "", ""
