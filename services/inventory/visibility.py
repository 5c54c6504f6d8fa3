"""What somebody may see of a snapshot, and what a line, a number or a planned line touches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from services.domain.access import Access, Right, may
from services.domain.change import SYSTEM
from services.domain.people import Directory, Person
from services.domain.plan import PlanLine
from services.domain.reach import SHARED, Extent, ReachKind, together
from services.domain.steps import Step, StepKind
from services.inventory.snapshot import Snapshot

_OF_PEOPLE = frozenset(
    {
        StepKind.LOCATION_SET,
        StepKind.LICENCE_GIVE,
        StepKind.LICENCE_TAKE,
        StepKind.PHONES_SET,
        StepKind.VOICE_POLICY_SET,
    }
)
_OF_NUMBERS = frozenset(
    {
        StepKind.NUMBER_UPLOAD,
        StepKind.NUMBER_VISIBLE,
        StepKind.NUMBER_ASSIGN,
        StepKind.NUMBER_UNASSIGN,
        StepKind.NUMBER_DELETE,
        StepKind.NUMBER_GONE,
    }
)
_OF_LINES = frozenset(
    {
        StepKind.EXTENSION_CREATE,
        StepKind.EXTENSION_UPDATE,
        StepKind.EXTENSION_REKEY,
        StepKind.EXTENSION_RESTORE,
        StepKind.EXTENSION_DELETE,
        StepKind.SETTINGS_UPDATE,
    }
)


def line_extent(live: Snapshot, key: str) -> Extent:
    """The extent of a line: its extension, its holder, its numbers' countries, and who has them in Teams.

    A line without numbers belongs to the country of its holder's usage location.
    """
    line = live.lines.get(key)
    if line is None:
        return Extent(frozenset({key}))
    numbers = [live.numbers[e164] for e164 in line.numbers if e164 in live.numbers]
    holder = live.directory.get(line.identity_uuid) if line.identity_uuid else None
    home = {holder.usage_location} if holder and holder.usage_location and not numbers else set()
    return Extent(
        frozenset({key}),
        frozenset({n.of_country for n in numbers if n.of_country} | home),
        frozenset({n.location for n in numbers if n.location}),
        frozenset({holder.key if holder else line.identity_uuid} - {""}) | {n.target for n in numbers if n.target},
    )


def number_extent(live: Snapshot, e164: str) -> Extent:
    """The extent of a number: itself, the person who has it in Teams, and its line."""
    number = live.numbers.get(e164)
    if number is None:
        return Extent()
    own = Extent(
        countries=frozenset({number.of_country} - {""}),
        sites=frozenset({number.location} - {""}),
        people=frozenset({number.target} - {""}),
    )
    return together([own, line_extent(live, number.ext_key)]) if number.ext_key else own


def planned_extent(live: Snapshot, line: PlanLine) -> Extent:
    """The extent of a planned line: as it is now, and as its steps would leave it."""
    if line.key == SYSTEM:
        return SHARED
    own = [line_extent(live, line.key)] if line.key else []
    numbers = {e164 for step in line.steps for e164 in _numbers(step)}
    touched = (number_extent(live, e164) for e164 in numbers)
    return together([*own, *touched, *(_step_extent(live, step) for step in line.steps)])


def _numbers(step: Step) -> Iterator[str]:
    """The numbers that a step names (E.164), some of them more than once."""
    if step.kind in _OF_NUMBERS:
        yield step.object
    for state in (step.before, step.after):
        yield from state.numbers
        if state.primary:
            yield state.primary


def _step_extent(live: Snapshot, step: Step) -> Extent:
    """The extent of a step without its numbers; an unknown kind touches what everybody shares."""
    if step.kind in _OF_PEOPLE:
        return Extent(people=frozenset({step.object}))
    if step.kind not in _OF_NUMBERS and step.kind not in _OF_LINES:
        return SHARED
    states = (step.before, step.after)
    holders = {state.identity_uuid for state in states if state.identity_uuid}
    people = {person.key for one in holders if (person := live.directory.get(one))}
    return Extent(
        frozenset({step.object, step.after.key or ""} - {""} if step.kind in _OF_LINES else ()),
        sites=frozenset(state.location for state in states if state.location),
        people=frozenset(people | {state.target for state in states if state.target}),
    )


def seen(live: Snapshot, access: Access | None) -> Snapshot:
    """The part of the snapshot within somebody's reach; all of it without `access`."""
    if access is None or access.sees_all:
        return live
    lines = {k: line for k, line in live.lines.items() if may(access, Right.READ, line_extent(live, k)).allowed}
    numbers = {e: n for e, n in live.numbers.items() if may(access, Right.READ, number_extent(live, e)).allowed}
    hidden = live.lines.keys() - lines.keys()
    directory = _people(live, access, hidden)
    known = {person.key for person in directory.people}
    return replace(
        live,
        lines=lines,
        numbers=numbers,
        directory=directory,
        settings={key: value for key, value in live.settings.items() if key in lines},
        held={who: e164 for who, e164 in live.held.items() if who in known},
        sources={},
        hidden=frozenset(hidden),
        seen_by=access,
    )


def _people(live: Snapshot, access: Access, hidden: Iterable[str]) -> Directory:
    """The people who may be given a line: those within reach whose lines are, too."""
    elsewhere = {live.lines[key].identity_uuid for key in hidden} - {""}
    return Directory(one for one in live.directory.people if _is_seen(one, access, elsewhere))


def _is_seen(person: Person, access: Access, elsewhere: set[str]) -> bool:
    """Whether a person is visible: a reach by people names them; any other shows people with no line outside it."""
    if person.identity_uuid in elsewhere:
        return False
    reads = [one.reach for one in access.held if may(Access((one,)), Right.READ).allowed]
    return any(reach.kind is not ReachKind.UNIT or person.object_id in reach.people for reach in reads)
