"""Inbound call rules: listed, opened, added, changed and deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.commands.files import Given, list_maker
from bot.commands.system.lists import list_shown, place_of, read_system
from bot.commands.system.rule_lists import (
    RuleList,
    ask_deleting,
    ask_saving,
    list_page,
    place_in,
    rule_form,
    rules_file,
)
from bot.context import Context
from bot.registry import Said, action, command
from bot.turn import Card
from cards.elements import say
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
from services.domain.phrases import tr
from services.domain.settings.paths import INBOUND_RULES
from services.domain.settings.records import Record, read_record, records_at
from services.domain.settings.system import INBOUND_RULES_SECTION
from services.domain.settings.values import Wrong

_RULES = RuleList(INBOUND_RULES, tr("inbound call rule"), cards.INBOUND)


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
    """Show one rule as a form."""
    records = await list_shown(context, INBOUND_RULES, click.mark)
    return cards.record(_form(context, records, place_of(records, inputs.which)))


@action(NewInboundRule, right=Right.SHARED, fresh="inbound rules")
async def new_inbound_rule(context: Context) -> Said:
    """Show an empty form."""
    return cards.record(_form(context, await _records(context), None))


@action(SaveInboundRule, RuleInputs, right=Right.SHARED, fresh="inbound rules")
async def save_inbound_rule(context: Context, click: SaveInboundRule, inputs: RuleInputs) -> Said:
    """Plan the rule as it was typed; faults come back in the form."""
    records = await list_shown(context, INBOUND_RULES, click.mark)
    no = place_in(records, click.which)
    found = read_record(_RULES.field.parts, inputs.fields, (await context.workspace()).country)

    def form(error: str) -> Card:
        return cards.record(replace(_form(context, records, no), kept=inputs.fields), error)

    if isinstance(found, Wrong):
        return form(found.why)
    whole = found if no is None else {**records[no], **found}
    return await ask_saving(context, _RULES, records, no, whole, form)


@action(DeleteInboundRule, right=Right.SHARED, fresh="inbound rules")
async def delete_inbound_rule(context: Context, click: DeleteInboundRule) -> Said:
    """Plan to delete the rule."""
    records = await list_shown(context, INBOUND_RULES, click.mark)
    return await ask_deleting(context, _RULES, records, place_of(records, click.which))


@list_maker("inbound", FileInboundRules, fresh="inbound rules")
async def make_inbound_rules_file(context: Context) -> Given:
    """A file with every inbound call rule."""
    return rules_file(_RULES.field, "inbound-rules.xlsx", await _records(context))


def _list(context: Context, records: Sequence[Record], number: int) -> Card:
    more = say(tr("All settings"), "system settings")
    return cards.records(list_page(context, _RULES, records, number, INBOUND_RULES_SECTION.help, more))


def _form(context: Context, records: Sequence[Record], no: int | None) -> cards.RecordForm:
    return rule_form(context, _RULES, records, no, {part.path: part.default for part in _RULES.field.parts})


async def _records(context: Context) -> list[Record]:
    return records_at(await read_system(context), INBOUND_RULES)
