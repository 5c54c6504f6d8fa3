"""A line's numbers: a line may have several, one of them primary; free ones can be added, and any removed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.commands.changes.asking import Form, ask
from bot.commands.lines.line import line_of
from bot.commands.search import first, free_numbers
from bot.context import Context
from bot.registry import Said, action
from bot.views.lines.line import now_of, number_words
from cards.lines.clicks import EditNumbers, NumberInputs, SetNumbers
from cards.lines.forms import ADDED, MAX_OWN, NO_PRIVATE, NumbersForm, numbers_form
from cards.words import number as shown
from services.domain.access import Right
from services.domain.addons import TEAMS_USER, teams_code
from services.domain.change import Change
from services.domain.errors import BadInput
from services.domain.line import Category, Line
from services.domain.number import parse_number
from services.domain.phrases import as_sentence, tr
from services.inventory.snapshot import Snapshot

_SEPARATOR = re.compile(r"[,;\n]")


@dataclass(frozen=True, slots=True)
class NumbersRequest:
    """What the form holds: the numbers that it showed, those still ticked, those to add, and the chosen primary one."""

    had: tuple[str, ...]
    kept: tuple[str, ...]
    add: str = ""
    more: str = ""
    primary: str = ""
    private: str = ""

    @property
    def dropped(self) -> tuple[str, ...]:
        """The numbers to remove."""
        return tuple(e164 for e164 in self.had if e164 not in self.kept)


@action(EditNumbers, right=Right.CHANGE, fresh="lines")
async def edit_numbers(context: Context, click: EditNumbers) -> Said:
    """Show the form with the line's numbers."""
    live, line = await line_of(context, click.line)
    return _form(line, live, NumbersRequest(line.numbers, line.numbers, primary=_first(line.numbers)))("")


@action(SetNumbers, NumberInputs, right=Right.CHANGE, fresh="lines")
async def set_numbers(context: Context, click: SetNumbers, inputs: NumberInputs) -> Said:
    """Plan the difference between what the form showed and what was typed."""
    live, line = await line_of(context, click.line)
    request = _read(click.had, inputs)
    form = _form(line, live, request)
    try:
        change = change_of(request, line.key, live, click.seen)
    except BadInput as wrong:
        return form(str(wrong))
    return await ask(context, tr("Numbers of {key}", key=line.key), [change], form)


def _read(had: tuple[str, ...], inputs: NumberInputs) -> NumbersRequest:
    kept = tuple(e164 for e164 in had if e164 in inputs.keep)
    return NumbersRequest(had, kept, inputs.add, inputs.more, inputs.primary, inputs.private)


def change_of(request: NumbersRequest, key: str, live: Snapshot, seen: int) -> Change:
    """The change for the request; raises BadInput for what isn't a number, or when the primary one is removed."""
    typed = (text for text in (request.add, *_SEPARATOR.split(request.more)) if text.strip())
    added = tuple(dict.fromkeys(_e164(text, live) for text in typed))
    primary = _primary(request, added)
    private = _private(request, primary or _first(request.kept), added, live.lines[key], live)
    return Change(key, more_numbers=added, drop_numbers=request.dropped, primary=primary, private=private, seen=seen)


def _primary(request: NumbersRequest, added: Sequence[str]) -> str:
    """The new primary number, if that changes; when the primary one is removed, the next one follows."""
    was, chosen = _first(request.had), request.primary
    if chosen == ADDED:
        if not added:
            raise BadInput(
                tr("No number is added that could stand first."), fix=tr("Add one, or choose another first number.")
            )
        return added[0]
    if chosen and chosen != was:
        if chosen in request.dropped:
            raise BadInput(
                tr("{shown} can't stand first and be taken off.", shown=shown(chosen)),
                fix=tr("Choose another first number."),
            )
        return chosen
    return "" if was in request.kept else _first([*request.kept, *added])


def _private(request: NumbersRequest, primary: str, added: Sequence[str], line: Line, live: Snapshot) -> str | None:
    """The number that becomes private in Teams, "" for none; None when that doesn't change."""
    chosen = _first(added) if request.private == ADDED else request.private
    chosen = "" if chosen == NO_PRIVATE else chosen
    if not request.private or chosen == _private_of(line, live):
        return None
    if chosen and chosen == primary:
        raise BadInput(
            tr("{shown} can't be first and private.", shown=shown(chosen)),
            fix=tr("Choose another private number, or none."),
        )
    if chosen in request.dropped:
        raise BadInput(
            tr("{shown} can't be private and be taken off.", shown=shown(chosen)),
            fix=tr("Choose another private number."),
        )
    return chosen


def _private_of(line: Line, live: Snapshot) -> str:
    """The line's private number in Teams, empty for none."""
    numbers = (live.numbers.get(e164) for e164 in line.numbers)
    return next((number.e164 for number in numbers if number and number.category is Category.PRIVATE), "")


def _e164(text: str, live: Snapshot) -> str:
    found = parse_number(text, live.country, live.numbers)
    if isinstance(found, str):
        return found
    raise BadInput(
        tr("“{strip}”: {why}.", strip=text.strip(), why=found.why),
        fix=as_sentence(found.fix),
    )


def _first(numbers: Sequence[str]) -> str:
    return next(iter(numbers), "")


def _form(line: Line, live: Snapshot, request: NumbersRequest) -> Form:
    def form(error: str) -> dict[str, Any]:
        own = [(e164, _words(e164, line, live)) for e164 in line.numbers[:MAX_OWN]]
        kept = [e164 for e164, _ in own if e164 not in request.dropped]
        hidden = len(line.numbers) - len(own)
        free = first(free_numbers(live), request.add)
        # A primary number that wasn't changed in the form is the line's present one, which may have changed meanwhile.
        primary = request.primary if request.primary not in ("", _first(request.had)) else _first(line.numbers)
        person_in_teams = teams_code(line.addons) == TEAMS_USER
        private = request.private or _private_of(line, live) if person_in_teams else None
        held = NumbersForm(own, kept, free, request.add, request.more, primary, hidden, private)
        return numbers_form(now_of(line, live), held, error)

    return form


def _words(e164: str, line: Line, live: Snapshot) -> str:
    return tr(
        "{shown} · {number_words}", shown=shown(e164), number_words=number_words(live.numbers.get(e164), line, live)[0]
    )
