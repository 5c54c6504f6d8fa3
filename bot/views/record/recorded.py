"""Entries of the record in words: who asked, who agreed, when, why, and what was before and is now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.views.changes.step_words import words_of
from cards.words import first_upper
from services.context import Services
from services.domain.errors import NotFound
from services.domain.record.check import fields_of
from services.domain.record.entries import Recorded
from services.domain.steps import ObjectState, Step, StepKind
from services.store.record.log import RecordEntry
from services.store.record.search import RecordScope

_STATE = TypeAdapter(ObjectState)
_ENDS = {
    Recorded.EFFECT_ALREADY: " (it was so already)",
    Recorded.EFFECT_FAILED: " (failed)",
    Recorded.EFFECT_SKIPPED: " (skipped)",
    Recorded.EFFECT_MISSING: " (reading back doesn't show it)",
}
_WORDS = {
    Recorded.PLAN_MADE: "made a plan",
    Recorded.PLAN_SUBMITTED: "sent a plan for approval",
    Recorded.PLAN_HANDED_ON: "handed a plan on",
    Recorded.PLAN_REMINDED: "had approvers reminded of a plan",
    Recorded.PLAN_ASKED_AGAIN: "asked again for approval of a plan",
    Recorded.SUBSTITUTE_NAMED: "named somebody who stands in for them",
    Recorded.SUBSTITUTE_ENDED: "decides themselves again",
    Recorded.PLAN_WITHDRAWN: "withdrew a plan",
    Recorded.PLAN_DISCARDED: "discarded a plan",
    Recorded.PLAN_EXPIRED: "a plan's time ran out",
    Recorded.PLAN_BEGUN: "a plan began at its time",
    Recorded.PLAN_OVERTAKEN: "a plan didn't fit any more at its time",
    Recorded.PLAN_APPROVED: "approved a plan",
    Recorded.PLAN_REJECTED: "rejected a plan",
    Recorded.PLAN_APPLIED: "applied a plan",
    Recorded.JOB_PAUSE: "paused a job",
    Recorded.JOB_CANCEL: "cancelled a job",
    Recorded.JOB_RESUME: "resumed a job",
    Recorded.JOB_ENDED: "a job ended",
    Recorded.EFFECTS_SENT: "changes were about to be sent",
    Recorded.WORKSPACE_SAVED: "linked the tenant",
    Recorded.WORKSPACE_CHANNEL: "chose a channel",
    Recorded.CONSENT_GIVEN: "asked Microsoft for access, and it was granted",
    Recorded.CONSENT_REFUSED: "asked Microsoft for access, and it was declined",
    Recorded.WORKSPACE_PHONES: "switched writing numbers to the directory",
    Recorded.KEY_REFUSED: "entered a key that isn't usable",
    Recorded.REFUSED: "asked for what they may not do",
    Recorded.SEEN: "wrote to me for the first time",
    Recorded.CALLS_READ: "read the call history",
    Recorded.FILE_GIVEN: "took a file",
    Recorded.RECORD_READ: "read the record",
    Recorded.FORGOTTEN: "what names a person was forgotten",
    Recorded.CARRIED: "the entries of before were taken in",
}


@dataclass(frozen=True, slots=True)
class EntryInWords:
    """An entry as people read it; who was forgotten has no name."""

    at: float
    what: str
    before: str = ""
    after: str = ""
    asked_by: str = ""
    approved_by: str = ""
    why: str = ""


@dataclass(slots=True)
class _Decisions:
    """What was decided on the plans that entries belong to."""

    names: dict[str, str]
    why: dict[str, str]
    titles: dict[str, str]
    scope: RecordScope

    def knows(self, person: str) -> bool:
        """Whether somebody's name may be told to whoever reads this."""
        return self.scope.sees_all or person in self.scope.people or person == self.scope.viewer


