"""What the rows of a bulk file ask for, and every fault in them, found in one pass."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from pydantic import JsonValue

from services.domain.addons import NUMBER, find_code, teams_code
from services.domain.change import Change
from services.domain.number import NumberFault, parse_number
from services.domain.people import fold
from services.domain.plan import Finding, Severity
from services.domain.settings.fields import Field
from services.domain.settings.values import Wrong, read_cell
from services.intake.cells import (
    Trouble,
    read_addons,
    read_key,
    read_name,
    trouble_of_any,
    trouble_of_setting,
)
from services.intake.columns import Column, Columns, find_columns
from services.intake.faults import LONGEST_CELL, finding, number_finding
from services.intake.table import Row, Table


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file asks for.

    `changes` has the rows without an error, `findings` is sorted by row; headings and rows are kept as they were, for
    the result file.
    """

    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    headers: tuple[str, ...]
    rows: tuple[Row, ...]


def read_changes(table: Table, country: str = "SG", ours: Collection[str] = ()) -> Parsed:
    """The changes of a table and all its findings; a national number is told by the rules of `country`.

    `ours` are numbers that the organisation owns, which are numbers whatever the numbering plans say.
    """
    columns, about_columns = find_columns(table)
    reader = _Reader(columns, country, ours)
    read = [change for row in table.rows if (change := reader.change(row))]
    # A row can turn out wrong later, when its key or number comes up a second time.
    changes = tuple(change for change in read if change.row not in reader.failed)
    about_table = [*table.findings, *about_columns, *([] if table.rows else [finding("table.empty")])]
    lost = _lost_zeros(read, columns.key.heading)
    findings = sorted([*about_table, *reader.findings, *lost], key=lambda found: found.row)
    return Parsed(changes, tuple(findings), table.headers, table.rows)


def _lost_zeros(changes: list[Change], heading: str) -> list[Finding]:
    longest = max((len(change.key) for change in changes if change.key.startswith("0")), default=0)
    short = (change for change in changes if len(change.key) < longest)
    return [finding("row.key_zeros", row=change.row, column=heading, value=change.key) for change in short]


class _Seen(NamedTuple):
    """Where a key, number or person came up first, and whether it takes a number to Teams."""

    row: int
    text: str
    to_teams: bool = False


