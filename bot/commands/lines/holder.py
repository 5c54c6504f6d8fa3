"""A line's holder: give the line to somebody, to somebody else, or take it away."""

from __future__ import annotations

from dataclasses import dataclass

from bot.commands.changes.asking import Form, ask
from bot.commands.lines.line import choice_of, line_of
from bot.commands.search import first, people
from bot.context import Context
from bot.registry import Said, action, command
from bot.views.lines.line import now_of
from cards.lines.clicks import EditHolder, GiveLine, HolderInputs, UnassignLine
from cards.lines.forms import give_form
from services.domain.access import Right
from services.domain.change import Change
from services.domain.errors import BadInput
from services.domain.line import Line
from services.domain.number import bare, display, parse_number
from services.domain.phrases import tr
from services.inventory.find_line import the_line
from services.inventory.snapshot import Snapshot

_KEEPING = (" keeping settings", " keeping the settings", " keep settings", " with settings")


@dataclass(frozen=True, slots=True)
class HolderRequest:
    """Who is to have the line, its new name, and whether it keeps its holder's own settings."""

    person: str
    label: str
    keep: bool = False
    seen: int = 0


@command(
    "give",
    "move",
    help="Give a line to another person",
    group="Lines",
    right=Right.CHANGE,
    usage="give 101 to bob",
    examples=("give 101 to bob keeping settings",),
    private=True,
)
async def give(context: Context, rest: str) -> Said:
    """The plan to give a line to somebody; without their name the form that asks for it."""
    words, _, who = rest.partition(" to ")
    who, keep = _kept(who.strip())
    if not words:
        raise BadInput(tr("Which line?"), fix=tr("Say it like *give 101 to bob*."))
    live = await context.snapshot()
    line = the_line(words, live)
    if not who:
        return _form(line, live, "", line.label)("")
    return await _give(context, line, live, HolderRequest(who, line.label, keep))


@command(
    "unassign",
    "take away",
    help="Take a line from its person",
    group="Lines",
    right=Right.CHANGE,
    usage="unassign 101",
    private=True,
)
async def unassign(context: Context, rest: str) -> Said:
    """The plan to take the line from its person; its number leaves them in Teams, too."""
    if not rest:
        raise BadInput(tr("Which line?"), fix=tr("Say it like *unassign 101*."))
    live = await context.snapshot()
    line = the_line(rest, live)
    number = parse_number(rest, live.country, live.numbers)
    if isinstance(number, str):
        both = tr(
            "Say *unassign {key}* for the line, or *unassign number {bare}* for the number in Teams.",
            key=line.key,
            bare=bare(number),
        )
        raise BadInput(
            tr("The line, or its number in Teams?"),
            tr("{number} is on extension {key}.", number=display(number), key=line.key),
            both,
        )
    return await _take(context, line, live, 0)


@action(EditHolder, right=Right.CHANGE, fresh="lines")
async def edit_holder(context: Context, click: EditHolder) -> Said:
    """The form that asks who gets the line."""
    live, line = await line_of(context, click.line)
    return _form(line, live, "", line.label)("")


@action(GiveLine, HolderInputs, right=Right.CHANGE, fresh="lines")
async def give_line(context: Context, click: GiveLine, inputs: HolderInputs) -> Said:
    """The plan to give the line to the chosen person."""
    live, line = await line_of(context, click.line)
    if not inputs.person:
        return _form(line, live, "", inputs.label)(tr("Choose who gets the line."))
    request = HolderRequest(inputs.person, inputs.label, inputs.keep, click.seen)
    return await _give(context, line, live, request)


@action(UnassignLine, right=Right.CHANGE, fresh="lines")
async def unassign_line(context: Context, click: UnassignLine) -> Said:
    """The plan to take the line from its person."""
    live, line = await line_of(context, click.line)
    return await _take(context, line, live, click.seen)


def _kept(words: str) -> tuple[str, bool]:
    """Who is meant, and whether the line keeps its holder's own settings."""
    end = next((end for end in _KEEPING if words.casefold().endswith(end)), "")
    return words[: len(words) - len(end)].rstrip(" ,"), bool(end)


async def _give(context: Context, line: Line, live: Snapshot, request: HolderRequest) -> Said:
    person, old = live.directory.one(request.person), live.directory.get(line.identity_uuid)
    label, name = request.label, person.name if person else request.person
    # A line that is named after its person gets the next one's name, unless another name was given.
    if label == line.label and old and old.name == label and person:
        label = name
    change = Change(
        line.key,
        person=request.person,
        replace=True,
        label=label or None,
        seen=request.seen,
        keep_settings=request.keep,
    )
    form = _form(line, live, request.person, label, keep=request.keep)
    return await ask(context, tr("Give {key} to {name}", key=line.key, name=name), [change], form)


async def _take(context: Context, line: Line, live: Snapshot, seen: int) -> Said:
    if not line.identity_uuid:
        raise BadInput(
            tr("Nobody has extension {key}.", key=line.key), fix=tr("Say *line {key}* to see it.", key=line.key)
        )
    holder = live.directory.get(line.identity_uuid)
    title = tr("Take {key} from {name}", key=line.key, name=holder.name if holder else tr("its person"))
    return await ask(context, title, [Change(line.key, person="", seen=seen)], _form(line, live, "", line.label))


def _form(line: Line, live: Snapshot, person: str, label: str, *, keep: bool = False) -> Form:
    # A name that fits nobody, or several people, can't be preselected: the error quotes it.
    everybody = list(people(live))
    chosen = choice_of(everybody, person, live)
    return lambda error: give_form(now_of(line, live), first(everybody, chosen), chosen, label, error, keep=keep)
