"""Replies to the bot's messages: which plan or job they mean, and which button their words stand for.

Replies come with the id of the message that they quote; what that message shows is looked up here and never taken from
the client. What the words then do is checked like a click on the button.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.turn import TextMessage, Turn
from services.domain.people import fold
from services.domain.phrases import told, tr
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
_OF_COUNTED = {
    "approval.approve_here": _OF_PLAN["approval.approve"],
    "approval.reject_here": _OF_PLAN["approval.reject"],
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
_PLANS = (SubjectKind.PLAN, SubjectKind.UNREACHED)
_WITH_A_REASON = ("approval.reject", "approval.reject_here")


@dataclass(frozen=True, slots=True)
class Meant:
    """The button that a reply stands for, with its click's data and inputs."""

    verb: str
    data: Mapping[str, object]
    inputs: Mapping[str, str] = field(default_factory=dict)


async def meant(store: Store, turn: Turn) -> Meant | None:
    """The button that the words mean for what the quoted message shows; None when they aren't about it.

    A plan in counts is decided where it is shown, by its card's button.
    """
    if not turn.quoted or not isinstance(turn.event, TextMessage):
        return None
    text = turn.event.text
    subjects = await store.messages.shown_by(turn.who.tenant_id, turn.conversation.conversation_id, turn.quoted)
    jobs = {subject.id for subject in subjects if subject.kind in _JOBS}
    plans = {subject.id for subject in subjects if subject.kind in _PLANS}
    counted = {subject.id for subject in subjects if subject.kind is SubjectKind.COUNTED}
    if len(jobs) == 1:
        return _on_job(jobs.pop(), text)
    if jobs or len(plans | counted) != 1:
        return None  # not our message, or several subjects
    plan = await store.plans.get((plans | counted).pop(), turn.who.tenant_id)
    return _in_words(_OF_COUNTED, plan, text) if counted else _on_plan(plan, text)


def _on_job(job_id: str, text: str) -> Meant | None:
    verb, _ = _verb(_OF_JOB, text)
    return Meant(verb, {"job": job_id}) if verb else None


def _on_plan(plan: StoredPlan, text: str) -> Meant | None:
    """The meaning for a plan that became a job: the job's, if it has one."""
    if plan.job_id and (job := _on_job(plan.job_id, text)):
        return job
    return _in_words(_OF_PLAN, plan, text)


def _in_words(table: Mapping[str, tuple[str, ...]], plan: StoredPlan, text: str) -> Meant | None:
    verb, rest = _verb(table, text)
    inputs = {"comment": rest} if rest else {}
    return Meant(verb, {"plan": plan.id, "hash": plan.hash[:12]}, inputs) if verb else None


def _verb(table: Mapping[str, tuple[str, ...]], text: str) -> tuple[str, str]:
    """The verb that these words stand for, and the words after them: a rejection's reason, which no other verb has."""
    typed = text.strip().rstrip("!?. ")
    for verb, words in table.items():
        for word in (*words, *map(_on_its_button, words)):
            rest = typed[len(word) :].lstrip(" ,:")
            if fold(typed) == fold(word) or (verb in _WITH_A_REASON and fold(typed).startswith(f"{fold(word)} ")):
                return verb, rest
    return "", ""


def _on_its_button(word: str) -> str:
    """The word on the reader's buttons."""
    return told(tr(word.capitalize()))
