"""Where each number of a line stands in Teams once a change is fulfilled, and as what its person has it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from services.domain.change import Change
from services.domain.line import MAX_ALTERNATE_NUMBERS, Activation, Category, Number, UploadState
from services.domain.line_state import LineState
from services.domain.upload import USAGE
from services.inventory.requirements import suits
from services.inventory.snapshot import Snapshot
from services.planning.desired_numbers import gains, number_for_teams, numbers_for_teams

_Categories = Mapping[str, Category]


def numbers_in_teams(change: Change, before: LineState, after: LineState, live: Snapshot) -> tuple[Number, ...]:
    """The numbers as Teams will have them, once the line is otherwise as `after` says."""
    left = tuple(_left(number, change, before, after) for number in after.numbers)
    after = replace(after, numbers=left)
    usage = change.usage or USAGE.get(after.teams_code or "", "")
    about = number_for_teams(change, before)
    coming = [e164 for e164 in numbers_for_teams(change, before, after) if e164 == about or _able(e164, change, after)]
    if not (coming and usage):
        return left
    given = _categories(coming, change, after, live)
    target = after.holder.object_id if after.holder else ""
    moved = [_in_tenant(n, change, usage, live) if n.e164 in coming else n for n in left]
    touched = {n.e164 for n in moved if n.e164 in given and (n.e164 in coming or n.category is not given[n.e164])}
    return tuple(_given(n, target, given[n.e164]) if n.e164 in touched else n for n in moved)


def _left(number: Number, change: Change, before: LineState, after: LineState) -> Number:
    """The number after it has left those who can't keep it, and the tenant if requested."""
    asked = number.e164 == change.number
    if number.target and ((change.unassign and asked) or _must_go(number, change, before, after)):
        number = replace(number, target="", category=None)
    if change.release and asked and number.upload is not UploadState.NOT_UPLOADED:
        number = replace(number, upload=UploadState.NOT_UPLOADED, usage="", location="", open_address=False)
    return number


def _must_go(number: Number, change: Change, before: LineState, after: LineState) -> bool:
    """Whether the line's person can't keep the number: the number, the line or its Teams add-on goes elsewhere."""
    on_line = number.e164 in before.own or after.has(number)
    if not on_line or before.holder is None or number.target != before.holder.object_id:
        return False
    if not after.has(number) or (before.teams_code is not None and after.teams_code is None):
        return True
    if after.holder is None or after.holder.object_id != number.target:
        return True
    # A resource account has one number: only a newly chosen first one replaces it.
    return after.for_resource and bool(change.primary) and number.e164 != change.primary


def _able(e164: str, change: Change, after: LineState) -> bool:
    """Whether a number goes to Teams along with the one that the change is about; a requested one always does."""
    number = after.number(e164)
    if number is None or e164 in gains(change):
        return number is not None
    holder = after.holder.object_id if after.holder else ""
    in_the_way = number.upload is UploadState.ELSEWHERE or number.target not in ("", holder)
    return not in_the_way and suits(number, after.teams_code)


def _categories(coming: Sequence[str], change: Change, after: LineState, live: Snapshot) -> _Categories:
    """The category in which the holder gets each number that is new or changes; empty if there is none."""
    holder = after.holder
    if holder is None or not holder.object_id or change.assign is False or after.teams_code is None:
        return {}
    has = {n.e164: n.category for n in after.numbers if n.target == holder.object_id}
    calling = _calling(holder.object_id, after, live)
    first = change.primary if change.primary in coming else calling or coming[0]
    if calling and calling != first and (calling not in has or after.for_resource):
        return {}  # they call with a number of another line, and keep it
    fresh = [e164 for e164 in coming if e164 not in has and _can_be_given(after.number(e164))]
    if first not in (*fresh, *has):
        return {}
    wanted = {first: Category.PRIMARY, **_private([*has, *fresh], first, has, change)}
    others = [e164 for e164, category in has.items() if category is Category.ALTERNATE]
    # A number that is no longer first or private becomes an alternate one, as every further number is.
    others += [e164 for e164, was in has.items() if was in (Category.PRIMARY, Category.PRIVATE) or e164 == calling]
    others = [e164 for e164 in dict.fromkeys([*others, *fresh]) if e164 not in wanted]
    return wanted | dict.fromkeys(others[:MAX_ALTERNATE_NUMBERS], Category.ALTERNATE)


def _calling(target: str, after: LineState, live: Snapshot) -> str:
    """The number somebody calls with in Teams and keeps, on this line or not (E.164); empty for none."""
    held = live.held.get(target, "")
    number = after.number(held)
    return held if number is None or number.target == target else ""


def _private(numbers: Sequence[str], first: str, has: Mapping[str, Category | None], change: Change) -> _Categories:
    """The private number: the chosen one, otherwise the present one."""
    there = next((e164 for e164, category in has.items() if category is Category.PRIVATE), "")
    chosen = there if change.private is None else change.private
    return {chosen: Category.PRIVATE} if chosen in numbers and chosen != first else {}


def _can_be_given(number: Number | None) -> bool:
    return number is not None and number.upload is not UploadState.ELSEWHERE and not number.target


def _in_tenant(number: Number, change: Change, usage: str, live: Snapshot) -> Number:
    """The number as it is once Teams has it."""
    if number.upload is UploadState.ELSEWHERE:
        return number
    if number.upload in (UploadState.NOT_UPLOADED, UploadState.FAILED):
        return _uploaded(number, change, usage, live)
    return replace(number, upload=UploadState.UPLOADED)


def _given(number: Number, target: str, category: Category) -> Number:
    """The number as it is once its person has it in this category, which Teams may not tell."""
    unsaid = number.target == target and number.category is None and category is Category.PRIMARY
    return replace(number, target=target, category=None if unsaid else category, activation=Activation.ACTIVATED)


def _uploaded(number: Number, change: Change, usage: str, live: Snapshot) -> Number:
    """The number uploaded with the options of the change, otherwise the workspace's for numbers of that country."""
    usual = live.upload
    here = usual.location if usual.country == number.of_country else ""
    open_address = usual.open_address if change.open_address is None else change.open_address
    location = change.location or here
    return replace(
        number,
        upload=UploadState.UPLOADED,
        usage=usage,
        location=location,
        open_address=open_address,
        capabilities=(),
        error="",
    )
