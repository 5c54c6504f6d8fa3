"""Normalises the XML of a sheet or of the shared strings to the form that the reader and its checks expect.

Programs write the same cells in many ways: with prefixes, comments, single quotes, cells without a reference, text in
runs of several formats.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from services.domain.phrases import tr
from services.intake.package import refuse
from services.intake.sheet_xml import check_place, column_letters, column_number
from services.intake.table import Limits
from services.intake.xml_events import Attributes, parse

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
# Several searches are several times as fast as one for all of them.
_UNUSUAL = (
    re.compile(rb"<c(?! r=\"[A-Z]{1,3}[1-9][0-9]{0,6}\"[\s/>])[\s/>]"),
    re.compile(rb"<row(?! r=\"[0-9]+\")"),
    re.compile(rb"<[^\s<>:/!?\"=]+:(?:c|row|v|si)[\s/>]"),
    re.compile(rb"<r[\s/>]"),
    re.compile(rb"<rPh[\s/>]"),
)
# Comments, attributes in single quotes or with spaces.
_UNUSUAL_BYTES = (b"<!", b"='", b'= "', b' ="')
_ODD_TEXTS = re.compile(rb"<!|<r[\s/>]|<rPh[\s/>]|<[^\s<>:/!?\"=]+:si[\s/>]")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


def plain_sheet(xml: bytes, limits: Limits) -> bytes:
    """The sheet with every cell written as `<c r="A1" s="1" t="s">`; the same bytes if it already is."""
    begin = max(xml.find(b"?>"), 0)
    if not any(xml.find(odd, begin) >= 0 for odd in _UNUSUAL_BYTES) and not any(odd.search(xml) for odd in _UNUSUAL):
        return xml
    writer = _Sheet(limits)
    parse(xml, writer.start, writer.end, writer.text)
    return writer.written()


def plain_strings(xml: bytes) -> bytes:
    """The shared strings, each in one run with its spaces kept; the same bytes if they already are."""
    if not _ODD_TEXTS.search(xml):
        return xml
    writer = _TextCollector()
    parse(xml, writer.start, writer.end, writer.text)
    return writer.written()


class _TextCollector:
    """Collects the text of `t` elements, without phonetic hints (`rPh`)."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._pieces: list[str] = []
        self._aloud = 0
        self._in_text = False

    def start(self, tag: str, _attributes: Attributes) -> None:
        """An element begins."""
        if tag == "si":
            self._pieces = []
        self._aloud += tag == "rPh"
        self._in_text = tag == "t" and not self._aloud

    def text(self, text: str) -> None:
        """Text within an element."""
        if self._in_text:
            self._pieces.append(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        self._in_text = False
        self._aloud -= tag == "rPh"
        if tag == "si":
            self._out.append(f"<si>{_text(self._pieces)}</si>")

    def written(self) -> bytes:
        """The part in the usual form."""
        return f'<sst xmlns="{_MAIN}">{"".join(self._out)}</sst>'.encode()


def _text(pieces: list[str]) -> str:
    return f'<t xml:space="preserve">{escape("".join(pieces))}</t>'


class _Sheet:
    """Collects rows and cells with the attributes that the reader uses; empty cells are left out."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._before: list[str] = []
        self._rows = bytearray()
        self._merged: list[str] = []
        self._cells: list[str] = []
        self._row = 0
        self._column = 0
        self._cell: Attributes = {}
        self._parts: dict[str, list[str]] = {}
        self._reading = ""
        self._aloud = 0

    def start(self, tag: str, attributes: Attributes) -> None:
        """An element begins."""
        if tag == "c":
            self._place(attributes)
        elif tag in ("v", "f", "t"):
            self._reading = "" if self._aloud else tag
            self._parts.setdefault(tag, [])
        elif tag == "row":
            self._begin_row(attributes)
        elif tag == "rPh":
            self._aloud += 1
        elif tag in ("col", "sheetFormatPr"):
            self._before.append(f"<{tag}{_attributes(attributes)}/>")
        elif tag == "mergeCell":
            self._merged.append(f"<{tag}{_attributes(attributes)}/>")
        elif tag == "si":
            raise refuse(tr("A sheet holds parts that don't belong there."))

    def text(self, text: str) -> None:
        """Text within an element."""
        if self._reading:
            self._parts[self._reading].append(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag in ("v", "f", "t"):
            self._reading = ""
        elif tag == "c":
            self._write_cell()
        elif tag == "rPh":
            self._aloud -= 1
        elif tag == "row":
            self._rows += f"{''.join(self._cells)}</row>".encode()

    def written(self) -> bytes:
        """The part in the usual form."""
        before = f'<worksheet xmlns="{_MAIN}">{"".join(self._before)}<sheetData>'
        after = f"</sheetData><mergeCells>{''.join(self._merged)}</mergeCells></worksheet>"
        return b"".join((before.encode(), self._rows, after.encode()))

    def _begin_row(self, attributes: Attributes) -> None:
        written = attributes.get("r", "")
        self._row = int(written) if written.isascii() and written.isdigit() and len(written) < 8 else self._row + 1
        self._column = 0
        self._cells = []
        kept = {name: value for name, value in attributes.items() if name in ("hidden", "ht", "customHeight")}
        self._rows += f'<row r="{self._row}"{_attributes(kept)}>'.encode()

    def _place(self, attributes: Attributes) -> None:
        place = attributes.get("r", "")
        found = _PLACE.fullmatch(place)
        if place and not found:
            raise refuse(tr("Its cells are written in a way that isn't read here."))
        self._column = column_number(found[1].upper()) if found else self._column + 1
        self._row = int(found[2]) if found else max(self._row, 1)
        if not (1 <= self._row <= _LAST_ROW and self._column <= _LAST_COLUMN):
            raise refuse(tr("Its cells are written in a way that isn't read here."))
        self._cell, self._parts, self._reading = attributes, {}, ""

    def _write_cell(self) -> None:
        if not self._parts and self._cell.get("t") != "e":
            return
        check_place(self._row, self._column, self._limits)
        tags = (tag for tag in ("f", "v") if tag in self._parts)
        inside = "".join(f"<{tag}>{escape(''.join(self._parts[tag]))}</{tag}>" for tag in tags)
        if "t" in self._parts:
            inside += f"<is>{_text(self._parts['t'])}</is>"
        place = f"{column_letters(self._column - 1)}{self._row}"
        kept = {name: value for name, value in self._cell.items() if name in ("s", "t")}
        self._cells.append(f'<c r="{place}"{_attributes(kept)}>{inside}</c>')


def _attributes(attributes: Attributes) -> str:
    return "".join(f' {name}="{escape(value, _QUOTE)}"' for name, value in attributes.items() if ":" not in name)


_QUOTE = {'"': "&quot;"}