async def in_words(services: Services, scope: RecordScope, entries: Sequence[RecordEntry]) -> list[EntryInWords]:
    """These entries in words, in their order."""
    plans = sorted({entry.plan for entry in entries if entry.plan})
    decided = await _decisions(services, scope, await services.store.record_search.of_plans(scope, plans))
    opened = await services.store.opened_parts(scope.tenant_id, entries)
    return [_said(entry, parts, decided) for entry, parts in zip(entries, opened, strict=True)]


async def _seen(services: Services, scope: RecordScope, plans: Sequence[str]) -> frozenset[str]:
    """The plans of which more may be told than who decided: title and reasons tell of all that they touch."""
    if scope.sees_all:
        return frozenset(plans)
    found = set()
    for plan in plans:
        with suppress(NotFound):
            found.add((await services.store.plans.get(plan, scope.tenant_id)).id)
    return frozenset(found)


async def _decisions(services: Services, scope: RecordScope, entries: Sequence[RecordEntry]) -> _Decisions:
    found = _Decisions({}, {}, {}, scope)
    seen = await _seen(services, scope, sorted({entry.plan for entry in entries}))
    opened = await services.store.opened_parts(scope.tenant_id, entries)
    for entry, parts in zip(entries, opened, strict=True):
        own = parts.get(entry.actor, {})
        if own.get("name"):
            found.names[entry.actor] = own["name"]
        if entry.plan not in seen:
            continue
        if own.get("words"):
            found.why[entry.plan] = own["words"]
        for said in parts.values():
            found.titles.setdefault(entry.plan, said.get("title", ""))
    return found


def _said(entry: RecordEntry, parts: Mapping[str, Mapping[str, Any]], decided: _Decisions) -> EntryInWords:
    fields = fields_of(entry.leaf) or {}
    if "effect" in fields.get("detail", {}):
        return _effect(entry, fields["detail"], parts, decided)
    who = _name(entry.actor, decided, parts.get(entry.actor, {}).get("name", ""))
    title = decided.titles.get(entry.plan, "")
    words = first_upper(f"{who} {_word(entry.action)}" if who else _word(entry.action))
    why = parts.get(entry.actor, {}).get("words", "")
    return EntryInWords(entry.at, f"{words}: {title}" if title else words, asked_by=who, why=why)


def _word(action: str) -> str:
    return _WORDS.get(Recorded(action), action) if action in set(Recorded) else action


def _effect(
    entry: RecordEntry, detail: Mapping[str, Any], parts: Mapping[str, Mapping[str, Any]], decided: _Decisions
) -> EntryInWords:
    own: Mapping[str, Any] = next((part for part in parts.values() if "title" in part), {})
    held = [part["held_by"] for who, part in parts.items() if "held_by" in part and decided.knows(who)]
    held_by = held[0] if held else ""
    before = {**detail["before"], **own.get("before", {})}
    after = {**detail["after"], **own.get("after", {})}
    what = _step_words(detail, before, after, own.get("person", ""), held_by)
    line = own.get("title") or entry.line
    return EntryInWords(
        at=entry.at,
        what=f"{line}: {what}{_ENDS.get(Recorded(entry.action), '')}" if line else what,
        before=_plain(before),
        after=_plain(after),
        asked_by=_name(detail.get("asked_by", ""), decided),
        approved_by=_name(entry.approver, decided),
        why=decided.why.get(entry.plan, ""),
    )


def _step_words(
    detail: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any], person: str, was: str
) -> str:
    try:
        states = _STATE.validate_python(before), _STATE.validate_python(after)
        return words_of(Step(StepKind(detail["effect"]), detail["object"], *states), person, was)
    except (ValidationError, ValueError):
        return str(detail["effect"])


def _name(who: str, decided: _Decisions, known: str = "") -> str:
    if not who or who == "switchboard":
        return ""
    return known or decided.names.get(who, "") or f"somebody ({who[:8]})"


def _plain(state: Mapping[str, Any]) -> str:
    return "; ".join(f"{name} {', '.join(v) if isinstance(v, list) else v}" for name, v in sorted(state.items()))
