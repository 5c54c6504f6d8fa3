"""A line as people see it: its card, and the head of its forms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.turn import Card
from bot.views.calls.ready import stuck_words, words_of
from bot.views.lines.policies import brief_policies
from cards.elements import State
from cards.lines import line as cards
from cards.lines.forms import Now
from services.domain import addons
from services.domain.line import Activation, Category, Line, Number, UploadState
from services.domain.voice_policies import InTeams
from services.inventory.ages import Age
from services.inventory.readiness import Check, Readiness, line_readiness
from services.inventory.requirements import RequirementKind
from services.inventory.snapshot import Snapshot

_STATES: Mapping[UploadState, tuple[str, cards.Style]] = {
    UploadState.NOT_UPLOADED: ("Not in Teams", "Subtle"),
    UploadState.UPLOADING: ("Uploading", "Accent"),
    UploadState.SYNCED: ("Not visible yet", "Accent"),
    UploadState.UPLOADED: ("Not assigned", "Warning"),
    UploadState.FAILED: ("Upload failed", "Attention"),
    UploadState.ELSEWHERE: ("Not your operator's", "Warning"),
}
_ACTIVATION: Mapping[Activation, tuple[str, cards.Style, str]] = {
    Activation.ASSIGNING: ("Being assigned", "Accent", ""),
    Activation.ASSIGN_FAILED: ("Not finished", "Attention", "Teams began to give it and didn't finish."),
    Activation.UPDATE_FAILED: ("Not finished", "Attention", "Teams began to change it and didn't finish."),
}


_NOT_YET = "it is there, and Teams hasn't set up calling for them yet: that takes minutes, and up to a day"
_REMARKED = frozenset({RequirementKind.LICENCE, RequirementKind.ASSIGNED})
_AS_WHAT: Mapping[Category | None, str] = {
    Category.PRIVATE: "Private in Teams",
    Category.ALTERNATE: "Alternate in Teams",
}


def line_card(
    line: Line, live: Snapshot, may_change: bool, under_way: Mapping[str, Age], now: float, there: InTeams | None = None
) -> Card:
    """The line with its Teams state, its readiness, and a button for each thing this person may do.

    `under_way` are the ages of numbers on their way, `there` is what Teams has of the holder, where that is known.
    """
    in_teams = addons.teams_code(line.addons) is not None
    chain = line_readiness(line, live, under_way)
    view = cards.LineView(
        key=line.key,
        label=line.label,
        person=holder_of(line, live),
        base=addons.name_of(line.base or addons.BASE),
        addons=addon_names(line.addons),
        numbers=[_number(e164, line, live) for e164 in line.numbers],
        ticks=[_in_teams(check, there) or _tick(check, chain, live, now) for check in chain.checks] if in_teams else (),
        stuck=stuck_words(chain) if in_teams else "",
        ready=chain.broken is None if in_teams else None,
        may_change=may_change,
        policies=brief_policies(there.policies) if there else "",
    )
    return cards.line_card(view)


def now_of(line: Line, live: Snapshot) -> Now:
    """How the line stands, above a form."""
    holder = live.directory.get(line.identity_uuid)
    return Now(
        line.key,
        line.version,
        line.label,
        holder_of(line, live),
        line.numbers,
        addon_names(line.addons),
        holder.name if holder else "",
    )


def holder_of(line: Line, live: Snapshot) -> str:
    """Who holds the line, with the user name; empty for nobody."""
    person = live.directory.get(line.identity_uuid)
    return person.described if person else "Somebody whom the CPaaS doesn't know any more" if line.identity_uuid else ""


def addon_names(codes: Sequence[str]) -> list[str]:
    """Add-ons by name, those that are there several times with their count."""
    counted = Counter(codes)
    return [addons.name_of(code) + (f" × {count}" if count > 1 else "") for code, count in counted.items()]


def number_words(number: Number | None, line: Line, live: Snapshot) -> tuple[str, cards.Style, str]:
    """How a number of the line stands in Teams: its state, how that looks, and more about it."""
    if number is None:
        return "Not yours", "Attention", "The organisation doesn't own this number any more."
    if not number.target:
        return (*_STATES[number.upload], number.error)
    own = live.directory.get(line.identity_uuid)
    if own is None or own.object_id != number.target:
        other = live.name_of(number.target) or "an unknown account"
        return "Given to another", "Warning", f"Teams has given it to {other}."
    return _ACTIVATION.get(number.activation, (_AS_WHAT.get(number.category, "Assigned in Teams"), "Good", ""))


def _number(e164: str, line: Line, live: Snapshot) -> cards.LineNumber:
    state, style, detail = number_words(live.numbers.get(e164), line, live)
    return cards.LineNumber(e164, state, style, e164 == line.numbers[0], detail)


def _tick(check: Check, chain: Readiness, live: Snapshot, now: float) -> cards.Tick:
    words = words_of(check, chain, live, now) if check.waiting else check.detail
    # What holds needs no more words, unless there is something to know about it.
    remark = f": {check.detail}" if check.holds and check.link in _REMARKED and check.detail else ""
    return cards.Tick(f"{check.link.value}{remark}", _state(check), words)


def _in_teams(check: Check, there: InTeams | None) -> cards.Tick | None:
    """The phone licence that Teams itself hasn't taken up yet; None for all else."""
    if there is None or there.phone or not (check.link is RequirementKind.LICENCE and check.holds):
        return None
    return cards.Tick(check.link.value, "now", _NOT_YET)


def _state(check: Check) -> State:
    if check.holds:
        return "done"
    if check.waiting:
        return "now"
    return "attention" if check.broken else "todo"
