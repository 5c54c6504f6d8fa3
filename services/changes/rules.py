"""What must be true before anything is written, said in words a person can act on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from services.changes.rule_words import error
from services.changes.rules_directory import check_directory
from services.changes.rules_line import check_addons, check_extension, check_holder, check_numbers
from services.changes.rules_people import check_people
from services.changes.rules_settings import check_delegates, check_settings
from services.changes.rules_system import check_system
from services.changes.rules_teams import check_teams
from services.changes.snapshot import Snapshot
from services.domain import addons
from services.domain.change import SYSTEM, Change
from services.domain.people import Person
from services.domain.plan import Finding


def check_plan(changes: Sequence[Change], people: Mapping[int, Person], live: Snapshot) -> list[Finding]:
    """What is wrong with the lines together: two rows for one person in Teams."""
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for position, person in people.items():
        change = changes[position]
        if addons.teams_code(change.addons) and change.number:
            rows[person.object_id or person.identity_uuid].append(position)
    found = []
    for key, positions in rows.items():
        first = changes[positions[0]]
        holder = live.directory.get(key)
        for position in positions[1:]:
            again = changes[position]
            found.append(
                error(
                    again,
                    "person.twice",
                    f"{holder.label if holder else key} gets a Teams number on row {first.row} already.",
                    "Keep one row with a Teams add-on for each person.",
                    "User",
                    again.person or "",
                )
            )
    return [*found, *check_delegates(changes, live)]


def check_line(change: Change, person: Person | None, live: Snapshot) -> list[Finding]:
    """Everything that stands in the way of this one line, and what is worth knowing about it."""
    if change.key == SYSTEM:
        return [*check_settings(change, None, live), *check_system(change, live)]
    line = live.lines.get(change.key)
    return [
        *check_extension(change, line, live),
        *check_holder(change, person, line, live),
        *check_people(change, person, line, live),
        *check_numbers(change, line, live),
        *check_addons(change, line),
        *check_settings(change, line, live),
        *check_directory(change, person, line, live),
        *check_teams(change, person, line, live),
    ]
