"""Reads a bulk file, by what it really is and within limits, as a table of text."""

from __future__ import annotations

from services.domain.errors import BadInput
from services.domain.phrases import tr
from services.intake.csv_text import read_csv
from services.intake.headings import Headings
from services.intake.sniff import FileKind, check_kind, shown
from services.intake.table import Limits, Table
from services.intake.xlsx import read_xlsx

_DEFAULT = Limits()
_OUR_HEADINGS = Headings()


def read_table(
    name: str, data: bytes, limits: Limits = _DEFAULT, headings: Headings = _OUR_HEADINGS, encoding: str = ""
) -> Table:
    """The table in a file named `name`; raises BadInput that says why it can't be read and what to do.

    `encoding` is the answer to the table's question about its encoding, where it asked one.
    """
    if not data:
        raise BadInput(tr("'{shown}' is empty.", shown=shown(name)), "", tr("Save the spreadsheet and send it again."))
    if len(data) > limits.size:
        why = tr("It has {data:,} bytes; {size:,} are allowed.", data=len(data), size=limits.size)
        raise BadInput(tr("'{shown}' is too large.", shown=shown(name)), why, tr("Split it into several files."))
    if check_kind(name, data) is FileKind.XLSX:
        return read_xlsx(data, limits, headings)
    return read_csv(data, limits, headings, encoding)
