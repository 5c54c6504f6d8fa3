"""Assign numbers in Teams: a free number to a person, or every number to the line it is on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.commands import search
from bot.commands.changes.asking import ask, ask_many, said
from bot.commands.lines.line import choice_of
from bot.commands.numbers.numbers import chosen, ticked
from bot.context import Context
from bot.registry import Said, action, command
from bot.turn import Answer, Card
from cards.actions import Say
from cards.elements import Button, Click, button, say
from cards.numbers import upload as cards
from cards.numbers.clicks import AssignNumberInputs, AssignNumbers, GiveNumber, TickedInputs
from cards.words import things
from services.domain import addons
from services.domain.access import Right
from services.domain.change import Change
from services.domain.errors import BadInput
from services.domain.findings import NO_PHONE_LICENCE
from services.domain.line import Line, Number
from services.domain.number import NumberFault, display, parse_number
from services.domain.people import Person, fold
from services.domain.phrases import join_text, tr
from services.domain.plan import Finding
from services.inventory.number_lists import Pairs, owner, pairs, unassigned
from services.inventory.snapshot import Snapshot

_SEPARATOR = re.compile(r"(?:^|\s+)(?:to|for|→)\s+", re.IGNORECASE)


class _Wrong(Exception):
    """Why this can't be planned, what would mend it, and the people that may be meant."""

    def __init__(self, why: str, mends: Sequence[Click] = (), people: Sequence[Person] = ()) -> None:
        super().__init__(why)
        self.why = why
        self.mends = mends
        self.people = people


@command(
    "assign number",
    "assign numbers",
    "give number",
    help="Give a number in Teams to somebody",
    group="Numbers",
    right=Right.CHANGE,
    usage="assign number 6567891230 to alice",
    private=True,
)
async def assign_number(context: Context, rest: str) -> Said:
    """The plan when number and person were typed, else the form."""
    number, person = ([part.strip() for part in _SEPARATOR.split(rest, maxsplit=1)] + ["", ""])[:2]
    live = await context.snapshot()
    if not (number and person):
        return _form(live, _e164(number, live), person)
    return await _plan(context, live, number, person)


@action(GiveNumber, AssignNumberInputs, right=Right.CHANGE, fresh="assign number")
async def give_number(context: Context, click: GiveNumber, inputs: AssignNumberInputs) -> Said:
    """Plan what the form says; `locate` also sets the person's country to the number's."""
    return await _plan(context, await context.snapshot(), inputs.number, inputs.person, locate=click.locate)


@command(
    "assign all",
    "assign them",
    "assign all numbers",
    help="Assign every number in Teams to the person of its line",
    group="Numbers",
    right=Right.CHANGE,
    private=True,
)
async def assign_all(context: Context, _rest: str) -> Said:
    """The plan that assigns every uploaded number to the line it is on."""
    live = await context.snapshot()
    free = unassigned(live)
    found = pairs(live, free)
    if free and not found.changes:
        return _form(live, free[0].e164 if len(free) == 1 else "", error=_why_none(found))
    return await _pair(context, found)


@action(AssignNumbers, TickedInputs, right=Right.CHANGE, fresh="numbers unassigned")
async def assign_numbers(context: Context, click: AssignNumbers, inputs: TickedInputs) -> Said:
    """The same for ticked numbers; for one that is on no line it asks who gets it."""
    live = await context.snapshot()
    numbers = chosen(ticked(click.ticked, inputs.ticked), live, "assign")
    if len(numbers) == 1 and not numbers[0].ext_key:
        return Answer(card=_form(live, numbers[0].e164), new_message=True)
    return replace(await _pair(context, pairs(live, numbers)), new_message=True)


async def _pair(context: Context, found: Pairs) -> Answer:
    if not found.changes:
        raise BadInput(tr("There is no number to assign."), _why_none(found), tr("Say *numbers* to see where each is."))
    title = tr("Assign {how_many} in Teams", how_many=things(len(found.changes), "number"))
    return await ask_many(context, title, found.changes, found.left)


def _why_none(found: Pairs) -> str:
    return join_text(" ", (finding.message for finding in found.left[:3])) or tr("Every number in Teams has somebody.")


async def _plan(context: Context, live: Snapshot, number: str, who: str, *, locate: bool = False) -> Answer:
    e164 = _e164(number, live)
    try:
        found = _number(number, live)
        line, person = _line_and_person(found, who, live)
    except _Wrong as wrong:
        return Answer(card=_form(live, e164, who, wrong.why, wrong.mends, wrong.people))
    change = Change(line.key, number=found.e164, person=person.key, assign=True, seen=line.version)
    if locate:
        change = replace(change, country=found.of_country)
    title = tr("Assign {e164} to {name}", e164=display(found.e164), name=person.name)

    def refused(findings: Sequence[Finding]) -> Card:
        return _form(live, e164, person.key, said(findings), _mends(findings, line))

    return await ask(context, title, [change], refused=refused)


