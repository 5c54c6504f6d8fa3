"""Lists in the organisation's settings: read, checked against what a card showed, and changed as a whole.

Declares no command itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import JsonValue

from bot.commands.changes.asking import Form, ask
from bot.context import Context
from bot.turn import Answer
from services.domain.change import SYSTEM, Change
from services.domain.errors import Stale
from services.domain.phrases import tr
from services.domain.settings.records import Record, fingerprint, records_at
from services.remote.cpaas_records import Settings


async def read_system(context: Context) -> Settings:
    """The organisation's present settings."""
    workspace = await context.workspace()
    return await context.services.clients.cpaas(workspace.key, workspace.bond).system_settings()


async def list_shown(context: Context, path: str, mark: str) -> list[Record]:
    """The list at the path; raises Stale when it has changed since the clicked card was made."""
    records = records_at(await read_system(context), path)
    need_same(records, mark)
    return records


def need_same(records: Sequence[Record], mark: str) -> None:
    """Raise Stale unless this is the fingerprint of the list."""
    if mark != fingerprint(records):
        raise Stale(
            tr("Somebody changed this list since the card was shown."),
            tr("Nothing was overwritten."),
            tr("Look at it as it is now, then ask again."),
        )


def place_of(records: Sequence[Record], given: str | int | None) -> int:
    """The position of a record in the list; raises Stale for one that doesn't exist."""
    text = str(given)
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) < len(records)):
        raise Stale(tr("That entry isn't in the list any more."), fix=tr("Look at it as it is now."))
    return int(text)


async def ask_list(context: Context, title: str, path: str, records: Sequence[Record], form: Form | None) -> Answer:
    """The plan that replaces the list."""
    values: list[JsonValue] = [*records]
    return await ask(context, title, [Change(SYSTEM, settings={path: values})], form)
