"""Assign: an existing or new extension for somebody, with name, add-ons and number in one go."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.commands.changes.asking import Form, ask
from bot.commands.lines.addons import offers, read_addons
from bot.commands.lines.line import choice_of
from bot.commands.search import first, free_lines, free_numbers, people
from bot.context import Context
from bot.registry import Said, action, command
from cards.lines.assign import NO_NUMBER, AssignForm, assign_form
from cards.lines.clicks import AssignInputs, AssignLine, OpenAssign
from services.domain import addons
from services.domain.access import Right
from services.domain.change import Change
from services.domain.errors import BadInput
from services.domain.line import is_key
from services.domain.number import parse_number
from services.domain.people import fold
from services.domain.phrases import tr
from services.inventory.licence_pools import next_free, pools
from services.inventory.snapshot import Snapshot

_TYPED = re.compile(r"(?P<key>\S+) to (?P<person>.+?)(?: with (?P<more>.+))?", re.IGNORECASE)
_PRIVATE = re.compile(
    r"(?:as )?private(?: number)? (?P<before>.+)|(?P<after>.+?) (?:as )?private(?: number)?", re.IGNORECASE
)
_SEPARATOR = re.compile(r",| and ", re.IGNORECASE)
_EXAMPLE = tr("Say it like *assign 101 to alice*, or *assign 101 to alice with Call Recording, 6567891230*.")


@dataclass(frozen=True, slots=True)
class AssignRequest:
    """What was typed: `key` is a free extension, `new_key` one to create.

    `more` are further numbers, of which one may be `private`.
    """

    key: str = ""
    new_key: str = ""
    person: str = ""
    label: str = ""
    number: str = ""
    more: tuple[str, ...] = ()
    private: str = ""
    addons: Mapping[str, int] = field(default_factory=dict)


@command(
    "assign",
    "assign line",
    "assign extension",
    help="Give somebody a line, add-ons and a number",
    group="Lines",
    right=Right.CHANGE,
    usage="assign 101 to alice",
    private=True,
)
async def assign(context: Context, rest: str) -> Said:
    """The plan for what was typed; the form when nothing was."""
    live = await context.snapshot()
    if not rest:
        return form_of(live, AssignRequest())("")
    if rest in live.lines or is_key(rest):
        return form_of(live, _with_key(AssignRequest(), rest, live))("")
    typed = _TYPED.fullmatch(rest)
    if typed is None:
        raise BadInput(tr("I can't read that."), fix=_EXAMPLE)
    if _is_number(typed["key"]):
        raise BadInput(tr("“{key}” is no extension: it takes 3 to 5 digits.", key=typed["key"]), fix=_EXAMPLE)
    request = _with_key(
        _with_more(AssignRequest(person=typed["person"]), typed["more"] or "", live), typed["key"], live
    )
    return await _plan(context, live, request)


@action(OpenAssign, right=Right.CHANGE, fresh="assign")
async def open_assign(context: Context, about: OpenAssign) -> Said:
    """The form, for the person, number or extension that the click was about."""
    live = await context.snapshot()
    request = AssignRequest(person=about.person, number=about.number)
    return form_of(live, _with_key(request, about.key, live))("")


@action(AssignLine, AssignInputs, right=Right.CHANGE, fresh="assign")
async def assign_line(context: Context, inputs: AssignInputs) -> Said:
    """The plan for what was typed into the form."""
    live = await context.snapshot()
    number = "" if inputs.number == NO_NUMBER else inputs.number
    request = AssignRequest(inputs.key, inputs.new_key, inputs.person, inputs.label, number)
    try:
        request = replace(request, addons=read_addons(inputs, {}))
    except BadInput as wrong:
        return form_of(live, request)(str(wrong))
    return await _plan(context, live, request)


def _with_key(request: AssignRequest, key: str, live: Snapshot) -> AssignRequest:
    return replace(request, key=key) if key in live.lines else replace(request, new_key=key)


def _is_number(words: str) -> bool:
    """Whether they are figures that are no extension: of a phone number a sentence can tell more."""
    return words.removeprefix("+").isdigit() and not is_key(words)


def _with_more(request: AssignRequest, words: str, live: Snapshot) -> AssignRequest:
    """The request with the add-ons and numbers in these words; raises BadInput for words that are neither."""
    codes = []
    for part in filter(None, (text.strip() for text in _SEPARATOR.split(words))):
        private = _PRIVATE.fullmatch(part)
        number = parse_number((private["before"] or private["after"]) if private else part, live.country, live.numbers)
        code = addons.find_code(part) or next((p.code for p in pools(live) if fold(p.code) == fold(part)), None)
        if isinstance(number, str):
            request = _with_number(request, number, private=private is not None)
        elif code:
            codes.append(code)
        else:
            raise BadInput(
                tr("“{part}” is no add-on and no number.", part=part), fix=tr("Say *licences* to see all add-ons.")
            )
    return replace(request, addons=Counter(codes))


def _with_number(request: AssignRequest, number: str, *, private: bool) -> AssignRequest:
    """The request with one more number: the first is the primary one, unless it is private; others are further ones."""
    if private and request.private:
        raise BadInput(tr("Only one number can be private."), fix=_EXAMPLE)
    if private:
        return replace(request, more=(*request.more, number), private=number)
    return replace(request, more=(*request.more, number)) if request.number else replace(request, number=number)


async def _plan(context: Context, live: Snapshot, request: AssignRequest) -> Said:
    form = form_of(live, request)
    wrong = _wrong(live, request)
    if wrong:
        return form(wrong)
    person = live.directory.one(request.person)
    name = person.name if person else request.person
    change = Change(
        request.key or request.new_key,
        number=request.number or None,
        more_numbers=request.more,
        private=request.private or None,
        person=request.person,
        label=request.label or None,
        addons=tuple(Counter(request.addons).elements()),
        base="" if request.key else addons.BASE,
    )
    title = tr("Assign {key} to {name}", key=change.key, name=name)
    # The form has a field for one number only, and would lose the others.
    return await ask(context, title, [change], None if request.more else form)


def _wrong(live: Snapshot, request: AssignRequest) -> str:
    """What is wrong by the form alone; empty when only planning can tell."""
    if not request.person:
        return tr("Choose who gets the line.")
    if request.key and request.new_key:
        return tr("Choose {key} or type a new extension, not both.", key=request.key)
    if not (request.key or request.new_key):
        free = next_free(live)
        return (
            tr("Choose an extension, or type a new one: {free} is free.", free=free)
            if free
            else tr("Choose an extension.")
        )
    if request.key and request.key not in live.lines:
        return tr("Extension {key} is gone. Choose another one.", key=request.key)
    return ""


def form_of(live: Snapshot, request: AssignRequest, says: str = "") -> Form:
    """The form with what is requested so far; `says` is what that would do."""
    everybody = list(people(live))
    chosen = choice_of(everybody, request.person, live)
    held = AssignForm(
        lines=first(free_lines(live), request.key),
        people=first(everybody, chosen),
        numbers=first(free_numbers(live), request.number),
        **offers(live, None, request.addons),
        next_key=next_free(live),
        key=request.key,
        new_key=request.new_key,
        person=chosen,
        label=request.label,
        number=request.number,
        says=says,
    )
    return lambda error: assign_form(held, error)
