"""The first look of a message that must be noticed, before its real card takes its place."""

from __future__ import annotations

from cards.assembler import Card, card
from cards.elements import refresh
from cards.workspace.clicks import SeeNotice
from services.domain.notice_kind import NoticeKind

_TITLES = {
    NoticeKind.APPROVAL: "A plan waits for you",
    NoticeKind.REMINDER: "A plan's time is nearly over",
    NoticeKind.NUDGE: "A plan still waits for you",
    NoticeKind.EXPIRED: "A plan's time is over",
    NoticeKind.SOON: "A plan begins soon",
    NoticeKind.OVERTAKEN: "A plan couldn't begin",
    NoticeKind.REDRAW: "A card has changed",
    NoticeKind.CLOSING: "A job has ended",
    NoticeKind.STOPPED: "A job that you approved was stopped",
    NoticeKind.DECIDED: "A plan was decided",
    NoticeKind.PROGRESS: "A job begins",
    NoticeKind.KEYS: "Wrong keys were entered",
    NoticeKind.LEAKED: "Somebody else has your key",
    NoticeKind.TOLD: "An upload has ended",
    NoticeKind.UNREACHED: "Somebody couldn't be asked",
    NoticeKind.ANSWER: "My answer",
    NoticeKind.CHECKPOINT: "A checkpoint of the record",
}


def arriving(kind: NoticeKind, spoken: str, notice: int, reader: str = "") -> Card:
    """A line that says what this is about; seen by its reader it calls `notice.seen`. `spoken` is for notifications.

    Parts: one line. Data: `notice`.
    """
    seen = refresh(SeeNotice(notice), [reader]) if reader else None
    return card(_TITLES[kind], "One moment…", fallback_text=spoken, refresh=seen)
