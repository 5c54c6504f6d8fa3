"""Reads a CSV file as a table, whichever spreadsheet program or country it comes from."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from itertools import islice

from services.domain.errors import BadInput
from services.domain.phrases import tr
from services.intake.assemble import assemble
from services.intake.encodings import decode
from services.intake.faults import finding
from services.intake.guard import unguarded
from services.intake.headings import MAX_HEADER_ROWS, Headings
from services.intake.table import Limits, Table

_DELIMITERS = (",", ";", "\t", "|")
_SEP_LINE = re.compile(r"\"?sep=([,;\t|])\"?[,;\t|]*(\r\n|\r|\n)", re.IGNORECASE)


def read_csv(data: bytes, limits: Limits, headings: Headings, encoding: str = "") -> Table:
    """The table in a text file; raises BadInput when it can't be read or has none of our headings.

    `encoding` is the answer to the question about the encoding, where the table asked one.
    """
    decoded = decode(data, encoding)
    sep = _SEP_LINE.match(decoded.text)
    body = decoded.text[sep.end() :] if sep else decoded.text
    delimiter = sep[1] if sep else _delimiter(body, headings)
    opening = list(islice(_records(body, delimiter), MAX_HEADER_ROWS))
    header = headings.row(opening)
    if header is None:
        raise BadInput(
            tr("There are no headings of a bulk file."),
            tr(
                "One of the first {max_header_rows} rows must have 'Ext Key', 'Number', 'User' and 'Addon license 1'.",
                max_header_rows=MAX_HEADER_ROWS,
            ),
            tr("Begin with the row *Ext Key,Number,User,Addon license 1*, or compare it with the sample file."),
        )
    rows = islice(enumerate(_records(body, delimiter), start=1), header + 1, None)
    table = assemble(opening[header], rows, limits, headings)
    if not decoded.question:
        return table
    note = finding("file.encoding", name=decoded.name)
    return replace(table, findings=(note, *table.findings), encoding=decoded.question)


def _delimiter(text: str, headings: Headings) -> str:
    # The delimiter differs by country; the right one is the one by which a row becomes headings.
    start = text[:20_000]
    return max(_DELIMITERS, key=lambda delimiter: _best_score(start, delimiter, headings))


def _best_score(text: str, delimiter: str, headings: Headings) -> int:
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        return max((headings.score(row) for row in islice(rows, MAX_HEADER_ROWS)), default=0)
    except csv.Error:
        return 0


def _records(text: str, delimiter: str) -> Iterator[tuple[str, ...]]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    no = 0
    try:
        for cells in reader:
            no += 1
            yield tuple(map(unguarded, cells))
    except csv.Error as error:
        why = tr("A quotation mark after row {no:,} isn't closed, or stands inside a quoted cell.", no=no)
        raise BadInput(
            tr("The file isn't proper CSV."), why, tr("Write a quotation mark in a cell twice, or save it again.")
        ) from error
