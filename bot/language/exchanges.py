"""Exchanges: “Alice instead of Ben gets recording” gives it to Alice and takes it from Ben, never just one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.interpretation import Several
from bot.language.rows import targets_in
from bot.language.things import Span, ThingKind
from cards.lines.sentence_clicks import TargetRole
from services.domain.people import fold

INSTEAD = re.compile(r"\b(?:instead of|rather than|in place of)\b", re.IGNORECASE)
_TURNS = frozenset({"NOT", "DONT", "IF", "SAID", "MAYBE", "OR", "WHAT_IF", "TAKE", "DELETE", "STOP_RECORD"})


def exchanged(items: Sequence[Span]) -> Several | None:
    """Two requests for an add-on that goes from one holder to another: to give and to take; None if none does."""
    words = [item for item in items if not item.means]
    held = [item for item in items if item.is_a(ThingKind.CODE)]
    instead = any(INSTEAD.fullmatch(fold(item.text)) for item in words)
    if not (instead and held) or any(item.concepts & _TURNS for item in words):
        return None
    who = [item for item in targets_in(items) if not item.is_a(ThingKind.GROUP)]
    loses = [item for item in who if item.role is TargetRole.EXCEPT]
    if len(who) != len(targets_in(items)) or len(who) != 2 or len(loses) != 1:
        return None
    gains = next(item for item in who if item is not loses[0])
    what = " and ".join(item.text for item in held)
    return Several((f"give {what} to {gains.text}", f"take {what} from {loses[0].text}"))
