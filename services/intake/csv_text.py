"""Reads the table of a CSV file, whatever spreadsheet program or country it comes from."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO
from itertools import islice

from services.domain.errors import BadInput
from services.domain.plan import Finding
from services.intake.assemble import HEADER_WITHIN, assemble, best_header
from services.intake.faults import finding
from services.intake.guard import unguarded
from services.intake.headers import header_score
from services.intake.table import Limits, Table

_DELIMITERS = (",", ";", "\t")
_SEP_LINE = re.compile(r"\"?sep=([,;\t|])\"?[,;\t]*(\r\n|\r|\n)", re.IGNORECASE)
_AGAIN = "Save it as 'CSV UTF-8' and send that."


def read_csv(data: bytes, limits: Limits) -> Table:
    """The table in a text file; BadInput when it can't be read or has none of our headings."""
    text, findings = decode(data)
    sep = _SEP_LINE.match(text)
    body = text[sep.end() :] if sep else text
    delimiter = sep[1] if sep else _delimiter(body)
    opening = list(islice(_records(body, delimiter), HEADER_WITHIN))
    header = best_header(opening)
    if header is None:
        raise BadInput(
            "The file has no headings of a bulk file.",
            f"One of the first {HEADER_WITHIN} rows must have 'Ext Key', 'Number', 'User' and 'Addon license 1'.",
            "Compare it with the sample file.",
        )
    rows = islice(enumerate(_records(body, delimiter), start=1), header + 1, None)
    return assemble(opening[header], rows, limits, findings=findings)


def decode(data: bytes) -> tuple[str, tuple[Finding, ...]]:
    """The file's text without byte order mark, and a note when its encoding was a guess."""
    try:
        text, findings = _decode(data)
    except UnicodeDecodeError as error:
        raise BadInput(
            "The file isn't text in any encoding we know.", "UTF-8, UTF-16 and Windows-1252 are read.", _AGAIN
        ) from error
    if "\x00" in text:
        raise BadInput("The file isn't plain text.", "It holds NUL characters.", _AGAIN)
    return text.removeprefix("\ufeff"), findings


def _decode(data: bytes) -> tuple[str, tuple[Finding, ...]]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16"), ()
    if len(data) > 1 and 0 in data[:2]:  # headings are ASCII, so a NUL beside the first letter means UTF-16
        return data.decode("utf-16-be" if data[0] == 0 else "utf-16-le"), ()
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        return data.decode("cp1252"), (finding("file.encoding"),)


def _delimiter(text: str) -> str:
    # The delimiter differs by country; the right one is that which makes headings out of a row.
    start = text[:20_000]
    return max(_DELIMITERS, key=lambda delimiter: _best_score(start, delimiter))


def _best_score(text: str, delimiter: str) -> int:
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        return max((header_score(row) for row in islice(rows, HEADER_WITHIN)), default=0)
    except csv.Error:
        return 0


def _records(text: str, delimiter: str) -> Iterator[tuple[str, ...]]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    no = 0
    try:
        for cells in reader:
            no += 1
            yield tuple(unguarded(cell) for cell in cells)
    except csv.Error as error:
        why = f"A quotation mark after row {no:,} isn't closed, or stands inside a quoted cell."
        raise BadInput(
            "The file isn't proper CSV.", why, "Write a quotation mark in a cell twice, or save it again."
        ) from error
