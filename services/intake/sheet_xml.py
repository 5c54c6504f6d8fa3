"""What a sheet's XML says that the reader of cells doesn't: how far it reaches, formulas without value, hidden rows.

The patterns only ever find more cells than there are, never fewer: a cell's tag is always literally there.
The format is ECMA-376: https://ecma-international.org/publications-and-standards/standards/ecma-376/
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from xml.parsers import expat

from xlsxwriter.utility import xl_col_to_name

from services.intake.package import refuse
from services.intake.table import Limits

_PREFIX = rb"(?:[^\s<>:/!?]+:)?"
_LONGEST_INDEX = 1_000_000  # bytes of a workbook's list of sheets
_MOST_TEXT = 200_000_000  # bytes of all cells' text; shared texts are copied into every cell that names them


@dataclass(frozen=True, slots=True)
class SheetNotes:
    """What to know about a sheet beside its values.

    `shown_instead` has, by zero-based (row, column), the text of cells that have no value: a formula's own text,
    or the error the spreadsheet shows. Rows and columns of `hidden_*` count from 1.
    """

    shown_instead: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()


def check_sheet(xml: bytes, limits: Limits) -> SheetNotes:
    """The notes on a sheet; BadInput when its cells reach further than a table's would.

    The reader keeps the whole rectangle in memory, so one cell far out would take all of it.
    """
    prefix = _PREFIX if re.search(rb":c[\s/>]", xml) else b""
    narrow = not re.search(_cell_other_than(prefix, b"[A-Z]"), xml)
    if not narrow and re.search(_cell_other_than(prefix, b"[A-Z]{1,3}"), xml):
        raise refuse("Its cells are written in a way that isn't read here.")
    if re.search(rb"<si[\s/>]", xml) or re.search(rb":si[\s/>]", xml):
        raise refuse("A sheet holds parts that don't belong there.")
    _check_height(xml, prefix, limits)
    if not narrow:
        _check_width(xml, prefix, limits)
    hidden = (_hidden_rows(xml), _hidden_columns(xml, limits.columns)) if b"hidden=" in xml else ((), ())
    return SheetNotes(_shown_instead(xml, prefix), *hidden)


def check_strings(xml: bytes) -> int:
    """The length in bytes of the longest shared text in a part that is no sheet; 0 when it has none."""
    _parse(expat.ParserCreate(), xml)
    pieces = re.split(rb"</" + _PREFIX + rb"si\s*>", xml)
    return max(map(len, pieces)) if len(pieces) > 1 else 0


def check_text(longest: int, sheets: Collection[bytes]) -> None:
    """Nothing, or BadInput when all cells' text together could take too much memory."""
    at_most = sum(len(xml) for xml in sheets) // len('<c r="A1" t="s"><v>0</v></c>')
    if longest * at_most <= _MOST_TEXT:
        return
    if longest * sum(xml.count(b"<c ") + xml.count(b":c ") for xml in sheets) > _MOST_TEXT:
        raise refuse("A cell's text is far too long.", "Shorten long notes, or delete them.")


def parts_of_sheets(workbook: bytes, relations: bytes) -> dict[str, str]:
    """The part that holds each sheet, by the sheet's name."""
    targets = {a.get("Id", ""): a.get("Target", "") for tag, a in _elements(relations) if tag == "Relationship"}
    sheets = [attributes for tag, attributes in _elements(workbook) if tag == "sheet"]
    return {a.get("name", ""): _path(targets.get(a.get("id", ""), "")) for a in sheets}


