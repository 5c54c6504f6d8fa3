"""Reads rows one by one: key, number, person, names, add-ons and settings, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from pydantic import JsonValue

from services.domain.addons import ADDONS, NUMBER, find_code, teams_code
from services.domain.change import Change
from services.domain.number import NumberFault, extension_in, parse_number
from services.domain.people import fold
from services.domain.phrases import tr
from services.domain.placeholders import stands_for_nothing
from services.domain.settings.fields import Field
from services.domain.settings.values import Wrong, read_cell
from services.domain.voice_policies import PolicyRequest, policy_request
from services.intake.cells import (
    CellFault,
    fault_of_any,
    fault_of_setting,
    near_code,
    read_addons,
    read_key,
    read_name,
    read_person,
)
from services.intake.columns import Column, Columns
from services.intake.faults import MAX_CELL_CHARACTERS, number_finding
from services.intake.headers import plain
from services.intake.names import unwrapped
from services.intake.notes import Notes
from services.intake.seen import ShownCells
from services.intake.table import Row
from services.intake.translated import value_in_english

# The form of nearly every name and address; only others are examined in detail.
_SIMPLE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9@._-]| (?! )){0,100}[A-Za-z0-9]")

_SETTING = "row.setting"
_MAX_VALUES = 20_000  # settings' values that are cached


class _First(NamedTuple):
    """Where a key, number or person occurred first, and whether that row takes a number to Teams."""

    row: int
    text: str
    column: Column
    to_teams: bool = False


class RowReader:
    """Reads the rows in order, remembering where each key, number and person occurred."""

    def __init__(
        self, columns: Columns, country: str, notes: Notes, seen: ShownCells, ours: Collection[str] = ()
    ) -> None:
        self._columns = columns
        self._country = country
        self._notes = notes
        self._seen = seen
        self._keys: dict[str, _First] = {}
        self._numbers: dict[str, _First] = {}
        self._people: dict[str, _First] = {}
        self._told: set[tuple[str, _First]] = set()  # of which it was noted that they stand in other rows, too
        self._values: dict[tuple[str, str], JsonValue | Wrong] = {}  # columns have few distinct values
        self._addons_at = tuple(column.at for column in columns.addons)
        self._ours = ours
        self._row = 0

    def change(self, row: Row) -> Change | None:
        """The change this row asks for, or None when it has an error; findings are noted."""
        self._row = row.no
        cells, columns = row.cells, self._columns
        key = self._key(cells)
        number, more, private = self._numbers_of(cells, key)
        person = self._person(cells)
        label = self._label(cells)
        addons, settings, policies = self._addons(cells), self._settings(cells), self._policies(cells)
        alone = columns.only_settings
        if not alone:
            self._together(number or next(iter(more), ""), person, addons)
        if not key or self._notes.errors[row.no]:
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
            more_numbers=more,
            private=private or None,
            template=columns.template.of(cells).strip()[:MAX_CELL_CHARACTERS],
            policies=policies,
        )

    def _note(self, code: str, column: Column, value: str = "", row: int = 0, other: int = 0) -> None:
        self._notes.add(code, row or self._row, column.heading, value, other=other)

    def _trouble(self, column: Column, text: str, trouble: CellFault) -> None:
        words = dict(trouble.words)
        if trouble.code == "row.code_unknown" and not self._notes.full(trouble.code):
            near = near_code(text)
            words |= {"near": tr("Did you mean {near}? ", near=near) if near else "", "suggestion": near}
        elif trouble.code == "cell.placeholder":
            words["text"] = text
        self._notes.add(trouble.code, self._row, column.heading, text, **words)

    def _usable(self, column: Column, text: str) -> bool:
        trouble = fault_of_any(text) if text else None
        if trouble:
            self._trouble(column, text, trouble)
        return bool(text) and trouble is None

    def _is_nothing(self, column: Column, text: str) -> bool:
        """Whether the cell says in words that it has no value; a finding notes it."""
        if not stands_for_nothing(text):
            return False
        self._notes.add("cell.placeholder", self._row, column.heading, text, text=text)
        return True

    def _key(self, cells: tuple[str, ...]) -> str:
        column = self._columns.key
        text = column.of(cells).strip()
        if self._seen:
            text = self._seen.choose(self._row, column.at, text, _as_key).strip()
        if not (text.isdigit() and text.isascii() and 3 <= len(text) <= 5):
            return self._odd_key(column, text)
        return self._once(self._keys, text, "row.key_twice", column, text)

    def _odd_key(self, column: Column, written: str) -> str:
        text = unwrapped(written)
        if not text.strip("'") or stands_for_nothing(text):
            if column:
                self._note("row.key_empty", column, text)
            return ""
        if not self._usable(column, text):
            return ""
        key = read_key(text)
        if isinstance(key, CellFault):
            self._trouble(column, text, key)
            return ""
        return self._once(self._keys, key, "row.key_twice", column, text)

    def _numbers_of(self, cells: tuple[str, ...], key: str) -> tuple[str, tuple[str, ...], str]:
        """The row's number, its further numbers, and which of these is private."""
        columns = self._columns
        number, private = self._number(columns.number, cells, key), self._number(columns.private, cells, key)
        more = [self._number(column, cells, key) for column in columns.more]
        return number, tuple(e164 for e164 in dict.fromkeys([*more, private]) if e164 and e164 != number), private

    def _number(self, column: Column, cells: tuple[str, ...], key: str) -> str:
        text = column.of(cells).strip()
        if self._seen:
            text = self._seen.choose(self._row, column.at, text, self._as_number).strip()
        if not text or not text.isdigit():
            text = unwrapped(text)
            if not self._is_number(column, text):
                return ""
        number = parse_number(text, self._country, self._ours)
        if isinstance(number, NumberFault):
            self._notes.keep(number_finding(number, self._row, column.heading, text[:MAX_CELL_CHARACTERS]))
            return ""
        if not text.isdigit():
            self._check_extension(column, text, key)
        return self._once(self._numbers, number, "row.number_twice", column, text)

    def _is_number(self, column: Column, text: str) -> bool:
        """Whether a text that isn't only digits is read as a number."""
        if not text.strip("'") or self._is_nothing(column, text) or not self._usable(column, text):
            return False
        if find_code(text):
            self._note("row.code_misplaced", column, text)
            return False
        return True

    def _as_number(self, text: str) -> str | None:
        number = parse_number(text, self._country, self._ours)
        return number if isinstance(number, str) else None

    def _check_extension(self, column: Column, text: str, key: str) -> None:
        extension = extension_in(text)
        if extension and extension != key:
            words = {"extension": extension, "key": key or "another"}
            self._notes.add("row.number_extension", self._row, column.heading, text, **words)

    def _person(self, cells: tuple[str, ...]) -> str:
        column = self._columns.person
        text = column.of(cells).strip()
        if "@" in text and _SIMPLE.fullmatch(text):
            return text
        return self._name(column, text, person=True) if text else ""

    def _label(self, cells: tuple[str, ...]) -> str:
        column = self._columns.label
        text = column.of(cells).strip()
        return self._name(column, text) if text else ""

    def _name(self, column: Column, written: str, *, person: bool = False) -> str:
        text = unwrapped(self._seen.text(self._row, column.at, written) if self._seen else written)
        if not text or self._is_nothing(column, text):
            return ""
        if _SIMPLE.fullmatch(text) and text not in ADDONS:
            return text
        if not self._usable(column, text):
            return ""
        name = read_person(text) if person else read_name(text)
        if isinstance(name, CellFault):
            self._trouble(column, text, name)
            return ""
        return name

    def _addons(self, cells: tuple[str, ...]) -> tuple[str, ...]:
        texts = tuple([cells[at].strip() for at in self._addons_at])
        if self._seen:
            texts = tuple(self._seen.text(self._row, at, text) for at, text in zip(self._addons_at, texts, strict=True))
        read = read_addons(texts)
        for at, trouble in read.troubles:
            self._trouble(self._columns.addons[at], texts[at], trouble)
        return read.codes

    def _settings(self, cells: tuple[str, ...]) -> dict[str, JsonValue]:
        """The settings for which this row has values; an empty cell leaves a setting as it is."""
        found: dict[str, JsonValue] = {}
        for column, field in self._columns.settings:
            text = cells[column.at].strip()
            if text and self._notes.errors[self._row] and self._notes.full(_SETTING):
                self._notes.stop(_SETTING)  # the row is left out anyway, and reading all settings takes long
                break
            if text:
                self._setting(column, field, text, found)
        return found

    def _policies(self, cells: tuple[str, ...]) -> tuple[PolicyRequest, ...]:
        """The voice policies that this row names; an empty cell leaves the policy as it is."""
        named = ((column, kind, unwrapped(column.of(cells)).strip()) for column, kind in self._columns.policies)
        return tuple(policy_request(kind, text) for column, kind, text in named if self._is_policy(column, text))

    def _is_policy(self, column: Column, text: str) -> bool:
        """Whether the cell names a policy; one that says in words that it has no value doesn't."""
        return bool(text) and not self._is_nothing(column, text) and self._usable(column, text)

    def _setting(self, column: Column, field: Field, text: str, found: dict[str, JsonValue]) -> None:
        trouble = fault_of_setting(text)
        if trouble:
            self._trouble(column, text, trouble)
            return
        value = self._value(field, text)
        held = self._seen.held(self._row, column.at) if isinstance(value, Wrong) else None
        value = self._value(field, held.text) if held else value
        if isinstance(value, Wrong):
            self._notes.add(_SETTING, self._row, column.heading, text, why=value.why)
        else:
            found[field.path] = value

    def _value(self, field: Field, text: str) -> JsonValue | Wrong:
        asked = (field.path, text)
        if len(self._values) > _MAX_VALUES:
            self._values.clear()
        if asked not in self._values:
            self._values[asked] = self._read(field, text)
        return self._values[asked]

    def _read(self, field: Field, text: str) -> JsonValue | Wrong:
        value = read_cell(field, text, self._country)
        if isinstance(value, Wrong) and (ours := value_in_english(field, text, plain)) != text:
            return read_cell(field, ours, self._country)
        return value

    def _together(self, number: str, person: str, addons: tuple[str, ...]) -> None:
        """Note the faults that only show when number, person and add-ons are compared."""
        teams = teams_code(addons) is not None
        columns, failed = self._columns, self._notes.errors[self._row]
        if columns.number and not number and not failed:
            self._without_number(teams, addons)
        if number and not teams:
            self._note("row.number_without_teams", columns.number, number)
        if person:
            self._person_seen(person, bool(number) and teams)
        elif columns.person and not failed:
            self._note("row.number_for_nobody" if number and teams else "row.no_person", columns.person)

    def _without_number(self, teams: bool, addons: tuple[str, ...]) -> None:
        if teams:
            self._note("row.teams_without_number", self._columns.number)
        elif NUMBER in addons:
            self._note("row.number_licence_alone", self._columns.number)

    def _person_seen(self, person: str, to_teams: bool) -> None:
        folded = person.lower() if person.isascii() else fold(person)
        first = self._people.setdefault(folded, _First(self._row, person, self._columns.person, to_teams))
        if first.row != self._row:
            both = first.to_teams and to_teams
            self._twice("row.person_two_numbers" if both else "row.person_twice", self._columns.person, person, first)

    def _once(self, seen: dict[str, _First], value: str, code: str, column: Column, text: str) -> str:
        """The value; notes it as a duplicate when it occurred before."""
        if value:
            first = seen.setdefault(value, _First(self._row, text, column))
            if first.row != self._row:
                self._twice(code, column, text, first)
        return value

    def _twice(self, code: str, column: Column, text: str, first: _First) -> None:
        """Note the duplicate on both rows, as nobody can know which is right; on the first one once for all others."""
        self._note(code, column, text, other=first.row)
        if (code, first) not in self._told:
            self._told.add((code, first))
            self._note(code, first.column, first.text, row=first.row, other=self._row)


def _as_key(text: str) -> str | None:
    key = read_key(unwrapped(text.strip()))
    return key if isinstance(key, str) else None
