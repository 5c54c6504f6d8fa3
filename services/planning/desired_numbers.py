"""The numbers of a line once a change is fulfilled: which are on it, and where each stands in Teams. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from services.domain.change import Change
from services.domain.line import Activation, Category, Number, Upload
from services.domain.line_state import LineState
from services.domain.people import Person
from services.domain.upload import USAGE
from services.inventory.line_states import with_key
from services.inventory.snapshot import Snapshot


def number_for_teams(change: Change, before: LineState) -> str:
    """The number that this change brings to Teams (E.164), empty for none."""
    if change.upload is False or change.unassign or change.release or not change.to_teams:
        return ""
    kept = (e164 for e164 in before.own if e164 not in change.drop_numbers)
    return change.primary or next(iter(gains(change)), "") or next(kept, "")


def gains(change: Change) -> tuple[str, ...]:
    """The numbers the line is to have besides its own."""
    first = (change.number,) if change.number and not (change.unassign or change.release) else ()
    return tuple(dict.fromkeys((*first, *change.more_numbers)))


def numbers_on_line(change: Change, before: LineState, after: LineState) -> tuple[Number, ...]:
    """The numbers afterwards: those on the line in their order, then the others that the change is about."""
    added = gains(change)
    # A number that is to be taken off and put on stays, as an add-on does.
    kept = [e164 for e164 in before.own if e164 in added or e164 not in change.drop_numbers]
    own = [*kept, *(e164 for e164 in added if e164 not in kept)]
    if change.primary in own:
        own = [change.primary, *(e164 for e164 in own if e164 != change.primary)]
    by_number = {number.e164: number for number in before.numbers}
    off = [_off(number, before) for number in before.numbers if number.e164 not in own]
    return (*(with_key(after.key, by_number[e164]) for e164 in own), *off)


def _off(number: Number, before: LineState) -> Number:
    return replace(number, ext_key="") if before.has(number) else number


def numbers_in_teams(
    numbers: Iterable[Number], change: Change, before: LineState, after: LineState, live: Snapshot
) -> tuple[Number, ...]:
    """The numbers where they stand in Teams once the line is as `after` says but for them."""
    left = [_left(number, change, before, after) for number in numbers]
    coming = number_for_teams(change, before)
    usage = change.usage or USAGE.get(after.teams_code or "", "")
    if not (coming and usage):
        return tuple(left)
    free = _calls_with_nothing_else(coming, left, after.holder, live)
    assign = free and change.assign is not False and after.teams_code is not None
    target = after.holder.object_id if assign and after.holder else ""
    return tuple(_arrived(n, change, usage, target, live) if n.e164 == coming else n for n in left)


def _left(number: Number, change: Change, before: LineState, after: LineState) -> Number:
    """The number once it has left those who can't keep it, and the tenant where that is asked for."""
    asked = number.e164 == change.number
    if number.target and ((change.unassign and asked) or _must_go(number, change, before, after)):
        number = replace(number, target="", category=None)
    if change.release and asked and number.upload is not Upload.NOT_UPLOADED:
        number = replace(number, upload=Upload.NOT_UPLOADED, usage="", location="", open_address=False)
    return number


def _must_go(number: Number, change: Change, before: LineState, after: LineState) -> bool:
    """Whether the person of this line can't keep the number: it, the line, or its Teams add-on goes to others."""
    on_line = number.e164 in before.own or after.has(number)
    if not on_line or before.holder is None or number.target != before.holder.object_id:
        return False
    if not after.has(number) or (before.teams_code is not None and after.teams_code is None):
        return True
    if after.holder is None or after.holder.object_id != number.target:
        return True
    # Only a number that was chosen to stand first sends another one away: a bulk row takes nothing from anybody.
    return after.teams_code is not None and bool(change.primary) and number.e164 != change.primary


def _calls_with_nothing_else(e164: str, numbers: Iterable[Number], holder: Person | None, live: Snapshot) -> bool:
    """Whether there is an account to give the number to, and it has no other primary number that it keeps."""
    if holder is None or not holder.object_id:
        return False
    other = live.held.get(holder.object_id, "")
    return other in ("", e164) or any(n.e164 == other and n.target != holder.object_id for n in numbers)


def _arrived(number: Number, change: Change, usage: str, target: str, live: Snapshot) -> Number:
    """The number once Teams has it, given to this account where nobody has it."""
    if number.upload is Upload.ELSEWHERE:
        return number
    if number.upload in (Upload.NOT_UPLOADED, Upload.FAILED):
        number = _uploaded(number, change, usage, live)
    gets, category = (target, Category.PRIMARY) if target and not number.target else (number.target, number.category)
    activation = Activation.ACTIVATED if target and gets == target else number.activation
    return replace(number, upload=Upload.UPLOADED, target=gets, category=category, activation=activation)


def _uploaded(number: Number, change: Change, usage: str, live: Snapshot) -> Number:
    """What goes with the upload: as the change says, else as the workspace chose for numbers of that country."""
    usual = live.upload
    here = usual.location if usual.country == number.of_country else ""
    open_address = usual.open_address if change.open_address is None else change.open_address
    location = change.location or here
    return replace(number, usage=usage, location=location, open_address=open_address, capabilities=(), error="")
