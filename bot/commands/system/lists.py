"""Lists among the organisation's settings: read, checked against what a card showed, and changed as a whole.

It declares no command itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import JsonValue

from bot.commands.changes.asking import Form, ask
from bot.context import Context
from bot.turn import Answer
from services.domain.change import SYSTEM, Change
from services.domain.errors import Stale
from services.domain.settings.records import Record, fingerprint, records_at
from services.remote.cpaas_records import Settings


async def read_system(context: Context) -> Settings:
    """The organisation's own settings as they are now."""
    workspace = await context.workspace()
    return await context.services.clients.cpaas(workspace.key, workspace.bond).system_settings()


async def list_shown(context: Context, path: str, mark: str) -> list[Record]:
    """The list at the path, Stale when it isn't the one any more that the clicked card was made from."""
    records = records_at(await read_system(context), path)
    need_same(records, mark)
    return records


def need_same(records: Sequence[Record], mark: str) -> None:
    """Stale unless this is the fingerprint of exactly this list."""
    if mark != fingerprint(records):
        raise Stale(
            "Somebody changed this list since the card was shown.",
            "Nothing was overwritten.",
            "Look at it as it is now, then ask again.",
        )


def place_of(records: Sequence[Record], given: str | int | None) -> int:
    """Which record of the list is meant; Stale for a place it doesn't have."""
    text = str(given)
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) < len(records)):
        raise Stale("That entry isn't in the list any more.", fix="Look at it as it is now.")
    return int(text)


async def ask_list(context: Context, title: str, path: str, records: Sequence[Record], form: Form | None) -> Answer:
    """The plan that puts this list in the place of the one there."""
    values: list[JsonValue] = [*records]
    return await ask(context, title, [Change(SYSTEM, settings={path: values})], form)