class _Reader:
    """Walks the rows, remembering where each key, number and person was seen."""

    def __init__(self, columns: Columns, country: str, ours: Collection[str]) -> None:
        self.findings: list[Finding] = []
        self.failed: set[int] = set()
        self._columns = columns
        self._country = country
        self._ours = ours
        self._keys: dict[str, _Seen] = {}
        self._numbers: dict[str, _Seen] = {}
        self._people: dict[str, _Seen] = {}
        self._values: dict[tuple[str, str], JsonValue | Wrong] = {}  # a column repeats few values
        self._row = 0

    def change(self, row: Row) -> Change | None:
        """The change this row asks for, or None when it has an error; findings are noted."""
        self._row = row.no
        columns, cells = self._columns, row.cells
        key = self._key(columns.key, columns.key.of(cells).strip())
        number = self._number(columns.number, columns.number.of(cells).strip())
        person = self._name(columns.person, columns.person.of(cells).strip())
        label = self._name(columns.label, columns.label.of(cells).strip())
        addons, settings = self._addons(cells), self._settings(cells)
        alone = columns.only_settings
        if not alone:
            self._together(number, person, addons)
        if row.no in self.failed or not key:
            return None
        teams = False if alone else None
        return Change(
            key,
            number or None,
            person or None,
            label or None,
            addons,
            upload=teams,
            assign=teams,
            row=row.no,
            settings=settings,
        )

    def _note(self, code: str, column: Column, value: str = "", row: int = 0, other: int = 0) -> None:
        self._keep(finding(code, row=row or self._row, column=column.heading, value=value[:LONGEST_CELL], other=other))

    def _keep(self, found: Finding) -> None:
        self.findings.append(found)
        if found.severity is Severity.ERROR:
            self.failed.add(found.row)

    def _trouble(self, column: Column, text: str, trouble: Trouble) -> None:
        words = dict(trouble.words)
        self._keep(finding(trouble.code, row=self._row, column=column.heading, value=text[:LONGEST_CELL], **words))

    def _usable(self, column: Column, text: str) -> bool:
        trouble = trouble_of_any(text) if text else None
        if trouble:
            self._trouble(column, text, trouble)
        return bool(text) and trouble is None

    def _key(self, column: Column, text: str) -> str:
        if not text.strip("'"):
            if column:
                self._note("row.key_empty", column)
            return ""
        if not self._usable(column, text):
            return ""
        key = read_key(text)
        if isinstance(key, Trouble):
            self._trouble(column, text, key)
            return ""
        self._once(self._keys, key, "row.key_twice", column, text)
        return key

    def _number(self, column: Column, text: str) -> str:
        if not text.strip("'") or not self._usable(column, text):
            return ""
        if find_code(text):
            self._note("row.code_misplaced", column, text)
            return ""
        number = parse_number(text, self._country, self._ours)
        if isinstance(number, NumberFault):
            self._keep(number_finding(number, self._row, column.heading, text))
            return ""
        self._once(self._numbers, number, "row.number_twice", column, text)
        return number

    def _name(self, column: Column, text: str) -> str:
        if not self._usable(column, text):
            return ""
        name = read_name(text)
        if isinstance(name, Trouble):
            self._trouble(column, text, name)
            return ""
        return name

    def _addons(self, cells: tuple[str, ...]) -> tuple[str, ...]:
        columns = self._columns.addons
        texts = tuple(cells[column.at].strip() for column in columns)
        read = read_addons(texts)
        for at, trouble in read.troubles:
            self._trouble(columns[at], texts[at], trouble)
        return read.codes

    def _settings(self, cells: tuple[str, ...]) -> dict[str, JsonValue]:
        """The settings this row has values for; an empty cell leaves one as it is."""
        found: dict[str, JsonValue] = {}
        for column, field in self._columns.settings:
            text = cells[column.at].strip()
            if text:
                self._setting(column, field, text, found)
        return found

    def _setting(self, column: Column, field: Field, text: str, found: dict[str, JsonValue]) -> None:
        trouble = trouble_of_setting(text)
        if trouble:
            self._trouble(column, text, trouble)
            return
        asked = (field.path, text)
        if asked not in self._values:
            self._values[asked] = read_cell(field, text, self._country)
        value = self._values[asked]
        if isinstance(value, Wrong):
            shown = text[:LONGEST_CELL]
            self._keep(finding("row.setting", row=self._row, column=column.heading, value=shown, why=value.why))
        else:
            found[field.path] = value

    def _together(self, number: str, person: str, addons: tuple[str, ...]) -> None:
        """Notes what only shows when number, person and add-ons are seen together."""
        teams = teams_code(addons) is not None
        columns = self._columns
        if columns.number and not number and self._row not in self.failed:
            self._without_number(teams, addons)
        if number and not teams:
            self._note("row.number_without_teams", columns.number, number)
        if person:
            self._person_seen(person, bool(number) and teams)
        elif columns.person and self._row not in self.failed:
            self._note("row.number_for_nobody" if number and teams else "row.no_person", columns.person)

    def _without_number(self, teams: bool, addons: tuple[str, ...]) -> None:
        if teams:
            self._note("row.teams_without_number", self._columns.number)
        elif NUMBER in addons:
            self._note("row.number_licence_alone", self._columns.number)

    def _person_seen(self, person: str, to_teams: bool) -> None:
        first = self._people.setdefault(fold(person), _Seen(self._row, person, to_teams))
        if first.row != self._row:
            both = first.to_teams and to_teams
            self._twice("row.person_two_numbers" if both else "row.person_twice", self._columns.person, person, first)

    def _once(self, seen: dict[str, _Seen], value: str, code: str, column: Column, text: str) -> None:
        first = seen.setdefault(value, _Seen(self._row, text))
        if first.row != self._row:
            self._twice(code, column, text, first)

    def _twice(self, code: str, column: Column, text: str, first: _Seen) -> None:
        """Notes it on both rows, as nobody can know which of them is right."""
        self._note(code, column, text, other=first.row)
        self._note(code, column, first.text, row=first.row, other=self._row)
