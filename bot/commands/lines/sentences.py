"""What sentences want given, taken away, moved or swapped, turned into changes and a plan like any other."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.changes.asking import ask, ask_many
from bot.commands.lines.assign import AssignRequest, form_of
from bot.commands.settings.settings import whose
from bot.context import Context
from bot.registry import Said, action
from bot.turn import Card
from cards.elements import say
from cards.lines.sentence_clicks import (
    GiveThings,
    MakePrivate,
    MoveNumber,
    SentenceAction,
    SwapLines,
    TakeAddons,
    TakeNumber,
    Target,
    TargetKind,
    TargetRole,
)
from cards.words import number as shown
from cards.words import things
from cards.workspace.sentences import which
from services.domain.access import Right
from services.domain.addons import name_of, teams_addon_for, teams_code
from services.domain.change import Change
from services.domain.errors import BadInput
from services.domain.line import Line
from services.domain.phrases import join_text, tr
from services.domain.settings.countries import COUNTRIES
from services.inventory.find_line import lines_meant, the_line
from services.inventory.groups import lines_of_group
from services.inventory.licence_pools import next_free
from services.inventory.snapshot import Snapshot


@action(GiveThings, right=Right.CHANGE, fresh="lines")
async def give_things(context: Context, request: GiveThings) -> Said:
    """The plan to give add-ons and a number; somebody without a line gets the form to give one."""
    live = await context.snapshot()
    numbers = request.numbers or (
        (_next_number(live, request.country),) if request.next_number and not request.numbers else ()
    )
    if (
        len(request.holders) == 1
        and request.holders[0].kind is TargetKind.PERSON
        and not lines_meant(request.holders[0].text, live)
    ):
        return _first_line(live, request.holders[0].text, next(iter(numbers), ""), request.codes)
    lines = _of_the_same(request, live)
    if numbers and len(lines) != 1:
        raise BadInput(tr("A number goes to one line."), fix=tr("Say whom to give it to, one at a time."))
    number = next(iter(numbers), None)
    changes = [Change(line.key, number=number, addons=request.codes, seen=line.version) for line in lines]
    return await _asked(
        context,
        request,
        tr("Give {things} to {names}", things=_things(request.codes, numbers), names=_names(request, lines, live)),
        changes,
    )


def _first_line(live: Snapshot, person: str, number: str, codes: Sequence[str]) -> Card:
    """The form for somebody without a line, which says what it gives; with a number comes the add-on to call by."""
    found = live.directory.one(person)
    teams = [] if not number or teams_code(tuple(codes)) else [teams_addon_for(bool(found and found.is_resource))]
    held = AssignRequest(
        new_key=next_free(live), person=person, number=number, addons=dict.fromkeys([*teams, *codes], 1)
    )
    what = _things(list(held.addons), [number] if number else [])
    says = tr(
        "{name} has no line yet. Unless you change it, this gives them extension {key} with {what}.",
        name=found.name if found else person,
        key=held.new_key,
        what=what,
    )
    return form_of(live, held, says)("")


@action(TakeAddons, right=Right.CHANGE, fresh="lines")
async def take_addons(context: Context, request: TakeAddons) -> Said:
    """The plan to take add-ons away."""
    live = await context.snapshot()
    lines = _of_the_same(request, live)
    changes = [Change(line.key, drop_addons=request.codes, seen=line.version) for line in lines]
    return await _asked(
        context,
        request,
        tr("Take {things} from {names}", things=_things(request.codes, ()), names=_names(request, lines, live)),
        changes,
    )


@action(TakeNumber, right=Right.CHANGE, fresh="lines")
async def take_number(context: Context, request: TakeNumber) -> Said:
    """The plan to take a number from a line; the line and its person stay."""
    live = await context.snapshot()
    line = _one(_of_the_same(request, live))
    e164 = _number_of(line, request.numbers)
    change = Change(line.key, drop_numbers=(e164,), seen=line.version)
    return await ask(context, tr("Take {shown} from {whose}", shown=shown(e164), whose=whose(line, live)), [change])


@action(MoveNumber, right=Right.CHANGE, fresh="lines")
async def move_number(context: Context, request: MoveNumber) -> Said:
    """The plan to move a number from one line to another; a question if the receiver has no line."""
    live = await context.snapshot()
    source, to = _ends(request, live)
    e164 = _number_of(source, request.numbers)
    if to.kind is TargetKind.PERSON and not lines_meant(to.text, live):
        person = live.directory.one(to.text)
        name = person.name if person else to.text
        why = tr("{name} has no line. {shown} is on {whose}.", name=name, shown=shown(e164), whose=whose(source, live))
        return which(
            tr("Move the whole line to {name}?", name=name),
            why,
            [say(tr("Move {key}", key=source.key), f"give {source.key} to {to.text}")],
        )
    line = the_line(to.text, live)
    if line.key == source.key:
        raise BadInput(tr("{shown} is on {whose} already.", shown=shown(e164), whose=whose(line, live)))
    changes = [
        Change(source.key, drop_numbers=(e164,), seen=source.version),
        Change(line.key, number=e164, primary=e164, seen=line.version),
    ]
    return await ask(
        context,
        tr(
            "Move {shown} from {whose} to {whose_2}",
            shown=shown(e164),
            whose=whose(source, live),
            whose_2=whose(line, live),
        ),
        changes,
    )


@action(MakePrivate, right=Right.CHANGE, fresh="lines")
async def make_private(context: Context, request: MakePrivate) -> Said:
    """The plan to make a number private in Teams; a number that isn't on the line yet is added."""
    live = await context.snapshot()
    if len(request.holders) != 1 or len(request.numbers) != 1:
        raise BadInput(tr("Which number, and whose?"), fix=tr("Say it like *make 6567891231 alice's private number*."))
    line, e164 = the_line(request.holders[0].text, live), request.numbers[0]
    if line.numbers[:1] == (e164,):
        raise BadInput(
            tr(
                "{shown} stands first on {whose}, and a first number can't be private.",
                shown=shown(e164),
                whose=whose(line, live),
            )
        )
    more = () if e164 in line.numbers else (e164,)
    change = Change(line.key, more_numbers=more, private=e164, seen=line.version)
    return await ask(context, tr("{shown} is private on {whose}", shown=shown(e164), whose=whose(line, live)), [change])


