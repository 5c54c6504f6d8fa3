"""Finds the column of each value, and what is wrong with the headings or has to be asked about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.domain.phrases import tr
from services.domain.plan import Finding
from services.domain.questions import Answers, Question
from services.domain.settings.fields import Field
from services.domain.voice_policies import PolicyKind
from services.intake.column_questions import ColumnAnswers, ask
from services.intake.faults import finding
from services.intake.headers import ColumnRole, plain, policy_of, setting_of
from services.intake.headings import Headings, guesses_of, meant
from services.intake.sheet_xml import column_letters
from services.intake.table import Table

_SINGLE_ROLES = (ColumnRole.KEY, ColumnRole.NUMBER, ColumnRole.PERSON, ColumnRole.LABEL)


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is read: its index in the row (-1: the file has none) and its heading as written."""

    at: int = -1
    heading: str = ""

    def of(self, cells: tuple[str, ...]) -> str:
        """This column's cell of the row; empty where there is none."""
        return cells[self.at] if self.at >= 0 else ""

    def __bool__(self) -> bool:
        """Whether the file has this column."""
        return self.at >= 0


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a bulk file."""

    key: Column
    number: Column
    person: Column
    label: Column
    addons: tuple[Column, ...]
    settings: tuple[tuple[Column, Field], ...] = ()
    more: tuple[Column, ...] = ()
    private: Column = Column()
    template: Column = Column()
    policies: tuple[tuple[Column, PolicyKind], ...] = ()

    @property
    def only_settings(self) -> bool:
        """Whether the file holds only settings and policies, and so assigns no numbers or add-ons."""
        return bool(self.settings or self.policies) and not (
            self.number or self.more or self.private or self.label or self.addons
        )


@dataclass(frozen=True, slots=True)
class FoundColumns:
    """The columns by role, a finding for each wrong heading, and the questions to ask.

    `learnt` maps headings of other programs, in plain spelling, to the role that an answer gave them.
    """

    columns: Columns
    findings: tuple[Finding, ...]
    questions: tuple[Question, ...]
    learnt: dict[str, ColumnRole]


def find_columns(table: Table, headings: Headings, answers: Answers) -> FoundColumns:
    """The columns of a table, from its headings and from the answers about them."""
    roles = _roles(table.headers, headings)
    asked = ask(table, headings, roles, answers)
    roles = [asked.taken.get(at, role) for at, role in enumerate(roles)]
    key, number, person, label = (_first(table.headers, roles, role) for role in _SINGLE_ROLES)
    addons, more = _all(table.headers, roles, ColumnRole.ADDON), _all(table.headers, roles, ColumnRole.MORE)
    private = _first(table.headers, roles, ColumnRole.PRIVATE)
    named = ((Column(at, header), setting_of(header)) for at, header in enumerate(table.headers))
    settings = tuple((column, field) for column, field in named if field is not None)
    template = _first(table.headers, roles, ColumnRole.TEMPLATE)
    kinds = ((Column(at, header), policy_of(header)) for at, header in enumerate(table.headers))
    policies = tuple((column, kind) for column, kind in kinds if kind is not None)
    columns = Columns(key, number, person, label, addons, settings, more, private, template, policies)
    findings = (
        *_missing(columns, asked),
        *_doubled(table.headers, roles),
        *_unknown(table, roles, asked),
        *_understood(table, roles, headings, asked),
    )
    learnt = {plain(table.headers[at]): role for at, role in asked.taken.items()}
    return FoundColumns(columns, findings, asked.questions, learnt)


def _roles(headers: tuple[str, ...], headings: Headings) -> list[ColumnRole | None]:
    """Each column's role by its heading; a heading learnt from the workspace counts if no other has that role."""
    ours = [headings.role_of(header) if plain(header) not in headings.known else None for header in headers]
    theirs = [headings.known.get(plain(header)) for header in headers]
    alone = {role for role in theirs if role is ColumnRole.ADDON or (role not in ours and theirs.count(role) == 1)}
    return [our or (their if their in alone else None) for our, their in zip(ours, theirs, strict=True)]


def _all(headers: tuple[str, ...], roles: Sequence[ColumnRole | None], wanted: ColumnRole) -> tuple[Column, ...]:
    return tuple(Column(at, headers[at]) for at, role in enumerate(roles) if role is wanted)


def _first(headers: tuple[str, ...], roles: Sequence[ColumnRole | None], role: ColumnRole) -> Column:
    return Column(roles.index(role), headers[roles.index(role)]) if role in roles else Column()


def _missing(columns: Columns, asked: ColumnAnswers) -> Iterator[Finding]:
    if not columns.key and ColumnRole.KEY not in asked.open:
        yield finding("column.key_missing", column=tr(ColumnRole.KEY.value), name=tr(ColumnRole.KEY.value))
    if columns.settings or columns.policies:
        return  # a file of settings says by its settings what to do
    for there, role in (
        (columns.number, ColumnRole.NUMBER),
        (columns.person, ColumnRole.PERSON),
        (columns.addons, ColumnRole.ADDON),
    ):
        if not there and role not in asked.open:
            yield finding("column.missing", column=tr(role.value), name=tr(role.value))


def _doubled(headers: tuple[str, ...], roles: Sequence[ColumnRole | None]) -> Iterator[Finding]:
    seen: set[str] = set()
    for header, role in zip(headers, roles, strict=True):
        name = _one_name(header, role)
        if name and name in seen:
            yield finding("column.doubled", column=header, name=header)
        seen.add(name)


def _one_name(header: str, role: ColumnRole | None) -> str:
    """The name that only one column may have; empty for columns that may occur several times."""
    if role in (ColumnRole.ADDON, ColumnRole.MORE):
        number = "".join(char for char in plain(header) if char.isdigit())
        name = ColumnRole.ADDON if role is ColumnRole.ADDON else ColumnRole.NUMBER
        return tr("{name} {number}", name=name, number=number) if number else ""
    field = setting_of(header)
    if kind := policy_of(header):
        return kind.value
    return field.path if field else "" if role is ColumnRole.RESULT else str(role or plain(header))


def _unknown(table: Table, roles: Sequence[ColumnRole | None], asked: ColumnAnswers) -> Iterator[Finding]:
    for at, (header, role) in enumerate(zip(table.headers, roles, strict=True)):
        if role is not None or at in asked.offered:
            continue
        if header:
            there = any(role in roles for role in guesses_of(header))
            yield _unknown_heading(header, refused=at in asked.refused, there=there)
        elif first := next((row.no for row in table.rows if row.cells[at].strip()), 0):
            letter = column_letters(table.first_column + at)
            yield finding("column.no_heading", column=letter, letter=letter, row_no=first)


def _unknown_heading(header: str, *, refused: bool, there: bool) -> Finding:
    """`there`: the file already has the column that this may stand for, so it isn't a misspelling of it."""
    if refused:
        return finding("column.left_out", column=header, name=header)
    near = "" if there else meant(header)
    kind = "column.misspelt" if near else "column.unknown"
    return finding(kind, column=header, name=header, near=near.capitalize())


def _understood(
    table: Table, roles: Sequence[ColumnRole | None], headings: Headings, asked: ColumnAnswers
) -> Iterator[Finding]:
    for at, (header, role) in enumerate(zip(table.headers, roles, strict=True)):
        if role is not None and (at in asked.taken or plain(header) in headings.known):
            yield finding("column.understood", column=header, name=header, role=tr(role.value))
