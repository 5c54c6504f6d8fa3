"""Inbound and outbound call rules: listed, opened, added, changed and taken out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pydantic import JsonValue

from bot.commands.files import Given, list_maker
from bot.commands.system.lists import ask_list, list_shown, place_of, read_system
from bot.context import Context
from bot.registry import Said, action, command
from bot.turn import Card
from bot.views.pages import page_of
from cards.elements import Click, say
from cards.system import records as cards
from cards.system.clicks import (
    DeleteInboundRule,
    FileInboundRules,
    ListInboundRules,
    NewInboundRule,
    OpenInboundRule,
    OpenRuleInputs,
    RuleInputs,
    SaveInboundRule,
)
from services.domain.access import Right
from services.domain.settings.catalogue import FIELDS
from services.domain.settings.compare import summary
from services.domain.settings.fields import Field
from services.domain.settings.paths import INBOUND_RULES
from services.domain.settings.records import Record, fingerprint, name_of, read_record, records_at
from services.domain.settings.system import INBOUND_RULES_SECTION
from services.domain.settings.values import Wrong
from services.domain.settings.words import shown
from services.intake.results import table_file

PER_PAGE = 8
_INBOUND = FIELDS[INBOUND_RULES]


@command(
    "inbound rules",
    "inbound call rules",
    "inbound call rule",
    "inbound rule",
    "settings inbound call rule",
    "settings inbound call rules",
    "settings inbound rules",
    help="How the numbers of callers are shown",
    group="Settings",
    private=True,
)
async def inbound(context: Context, _rest: str) -> Said:
    """The list of inbound call rules."""
    return _list(context, await _records(context), 1)


@action(ListInboundRules, right=Right.READ, fresh="inbound rules")
async def list_inbound_rules(context: Context, listed: ListInboundRules) -> Said:
    """Another page, or the list in place of a form."""
    return _list(context, await _records(context), listed.page)


@action(OpenInboundRule, OpenRuleInputs, right=Right.READ, fresh="inbound rules")
async def open_inbound_rule(context: Context, click: OpenInboundRule, inputs: OpenRuleInputs) -> Said:
    """One rule as a form."""
    records = await list_shown(context, INBOUND_RULES, click.mark)
    return cards.record(_form(context, records, place_of(records, inputs.which)))


@action(NewInboundRule, right=Right.SHARED, fresh="inbound rules")
async def new_inbound_rule(context: Context) -> Said:
    """An empty form."""
    return cards.record(_form(context, await _records(context), None))


@action(SaveInboundRule, RuleInputs, right=Right.SHARED, fresh="inbound rules")
async def save_inbound_rule(context: Context, click: SaveInboundRule, inputs: RuleInputs) -> Said:
    """A plan with the rule as it was typed; what is wrong comes back in the form."""
    records = await list_shown(context, INBOUND_RULES, click.mark)
    no = None if click.which is None else place_of(records, click.which)
    found = read_record(_INBOUND.parts, inputs.fields, (await context.workspace()).country)

    def form(error: str) -> Card:
        return cards.record(replace(_form(context, records, no), kept=inputs.fields), error)

    if isinstance(found, Wrong):
        return form(found.why)
    title = f"{'Add' if no is None else 'Change'} inbound call rule {name_of(found)}"
    whole = found if no is None else {**records[no], **found}
    return await ask_list(context, title, INBOUND_RULES, put(records, no, whole), form)


@action(DeleteInboundRule, right=Right.SHARED, fresh="inbound rules")
async def delete_inbound_rule(context: Context, click: DeleteInboundRule) -> Said:
    """A plan without the rule."""
    records = await list_shown(context, INBOUND_RULES, click.mark)
    gone = records[place_of(records, click.which)]
    title = f"Delete inbound call rule {name_of(gone)}"
    return await ask_list(context, title, INBOUND_RULES, [one for one in records if one is not gone], None)


@list_maker("inbound", FileInboundRules, fresh="inbound rules")
async def make_inbound_rules_file(context: Context) -> Given:
    """Every inbound call rule, a row each."""
    return rules_file(_INBOUND, "inbound-rules.xlsx", await _records(context))


def put(records: Sequence[Record], no: int | None, found: Record) -> list[Record]:
    """The list with this record in that place, or at its end."""
    return [*records, found] if no is None else [*records[:no], found, *records[no + 1 :]]


def rows_of(field: Field, records: Sequence[Record], start: int) -> list[cards.RecordRow]:
    """Rows for some records of the list, the first of which stands at `start`."""
    return [cards.RecordRow(start + at, name_of(one), (summary(field, one),)) for at, one in enumerate(records)]


def list_page(
    context: Context, path: str, records: Sequence[Record], number: int, actions: cards.RecordActions
) -> cards.RecordsPage:
    """One page of a list of rules; its title and words are the catalogue's."""
    page = page_of(records, number, PER_PAGE)
    return cards.RecordsPage(
        title=FIELDS[path].label,
        help="",
        actions=actions,
        one="rule",
        mark=fingerprint(records),
        rows=rows_of(FIELDS[path], page.rows, (page.number - 1) * PER_PAGE),
        page=page.number,
        pages=page.pages,
        total=len(records),
        may_change=context.may(Right.SHARED),
    )


def rules_file(field: Field, name: str, records: Sequence[Record]) -> Given:
    """A list of rules as a file: a row a rule, a column a part."""
    rows = [tuple(_cell(part, one.get(part.path)) for part in field.parts) for one in records]
    content = table_file(field.label, [part.label for part in field.parts], rows)
    return Given(name, content, f"{len(rows):,} rules.")


def _cell(part: Field, value: JsonValue) -> str:
    return "" if value in (None, "", []) else shown(part, value)


def _list(context: Context, records: Sequence[Record], number: int) -> Card:
    page = list_page(context, INBOUND_RULES, records, number, cards.INBOUND)
    more: Click = say("All settings", "system settings")
    return cards.records(replace(page, help=INBOUND_RULES_SECTION.help, more=more))


def _form(context: Context, records: Sequence[Record], no: int | None) -> cards.RecordForm:
    there: Record = {part.path: part.default for part in _INBOUND.parts} if no is None else records[no]
    return cards.RecordForm(
        title="New inbound call rule" if no is None else "Inbound call rule",
        actions=cards.INBOUND,
        mark=fingerprint(records),
        parts=_INBOUND.parts,
        now=there,
        no=no,
        may_change=context.may(Right.SHARED),
    )


async def _records(context: Context) -> list[Record]:
    return records_at(await read_system(context), INBOUND_RULES)
