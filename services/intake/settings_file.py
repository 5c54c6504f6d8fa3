"""Writes everybody's settings as a workbook to edit and send back: a row per line, a column per setting or policy.

When it is sent back, an unchanged or empty cell changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from io import BytesIO

import xlsxwriter
from pydantic import JsonValue
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from services.domain.people import fold
from services.domain.phrases import join_text, told, tr
from services.domain.placeholders import stands_for_nothing
from services.domain.settings.catalogue import effective
from services.domain.settings.fields import Field, FieldKind
from services.domain.settings.user import USER
from services.domain.settings.values import Wrong, alike, read_cell, written
from services.domain.settings.words import label_of, takes
from services.domain.voice_policies import PolicyKind, VoicePolicy, policy_request
from services.intake.cells import fault_of_any, fault_of_setting
from services.intake.guard import in_file
from services.intake.headers import ColumnRole, heading_of
from services.intake.names import unwrapped

COLUMNS: tuple[Field, ...] = tuple(f for section in USER for f in section.fields if f.kind is not FieldKind.RESET)
_HELP_HEADS = (tr("Column"), tr("What to write"), tr("Help"))
_EMPTY = tr("An empty cell leaves it as it is.")
_OWN_TAKEN = "global"  # takes away the policy that was assigned to the person directly
_POLICY_HELP = tr(
    "The voice policy in Teams that was given to the person; one by a group, or the tenant's, isn't shown."
)
_TEXT_FORMAT = 49  # the built-in format "Text": https://xlsxwriter.readthedocs.io/format.html
_CREATED = datetime(2000, 1, 1, tzinfo=UTC)  # constant, so that equal settings give equal files
_MAX_LIST_CHARACTERS = 255  # https://xlsxwriter.readthedocs.io/working_with_data_validation.html


@dataclass(frozen=True, slots=True)
class SettingsRow:
    """One row of the file: the extension, its holder, its settings, and the holder's voice policies."""

    key: str
    user: str
    settings: Mapping[str, JsonValue]
    policies: Mapping[PolicyKind, str] = field(default_factory=dict)


def settings_file(
    rows: Sequence[SettingsRow],
    rules: Mapping[str, str],
    country: str = "SG",
    policies: Collection[VoicePolicy] | None = (),
) -> bytes:
    """The workbook: the settings in force, and a second sheet that says what each column accepts.

    `policies` are those to choose from; None leaves out the columns of policies.
    """
    file, columns = BytesIO(), _columns(rules, policies)
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as workbook:
        workbook.set_properties({"created": _CREATED})
        bold, as_text = workbook.add_format({"bold": True}), workbook.add_format({"num_format": _TEXT_FORMAT})
        cells = partial(_cells, rules=rules, country=country, known={}, policies=policies is not None)
        _write_settings(workbook.add_worksheet(told(tr("Settings"))), rows, columns, cells, (bold, as_text))
        _write_help(workbook.add_worksheet(told(tr("What to write"))), columns, bold)
    return file.getvalue()


def cell_of(field: Field, value: JsonValue, rules: Mapping[str, str], country: str = "SG") -> str:
    """The value as its cell holds it; empty, which changes nothing, for a value that no cell can express."""
    text = written(field, value, rules, between=", ")
    if not text or fault_of_setting(text):
        return ""
    back = read_cell(field, text, country, rules)
    return "" if isinstance(back, Wrong) or not alike(field, back, value) else text


def cell_of_policy(name: str) -> str:
    """A policy's name as its cell holds it; empty for a name that would be read otherwise, such as a word for none."""
    if not fold(name) or stands_for_nothing(name) or fault_of_any(name):
        return ""
    back = policy_request(PolicyKind.CALLING, unwrapped(name).strip()).name
    return name if fold(back) == fold(name) else ""


@dataclass(frozen=True, slots=True)
class _Heading:
    """A column after the first two: its heading, the choices, and what else it accepts."""

    head: str
    options: Sequence[str]
    what: str
    help: str


