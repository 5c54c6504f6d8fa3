"""Checks before anything is written, with findings that a person can act on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from services.domain import addons
from services.domain.change import SYSTEM, Change
from services.domain.phrases import tr
from services.domain.plan import Finding
from services.inventory.snapshot import Snapshot
from services.planning.checks_directory import check_directory
from services.planning.checks_line import check_addons, check_extension, check_holder, check_numbers
from services.planning.checks_people import check_people, check_synchronised
from services.planning.checks_rules import check_rules
from services.planning.checks_settings import check_delegates, check_personal, check_settings
from services.planning.checks_system import check_system
from services.planning.checks_teams import check_teams
from services.planning.desired import Comparison
from services.planning.findings import error
from services.planning.voice_policies import check_policy


def check_plan(compared: Sequence[Comparison], live: Snapshot) -> list[Finding]:
    """Findings about several lines together: two rows for one person in Teams."""
    rows: defaultdict[str, list[Comparison]] = defaultdict(list)
    for one in compared:
        person = one.named
        if person and addons.teams_code(one.change.addons) and one.change.number:
            rows[person.object_id or person.identity_uuid].append(one)
    found = [_twice(again.change, same[0]) for same in rows.values() for again in same[1:]]
    return [*found, *check_delegates(compared, live), *check_synchronised(compared), *check_rules(compared, live)]


def check_line(one: Comparison, live: Snapshot) -> list[Finding]:
    """Findings about one line: what stands in the way, and what is worth knowing."""
    if one.change.key == SYSTEM:
        return [*check_settings(one, live), *check_system(one, live)]
    return [
        *check_extension(one.change, live),
        *check_holder(one, live),
        *check_people(one, live.directory),
        *check_numbers(one, live),
        *check_addons(one),
        *check_settings(one, live),
        *check_personal(one),
        *check_directory(one, live),
        *check_teams(one, live),
        *check_policy(one),
    ]


def _twice(change: Change, first: Comparison) -> Finding:
    who = first.named.label if first.named else ""
    why = tr("{who} gets a Teams number on row {row} already.", who=who, row=first.change.row)
    fix = tr("Keep one row with a Teams add-on for each person.")
    return error(change, "person.twice", why, fix, "User", change.person or "")
