"""Reads from a sheet's XML what the cell reader doesn't give: extent, formulas without value, formats, hidden rows.

The XML is as `plain_xml` leaves it: a cell's tag is always literally `<c r="A1"`. The patterns may find more cells than
there are, never fewer. The format is ECMA-376:
https://ecma-international.org/publications-and-standards/standards/ecma-376/
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from xlsxwriter.utility import xl_col_to_name

from services.domain.phrases import tr
from services.intake.package import refuse
from services.intake.table import Limits
from services.intake.xml_events import parse

_MAX_TEXT_BYTES = 200_000_000  # bytes of all cells' text; a shared string counts for every cell that refers to it
_NON_EMPTY_CELL = re.compile(rb"<c r=\"([A-Z]+)([0-9]+)\"(?!(?:\s[a-z]{1,3}=\"\w*\"){0,3}\s?(?:/>|></c>))")


@dataclass(frozen=True, slots=True)
class SheetNotes:
    """What there is to know about a sheet beside its values, by zero-based (row, column).

    `shown_instead` has the text of cells without a value: the formula's own text, or the error that is shown. `formats`
    has the number format of each figure, of those asked for. Rows and columns in `hidden_*` count from 1. `struck` has
    the columns of struck-out cells, counted from 0, by the row's number.
    """

    shown_instead: Mapping[tuple[int, int], str] = field(default_factory=dict)
    formats: Mapping[tuple[int, int], int] = field(default_factory=dict)
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    struck: Mapping[int, tuple[int, ...]] = field(default_factory=dict)


def check_sheet(xml: bytes, limits: Limits, formats: Collection[int] = ()) -> SheetNotes:
    """The notes on a sheet, with the figures in these formats; raises BadInput when the sheet exceeds a table's limits.

    The reader keeps the whole rectangle in memory, so a single cell far out could exhaust it.
    """
    if re.search(rb"<si[\s/>]", xml):
        raise refuse(tr("A sheet holds parts that don't belong there."))
    _check_height(xml, limits)
    if re.search(rb"<c r=\"[A-Z]{2,3}[0-9]", xml):
        _check_width(xml, limits)
    return SheetNotes(
        _shown_instead(xml), _formatted(xml, formats), _hidden_rows(xml), _hidden_columns(xml, limits.columns)
    )


def check_strings(xml: bytes) -> int:
    """The length in bytes of the longest shared string; 0 when there is none."""
    if not xml:
        return 0
    parse(xml)
    pieces = xml.split(b"</si>")
    return max(map(len, pieces)) if len(pieces) > 1 else 0


def check_text(longest: int, sheets: Collection[bytes]) -> None:
    """Raise BadInput when all cells' text together could take too much memory."""
    at_most = sum(len(xml) for xml in sheets) // len('<c r="A1" t="s"><v>0</v></c>')
    if longest * at_most <= _MAX_TEXT_BYTES:
        return
    if longest * sum(xml.count(b"<c ") for xml in sheets) > _MAX_TEXT_BYTES:
        raise refuse(tr("A cell's text is far too long."), tr("Shorten long notes, or delete them."))


def check_place(row: int, column: int, limits: Limits) -> None:
    """Raise BadInput when a cell with content lies outside of what a table may reach."""
    if row > _lowest(limits):
        why = tr("The sheet reaches down to row {row:,}; {rows:,} rows are allowed.", row=row, rows=limits.rows)
        raise refuse(why, tr("Delete everything below the table, or split the file."))
    if column > limits.columns:
        why = tr(
            "The sheet has values up to column {column:,}; {columns} columns are allowed.",
            column=column,
            columns=limits.columns,
        )
        raise refuse(why, tr("Delete everything to the right of the table."))


def _lowest(limits: Limits) -> int:
    return 2 * limits.rows + 100  # leaves room for blank rows, which are skipped


def _check_height(xml: bytes, limits: Limits) -> None:
    if re.search(rb"<c r=\"[A-Z]{1,3}" + _row_beyond(_lowest(limits)), xml):
        check_place(max(map(int, {row for _, row in _filled(xml)}), default=0), 1, limits)


