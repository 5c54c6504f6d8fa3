"""The first look of a message that must be noticed, before its real card takes its place."""

from __future__ import annotations

from cards.assembler import Card, card
from cards.elements import refresh
from cards.workspace.clicks import SeeNotice

_TITLES = {
    "approval": "A plan waits for you",
    "closing": "A job has ended",
    "stopped": "A job that you approved was stopped",
    "decided": "A plan was decided",
    "progress": "A job begins",
    "keys": "Wrong keys were entered",
    "leaked": "Somebody else has your key",
    "told": "An upload has ended",
    "unreached": "Somebody couldn't be asked",
    "answer": "My answer",
    "checkpoint": "A checkpoint of the record",
}


def arriving(kind: str, spoken: str, notice: int, reader: str = "") -> Card:
    """A line that says what this is about; seen by its reader it calls `notice.seen`. `spoken` is for notifications.

    Parts: one line. Data: `notice`.
    """
    seen = refresh(SeeNotice(notice), [reader]) if reader else None
    return card(_TITLES.get(kind, "News"), "One moment…", fallback_text=spoken, refresh=seen)
