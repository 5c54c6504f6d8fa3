"""A line's state now, and the state it has once a change is fulfilled. Pure: reads a snapshot, writes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from pydantic import JsonValue

from services.domain import addons
from services.domain.change import SYSTEM, Change
from services.domain.line_state import LineState
from services.domain.people import Person
from services.domain.phrases import tr
from services.domain.settings.paths import put_at
from services.domain.settings.personal import to_defaults
from services.inventory.line_states import line_state, number_of
from services.inventory.snapshot import Snapshot
from services.planning.desired_numbers import gains, number_for_teams, numbers_for_teams, numbers_on_line
from services.planning.desired_teams import numbers_in_teams
from services.remote.graph_licences import RESOURCE_PHONE_PLANS


@dataclass(frozen=True, slots=True)
class Comparison:
    """A change with the line as it is and as it will be; checks and steps look at these three."""

    change: Change
    before: LineState
    after: LineState
    to_teams: str  # the number whose way to Teams the checks look at (E.164), empty for none

    @property
    def named(self) -> Person | None:
        """The person the change gives the line to; None if it names nobody."""
        return next(iter(self.before.others), None)

    @property
    def besides(self) -> tuple[str, ...]:
        """The further numbers of the line that the change brings to Teams (E.164), in the line's order."""
        return tuple(e164 for e164 in numbers_for_teams(self.change, self.before, self.after) if e164 != self.to_teams)


def compare(change: Change, person: Person | None, live: Snapshot) -> Comparison:
    """The change with the state of its line before and after; `person` is whom the change names."""
    before = observed(change, person, live)
    return Comparison(change, before, _fulfilled(change, before, live), number_for_teams(change, before))


def observed(change: Change, person: Person | None, live: Snapshot) -> LineState:
    """The present state of everything that the change concerns."""
    if change.key == SYSTEM:
        return LineState(SYSTEM, settings=live.system)
    line = live.lines.get(change.key)
    state = line_state(line, live) if line else LineState(change.key, settings=live.settings.get(change.key, {}))
    own = state.own
    wanted = (*((change.number,) if change.number else ()), *change.more_numbers)
    more = tuple(number_of(e164, live) for e164 in dict.fromkeys(wanted) if e164 not in own)
    return replace(state, numbers=(*state.numbers, *more), others=(person,) if person else ())


def desired(change: Change, person: Person | None, live: Snapshot) -> LineState:
    """The state once the change is fulfilled.

    Nothing is taken from anybody unless requested: a number that somebody else has in Teams, or that is another
    operator's, stays where it is, and a person who calls with another number keeps it. `requirements` then tells what
    the line lacks.
    """
    return _fulfilled(change, observed(change, person, live), live)


def _fulfilled(change: Change, before: LineState, live: Snapshot) -> LineState:
    if change.key == SYSTEM:
        return replace(before, settings=put_at(before.settings, change.settings))
    if not (before.exists or _makes_a_line(change)):
        return replace(before, numbers=numbers_in_teams(change, before, before, live))
    person = next(iter(before.others), None)
    keeps = person is None and change.person != ""
    identity = before.identity_uuid if keeps else person.identity_uuid if person else ""
    after = LineState(
        key=change.new_key or change.key,
        exists=True,
        label=_label(change, person, before),
        base=before.base if before.exists else change.base,
        identity_uuid=identity,
        holder=_holder(change, before.holder if keeps else person, live),
        addons=_addons(change, before.addons),
        settings=_settings(change, before, identity),
        others=(_without(change, before.holder),) if before.holder else (),
    )
    after = replace(after, numbers=numbers_on_line(change, before, after))
    return replace(after, numbers=numbers_in_teams(change, before, after, live))


def _settings(change: Change, before: LineState, identity: str) -> Mapping[str, JsonValue]:
    """The settings afterwards: personal settings of a holder don't pass to the next one."""
    settings = before.settings
    if identity != before.identity_uuid and not change.keep_settings:
        settings = put_at(settings, to_defaults(settings, held=bool(before.identity_uuid)))
    return put_at(settings, change.settings)


def _makes_a_line(change: Change) -> bool:
    """Whether a missing extension is created; taking a number out of Teams never creates one."""
    return bool(change.key) and not (change.unassign or change.release)


def _label(change: Change, person: Person | None, before: LineState) -> str:
    if before.exists:
        return change.label or before.label
    return change.label or (person.name if person else tr("Line {key}", key=change.key))


def _holder(change: Change, holder: Person | None, live: Snapshot) -> Person | None:
    """Who holds the line, with the usage location and the licence in their directory entry that the change gives."""
    if holder is None or not holder.object_id or not (change.country or change.licence):
        return holder
    here = replace(holder, usage_location=change.country or holder.usage_location)
    if not change.licence or change.licence in holder.licences:
        return here
    sku = next((sku for sku in live.skus if sku.sku_id == change.licence), None)
    plans = (*holder.phone_plans, *(plan.phone for plan in (sku.service_plans if sku else ()) if plan.phone))
    resource = holder.is_resource or bool(RESOURCE_PHONE_PLANS & set(plans))
    return replace(here, licences=(*holder.licences, change.licence), phone_plans=plans, is_resource=resource)


def _without(change: Change, person: Person) -> Person:
    """The person who loses the line, without the licences taken back and the phone plans that these included."""
    return replace(person, licences=tuple(sku for sku in person.licences if sku not in change.licences_back))


def _addons(change: Change, held: tuple[str, ...]) -> tuple[str, ...]:
    """The add-ons afterwards; one whose count changes comes after those that stay."""
    requested = _requested_addons(change)
    had, wanted = Counter(held), Counter(requested)
    counts = {code: max(wanted[code], 0 if code in change.drop_addons else had[code]) for code in (*held, *requested)}
    kept = [code for code in held if counts[code] == had[code]]
    return (*kept, *(code for code in counts if counts[code] != had[code] for _ in range(counts[code])))


def _requested_addons(change: Change) -> tuple[str, ...]:
    """The add-ons to have; a number brings its own Number licence, so that one isn't counted twice."""
    return tuple(code for code in change.addons if not (code == addons.NUMBER and gains(change)))