@action(SwapLines, right=Right.CHANGE, fresh="lines")
async def swap_lines(context: Context, request: SwapLines) -> Said:
    """The plan to swap the people of two lines, or their numbers if numbers were said."""
    live = await context.snapshot()
    lines = [the_line(one.text, live) for one in request.targets]
    if len({line.key for line in lines}) != 2:
        raise BadInput(tr("Which two lines?"), fix=tr("Say it like *swap 101 and 105*."))
    first, second = lines
    numbers = request.numbers_only or len(request.numbers) == 2
    what = tr("the numbers of ") if numbers else ""
    title = tr("Swap {what}{whose} and {whose_2}", what=what, whose=whose(first, live), whose_2=whose(second, live))
    return await ask(context, title, _numbers_over(first, second) if numbers else _people_over(first, second, live))


def _people_over(first: Line, second: Line, live: Snapshot) -> list[Change]:
    """Each line with the other's person; a line that is named after its person gets the next one's name."""
    found = []
    for line, other in ((first, second), (second, first)):
        here, there = live.directory.get(line.identity_uuid), live.directory.get(other.identity_uuid)
        if there is None:
            raise BadInput(
                tr("Nobody has extension {key}.", key=other.key), fix=tr("Say *line {key}* to see it.", key=other.key)
            )
        label = there.name if here and here.name == line.label else None
        person = live.directory.handle(there)
        found.append(Change(line.key, person=person, replace=True, label=label, seen=line.version))
    return found


def _numbers_over(first: Line, second: Line) -> list[Change]:
    found = []
    for line, other in ((first, second), (second, first)):
        mine, theirs = _number_of(line, ()), _number_of(other, ())
        found.append(Change(line.key, number=theirs, drop_numbers=(mine,), primary=theirs, seen=line.version))
    return found


