"""Sample cards of the record."""

from __future__ import annotations

from cards.record import entries
from cards.record.clicks import FileRecord, ListRecord
from cards.workspace.checkpoint import checkpoint
from services.domain.phrases import join_text, tr
from tests.cards.said import said, today
from tests.cards.samples import LONG, NASTY, Cards

FILES = (FileRecord(person="o-alice"), FileRecord(person="o-alice", format="json"))
WHAT = tr("{line}: {what}{recorded}", line="102 Alice", what=said("assign +65 6789 1231 in Teams"), recorded="")
WHO = join_text(", ", (said("Asked by Alex"), said("approved by Sam")))
APPROVED = tr("{words}: {title}", words=tr("{who} {word}", who="Sam", word=said("approved a plan")), title="crowd.csv")
ROWS = (
    entries.RecordedRow(WHAT, today("14:05"), WHO, tr("Why: {why}", why="moves in")),
    entries.RecordedRow(APPROVED, today("14:04")),
)
NOTE = ("switchboard/0b1e", "7", "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=", f"— switchboard/0b1e {'A' * 91}=")


def usual() -> Cards:
    """A page of the record, and a checkpoint as it is posted."""
    page = entries.RecordedPage(
        ROWS, ListRecord(page=2, person="o-alice"), FILES, 3, 20, said("Record: Alice"), today("10:00")
    )
    return {"record": entries.record(page), "record_checkpoint": checkpoint(7, NOTE)}


def empty() -> Cards:
    """Nothing that fits."""
    return {"record": entries.record(entries.RecordedPage((), ListRecord(), FILES))}


def huge() -> Cards:
    """Long names and hostile words."""
    rows = [entries.RecordedRow(LONG, today("14:05"), NASTY, LONG)] * 8
    return {"record": entries.record(entries.RecordedPage(rows, ListRecord(page=3), FILES, 9_999, 79_992, LONG))}
