"""The page of commands, made from the registry: `make docs`."""

from __future__ import annotations

from bot.commands.workspace.help import GROUPS
from bot.registry import COMMANDS, Command, load_commands
from services.domain.access import Right

load_commands()
_INTRO = (
    "# Commands\n\nWhat can be typed to the bot, by the groups of `help`. Made from the registry by "
    "`make docs`; a test compares them. Sentences work too: "
    "[language.md](language.md).\n\nThe role reader is enough for *read*, a stronger one is needed for "
    "the others (`services/domain/access.py`); *none* is open to everybody in the tenant. *Everywhere* means in group "
    "chats and channels too, else the personal chat only."
)
_HEAD = "| Type | What it does | Also understood | Right | Where |\n|---|---|---|---|---|"


def rendered() -> str:
    """The page as Markdown."""
    parts = [_INTRO]
    for group in GROUPS:
        rows = [_row(one) for one in sorted(COMMANDS.values(), key=lambda one: one.name) if one.group == group]
        parts += [f"## {group}", "\n".join([_HEAD, *rows])]
    return "\n\n".join(parts) + "\n"


def _row(one: Command) -> str:
    others = ", ".join(word for word in one.words if word != one.name)
    where = "personal" if one.private else "everywhere"
    right = "none" if one.right is Right.NONE else one.right.value
    return f"| `{one.usage}` | {one.help} | {others} | {right} | {where} |"
