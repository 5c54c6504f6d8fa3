"""People by what they have in common: a department, an office, a country, a row of extensions, or everybody."""

from __future__ import annotations

from collections.abc import Iterable

from services.domain.line import Line
from services.domain.people import Person, fold
from services.inventory.snapshot import Snapshot

EVERYBODY = "everybody"


def groups_in(people: Iterable[Person]) -> dict[str, str]:
    """The names of all departments and offices, by their folded spelling."""
    return {fold(name): name for person in people for name in (person.department, person.office) if name}


def lines_of_group(name: str, live: Snapshot) -> tuple[Line, ...]:
    """The lines of these people, in order of extensions; empty where the name means nobody.

    `name` is a department or office in any spelling, a country in two letters, extensions like 100-109, or EVERYBODY.
    """
    first, dash, last = name.partition("-")
    found = (
        (line for line in live.lines.values() if _between(line.key, first, last))
        if dash and first.isdigit() and last.isdigit()
        else (line for line in live.lines.values() if is_of_group(live.directory.get(line.identity_uuid), name))
    )
    return tuple(sorted(found, key=lambda line: (len(line.key), line.key)))


def _between(key: str, first: str, last: str) -> bool:
    return (len(first), first) <= (len(key), key) <= (len(last), last)


def is_of_group(person: Person | None, name: str) -> bool:
    """Whether they are of this department, office or country."""
    if person is None:
        return False
    return (
        name == EVERYBODY
        or name == person.usage_location
        or fold(name) in map(fold, (person.department, person.office))
    )
