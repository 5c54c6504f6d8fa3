"""Outbound call rules: which countries people may call and how they dial; a rule in use can't be deleted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pydantic import JsonValue

from bot.commands.files import Given, list_maker
from bot.commands.system.lists import need_same, place_of
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
from cards.settings.form import MAX_LIST_CHARACTERS
from cards.system import records as cards
from cards.system.clicks import (
    DeleteOutboundRule,
    FileOutboundRules,
    ImportDialPlans,
    ListOutboundRules,
    NewOutboundRule,
    OpenOutboundRule,
    OpenRuleInputs,
    OutboundRuleInputs,
    SaveOutboundRule,
)
from cards.system.outbound import InUse, in_use, outbound_form
from services.domain.access import Right
from services.domain.phrases import join_text, tr
from services.domain.settings.countries import country_name, find_country
from services.domain.settings.dial_plans import DEFAULTS
from services.domain.settings.paths import OUTBOUND_RULES
from services.domain.settings.records import Record, key_of, name_of, new_id, read_record, records_at
from services.domain.settings.system import OUTBOUND_RULES_SECTION
from services.domain.settings.values import Wrong, read, typed
from services.inventory.snapshot import Snapshot
from services.planning.checks_system import holders_of, named

_RULES = RuleList(OUTBOUND_RULES, tr("outbound call rule"), cards.OUTBOUND)
_PLANS = next(part for part in _RULES.field.parts if part.path == "dialPlans")
_IN_FORM = tuple(part for part in _RULES.field.parts if part.path in ("name", "countries"))


@command(
    "outbound rules",
    "outbound call rules",
    "dial plans",
    "settings outbound call rule",
    "settings outbound call rules",
    "settings outbound rules",
    help="Countries people may call, and how they dial",
    group="Settings",
    private=True,
)
async def outbound(context: Context, _rest: str) -> Said:
    """The list of outbound call rules."""
    return _list(context, await context.snapshot_with_rules(), 1)


@action(ListOutboundRules, right=Right.READ, fresh="outbound rules")
async def list_outbound_rules(context: Context, listed: ListOutboundRules) -> Said:
    """Another page, or the list in place of a form."""
    return _list(context, await context.snapshot_with_rules(), listed.page)


@action(OpenOutboundRule, OpenRuleInputs, right=Right.READ, fresh="outbound rules")
async def open_outbound_rule(context: Context, click: OpenOutboundRule, inputs: OpenRuleInputs) -> Said:
    """Show one rule as a form."""
    live, records = await _shown(context, click.mark)
    return _form(context, live, place_of(records, inputs.which))


@action(NewOutboundRule, right=Right.SHARED, fresh="outbound rules")
async def new_outbound_rule(context: Context) -> Said:
    """Show an empty form."""
    return _form(context, await context.snapshot_with_rules(), None)


@action(ImportDialPlans, OutboundRuleInputs, right=Right.SHARED, fresh="outbound rules")
async def import_dial_plans(context: Context, click: ImportDialPlans, inputs: OutboundRuleInputs) -> Said:
    """Show the form with a country's usual dial plans added; nothing is written."""
    live, records = await _shown(context, click.mark)
    written = [line for line in inputs.dial_plans.splitlines() if line.strip()]
    usual: list[JsonValue] = [*DEFAULTS.get(inputs.country, ())]
    more = [line for line in typed(_PLANS, usual).splitlines() if line not in written]
    kept = {
        **inputs.fields,
        "dialPlans": "\n".join([*written, *more]),
        **_countries(inputs, *([inputs.country] if inputs.country in DEFAULTS else [])),
    }
    return _form(context, live, place_in(records, click.which), kept=kept)


@action(SaveOutboundRule, OutboundRuleInputs, right=Right.SHARED, fresh="outbound rules")
async def save_outbound_rule(context: Context, click: SaveOutboundRule, inputs: OutboundRuleInputs) -> Said:
    """Plan the rule as it was typed; faults come back in the form."""
    live, records = await _shown(context, click.mark)
    no = place_in(records, click.which)
    fields = {**inputs.fields, **_countries(inputs)}

    def form(error: str) -> Card:
        return _form(context, live, no, error, fields)

    found = _read(records, no, fields, live.country)
    if isinstance(found, Wrong):
        return form(found.why)
    return await ask_saving(context, _RULES, records, no, found, form)


