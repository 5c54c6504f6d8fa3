"""Finds the number formats of a workbook that change how a figure looks, by the index that cells refer to."""

from __future__ import annotations

from collections.abc import Mapping

from services.intake.number_format import is_plain
from services.intake.xml_events import Attributes, parse

# The built-in formats, which no workbook writes down: ECMA-376, part 1, 18.8.30. Those from 27 on differ by country
# and are dates everywhere.
_BUILT_IN: Mapping[int, str] = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "mm-dd-yy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    **dict.fromkeys(range(27, 37), "yyyy-mm-dd"),
    37: "#,##0 ;(#,##0)",
    38: "#,##0 ;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;[Red](#,##0.00)",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mmss.0",
    48: "##0.0E+0",
    49: "@",
    **dict.fromkeys(range(50, 59), "yyyy-mm-dd"),
}
_MAX_FORMATS = 5_000  # formats that are read; Excel allows 64,000, of which a table uses a few


def formats_of(styles: bytes) -> dict[int, str]:
    """The format codes by cell format index, only those under which a whole number isn't shown as plain digits."""
    if not styles:
        return {}
    reader = _Styles()
    parse(styles, reader.start, reader.end)
    codes = [
        _BUILT_IN.get(number, "General") if number not in reader.own else reader.own[number] for number in reader.used
    ]
    return {no: code for no, code in enumerate(codes) if not is_plain(code)}


class _Styles:
    """Collects the workbook's own formats, and which of them each cell format uses."""

    def __init__(self) -> None:
        self.own: dict[int, str] = {}
        self.used: list[int] = []
        self._in_cells = False

    def start(self, tag: str, attributes: Attributes) -> None:
        """An element begins."""
        if tag == "cellXfs":
            self._in_cells = True
        elif tag == "numFmt" and len(self.own) < _MAX_FORMATS:
            self.own[_number(attributes.get("numFmtId", ""))] = attributes.get("formatCode", "")[:255]
        elif tag == "xf" and self._in_cells and len(self.used) < 65_536:
            self.used.append(_number(attributes.get("numFmtId", "")))

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag == "cellXfs":
            self._in_cells = False


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
