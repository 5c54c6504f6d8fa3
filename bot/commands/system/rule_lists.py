"""What the lists of inbound and outbound call rules share: page, form, file, and the plans that change them.

Declares no command itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from bot.commands.changes.asking import Form
from bot.commands.files import Given
from bot.commands.system.lists import ask_list, place_of
from bot.context import Context
from bot.turn import Answer
from bot.views.pages import page_of
from cards.elements import Click
from cards.system import records as cards
from cards.words import first_upper
from services.domain.access import Right
from services.domain.phrases import tr
from services.domain.settings.catalogue import FIELDS
from services.domain.settings.compare import summary
from services.domain.settings.fields import Field
from services.domain.settings.records import Record, fingerprint, name_of
from services.domain.settings.words import shown
from services.intake.results import table_file

_PER_PAGE = 8


@dataclass(frozen=True, slots=True)
class RuleList:
    """One of the two lists: its path in the settings, the word for one of its rules, and its buttons."""

    path: str
    one: str
    actions: cards.RecordActions

    @property
    def field(self) -> Field:
        """The list as the catalogue describes it."""
        return FIELDS[self.path]


def place_in(records: Sequence[Record], which: int | None) -> int | None:
    """The position of a rule, None for a new one; raises Stale for one that doesn't exist."""
    return None if which is None else place_of(records, which)


def rule_form(
    context: Context, rules: RuleList, records: Sequence[Record], no: int | None, blank: Record
) -> cards.RecordForm:
    """The form of one rule, or of a new one that starts as `blank`."""
    return cards.RecordForm(
        title=tr("New {one}", one=rules.one) if no is None else first_upper(rules.one),
        actions=rules.actions,
        mark=fingerprint(records),
        parts=rules.field.parts,
        now=blank if no is None else records[no],
        no=no,
        may_change=context.may(Right.SHARED),
    )


async def ask_saving(
    context: Context, rules: RuleList, records: Sequence[Record], no: int | None, saved: Record, form: Form
) -> Answer:
    """The plan that puts this rule at its position, or at the end of the list."""
    title = tr(
        "{word} {one} {name_of}", word=tr("Add") if no is None else tr("Change"), one=rules.one, name_of=name_of(saved)
    )
    after = [*records, saved] if no is None else [*records[:no], saved, *records[no + 1 :]]
    return await ask_list(context, title, rules.path, after, form)


async def ask_deleting(
    context: Context, rules: RuleList, records: Sequence[Record], no: int, form: Form | None = None
) -> Answer:
    """The plan that removes the rule at this position."""
    title = tr("Delete {one} {name_of}", one=rules.one, name_of=name_of(records[no]))
    return await ask_list(context, title, rules.path, [*records[:no], *records[no + 1 :]], form)


def _rows_of(field: Field, records: Sequence[Record], start: int) -> list[cards.RecordRow]:
    """The rows of some records, the first of which is at position `start`."""
    return [cards.RecordRow(start + at, name_of(one), (summary(field, one),)) for at, one in enumerate(records)]


def list_page(
    context: Context, rules: RuleList, records: Sequence[Record], number: int, help: str, more: Click
) -> cards.RecordsPage:
    """One page of a list of rules."""
    page = page_of(records, number, _PER_PAGE)
    return cards.RecordsPage(
        title=rules.field.label,
        help=help,
        actions=rules.actions,
        one=tr("rule"),
        mark=fingerprint(records),
        rows=_rows_of(rules.field, page.rows, (page.number - 1) * _PER_PAGE),
        page=page.number,
        pages=page.pages,
        total=len(records),
        may_change=context.may(Right.SHARED),
        more=more,
    )


def rules_file(field: Field, name: str, records: Sequence[Record]) -> Given:
    """A list of rules as a file, with a row per rule and a column per field."""
    rows = [tuple(_cell(part, one.get(part.path)) for part in field.parts) for one in records]
    content = table_file(field.label, [part.label for part in field.parts], rows)
    return Given(name, content, tr("{rows:,} rules.", rows=len(rows)))


def _cell(part: Field, value: JsonValue) -> str:
    return "" if value in (None, "", []) else shown(part, value)
