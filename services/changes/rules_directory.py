"""What must be true before a person's directory entry is changed."""

from __future__ import annotations

from services.changes.plan_teams import holder_after
from services.changes.rule_words import error
from services.changes.snapshot import Snapshot
from services.domain.change import Change
from services.domain.line import Line
from services.domain.people import Person
from services.domain.plan import Finding


def check_directory(change: Change, person: Person | None, line: Line | None, live: Snapshot) -> list[Finding]:
    """A licence needs a usage location; a location or licence needs somebody to be given to."""
    if not (change.country or change.licence):
        return []
    holder = holder_after(change, person, line, live)
    if holder is None or not holder.object_id:
        why = "Nobody of your Microsoft directory holds this line."
        return [error(change, "person.not_in_teams", why, "Give the line to somebody first.", "User", change.key)]
    if change.licence and not (change.country or holder.usage_location):
        why = f"{holder.name} has no usage location, and Microsoft gives no licence without one."
        return [error(change, "person.no_location", why, "Set the usage location first.", "User", holder.user_name)]
    return []
