"""Sample cards of the record."""

from __future__ import annotations

from cards.record import entries
from cards.record.clicks import FileRecord, ListRecord
from cards.workspace.checkpoint import checkpoint
from tests.cards.said import said, today
from tests.cards.samples import LONG, NASTY, Cards

FILES = (FileRecord(person="o-alice"), FileRecord(person="o-alice", format="json"))
ROWS = (
    entries.RecordedRow(
        "102 Alice: assign +65 6789 1231 in Teams", today("14:05"), "Asked by Alex, approved by Sam", "Why: moves in"
    ),
    entries.RecordedRow("Sam approved a plan: crowd.csv", today("14:04")),
)
NOTE = ("switchboard/0b1e", "7", "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=", f"— switchboard/0b1e {'A' * 91}=")


def usual() -> Cards:
    """A page of the record, and a checkpoint as it is posted."""
    page = entries.RecordedPage(
        ROWS, ListRecord(page=2, person="o-alice"), FILES, 3, 20, said("Record: Alice"), "26 November, 10:00"
    )
    return {"record": entries.record(page), "record_checkpoint": checkpoint(7, NOTE)}


def empty() -> Cards:
    """Nothing that fits."""
    return {"record": entries.record(entries.RecordedPage((), ListRecord(), FILES))}


def huge() -> Cards:
    """Long names and hostile words."""
    rows = [entries.RecordedRow(LONG, today("14:05"), NASTY, LONG)] * 8
    return {"record": entries.record(entries.RecordedPage(rows, ListRecord(page=3), FILES, 9_999, 79_992, LONG))}
