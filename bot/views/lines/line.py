"""A line in words: its card, and the head of its forms."""

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
from services.domain.phrases import join_text, tr
from services.domain.voice_policies import InTeams
from services.inventory.ages import Age
from services.inventory.readiness import Check, Readiness, line_readiness
from services.inventory.requirements import RequirementKind
from services.inventory.snapshot import Snapshot

_STATES: Mapping[UploadState, tuple[str, cards.Style]] = {
    UploadState.NOT_UPLOADED: (tr("Not in Teams"), "Subtle"),
    UploadState.UPLOADING: (tr("Uploading"), "Accent"),
    UploadState.SYNCED: (tr("Not visible yet"), "Accent"),
    UploadState.UPLOADED: (tr("Not assigned"), "Warning"),
    UploadState.FAILED: (tr("Upload failed"), "Attention"),
    UploadState.ELSEWHERE: (tr("Not your operator's"), "Warning"),
}
_ACTIVATION: Mapping[Activation, tuple[str, cards.Style, str]] = {
    Activation.ASSIGNING: (tr("Being assigned"), "Accent", ""),
    Activation.ASSIGN_FAILED: (tr("Not finished"), "Attention", tr("Teams began to give it and didn't finish.")),
    Activation.UPDATE_FAILED: (tr("Not finished"), "Attention", tr("Teams began to change it and didn't finish.")),
}


_NOT_YET = tr("it is there, and Teams hasn't set up calling for them yet: that takes minutes, and up to a day")
_WITH_DETAILS = frozenset({RequirementKind.LICENCE, RequirementKind.ASSIGNED})
_AS_WHAT: Mapping[Category | None, str] = {
    Category.PRIVATE: tr("Private in Teams"),
    Category.ALTERNATE: tr("Alternate in Teams"),
}


def line_card(
    line: Line, live: Snapshot, may_change: bool, under_way: Mapping[str, Age], now: float, there: InTeams | None = None
) -> Card:
    """The card of the line with its Teams state, its readiness, and a button for each thing that this person may do.

    `under_way` are the ages of numbers being uploaded, `there` is what Teams knows about the holder, if known.
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
    """The line's present state, above a form."""
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
    return (
        person.described
        if person
        else tr("Somebody whom the CPaaS doesn't know any more")
        if line.identity_uuid
        else ""
    )


def addon_names(codes: Sequence[str]) -> list[str]:
    """Add-ons by name, with their count if more than one."""
    counted = Counter(codes)
    return [
        addons.name_of(code) + (tr(" × {count}", count=count) if count > 1 else "") for code, count in counted.items()
    ]


def number_words(number: Number | None, line: Line, live: Snapshot) -> tuple[str, cards.Style, str]:
    """A number's state in Teams, the look of that state, and details."""
    if number is None:
        return tr("Not yours"), "Attention", tr("The organisation doesn't own this number any more.")
    if number.source is not None and number.source.uses:
        return tr("In use"), "Warning", number.error
    if not number.target:
        return (*_STATES[number.upload], number.error)
    own = live.directory.get(line.identity_uuid)
    if own is None or own.object_id != number.target:
        other = live.name_of(number.target) or tr("an unknown account")
        return tr("Given to another"), "Warning", tr("Teams has given it to {other}.", other=other)
    return _ACTIVATION.get(number.activation, (_AS_WHAT.get(number.category, tr("Assigned in Teams")), "Good", ""))


def _number(e164: str, line: Line, live: Snapshot) -> cards.LineNumber:
    state, style, detail = number_words(live.numbers.get(e164), line, live)
    return cards.LineNumber(e164, state, style, e164 == line.numbers[0], detail)


def _tick(check: Check, chain: Readiness, live: Snapshot, now: float) -> cards.Tick:
    words = words_of(check, chain, live, now) if check.waiting else check.detail
    # A requirement that holds needs no details, unless there is something to know.
    remark = (
        tr(": {detail}", detail=check.detail) if check.holds and check.link in _WITH_DETAILS and check.detail else ""
    )
    return cards.Tick(join_text("", (tr(check.link.value), remark)), _state(check), words)


def _in_teams(check: Check, there: InTeams | None) -> cards.Tick | None:
    """The tick for a phone licence that Teams hasn't enabled yet; None for anything else."""
    if there is None or there.phone or not (check.link is RequirementKind.LICENCE and check.holds):
        return None
    return cards.Tick(tr(check.link.value), "now", _NOT_YET)


def _state(check: Check) -> State:
    if check.holds:
        return "done"
    if check.waiting:
        return "now"
    return "attention" if check.broken else "todo"
