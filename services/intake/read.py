"""Reads a bulk file that somebody sent: what it really is, within limits, as a table of text."""

from __future__ import annotations

from services.domain.errors import BadInput
from services.intake.csv_text import read_csv
from services.intake.headings import Headings
from services.intake.sniff import FileKind, check_kind, shown
from services.intake.table import Limits, Table
from services.intake.xlsx import read_xlsx

_DEFAULT = Limits()
_OURS = Headings()


def read_table(
    name: str, data: bytes, limits: Limits = _DEFAULT, headings: Headings = _OURS, encoding: str = ""
) -> Table:
    """The table in a file named `name`; BadInput says in plain words why it can't be read and what to do.

    `encoding` is the answer to the table's own question, where it asks one.
    """
    if not data:
        raise BadInput(f"'{shown(name)}' is empty.", "", "Save the spreadsheet and send it again.")
    if len(data) > limits.size:
        why = f"It has {len(data):,} bytes; {limits.size:,} are allowed."
        raise BadInput(f"'{shown(name)}' is too large.", why, "Split it into several files.")
    if check_kind(name, data) is FileKind.XLSX:
        return read_xlsx(data, limits, headings)
    return read_csv(data, limits, headings, encoding)
