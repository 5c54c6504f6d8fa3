"""Spreadsheets as people send them."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import xlsxwriter
from python_calamine import load_workbook

HEAD = ("Ext Key", "Number", "User", "Addon license 1")
TEAMS = "device_import_msteams_OC"
PHONE = "device_ip_phone"


def csv(*rows: Sequence[str], head: Sequence[str] = HEAD, sep: str = ",", encoding: str = "utf-8") -> bytes:
    """A CSV file of these rows."""
    return "".join(f"{sep.join(row)}\r\n" for row in (head, *rows)).encode(encoding)


def xlsx(*rows: Sequence[object], head: Sequence[str] = HEAD) -> bytes:
    """A workbook of these rows; Python numbers become numeric cells."""
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for no, row in enumerate((head, *rows)):
            sheet.write_row(no, 0, row)
    return file.getvalue()


def cells(content: bytes, sheet: int = 0) -> list[list[Any]]:
    """The rows of a workbook's sheet, headings first."""
    found: list[list[Any]] = load_workbook(BytesIO(content)).get_sheet_by_index(sheet).to_python()
    return found
