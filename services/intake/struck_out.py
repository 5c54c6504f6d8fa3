"""Finds the cells of a sheet that are struck out: people strike out what isn't meant any more.

A line goes through a cell by its format's font, or through a part of its text by the font of that run:
ECMA-376, part 1, 18.8.37 and 18.4.10, https://ecma-international.org/publications-and-standards/standards/ecma-376/
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from services.intake.sheet_xml import column_number
from services.intake.xml_events import Attributes, parse

_MAX_FORMATS = 65_536  # cell formats that are read; Excel allows as many
_FILLED = re.compile(rb"<c r=\"([A-Z]+)([0-9]+)\"([^<>]*[^<>/]|)>(?!</c>)(?:<v>([0-9]+)</v>)?")
_FORMAT = re.compile(rb"\ss\s*=\s*\"([0-9]+)\"")


def struck_formats(styles: bytes) -> frozenset[int]:
    """The indexes of the cell formats whose font has a line through it."""
    if b"strike" not in styles:
        return frozenset()
    reader = _Fonts()
    parse(styles, reader.start, reader.end)
    return frozenset(no for no, font in enumerate(reader.used) if font in reader.struck)


def struck_strings(strings: bytes) -> frozenset[int]:
    """The indexes of the shared strings of which a part has a line through it."""
    if b"strike" not in strings:
        return frozenset()
    reader = _Strings()
    parse(strings, reader.start)
    return frozenset(reader.struck)


def struck_cells(xml: bytes, formats: Collection[int], strings: Collection[int]) -> Mapping[int, tuple[int, ...]]:
    """The columns, counted from 0, of cells of such a format or string, by the row's number; `xml` is a plain sheet."""
    if not formats and not strings:
        return {}
    found: dict[int, list[int]] = {}
    for letters, row, attributes, value in _FILLED.findall(xml):
        style = _FORMAT.search(attributes)
        by_format = style is not None and int(style[1]) in formats
        if by_format or (b't="s"' in attributes and value and int(value) in strings):
            found.setdefault(int(row), []).append(column_number(letters.decode()) - 1)
    return {row: tuple(columns) for row, columns in found.items()}


class _Fonts:
    """Collects which fonts have a line through them, and which font each cell format uses."""

    def __init__(self) -> None:
        self.struck: set[int] = set()
        self.used: list[int] = []
        self._fonts = 0
        self._inside = ""

    def start(self, tag: str, attributes: Attributes) -> None:
        """An element begins."""
        if tag in ("fonts", "cellXfs"):
            self._inside = tag
        elif self._inside == "fonts" and tag == "font":
            self._fonts += 1
        elif self._inside == "fonts" and _strikes(tag, attributes):
            self.struck.add(self._fonts - 1)
        elif self._inside == "cellXfs" and tag == "xf" and len(self.used) < _MAX_FORMATS:
            font = attributes.get("fontId", "")
            self.used.append(int(font) if font.isascii() and font.isdigit() and len(font) < 10 else -1)

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag == self._inside:
            self._inside = ""


class _Strings:
    """Collects which strings have a run with a line through it."""

    def __init__(self) -> None:
        self.struck: set[int] = set()
        self._strings = 0

    def start(self, tag: str, attributes: Attributes) -> None:
        """An element begins."""
        if tag == "si":
            self._strings += 1
        elif _strikes(tag, attributes):
            self.struck.add(self._strings - 1)


def _strikes(tag: str, attributes: Attributes) -> bool:
    return tag == "strike" and attributes.get("val", "1") not in ("0", "false")