def _path(target: str) -> str:
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _elements(xml: bytes) -> list[tuple[str, dict[str, str]]]:
    if len(xml) > _LONGEST_INDEX:
        raise refuse("Its list of sheets is far too long.")
    found: list[tuple[str, dict[str, str]]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        found.append((tag.rpartition(":")[2], {name.rpartition(":")[2]: text for name, text in attributes.items()}))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    _parse(parser, xml)
    return found


def _parse(parser: expat.XMLParserType, xml: bytes) -> None:
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise refuse("Its XML is damaged.", "Save it again and resend.") from error


def _cell_other_than(prefix: bytes, letters: bytes) -> bytes:
    return rb"<" + prefix + rb"c(?! r=\"" + letters + rb"[1-9][0-9]{0,6}\"[\s/>])[\s/>]"


def _check_height(xml: bytes, prefix: bytes, limits: Limits) -> None:
    most = 2 * limits.rows + 100  # blank rows between are skipped, so leave room for them
    if not re.search(rb"<" + prefix + rb"c r=\"[A-Z]{1,3}" + _row_beyond(most), xml):
        return
    last = max(map(int, {row for _, row in _filled(xml, prefix)}), default=0)
    if last > most:
        why = f"The sheet reaches down to row {last:,}; {limits.rows:,} rows are allowed."
        raise refuse(why, "Delete everything below the table, or split the file.")


def _row_beyond(most: int) -> bytes:
    # One search is several times cheaper than collecting all row numbers: more digits, or a higher first one.
    digits, first = len(str(most)), int(str(most)[0])
    longer = rb"[0-9]{%d}" % (digits + 1)
    return longer if first == 9 else rb"(?:%b|[%d-9][0-9]{%d})" % (longer, first + 1, digits - 1)


def _check_width(xml: bytes, prefix: bytes, limits: Limits) -> None:
    widest = max((column_number(name.decode()) for name in {name for name, _ in _filled(xml, prefix)}), default=0)
    if widest > limits.columns:
        why = f"The sheet has values up to column {widest:,}; {limits.columns} columns are allowed."
        raise refuse(why, "Delete everything to the right of the table.")


def _filled(xml: bytes, prefix: bytes) -> set[tuple[bytes, bytes]]:
    # Cells that only carry a format are no values; spreadsheets leave them out to the last row and column.
    empty = rb"(?:\s[a-z]{1,3}=\"\w*\"){0,3}\s?(?:/>|></" + prefix + rb"c>)"
    return set(re.findall(rb"<" + prefix + rb"c r=\"([A-Z]+)([0-9]+)\"(?!" + empty + rb")", xml))


def column_number(letters: str) -> int:
    """Which column the letters name, counted from 1: 'A' is 1, 'AA' is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(index: int) -> str:
    """The letters of a column, counted from 0: 0 is 'A', 26 is 'AA'."""
    return str(xl_col_to_name(index))


def _shown_instead(xml: bytes, prefix: bytes) -> dict[tuple[int, int], str]:
    if not re.search(rb"<" + prefix + rb"f[\s/>]", xml) and b't="e"' not in xml:
        return {}
    found = {}
    for cell in re.split(rb"<" + prefix + rb"c r=\"", xml)[1:]:
        place = re.match(rb"([A-Z]+)([0-9]+)\"([^<>]*)", cell)
        text = _text_instead(place[3], cell) if place else ""
        if place and text:
            found[int(place[2]) - 1, column_number(place[1].decode()) - 1] = text
    return found


def _text_instead(attributes: bytes, cell: bytes) -> str:
    value = re.search(rb"<" + _PREFIX + rb"v(?:\s[^<>]*)?>([^<]+)</", cell)
    if b't="e"' in attributes:
        return value[1].decode(errors="replace") if value else "#ERROR"
    formula = re.search(rb"<" + _PREFIX + rb"f(?:\s[^<>]*)?/?>([^<]*)<", cell)
    if not formula or value:
        return ""
    return "=" + html.unescape(formula[1].decode(errors="replace"))


def _hidden_rows(xml: bytes) -> tuple[int, ...]:
    rows = re.findall(rb"<" + _PREFIX + rb"row(\s[^<>]*)>", xml)
    hidden = (re.search(rb"\br=\"([0-9]+)\"", row) for row in rows if re.search(rb"\bhidden=\"(1|true)\"", row))
    return tuple(int(match[1]) for match in hidden if match)


def _hidden_columns(xml: bytes, most: int) -> tuple[int, ...]:
    hidden: set[int] = set()
    for attributes in re.findall(rb"<" + _PREFIX + rb"col(\s[^<>]*)>", xml)[:most]:
        span = dict(re.findall(rb"\b(min|max|hidden)=\"([0-9]{1,5}|true)\"", attributes))
        if span.get(b"hidden") in (b"1", b"true") and b"min" in span and b"max" in span:
            hidden.update(range(int(span[b"min"]), min(int(span[b"max"]), most) + 1))
    return tuple(sorted(hidden))
