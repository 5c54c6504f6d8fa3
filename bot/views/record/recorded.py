"""Entries of the record in words: who asked, who approved, when, why, and old and new values."""

from __future__ import annotations

import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import structlog
from pydantic import TypeAdapter, ValidationError

from bot.views.changes.step_words import words_of
from cards.words import first_upper
from services.context import Services
from services.domain.error_codes import for_log
from services.domain.errors import NotFound
from services.domain.phrases import join_text, tr
from services.domain.record.check import fields_of
from services.domain.record.entries import Recorded
from services.domain.steps import ObjectState, Step, StepKind
from services.store.record.keys import OpenedParts
from services.store.record.log import RecordEntry
from services.store.record.search import RecordScope

log = structlog.get_logger()

_STATE = TypeAdapter(ObjectState)
_ENDS = {
    Recorded.EFFECT_ALREADY: tr(" (it was so already)"),
    Recorded.EFFECT_FAILED: tr(" (failed)"),
    Recorded.EFFECT_SKIPPED: tr(" (skipped)"),
    Recorded.EFFECT_MISSING: tr(" (reading back doesn't show it)"),
}
_DAMAGED = tr("Not all of this entry can be read: it or its key is damaged.")
_WORDS = {
    Recorded.PLAN_MADE: tr("made a plan"),
    Recorded.PLAN_SUBMITTED: tr("sent a plan for approval"),
    Recorded.PLAN_HANDED_ON: tr("handed a plan on"),
    Recorded.PLAN_REMINDED: tr("had approvers reminded of a plan"),
    Recorded.PLAN_ASKED_AGAIN: tr("asked again for approval of a plan"),
    Recorded.SUBSTITUTE_NAMED: tr("named somebody who stands in for them"),
    Recorded.SUBSTITUTE_ENDED: tr("decides themselves again"),
    Recorded.PLAN_WITHDRAWN: tr("withdrew a plan"),
    Recorded.PLAN_DISCARDED: tr("discarded a plan"),
    Recorded.PLAN_EXPIRED: tr("a plan's time ran out"),
    Recorded.PLAN_BEGUN: tr("a plan began at its time"),
    Recorded.PLAN_OVERTAKEN: tr("a plan didn't fit any more at its time"),
    Recorded.PLAN_APPROVED: tr("approved a plan"),
    Recorded.PLAN_REJECTED: tr("rejected a plan"),
    Recorded.PLAN_APPLIED: tr("applied a plan"),
    Recorded.JOB_PAUSE: tr("paused a job"),
    Recorded.JOB_CANCEL: tr("cancelled a job"),
    Recorded.JOB_RESUME: tr("resumed a job"),
    Recorded.JOB_ENDED: tr("a job ended"),
    Recorded.EFFECTS_SENT: tr("changes were about to be sent"),
    Recorded.WORKSPACE_SAVED: tr("linked the tenant"),
    Recorded.WORKSPACE_CHANNEL: tr("chose a channel"),
    Recorded.CONSENT_GIVEN: tr("asked Microsoft for access, and it was granted"),
    Recorded.CONSENT_REFUSED: tr("asked Microsoft for access, and it was declined"),
    Recorded.WORKSPACE_PHONES: tr("switched writing numbers to the directory"),
    Recorded.KEY_REFUSED: tr("entered a key that isn't usable"),
    Recorded.REFUSED: tr("asked for what they may not do"),
    Recorded.SEEN: tr("wrote to me for the first time"),
    Recorded.CALLS_READ: tr("read the call history"),
    Recorded.FILE_GIVEN: tr("took a file"),
    Recorded.RECORD_READ: tr("read the record"),
    Recorded.FORGOTTEN: tr("what names a person was forgotten"),
    Recorded.CARRIED: tr("the entries of before were taken in"),
}


@dataclass(frozen=True, slots=True)
class EntryInWords:
    """An entry in words; people who were forgotten have no name. `damaged` says what of it can't be read."""

    at: float
    what: str
    before: str = ""
    after: str = ""
    asked_by: str = ""
    approved_by: str = ""
    why: str = ""
    damaged: str = ""


@dataclass(slots=True)
class _Decisions:
    """The decisions on the plans that entries belong to."""

    names: dict[str, str]
    why: dict[str, str]
    titles: dict[str, str]
    scope: RecordScope

    def knows(self, person: str) -> bool:
        """Whether the reader may see somebody's name."""
        return self.scope.sees_all or person in self.scope.people or person == self.scope.viewer


async def in_words(services: Services, scope: RecordScope, entries: Sequence[RecordEntry]) -> list[EntryInWords]:
    """These entries in words, in their order."""
    plans = sorted({entry.plan for entry in entries if entry.plan})
    decided = await _decisions(services, scope, await services.store.record_search.of_plans(scope, plans))
    opened = await services.store.opened_parts(scope.tenant_id, entries)
    return [_readable(entry, parts, decided) for entry, parts in zip(entries, opened, strict=True)]


async def _seen(services: Services, scope: RecordScope, plans: Sequence[str]) -> frozenset[str]:
    """The plans whose title and reasons the reader may see, which reveal everything that a plan touches."""
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
    for entry, parts in zip(entries, (one.by_person for one in opened), strict=True):
        own = parts.get(entry.actor, {})
        if own.get("name"):
            found.names[entry.actor] = own["name"]
        if entry.plan not in seen:
            continue
        if own.get("words"):
            found.why[entry.plan] = own["words"]
        for said in parts.values():
            found.titles.setdefault(entry.plan, said.get("title", ""))
    # The record has a title in English; as long as the plan is kept, it is told in the reader's language.
    kept = await services.store.plans.titles(scope.tenant_id, list(found.titles))
    found.titles |= {plan: title for plan, title in kept.items() if title == found.titles[plan]}
    return found


def _readable(entry: RecordEntry, parts: OpenedParts, decided: _Decisions) -> EntryInWords:
    """The entry in words, or as much of it as can be read."""
    try:
        said = _said(entry, parts.by_person, decided)
    except (KeyError, TypeError, AttributeError, ValueError) as error:  # it has no fields of an entry, or we are wrong
        at = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{at.name}:{at.lineno}"
        log.warning("an entry of the record isn't told", seq=entry.seq, where=where, **for_log(error))
        return EntryInWords(entry.at, tr("An entry"), damaged=_DAMAGED)
    return replace(said, damaged=_DAMAGED) if parts.unreadable else said


def _said(entry: RecordEntry, parts: Mapping[str, Mapping[str, Any]], decided: _Decisions) -> EntryInWords:
    fields = fields_of(entry.leaf) or {}
    if "effect" in fields.get("detail", {}):
        return _effect(entry, fields["detail"], parts, decided)
    who = _name(entry.actor, decided, parts.get(entry.actor, {}).get("name", ""))
    title = decided.titles.get(entry.plan, "")
    words = first_upper(tr("{who} {word}", who=who, word=_word(entry.action)) if who else _word(entry.action))
    why = parts.get(entry.actor, {}).get("words", "")
    return EntryInWords(
        entry.at, tr("{words}: {title}", words=words, title=title) if title else words, asked_by=who, why=why
    )


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
        what=tr("{line}: {what}{recorded}", line=line, what=what, recorded=_ENDS.get(Recorded(entry.action), ""))
        if line
        else what,
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
    return known or decided.names.get(who, "") or tr("somebody ({who})", who=who[:8])


def _plain(state: Mapping[str, Any]) -> str:
    return join_text(
        "; ",
        (
            tr("{name} {names}", name=name, names=join_text(", ", v) if isinstance(v, list) else v)
            for name, v in sorted(state.items())
        ),
    )
