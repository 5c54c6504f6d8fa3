"""A line's extension and directory name."""

from __future__ import annotations

import re

from bot.commands.changes.asking import Form, ask
from bot.commands.lines.line import line_of
from bot.context import Context
from bot.registry import Said, action, command
from bot.views.lines.line import now_of
from cards.lines.clicks import EditName, NameInputs, RenameLine
from cards.lines.forms import name_form
from services.domain.access import Right
from services.domain.change import Change
from services.domain.errors import BadInput
from services.domain.line import Line
from services.domain.phrases import join_text, tr
from services.inventory.find_line import the_line
from services.inventory.snapshot import Snapshot

# After *to*, figures are an extension and other words a name: “rename 104 to Lobby phone”.
_TYPED = re.compile(r"(?P<line>.+?)(?: to (?P<key>[0-9]+))?(?: (?:as|to) (?P<label>.+))?", re.IGNORECASE)


@command(
    "rename",
    help="Another extension or directory name",
    group="Lines",
    right=Right.CHANGE,
    usage="rename 101 to 150 as Reception",
    private=True,
)
async def rename(context: Context, rest: str) -> Said:
    """The plan for another extension or name; the form when neither was given."""
    typed = _TYPED.fullmatch(rest)
    if typed is None:
        raise BadInput(tr("Which line?"), fix=tr("Say it like *rename 101 to 150* or *rename 101 as Reception*."))
    live = await context.snapshot()
    line = the_line(typed["line"], live)
    if not (typed["key"] or typed["label"]):
        return _form(line, live, line.key, line.label)("")
    return await _rename(context, line, live, typed["key"] or line.key, typed["label"] or line.label, 0)


@action(EditName, right=Right.CHANGE, fresh="lines")
async def edit_name(context: Context, click: EditName) -> Said:
    """Show the form for extension and name."""
    live, line = await line_of(context, click.line)
    return _form(line, live, line.key, line.label)("")


@action(RenameLine, NameInputs, right=Right.CHANGE, fresh="lines")
async def rename_line(context: Context, click: RenameLine, inputs: NameInputs) -> Said:
    """Plan what was typed."""
    live, line = await line_of(context, click.line)
    key, label = inputs.key, inputs.label
    if not key or not label:
        missing = tr("An extension needs its 3 to 5 digits.") if not key else tr("A directory name can't be empty.")
        return _form(line, live, key, label)(missing)
    return await _rename(context, line, live, key, label, click.seen)


async def _rename(context: Context, line: Line, live: Snapshot, key: str, label: str, seen: int) -> Said:
    new_key = key if key != line.key else ""
    new_label = label if label != line.label else None
    words = [
        tr("to {new_key}", new_key=new_key) if new_key else "",
        tr("as {new_label}", new_label=new_label) if new_label else "",
    ]
    title = join_text(" ", filter(None, [tr("Rename {key}", key=line.key), *words]))
    change = Change(line.key, new_key=new_key, label=new_label, seen=seen)
    return await ask(context, title, [change], _form(line, live, key, label))


def _form(line: Line, live: Snapshot, key: str, label: str) -> Form:
    return lambda error: name_form(now_of(line, live), key, label, error)
