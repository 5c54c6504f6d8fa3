"""The placeholder of a message that must be noticed, before its real card replaces it."""

from __future__ import annotations

from cards.assembler import Card, card
from cards.elements import refresh
from cards.workspace.clicks import SeeNotice
from services.domain.notice_kind import NoticeKind
from services.domain.phrases import tr

_TITLES = {
    NoticeKind.APPROVAL: tr("A plan waits for you"),
    NoticeKind.REMINDER: tr("A plan's time is nearly over"),
    NoticeKind.NUDGE: tr("A plan still waits for you"),
    NoticeKind.EXPIRED: tr("A plan's time is over"),
    NoticeKind.SOON: tr("A plan begins soon"),
    NoticeKind.OVERTAKEN: tr("A plan couldn't begin"),
    NoticeKind.REDRAW: tr("A card has changed"),
    NoticeKind.CLOSING: tr("A job has ended"),
    NoticeKind.STOPPED: tr("A job that you approved was stopped"),
    NoticeKind.DECIDED: tr("A plan was decided"),
    NoticeKind.PROGRESS: tr("A job begins"),
    NoticeKind.KEYS: tr("Wrong keys were entered"),
    NoticeKind.LEAKED: tr("Somebody else has your key"),
    NoticeKind.TOLD: tr("An upload has ended"),
    NoticeKind.UNREACHED: tr("Somebody couldn't be asked"),
    NoticeKind.ANSWER: tr("My answer"),
    NoticeKind.CHECKPOINT: tr("A checkpoint of the record"),
}


def arriving(kind: NoticeKind, spoken: str, notice: int, reader: str = "") -> Card:
    """A line that says what this is about and, once seen, calls `notice.seen`. `spoken` is for notifications.

    Parts: one line. Data: `notice`.
    """
    seen = refresh(SeeNotice(notice), [reader]) if reader else None
    return card(_TITLES[kind], tr("One moment…"), fallback_text=spoken, refresh=seen)
