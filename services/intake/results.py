"""Writes the files that people get: result files, plans and lists; no cell in them is ever a formula.

https://owasp.org/www-community/attacks/CSV_Injection
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO, StringIO

import xlsxwriter

from services.domain.phrases import tr
from services.intake.guard import guarded, in_file
from services.intake.headers import RESULT_HEADERS, ColumnRole, role_of

_TEXT_FORMAT = 49  # the built-in format "Text": https://xlsxwriter.readthedocs.io/format.html
_NOT_IN_TITLE = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_CREATED = datetime(2000, 1, 1, tzinfo=UTC)  # constant, so that equal tables give equal files


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row, as texts for people.

    `changed` is the old and new state, `steps` how each step ended, by the step's words.
    """

    outcome: str
    reason: str = ""
    fix: str = ""
    changed: str = ""
    done_at: str = ""
    request_ids: str = ""
    steps: Mapping[str, str] = field(default_factory=dict)
    code: str = ""


def result_xlsx(
    headers: Sequence[str], rows: Iterable[Sequence[str]], outcomes: Iterable[Outcome], steps: Sequence[str] = ()
) -> bytes:
    """The result file as XLSX: the input's own columns, then the outcome of each row and one column a step.

    `outcomes` has one entry a row. A result file that is sent in again doesn't get the columns twice.
    """
    wide, lines = _result(headers, rows, outcomes, steps)
    return table_file(tr("Result"), wide, lines)


def result_csv(
    headers: Sequence[str], rows: Iterable[Sequence[str]], outcomes: Iterable[Outcome], steps: Sequence[str] = ()
) -> bytes:
    """The result file as CSV in UTF-8 with a byte order mark, its cells guarded against being run as formulas."""
    wide, lines = _result(headers, rows, outcomes, steps)
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([guarded(in_file(cell)) for cell in line] for line in (wide, *lines))
    return text.getvalue().encode("utf-8-sig")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a workbook, every cell text."""

    title: str
    headers: Sequence[str]
    rows: Iterable[Sequence[str]]


def table_file(title: str, headers: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A list or plan as XLSX: one sheet named `title`, every cell text, in the current reader's language.

    Rows are written as they are iterated.
    """
    return tables_file(Sheet(title, headers, rows))


def tables_file(*sheets: Sheet) -> bytes:
    """Several tables as XLSX, a sheet each."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as workbook:
        workbook.set_properties({"created": _CREATED})
        as_text, bold = workbook.add_format({"num_format": _TEXT_FORMAT}), workbook.add_format({"bold": True})
        for one in sheets:
            sheet = workbook.add_worksheet(_NOT_IN_TITLE.sub(" ", in_file(one.title))[:31].strip("' ") or "Table")
            sheet.set_column(0, max(len(one.headers) - 1, 0), 20, as_text)
            sheet.freeze_panes(1, 0)
            for at, header in enumerate(one.headers):
                sheet.write_string(0, at, in_file(header), bold)
            for no, row in enumerate(one.rows, start=1):
                for at, cell in enumerate(row):
                    sheet.write_string(no, at, in_file(cell), as_text)
    return file.getvalue()


def _result(
    headers: Sequence[str], rows: Iterable[Sequence[str]], outcomes: Iterable[Outcome], steps: Sequence[str]
) -> tuple[list[str], Iterator[list[str]]]:
    own = [at for at, header in enumerate(headers) if role_of(header) is not ColumnRole.RESULT]
    lines = (_line([row[at] for at in own], end, steps) for row, end in zip(rows, outcomes, strict=True))
    return [*(headers[at] for at in own), *RESULT_HEADERS, *steps], lines


def _line(own: list[str], end: Outcome, steps: Sequence[str]) -> list[str]:
    ended = (end.outcome, end.reason, end.code, end.fix, end.changed, end.done_at, end.request_ids)
    return [*own, *ended, *(end.steps.get(step, "") for step in steps)]
