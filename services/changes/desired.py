"""A line's state now, and the state it has once a change is fulfilled. Pure: reads a snapshot, writes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from services.changes.snapshot import Snapshot
from services.domain import addons
from services.domain.change import SYSTEM, Change
from services.domain.line import Category, Line, Number, Upload
from services.domain.line_state import LineState
from services.domain.people import Person
from services.domain.settings.paths import put_at
from services.domain.upload import USAGE
from services.remote.graph_licences import RESOURCE_PHONE_PLANS


@dataclass(frozen=True, slots=True)
class Comparison:
    """A change with the line as it is and as it will be; rules and steps are found by looking at the three."""

    change: Change
    before: LineState
    after: LineState

    @property
    def named(self) -> Person | None:
        """Whom the change gives the line to, where it names somebody."""
        return next(iter(self.before.others), None)

    @property
    def to_teams(self) -> str:
        """The number that the change brings to Teams (E.164), empty for none."""
        return number_for_teams(self.change, self.before)


def compare(change: Change, person: Person | None, live: Snapshot) -> Comparison:
    """The change with the state of its line before and after; `person` is whom the change names."""
    return Comparison(change, observed(change, person, live), desired(change, person, live))


def line_state(line: Line, live: Snapshot) -> LineState:
    """The state of a line that is there, as the snapshot shows it."""
    return LineState(
        key=line.key,
        exists=True,
        label=line.label,
        base=line.base,
        identity_uuid=line.identity_uuid,
        holder=live.directory.get(line.identity_uuid),
        addons=line.addons,
        numbers=tuple(_on(line.key, _number(e164, live)) for e164 in line.numbers),
        settings=live.settings.get(line.key, {}),
    )


def observed(change: Change, person: Person | None, live: Snapshot) -> LineState:
    """The state now of everything that the change concerns."""
    if change.key == SYSTEM:
        return LineState(SYSTEM, settings=live.system)
    line = live.lines.get(change.key)
    state = line_state(line, live) if line else LineState(change.key, settings=live.settings.get(change.key, {}))
    own = state.own
    wanted = (*((change.number,) if change.number else ()), *change.more_numbers)
    more = tuple(_number(e164, live) for e164 in dict.fromkeys(wanted) if e164 not in own)
    return replace(state, numbers=(*state.numbers, *more), others=(person,) if person else ())


def desired(change: Change, person: Person | None, live: Snapshot) -> LineState:
    """The state once the change is fulfilled.

    Nothing is taken from anybody without being asked for: a number that Teams has given to somebody else, or that is
    another operator's, stays where it is, and whoever calls with another number keeps it. `requirements` then tells
    what the line lacks.
    """
    before = observed(change, person, live)
    settings = put_at(before.settings, change.settings)
    if change.key == SYSTEM:
        return replace(before, settings=settings)
    if not (before.exists or _makes_a_line(change)):
        return replace(before, numbers=_in_teams(before.numbers, change, before, before, live))
    keeps = person is None and change.person != ""
    after = LineState(
        key=change.new_key or change.key,
        exists=True,
        label=_label(change, person, before),
        base=before.base if before.exists else change.base,
        identity_uuid=before.identity_uuid if keeps else person.identity_uuid if person else "",
        holder=_holder(change, before.holder if keeps else person, live),
        addons=_addons(change, before.addons),
        settings=settings,
        others=(before.holder,) if before.holder else (),
    )
    return replace(after, numbers=_in_teams(_numbers(change, before, after), change, before, after, live))


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


def _on(key: str, number: Number) -> Number:
    return number if number.ext_key == key else replace(number, ext_key=key)


def _number(e164: str, live: Snapshot) -> Number:
    return live.numbers.get(e164, Number(e164))


def _makes_a_line(change: Change) -> bool:
    """Whether the extension is made where it isn't there; taking a number out of Teams never makes one."""
    return bool(change.key) and not (change.unassign or change.release)


def _label(change: Change, person: Person | None, before: LineState) -> str:
    if before.exists:
        return change.label or before.label
    return change.label or (person.name if person else f"Line {change.key}")


def _holder(change: Change, holder: Person | None, live: Snapshot) -> Person | None:
    """Who holds the line, with the usage location and the licence in their directory entry that the change gives."""
    if holder is None or not holder.object_id or not (change.country or change.licence):
        return holder
    here = replace(holder, usage_location=change.country or holder.usage_location)
    if not change.licence or change.licence in holder.licences:
        return here
    sku = next((sku for sku in live.skus if sku.sku_id == change.licence), None)
    plans = (*holder.phone_plans, *(plan.service_plan_id for plan in (sku.service_plans if sku else ())))
    resource = holder.is_resource or bool(RESOURCE_PHONE_PLANS & set(plans))
    return replace(here, licences=(*holder.licences, change.licence), phone_plans=plans, is_resource=resource)


def _addons(change: Change, held: tuple[str, ...]) -> tuple[str, ...]:
    """The add-ons afterwards; one whose count changes stands behind those that stay."""
    wished = _wished_addons(change)
    had, wanted = Counter(held), Counter(wished)
    counts = {code: max(wanted[code], 0 if code in change.drop_addons else had[code]) for code in (*held, *wished)}
    kept = [code for code in held if counts[code] == had[code]]
    return (*kept, *(code for code in counts if counts[code] != had[code] for _ in range(counts[code])))


def _wished_addons(change: Change) -> tuple[str, ...]:
    """The add-ons to have; a number brings its own Number licence, so that one isn't counted twice."""
    return tuple(code for code in change.addons if not (code == addons.NUMBER and gains(change)))


def _numbers(change: Change, before: LineState, after: LineState) -> tuple[Number, ...]:
    """The numbers afterwards: those on the line in their order, then the others that the change is about."""
    added = gains(change)
    # A number that is to be taken off and put on stays, as an add-on does.
    kept = [e164 for e164 in before.own if e164 in added or e164 not in change.drop_numbers]
    own = [*kept, *(e164 for e164 in added if e164 not in kept)]
    if change.primary in own:
        own = [change.primary, *(e164 for e164 in own if e164 != change.primary)]
    by_number = {number.e164: number for number in before.numbers}
    off = [_off(number, before) for number in before.numbers if number.e164 not in own]
    return (*(_on(after.key, by_number[e164]) for e164 in own), *off)


def _off(number: Number, before: LineState) -> Number:
    return replace(number, ext_key="") if before.has(number) else number


def _in_teams(
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
    if number.e164 not in before.own or before.holder is None or number.target != before.holder.object_id:
        return False
    if not after.has(number) or after.teams_code is None:
        return True
    if after.holder is None or after.holder.object_id != number.target:
        return True
    # Only a number that was chosen to stand first sends another one away: a bulk row takes nothing from anybody.
    return bool(change.primary) and number.e164 != change.primary


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
    return replace(number, upload=Upload.UPLOADED, target=gets, category=category)


def _uploaded(number: Number, change: Change, usage: str, live: Snapshot) -> Number:
    """What goes with the upload: as the change says, else as the workspace chose for numbers of that country."""
    usual = live.upload
    here = usual.location if usual.country == number.of_country else ""
    open_address = usual.open_address if change.open_address is None else change.open_address
    location = change.location or here
    return replace(number, usage=usage, location=location, open_address=open_address, capabilities=(), error="")
