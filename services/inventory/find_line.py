"""Finds the line that somebody's words mean."""

from __future__ import annotations

from collections.abc import Iterable

from services.domain.errors import BadInput
from services.domain.line import Line
from services.domain.number import bare, display, parse_number
from services.domain.people import Person, fold
from services.domain.phrases import join_text, tr
from services.inventory.snapshot import Snapshot

_MAX_NAMED = 5
_MAX_CHARACTERS = 60  # characters of a number with its label


def lines_meant(words: str, live: Snapshot) -> tuple[Line, ...]:
    """Every line that these words can mean, in order: by extension, number, person or directory name."""
    wanted = fold(words)
    exact = live.lines.get(wanted)
    if exact is not None:
        return (exact,)
    # A number among other words names no line: “nadia gets 6567891230” isn't about the line that has it now.
    digits = "" if any(sign.isalpha() for sign in words) else join_text("", (sign for sign in words if sign.isdigit()))
    parsed = parse_number(words, live.country, live.numbers) if len(words) <= _MAX_CHARACTERS else ""
    number = parsed if isinstance(parsed, str) else f"+{digits}"
    holders = {person.identity_uuid for person in live.directory.find(words)} - {""}
    found = (
        line
        for line in live.lines.values()
        if number in line.numbers or fold(line.label) == wanted or line.identity_uuid in holders
    )
    return tuple(sorted(found, key=lambda line: (len(line.key), line.key)))


def the_line(words: str, live: Snapshot) -> Line:
    """The one line that is meant; BadInput when there is none, or when it could be several lines or people."""
    found = lines_meant(words, live)
    people = live.directory.find(words)
    if len(found) == 1 and not _of_one_of_many(found[0], people):
        return found[0]
    if len(found) == 1:
        why = tr("Of these, {key} is the line of one.", key=found[0].key)
        raise BadInput(tr("“{words}” fits several people: {named}.", words=words, named=_named(people)), why, _WHICH)
    if found:
        keys = join_text(", ", (line.key for line in found[:8]))
        raise BadInput(tr("“{words}” fits several lines: {keys}.", words=words, keys=keys), fix=_WHICH)
    if len(people) > 1:
        raise BadInput(
            tr("“{words}” fits several people: {named}.", words=words, named=_named(people)),
            tr("None of them has a line yet."),
            _GIVE,
        )
    if people:
        raise BadInput(tr("{name} has no line yet.", name=people[0].name), _NOTHING, _GIVE)
    number = parse_number(words, live.country, live.numbers) if len(words) <= _MAX_CHARACTERS else None
    if isinstance(number, str) and number in live.numbers:
        see = tr("Say *line {key}* to see it.", key=bare(number))
        raise BadInput(tr("{number} is on no line.", number=display(number)), _NOTHING, see)
    near = live.directory.near(words)
    hint = tr("Did you mean {names}? ", names=join_text(" or ", (person.label for person in near))) if near else ""
    raise BadInput(
        tr("I can't find “{words}”.", words=words),
        tr("No line has this extension, number or person."),
        tr("{hint}Say *lines* to see all.", hint=hint),
    )


_WHICH = tr("Say which extension you mean.")
_GIVE = tr("Say *someone joins* to give them one.")
_NOTHING = tr("So there is nothing to show, change or take away.")


def _of_one_of_many(line: Line, people: Iterable[Person]) -> bool:
    """Whether the words fit several people of whom only one has the line: another one may be meant."""
    accounts = {person.object_id or person.identity_uuid for person in people}
    return len(accounts) > 1 and any(line.identity_uuid == person.identity_uuid for person in people)


def _named(people: Iterable[Person]) -> str:
    labels = [person.label for person in people]
    more = [tr("{labels} more", labels=len(labels) - _MAX_NAMED)] if len(labels) > _MAX_NAMED else []
    return join_text(", ", [*labels[:_MAX_NAMED], *more])