def _ends(request: SentenceAction, live: Snapshot) -> tuple[Line, Target]:
    """The lines that the number comes from and goes to, by the prepositions; raises BadInput when that isn't clear."""
    to = [one for one in request.holders if one.role is TargetRole.TO] or [
        one for one in request.holders if one.role not in (TargetRole.OF, TargetRole.FROM)
    ]
    source = [one for one in request.holders if one not in to]
    if request.numbers and not source and len(to) == 1:
        return the_line(request.numbers[0], live), to[0]
    if len(to) != 1 or len(source) != 1:
        raise BadInput(tr("From whom to whom?"), fix=tr("Say it like *move john's number to hallie*."))
    return the_line(source[0].text, live), to[0]


async def _asked(context: Context, request: SentenceAction, title: str, changes: Sequence[Change]) -> Said:
    """The plan, made in the background if it is for a group."""
    return await (ask_many if request.groups else ask)(context, title, changes)


def _of_groups(request: SentenceAction, live: Snapshot) -> list[Line]:
    """The lines of the groups and of others who are named, without those left out."""
    out = {line.key for one in request.left_out for line in _lines_of(one, live)}
    lines = {line.key: line for one in request.holders for line in _lines_of(one, live) if line.key not in out}
    if not lines:
        names = join_text(" and ", (one.text for one in request.groups))
        raise BadInput(
            tr("I know no line of {names}.", names=names), fix=tr("Say *lines* to see whose lines there are.")
        )
    return list(lines.values())


def _lines_of(one: Target, live: Snapshot) -> Sequence[Line]:
    return lines_of_group(one.text, live) if one.kind is TargetKind.GROUP else [the_line(one.text, live)]


def _of_the_same(request: SentenceAction, live: Snapshot) -> list[Line]:
    """The lines that are named; a person who is named with a line must be its holder."""
    if request.groups:
        return _of_groups(request, live)
    kinds = {one.kind for one in request.holders}
    lines = [the_line(one.text, live) for one in request.holders if len(kinds) == 1 or one.kind is TargetKind.LINE]
    people = (
        [live.directory.one(one.text) for one in request.holders if one.kind is TargetKind.PERSON]
        if len(kinds) > 1
        else []
    )
    for person in people:
        if person is not None and all(line.identity_uuid != person.identity_uuid for line in lines):
            raise BadInput(
                tr("{name} doesn't have extension {key}.", name=person.name, key=lines[0].key),
                fix=tr("Say which of the two you mean."),
            )
    return lines


def _one(lines: Sequence[Line]) -> Line:
    if len(lines) != 1:
        raise BadInput(tr("One line at a time, please."), fix=tr("Say whose number it is."))
    return lines[0]


def _number_of(line: Line, named: Sequence[str]) -> str:
    """The number that was named, else the line's only one."""
    if named:
        if named[0] not in line.numbers:
            raise BadInput(
                tr("{shown} isn't on extension {key}.", shown=shown(named[0]), key=line.key),
                fix=tr("Say *line {key}* to see it.", key=line.key),
            )
        return named[0]
    if len(line.numbers) == 1:
        return line.numbers[0]
    if not line.numbers:
        raise BadInput(
            tr("Extension {key} has no number.", key=line.key), fix=tr("Say *line {key}* to see it.", key=line.key)
        )
    raise BadInput(
        tr("Extension {key} has {numbers} numbers.", key=line.key, numbers=len(line.numbers)),
        fix=tr("Say which of them you mean."),
    )


def _next_number(live: Snapshot, wanted: str) -> str:
    found = sorted(n.e164 for n in live.numbers.values() if not n.ext_key and wanted in ("", n.of_country))
    if not found:
        raise BadInput(tr("No number is free."), fix=tr("Order numbers from your provider, or take one off a line."))
    return found[0]


def _things(codes: Sequence[str], numbers: Sequence[str]) -> str:
    return join_text(" and ", [*map(shown, numbers), *map(name_of, codes)])


def _names(request: SentenceAction, lines: Sequence[Line], live: Snapshot) -> str:
    """The people as a title names them; for a group the number, and who is left out."""
    if not request.groups:
        return join_text(", ", (whose(line, live) for line in lines))
    group = join_text(" and ", (COUNTRIES.get(one.text, one.text) for one in request.groups))
    out = join_text(", ", (whose(line, live) for one in request.left_out for line in _lines_of(one, live)))
    return tr(
        "{group}{word}: {how_many}",
        group=group,
        word=tr(" but {out}", out=out) if out else "",
        how_many=things(len(lines), "line"),
    )
