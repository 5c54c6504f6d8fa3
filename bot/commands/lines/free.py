"""Extensions that nobody holds; reached by sentences, not by a command of its own."""

from __future__ import annotations

from bot.context import Context
from bot.registry import Said, action
from cards.elements import say
from cards.lines.clicks import ListFreeLines
from cards.workspace import sentences as cards
from services.domain.access import Right
from services.domain.phrases import tr


@action(ListFreeLines, right=Right.READ, fresh="lines")
async def list_free_lines(context: Context) -> Said:
    """List extensions that nobody holds."""
    live = await context.snapshot()
    found = sorted(key for key, line in live.lines.items() if not line.identity_uuid)
    rows = [(key, live.lines[key].label) for key in found[: cards.MAX_FREE_ROWS]]
    may_change, everything = context.may(Right.CHANGE), say(tr("All lines"), "lines")
    return cards.free(tr("Free extensions"), rows, len(found), "extension", may_change=may_change, all_=everything)
