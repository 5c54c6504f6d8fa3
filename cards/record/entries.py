"""A page of the record: who did what, when and why, newest first; read-only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cards.assembler import Card, card, listing
from cards.elements import execute, muted, row
from cards.paging import turns, where
from cards.record.clicks import FileRecord, ListRecord
from services.domain.phrases import tr


@dataclass(frozen=True, slots=True)
class RecordedRow:
    """One entry in words: what was done, to whom, when; who asked for it and approved it, and why."""

    what: str
    when: str
    who: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class RecordedPage:
    """One page, counted from 1; `listed` is what its buttons carry, `unwitnessed` since when no witness has signed."""

    rows: Sequence[RecordedRow]
    listed: ListRecord
    files: tuple[FileRecord, FileRecord]
    pages: int = 1
    total: int = 0
    title: str = tr("Record")
    unwitnessed: str = ""


def record(page: RecordedPage) -> Card:
    """A page of the record.

    Parts: how many, that the witness is late, a row an entry; buttons: Previous and Next (record.show with `page`),
    As CSV and To check (record.file with `format`).
    """
    csv, proofs = page.files
    return card(
        page.title,
        where(len(page.rows), page.listed.page, page.pages, page.total, "entry", "entries"),
        muted(tr("Since {unwitnessed} the witness hasn't signed a checkpoint of it.", unwitnessed=page.unwitnessed))
        if page.unwitnessed
        else None,
        listing([row(one.what, one.when, one.who, one.why) for one in page.rows]) if page.rows else None,
        actions=[
            *turns(page.listed, page.listed.page, page.pages),
            execute(tr("As CSV"), csv, inputs=False) if page.total else None,
            execute(tr("To check (JSON)"), proofs, inputs=False) if page.total else None,
        ],
    )
