"""Type-ahead: the choices of a card's field while somebody types. Each data set is an entry of the table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bot.commands.lines.policies import policies_found
from bot.commands.workspace.help import topics
from bot.context import Context
from bot.registry import Said, action
from bot.turn import Answer, Choice, Searched
from cards.inputs import country_choice
from cards.workspace.clicks import SearchAction
from services.domain.access import Right
from services.domain.line import Line, Number, UploadState
from services.domain.number import display
from services.domain.people import Person, fold
from services.domain.phrases import join_text, tr
from services.domain.settings.countries import COUNTRIES, country_name
from services.domain.upload import PEOPLE, RESOURCES
from services.inventory.snapshot import Snapshot

Pair = tuple[str, str]  # value, title


def people(live: Snapshot) -> Iterable[Pair]:
    """Everybody who can hold a line: members of the CPaaS, by name."""
    members = (person for person in live.directory.people if person.identity_uuid)
    # Clients without type-ahead show the value: an address says who it is, an id doesn't.
    return ((live.directory.handle(person), _person(person)) for person in sorted(members, key=lambda p: fold(p.name)))


def free_numbers(live: Snapshot) -> Iterable[Pair]:
    """Numbers that are on no line."""
    return ((n.e164, display(n.e164)) for n in _numbers(live) if not n.ext_key)


def unassigned_numbers(live: Snapshot) -> Iterable[Pair]:
    """Numbers in Teams that are assigned to nobody."""
    found = (n for n in _numbers(live) if n.upload is UploadState.UPLOADED and not n.target)
    return ((n.e164, _number(n)) for n in found)


def _number(number: Number) -> str:
    use = {PEOPLE: tr("for people"), RESOURCES: tr("for resource accounts")}.get(number.usage, "")
    line = tr("ext {ext_key}", ext_key=number.ext_key) if number.ext_key else ""
    return join_text(" · ", filter(None, (display(number.e164), line, use)))


def lines(live: Snapshot) -> Iterable[Pair]:
    """Every line by extension, with its directory name and holder."""
    ordered = sorted(live.lines.values(), key=lambda line: (len(line.key), line.key))
    return ((line.key, _line(line, live)) for line in ordered)


def free_lines(live: Snapshot) -> Iterable[Pair]:
    """Extensions that nobody holds."""
    return ((key, title) for key, title in lines(live) if not live.lines[key].identity_uuid)


def countries(typed: str) -> Iterable[Pair]:
    """Every country, the likeliest first: the one with this code, then those whose names begin with it."""
    words = fold(typed)
    ordered = sorted(COUNTRIES, key=lambda code: (fold(code) != words, not fold(country_name(code)).startswith(words)))
    return map(country_choice, ordered)


SETS: Mapping[str, Callable[[Snapshot], Iterable[Pair]]] = {
    "people": people,
    "numbers.free": free_numbers,
    "numbers.unassigned": unassigned_numbers,
    "lines": lines,
    "lines.free": free_lines,
}


@action(SearchAction, right=Right.READ)
async def search(context: Context) -> Said:
    """The first choices whose title or value contains what was typed."""
    event = context.turn.event
    if isinstance(event, Searched) and event.dataset == "help":
        return _choices(((one, one) for one in topics(context)), event)
    if isinstance(event, Searched) and event.dataset == "countries":
        return _choices(countries(event.query), event)
    if isinstance(event, Searched) and event.dataset == "policies":
        return _choices(await policies_found(context), event)
    offered = SETS.get(event.dataset) if isinstance(event, Searched) else None
    if offered is None or not isinstance(event, Searched):
        return Answer(choices=())
    workspace = await context.workspace()
    live = await context.services.glances.get(context.services, context.services.steady, workspace)
    return _choices(offered(live), event)


def _choices(pairs: Iterable[Pair], event: Searched) -> Answer:
    return Answer(choices=tuple(Choice(title, value) for value, title in fitting(pairs, event.query, event.top)))


def fitting(pairs: Iterable[Pair], typed: str, most: int) -> list[Pair]:
    """The first pairs that contain these words; digits match numbers however they are spaced."""
    words, digits = fold(typed), "".join(sign for sign in typed if sign.isdigit())
    found = []
    for value, title in pairs:
        if words in fold(title) or words in fold(value) or (digits and digits in value):
            found.append((value, title))
        if len(found) == most:
            break
    return found


def first(pairs: Iterable[Pair], chosen: str = "", most: int = 15) -> list[Pair]:
    """The plain list for clients without type-ahead: the first choices, and the chosen one."""
    every = list(pairs)
    shown = every[:most]
    return shown + [pair for pair in every[most:] if pair[0] == chosen]


def _line(line: Line, live: Snapshot) -> str:
    holder = live.directory.get(line.identity_uuid)
    name = holder.name if holder else ""
    return join_text(" · ", dict.fromkeys(filter(None, (line.key, line.label, name))))


def _person(person: Person) -> str:
    return person.label


def _numbers(live: Snapshot) -> list[Any]:
    return sorted(live.numbers.values(), key=lambda n: n.e164)
