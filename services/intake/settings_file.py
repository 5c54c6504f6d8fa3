"""Everybody's settings as a workbook that can be changed and sent back: a row a line, a column a setting.

A cell that was left alone asks for nothing when the file comes back, and so does an empty one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

import xlsxwriter
from pydantic import JsonValue
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from services.domain.settings.catalogue import effective
from services.domain.settings.fields import Field, FieldKind
from services.domain.settings.user import USER
from services.domain.settings.values import Wrong, alike, read_cell, written
from services.domain.settings.words import label_of, takes
from services.intake.cells import fault_of_setting
from services.intake.headers import ColumnRole

COLUMNS: tuple[Field, ...] = tuple(f for section in USER for f in section.fields if f.kind is not FieldKind.RESET)
_HELP_HEADS = ("Column", "What to write", "Help")
_TEXT_FORMAT = 49  # the built-in format "Text": https://xlsxwriter.readthedocs.io/format.html
_CREATED = datetime(2000, 1, 1, tzinfo=UTC)  # one and the same, so equal settings are equal files
_MAX_LIST_CHARACTERS = 255  # https://xlsxwriter.readthedocs.io/working_with_data_validation.html


@dataclass(frozen=True, slots=True)
class SettingsRow:
    """One line of the file: its extension, who has it, and its settings."""

    key: str
    user: str
    settings: Mapping[str, JsonValue]


def settings_file(rows: Sequence[SettingsRow], rules: Mapping[str, str], country: str = "SG") -> bytes:
    """The workbook: the settings that hold, and a second sheet that says what may be written where."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as workbook:
        workbook.set_properties({"created": _CREATED})
        bold, as_text = workbook.add_format({"bold": True}), workbook.add_format({"num_format": _TEXT_FORMAT})
        _write_settings(workbook.add_worksheet("Settings"), rows, rules, country, (bold, as_text))
        _write_help(workbook.add_worksheet("What to write"), rules, bold)
    return file.getvalue()


def cell_of(field: Field, value: JsonValue, rules: Mapping[str, str], country: str = "SG") -> str:
    """The value as its cell holds it; empty, which leaves it as it is, for one that a cell can't say."""
    text = written(field, value, rules, between=", ")
    if not text or fault_of_setting(text):
        return ""
    back = read_cell(field, text, country, rules)
    return "" if isinstance(back, Wrong) or not alike(field, back, value) else text


def _write_settings(
    sheet: Worksheet,
    rows: Sequence[SettingsRow],
    rules: Mapping[str, str],
    country: str,
    formats: tuple[Format, Format],
) -> None:
    bold, as_text = formats
    sheet.set_column(0, len(COLUMNS) + 1, 22, as_text)
    sheet.freeze_panes(1, 2)
    for at, field in enumerate(COLUMNS, start=2):
        options = _options(field, rules)
        if rows and options and len(",".join(options)) < _MAX_LIST_CHARACTERS:
            sheet.data_validation(
                1, at, len(rows), at, {"validate": "list", "source": options, "error_type": "warning"}
            )
    heads = (ColumnRole.KEY.value, ColumnRole.PERSON.value, *(label_of(field.path) for field in COLUMNS))
    for at, head in enumerate(heads):
        sheet.write_string(0, at, head, bold)
    known: dict[tuple[str, str], str] = {}
    for no, row in enumerate(rows, start=1):
        for at, cell in enumerate(_cells(row, rules, country, known)):
            if cell:
                sheet.write_string(no, at, cell, as_text)


def _cells(
    row: SettingsRow, rules: Mapping[str, str], country: str, known: dict[tuple[str, str], str]
) -> Iterator[str]:
    """The row's cells; `known` keeps those made before, as a column repeats few values."""
    yield from (row.key, row.user)
    for field in COLUMNS:
        value = effective(row.settings, field.path)
        asked = (field.path, repr(value))
        if asked not in known:
            known[asked] = cell_of(field, value, rules, country)
        yield known[asked]


def _options(field: Field, rules: Mapping[str, str]) -> list[str]:
    match field.kind:
        case FieldKind.TOGGLE:
            return ["On", "Off"]
        case FieldKind.CHOICE:
            found = [words for _, words in field.choices]
        case FieldKind.RULE:
            found = list(rules.values())
        case _:
            found = []
    return found if not any("," in option for option in found) else []


def _write_help(sheet: Worksheet, rules: Mapping[str, str], bold: Format) -> None:
    sheet.set_column(0, len(_HELP_HEADS) - 1, 44)
    for at, head in enumerate(_HELP_HEADS):
        sheet.write_string(0, at, head, bold)
    for no, field in enumerate(COLUMNS, start=1):
        for at, cell in enumerate(_help(field, rules)):
            sheet.write_string(no, at, cell)


def _help(field: Field, rules: Mapping[str, str]) -> tuple[str, str, str]:
    what = f"One of: {', '.join(rules.values())}" if field.kind is FieldKind.RULE and rules else takes(field)
    return label_of(field.path), f"{what}. An empty cell leaves it as it is.", field.help
