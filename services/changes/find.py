"""Finds the line that somebody's words mean."""

from __future__ import annotations

from services.changes.snapshot import Snapshot
from services.domain.errors import BadInput
from services.domain.line import Line
from services.domain.people import fold


def lines_meant(words: str, live: Snapshot) -> tuple[Line, ...]:
    """Every line that these words can mean: an extension, a number, a person or a directory name; in order."""
    wanted = fold(words)
    number = f"+{''.join(sign for sign in words if sign.isdigit())}"
    exact = live.lines.get(wanted)
    if exact is not None:
        return (exact,)
    found = (line for line in live.lines.values() if number in line.numbers or wanted in _names(line, live))
    return tuple(sorted(found, key=lambda line: (len(line.key), line.key)))


def the_line(words: str, live: Snapshot) -> Line:
    """The one line that is meant; BadInput when there is none, or when there are several."""
    found = lines_meant(words, live)
    if len(found) == 1:
        return found[0]
    if found:
        keys = ", ".join(line.key for line in found[:8])
        raise BadInput(f"“{words}” fits several lines: {keys}.", fix="Say which extension you mean.")
    people = live.directory.find(words)
    if people:
        raise BadInput(f"{people[0].name} has no line yet.", fix="Give them one: say *assign*.")
    near = live.directory.near(words)
    hint = f"Did you mean {' or '.join(person.label for person in near)}? " if near else ""
    raise BadInput(
        f"I can't find “{words}”.", "No line has this extension, number or person.", f"{hint}Say *lines* to see all."
    )


def _names(line: Line, live: Snapshot) -> set[str]:
    person = live.directory.get(line.identity_uuid)
    own = {fold(line.label)}
    return own | (
        {fold(person.name), fold(person.user_name), fold(person.email), fold(person.key)} if person else set()
    )