def _row_beyond(most: int) -> bytes:
    # One search for a number with more digits, or a higher first one, is much cheaper than collecting all row numbers.
    digits, first = len(str(most)), int(str(most)[0])
    longer = rb"[0-9]{%d}" % (digits + 1)
    return longer if first == 9 else rb"(?:%b|[%d-9][0-9]{%d})" % (longer, first + 1, digits - 1)


def _check_width(xml: bytes, limits: Limits) -> None:
    widest = max((column_number(name.decode()) for name in {name for name, _ in _filled(xml)}), default=0)
    check_place(1, widest, limits)


def _filled(xml: bytes) -> set[tuple[bytes, bytes]]:
    # Cells with only a format hold no value; spreadsheets write them down to the last row and column.
    return set(_NON_EMPTY_CELL.findall(xml))


def column_number(letters: str) -> int:
    """The number of the column with these letters, counted from 1: 'A' is 1, 'AA' is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(index: int) -> str:
    """The letters of a column, counted from 0: 0 is 'A', 26 is 'AA'."""
    return str(xl_col_to_name(index))


def _place(letters: bytes, row: bytes) -> tuple[int, int]:
    return int(row) - 1, column_number(letters.decode()) - 1


def _shown_instead(xml: bytes) -> dict[tuple[int, int], str]:
    if not re.search(rb"<f[\s/>]", xml) and b't="e"' not in xml:
        return {}
    found = {}
    for cell in xml.split(b'<c r="')[1:]:
        place = re.match(rb"([A-Z]+)([0-9]+)\"([^<>]*)", cell)
        text = _text_instead(place[3], cell) if place else ""
        if place and text:
            found[_place(place[1], place[2])] = text
    return found


def _text_instead(attributes: bytes, cell: bytes) -> str:
    value = re.search(rb"<v(?:\s[^<>]*)?>([^<]+)</", cell)
    if b't="e"' in attributes:
        return value[1].decode(errors="replace") if value else "#ERROR"
    if value or b't="str"' in attributes:
        return ""  # a formula's text result, though an empty one
    formula = re.search(rb"<f(?:\s[^<>]*)?/?>([^<]*)<", cell)
    return "=" + html.unescape(formula[1].decode(errors="replace")) if formula else ""


def _formatted(xml: bytes, formats: Collection[int]) -> dict[tuple[int, int], int]:
    if not formats:
        return {}
    wanted = "|".join(map(str, sorted(formats))).encode()
    cells = re.findall(rb"<c r=\"([A-Z]+)([0-9]+)\"([^<>]*?)\ss\s*=\s*\"(" + wanted + rb")\"([^<>]*)>", xml)
    figures = (
        (a, b, c) for a, b, before, c, after in cells if b't="' not in before + after or b't="n"' in before + after
    )
    return {_place(letters, row): int(number) for letters, row, number in figures}


def _hidden_rows(xml: bytes) -> tuple[int, ...]:
    """The rows that are hidden or have a height of zero."""
    unseen = re.search(rb"<sheetFormatPr\s[^<>]*\bzeroHeight=\"(?:1|true)\"", xml)
    if not unseen and b"hidden=" not in xml and b' ht="0' not in xml:
        return ()
    hidden = []
    for row in re.findall(rb"<row(\s[^<>]*)>", xml):
        said = dict(re.findall(rb"\s(r|hidden|ht)=\"([^\"<>]*)\"", row))
        low = said.get(b"ht", b"" if not unseen else b"0")
        if said.get(b"r", b"").isdigit() and (said.get(b"hidden") in (b"1", b"true") or _is_zero(low)):
            hidden.append(int(said[b"r"]))
    return tuple(hidden)


def _hidden_columns(xml: bytes, most: int) -> tuple[int, ...]:
    if b"<col " not in xml:
        return ()
    hidden: set[int] = set()
    for attributes in re.findall(rb"<col(\s[^<>]*)>", xml)[:most]:
        span = dict(re.findall(rb"\s(min|max|hidden|width)=\"([0-9.]{1,20}|true)\"", attributes))
        unseen = span.get(b"hidden") in (b"1", b"true") or _is_zero(span.get(b"width", b""))
        if unseen and span.get(b"min", b"").isdigit() and span.get(b"max", b"").isdigit():
            hidden.update(range(int(span[b"min"]), min(int(span[b"max"]), most) + 1))
    return tuple(sorted(hidden))


def _is_zero(number: bytes) -> bool:
    return bool(number) and not number.strip(b"0.")