def _number(written: str, live: Snapshot) -> Number:
    if not written:
        raise _Wrong(tr("Choose a number."))
    parsed = parse_number(written, live.country, live.numbers)
    if isinstance(parsed, NumberFault):
        raise _Wrong(
            tr("“{written}” is no number: {why}; {fix}.", written=written[:40], why=parsed.why, fix=parsed.fix)
        )
    if parsed not in live.numbers:
        raise _Wrong(tr("{parsed} isn't one of your CPaaS numbers. Check the digits.", parsed=display(parsed)))
    return live.numbers[parsed]


def _line_and_person(number: Number, who: str, live: Snapshot) -> tuple[Line, Person]:
    """The person that the words mean, and the line of theirs that the number goes to."""
    line = live.lines.get(fold(who))
    if line is not None:
        person = live.directory.get(line.identity_uuid)
        if person is None:
            raise _Wrong(
                tr("Nobody holds extension {key}.", key=line.key), [say(tr("Give it to somebody"), f"line {line.key}")]
            )
        return _fits(line, number, person, live), person
    person = _person(who, live)
    return _fits(_line_of(person, number, live), number, person, live), person


def _person(who: str, live: Snapshot) -> Person:
    found = live.directory.find(who) if who else ()
    if len(found) == 1:
        return found[0]
    if found:
        raise _Wrong(
            tr("{found} people are called {who}. Choose one of them.", found=len(found), who=who), people=found
        )
    near = live.directory.near(who) if who else ()
    hint = tr(" Did you mean {names}?", names=join_text(" or ", (one.label for one in near))) if near else ""
    raise _Wrong(
        tr("Nobody is called “{who}”.{hint}", who=who[:60], hint=hint) if who else tr("Choose who is to have it."),
        people=near,
    )


def _line_of(person: Person, number: Number, live: Snapshot) -> Line:
    """The person's line for this number: the one it is on, else their only one for Teams, preferably without number."""
    own = [line for line in live.lines.values() if person.identity_uuid and line.identity_uuid == person.identity_uuid]
    on = live.lines.get(number.ext_key)
    if on is not None:
        return on
    if not own:
        raise _Wrong(
            tr("{name} has no line yet. Give them one first.", name=person.name), [say(tr("Give a line"), "assign")]
        )
    able = [line for line in own if addons.teams_code(line.addons)] or own
    free = [line for line in able if not line.numbers] or able
    if len(free) > 1:
        keys = join_text(" and ", sorted(line.key for line in free))
        one = free[0].key
        raise _Wrong(
            tr(
                "{name} has extensions {keys}. Say which: *assign number {e164} to {one}*.",
                name=person.name,
                keys=keys,
                e164=number.e164,
                one=one,
            )
        )
    return free[0]


def _fits(line: Line, number: Number, person: Person, live: Snapshot) -> Line:
    if number.ext_key and number.ext_key != line.key:
        raise _Wrong(_elsewhere(number, live), [say(tr("See that line"), f"line {number.ext_key}")])
    if line.identity_uuid != person.identity_uuid:
        raise _Wrong(_elsewhere(number, live), [say(tr("See that line"), f"line {line.key}")])
    if not addons.teams_code(line.addons):
        why = tr("Extension {key} of {name} has no Teams add-on. Give it one first.", key=line.key, name=person.name)
        raise _Wrong(why, [say(tr("See the line"), f"line {line.key}")])
    return line


def _elsewhere(number: Number, live: Snapshot) -> str:
    holder = owner(number, live)
    whose = tr(", which {name} holds", name=holder.name) if holder else ""
    return tr(
        "{e164} is on extension {ext_key}{whose}. Take it off that line first.",
        e164=display(number.e164),
        ext_key=number.ext_key,
        whose=whose,
    )


def _mends(findings: Sequence[Finding], line: Line) -> list[Click]:
    """The buttons that mend these faults."""
    codes = {finding.code for finding in findings}
    clicks = []
    if "person.usage_location" in codes:
        clicks.append(Click(tr("Set usage location too"), GiveNumber(locate=True)))
    if NO_PHONE_LICENCE in codes:
        clicks.append(say(tr("Microsoft licences"), f"mend licence {line.key}"))
    return clicks


def _e164(written: str, live: Snapshot) -> str:
    parsed = parse_number(written, live.country, live.numbers) if written else ""
    return parsed if isinstance(parsed, str) else ""


def _form(
    live: Snapshot,
    number: str = "",
    who: str = "",
    error: str = "",
    mends: Sequence[Click] = (),
    people: Sequence[Person] = (),
) -> Card:
    """The form with what was typed; an unambiguous name selects the person."""
    free, everybody = list(search.unassigned_numbers(live)), list(search.people(live))
    person = choice_of(everybody, who, live)
    ours = live.numbers.get(number)
    shown = search.first(free, number)
    if ours is not None and all(value != number for value, _ in shown):
        shown = [(number, display(number)), *shown]
    choices = [(live.directory.handle(one), one.described) for one in people] or search.first(everybody, person)
    return cards.assign_form(
        cards.AssignNumberForm(
            numbers=shown,
            people=choices,
            number=number if ours else "",
            person=person,
            error=error,
            mends=[_button(click) for click in mends],
            total=len(free),
        )
    )


def _button(click: Click) -> Button | None:
    """The button; one that mends the form sends its fields, one that only says something doesn't."""
    return button(click, inputs=not isinstance(click.carried, Say))