def _columns(rules: Mapping[str, str], policies: Collection[VoicePolicy] | None) -> Sequence[_Heading]:
    settings = [_Heading(label_of(field.path), _options(field, rules), *_help(field, rules)) for field in COLUMNS]
    return settings if policies is None else [*settings, *(_of_policy(kind, policies) for kind in PolicyKind)]


def _of_policy(kind: PolicyKind, policies: Collection[VoicePolicy]) -> _Heading:
    names = sorted({cell_of_policy(one.name) for one in policies if one.kind is kind} - {""})
    what = tr(
        "A policy by its whole name{word}, or {own_taken}. {empty}",
        word=tr(", such as {names}", names=names[0]) if names else "",
        own_taken=_OWN_TAKEN,
        empty=_EMPTY,
    )
    return _Heading(heading_of(kind), [_OWN_TAKEN, *names] if _listed(names) else (), what, _POLICY_HELP)


def _write_settings(
    sheet: Worksheet,
    rows: Sequence[SettingsRow],
    columns: Sequence[_Heading],
    cells: Callable[[SettingsRow], Iterator[str]],
    formats: tuple[Format, Format],
) -> None:
    bold, as_text = formats
    sheet.set_column(0, len(columns) + 1, 22, as_text)
    sheet.freeze_panes(1, 2)
    for at, column in enumerate(columns, start=2):
        if rows and column.options and len(",".join(map(told, column.options))) < _MAX_LIST_CHARACTERS:
            choice = {
                "validate": "list",
                "source": [in_file(option) for option in column.options],
                "error_type": "warning",
            }
            sheet.data_validation(1, at, len(rows), at, choice)
    heads = (tr(ColumnRole.KEY.value), tr(ColumnRole.PERSON.value), *(column.head for column in columns))
    for at, head in enumerate(heads):
        sheet.write_string(0, at, in_file(head), bold)
    for no, row in enumerate(rows, start=1):
        for at, cell in enumerate(cells(row)):
            if cell:
                sheet.write_string(no, at, in_file(cell), as_text)


def _cells(
    row: SettingsRow, rules: Mapping[str, str], country: str, known: dict[tuple[str, str], str], policies: bool
) -> Iterator[str]:
    """The row's cells; `known` caches them, as columns have few distinct values."""
    yield from (row.key, row.user)
    for setting in COLUMNS:
        value = effective(row.settings, setting.path)
        asked = (setting.path, repr(value))
        if asked not in known:
            known[asked] = cell_of(setting, value, rules, country)
        yield known[asked]
    yield from (cell_of_policy(row.policies.get(kind, "")) for kind in PolicyKind if policies)


def _options(field: Field, rules: Mapping[str, str]) -> list[str]:
    match field.kind:
        case FieldKind.TOGGLE:
            return [tr("On"), tr("Off")]
        case FieldKind.CHOICE:
            found = [words for _, words in field.choices]
        case FieldKind.RULE:
            found = list(rules.values())
        case _:
            found = []
    return found if _listed(found) else []


def _listed(options: Sequence[str]) -> bool:
    """Whether a cell's drop-down list can hold these choices: a comma would split one."""
    return not any("," in told(option) for option in options)


def _write_help(sheet: Worksheet, columns: Sequence[_Heading], bold: Format) -> None:
    sheet.set_column(0, len(_HELP_HEADS) - 1, 44)
    for at, head in enumerate(_HELP_HEADS):
        sheet.write_string(0, at, in_file(head), bold)
    for no, column in enumerate(columns, start=1):
        for at, cell in enumerate((column.head, column.what, column.help)):
            sheet.write_string(no, at, in_file(cell))


def _help(field: Field, rules: Mapping[str, str]) -> tuple[str, str]:
    what = (
        tr("One of: {names}", names=join_text(", ", rules.values()))
        if field.kind is FieldKind.RULE and rules
        else takes(field)
    )
    return tr("{what}. {empty}", what=what, empty=_EMPTY), field.help