@action(DeleteOutboundRule, right=Right.SHARED, fresh="outbound rules")
async def delete_outbound_rule(context: Context, click: DeleteOutboundRule) -> Said:
    """Plan to delete the rule, or show who would be left without one."""
    live, records = await _shown(context, click.mark)
    no = place_of(records, click.which)
    gone = records[no]
    holders = holders_of(key_of(gone), live)
    if holders:
        others = [(key_of(one), name_of(one)) for one in records if one is not gone]
        return in_use(InUse(key_of(gone), name_of(gone), named(holders, live), len(holders), others))

    def form(error: str) -> Card:
        return _form(context, live, no, error)

    return await ask_deleting(context, _RULES, records, no, form)


@list_maker("outbound", FileOutboundRules, fresh="outbound rules")
async def make_outbound_rules_file(context: Context) -> Given:
    """A file with every outbound call rule."""
    live = await context.snapshot_with_rules()
    return rules_file(_RULES.field, "outbound-rules.xlsx", records_at(live.system, OUTBOUND_RULES))


def _list(context: Context, live: Snapshot, number: int) -> Card:
    records = records_at(live.system, OUTBOUND_RULES)
    more = say(tr("Who has which"), "who has rule")
    page = list_page(context, _RULES, records, number, OUTBOUND_RULES_SECTION.help, more)
    rows = [
        replace(row, details=(*row.details, _people(len(holders_of(key_of(records[row.no]), live)))))
        for row in page.rows
    ]
    return cards.records(replace(page, rows=rows))


def _people(holders: int) -> str:
    return (
        tr("Nobody goes by it")
        if not holders
        else tr("{holders:,} go by it", holders=holders)
        if holders > 1
        else tr("1 goes by it")
    )


def _form(
    context: Context, live: Snapshot, no: int | None, error: str = "", kept: Mapping[str, str] | None = None
) -> Card:
    records = records_at(live.system, OUTBOUND_RULES)
    form = rule_form(context, _RULES, records, no, _blank(live.country))
    there = form.now
    codes = there.get("countries")
    letters = [str(code) for code in codes] if isinstance(codes, list) else []
    given = {"countries": _all_written(letters), **(kept or {})}
    form = replace(
        form,
        parts=_IN_FORM if form.may_change else _RULES.field.parts[1:],
        kept=given,
        about="" if no is None else tr("{people}.", people=_people(len(holders_of(key_of(there), live)))),
    )
    plans = given.get("dialPlans", typed(_PLANS, there.get("dialPlans")))
    named = join_text(", ", (line.partition(";")[0].strip() for line in plans.splitlines()))
    imports = [(code, country_name(code)) for code in DEFAULTS]
    return outbound_form(form, named, plans, imports, error)


def _read(records: Sequence[Record], no: int | None, fields: Mapping[str, str], country: str) -> Record | Wrong:
    """The rule that was typed; a new one gets an id, and what the form doesn't show stays."""
    found = read_record(_IN_FORM, fields, country)
    plans = read(_PLANS, fields.get("dialPlans", ""))
    if isinstance(found, Wrong):
        return found
    if isinstance(plans, Wrong):
        return plans
    ident = new_id(name_of(found), map(key_of, records)) if no is None else key_of(records[no])
    return {**(records[no] if no is not None else {}), "id": ident, **found, "dialPlans": plans}


def _blank(country: str) -> Record:
    plans: list[JsonValue] = [*DEFAULTS.get(country, ())]
    return {"name": "", "countries": [country], "dialPlans": plans}


def _written(code: str) -> str:
    """The country as the field accepts it: its name, or its code if the name contains a comma, the separator."""
    name = country_name(code)
    return code if "," in name else name


def _all_written(codes: Sequence[str]) -> str:
    """The countries as the field accepts them, by their letters where all the names are more than it takes."""
    names = "\n".join(map(_written, codes))
    return names if len(names) <= MAX_LIST_CHARACTERS else "\n".join(codes)


def _countries(inputs: OutboundRuleInputs, *codes: str) -> dict[str, str]:
    """The field's text with these countries and the one chosen in the field beside it, which is then emptied."""
    written = inputs.countries
    for code in (*codes, find_country(inputs.more)):
        there = code in {find_country(part.strip()) for part in re.split(r"[,;\n]", written)}
        written = written if there or not code else f"{written.rstrip()}\n{_written(code)}".strip()
    return {"countries": written, "more": ""}


async def _shown(context: Context, mark: str) -> tuple[Snapshot, list[Record]]:
    """The live state; raises Stale when the list has changed since the card was made."""
    live = await context.snapshot_with_rules()
    records = records_at(live.system, OUTBOUND_RULES)
    need_same(records, mark)
    return live, records
