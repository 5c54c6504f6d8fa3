"""The numbers that are on a line once a change is fulfilled, and which of them it brings to Teams. Pure."""

from __future__ import annotations

from dataclasses import replace

from services.domain.change import Change
from services.domain.line import Number
from services.domain.line_state import LineState
from services.inventory.line_states import with_key


def number_for_teams(change: Change, before: LineState) -> str:
    """The number whose way to Teams the checks look at (E.164), empty for none."""
    if change.upload is False or change.unassign or change.release or not _is_for_teams(change, before):
        return ""
    kept = (e164 for e164 in before.own if e164 not in change.drop_numbers)
    return change.primary or next(iter(gains(change)), "") or next(kept, "")


def numbers_for_teams(change: Change, before: LineState, after: LineState) -> tuple[str, ...]:
    """The numbers that this change brings to Teams (E.164): for a person's line all of them, in their order.

    A resource account has one number, and a change that is about one number leaves the others where they are.
    """
    about = number_for_teams(change, before)
    if not about:
        return ()
    if change.of_one_number or after.for_resource or about not in after.own:
        return (about,)
    return after.own


def _is_for_teams(change: Change, before: LineState) -> bool:
    """Whether further numbers go to Teams: they follow the line's others, and stay in the CPaaS if none is there."""
    if change.to_teams or not change.more_numbers:
        return change.to_teams
    holder = before.holder.object_id if before.holder else ""
    return any(number.target == holder for number in before.numbers if holder and before.has(number))


def gains(change: Change) -> tuple[str, ...]:
    """The numbers that the line gets."""
    first = (change.number,) if change.number and not (change.unassign or change.release) else ()
    return tuple(dict.fromkeys((*first, *change.more_numbers)))


def numbers_on_line(change: Change, before: LineState, after: LineState) -> tuple[Number, ...]:
    """The numbers afterwards: those on the line in their order, then the others that the change is about."""
    added = gains(change)
    # A number that is both taken off and put on stays, as an add-on does.
    kept = [e164 for e164 in before.own if e164 in added or e164 not in change.drop_numbers]
    own = [*kept, *(e164 for e164 in added if e164 not in kept)]
    if change.primary in own:
        own = [change.primary, *(e164 for e164 in own if e164 != change.primary)]
    by_number = {number.e164: number for number in before.numbers}
    off = [_off(number, before) for number in before.numbers if number.e164 not in own]
    return (*(with_key(after.key, by_number[e164]) for e164 in own), *off)


def _off(number: Number, before: LineState) -> Number:
    return replace(number, ext_key="") if before.has(number) else number
