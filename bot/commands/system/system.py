"""The organisation's own settings: the four sections with their state, general settings and admin tools."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.commands.changes.asking import ask
from bot.commands.search import first, lines
from bot.commands.system.lists import read_system
from bot.context import Context
from bot.registry import COMMANDS, Said, action, command
from bot.turn import Card
from bot.views.system.system import section_rows
from cards.settings.form import Values
from cards.system import system as cards
from cards.system.clicks import (
    FindPerson,
    OpenPerson,
    OpenPersonInputs,
    OpenSystemSection,
    SaveSystemSection,
    SwitchBusinessPhones,
    SwitchSystem,
    SystemInputs,
)
from cards.words import things
from services.domain.access import Right
from services.domain.change import SYSTEM, Change
from services.domain.errors import BadInput, Stale
from services.domain.phrases import join_text, tr
from services.domain.record.entries import Recorded
from services.domain.settings.catalogue import FIELDS, effective, find_section
from services.domain.settings.fields import FieldKind, Section
from services.domain.settings.forms import Around, marks_of, read_form
from services.domain.settings.paths import HOLIDAYS, INBOUND_RULES, OUTBOUND_RULES, rules_of
from services.domain.settings.records import records_at
from services.domain.settings.system import ADMIN_TOOLS, GENERAL
from services.domain.settings.system import SYSTEM as SECTIONS
from services.domain.subject import Subject, SubjectKind
from services.remote.cpaas_records import Settings

_LIST_COMMANDS: Mapping[str, str] = {INBOUND_RULES: tr("inbound rules"), OUTBOUND_RULES: tr("outbound rules")}


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What the forms need: the settings, what values refer to, and the first lines to choose from."""

    there: Settings
    around: Around
    people: list[tuple[str, str]]


@command(
    "system",
    "system settings",
    "settings system",
    "organisation settings",
    "organization settings",
    help="Settings of the whole organisation",
    group="Settings",
    usage="system settings",
    private=True,
    examples=("system settings", "system settings outbound call rule"),
)
async def system(context: Context, rest: str) -> Said:
    """All sections, or the one that is named."""
    section = find_section(rest, SECTIONS) if rest else None
    if rest and section is None:
        titles = join_text(", ", (one.title for one in SECTIONS))
        raise BadInput(
            tr("There is no section “{rest}”.", rest=rest),
            tr("There are: {titles}.", titles=titles),
            tr("For a person say *settings alice*."),
        )
    return await _section(context, section) if section else await _overview(context)


@command(
    "general settings",
    "settings general",
    "default rules",
    help="Time zone, language, and what new lines begin with",
    group="Settings",
    private=True,
)
async def general(context: Context, _rest: str) -> Said:
    """Show the general settings as a form."""
    return await _section(context, GENERAL)


@command(
    "admin tools",
    "settings admin tools",
    "settings admin",
    help="Devices people may use, TLS and STUN",
    group="Settings",
    private=True,
)
async def admin_tools(context: Context, _rest: str) -> Said:
    """Show devices, encryption, and where SIP credentials are reset."""
    return await _section(context, ADMIN_TOOLS)


@action(OpenSystemSection, right=Right.READ, fresh="system settings")
async def open_system_section(context: Context, click: OpenSystemSection) -> Said:
    """One section."""
    return await _section(context, _named(click.section))


@action(SaveSystemSection, SystemInputs, right=Right.SHARED, fresh="system settings")
async def save_system_section(context: Context, click: SaveSystemSection, inputs: SystemInputs) -> Said:
    """Plan the changed fields; faults come back in the form."""
    section, loaded = _named(click.section), await _load(context)
    typed = read_form(_form(section), inputs.fields, loaded.there, click.seen, loaded.around)

    def form(error: str) -> Card:
        return _card(context, section, loaded, error, typed.kept)

    if typed.errors:
        return form(join_text(" ", typed.errors))
    return await ask(context, section.title, [Change(SYSTEM, settings=typed.values)], form)


@action(SwitchSystem, right=Right.SHARED, fresh="admin tools")
async def switch_system(context: Context, click: SwitchSystem) -> Said:
    """Switch one thing on at once; switching off needs a second person."""
    path, on = click.path, click.to
    if path not in FIELDS or FIELDS[path] not in ADMIN_TOOLS.fields or FIELDS[path].kind is not FieldKind.TOGGLE:
        raise Stale(tr("There is no such switch any more."))
    title = tr("Turn {word}: {label}", word=tr("on") if on else tr("off"), label=FIELDS[path].label)
    return await ask(context, title, [Change(SYSTEM, settings={path: on})], at_once=True)


@action(SwitchBusinessPhones, right=Right.SHARED, fresh="system settings")
async def switch_business_phones(context: Context, click: SwitchBusinessPhones) -> Said:
    """Choose whether plans write business phones from now on; this itself writes nothing to Microsoft."""
    tenant_id = (await context.workspace()).tenant_id
    entry = context.entry(Recorded.WORKSPACE_PHONES, Subject(SubjectKind.WORKSPACE, tenant_id), {"on": click.to})
    await context.services.store.workspaces.set_business_phones(tenant_id, entry, on=click.to)
    return await _overview(context)


@action(FindPerson, right=Right.READ, fresh="system settings")
async def find_person(context: Context) -> Said:
    """Show a field to find the person whose settings are wanted."""
    return cards.whose((await _load(context)).people)


@action(OpenPerson, OpenPersonInputs, right=Right.READ, fresh="system settings")
async def open_person(context: Context, inputs: OpenPersonInputs) -> Said:
    """Show the settings of the chosen line."""
    if not inputs.person:
        raise BadInput(tr("Nobody is chosen."), fix=tr("Choose somebody, then click *Open*."))
    return await COMMANDS["settings"].handler(context, inputs.person)


async def _section(context: Context, section: Section) -> Said:
    if section.name in _LIST_COMMANDS:
        return await COMMANDS[_LIST_COMMANDS[section.name]].handler(context, "")
    return _card(context, section, await _load(context))


async def _overview(context: Context) -> Card:
    live = await context.snapshot_with_rules()
    workspace = await context.services.store.workspaces.get(context.tenant_id)
    return cards.overview(section_rows(live), workspace.business_phones, may_switch=context.may(Right.SHARED))


def _card(
    context: Context, section: Section, loaded: _Loaded, error: str = "", kept: Mapping[str, str] | None = None
) -> Card:
    there, around = loaded.there, loaded.around
    form = cards.SystemForm(
        section=_form(section),
        values=Values({one.path: effective(there, one.path) for one in section.fields}, kept or {}, around.rules),
        marks=marks_of(_form(section), there, around),
        may_change=context.may(Right.SHARED),
        people=loaded.people,
    )
    if section is GENERAL:
        return cards.general(form, things(len(records_at(there, HOLIDAYS)), "day"), error)
    switches = [(one, effective(there, one.path) is True) for one in section.fields if one.kind is FieldKind.TOGGLE]
    return cards.admin_tools(form, switches, error)


def _form(section: Section) -> Section:
    return replace(section, fields=cards.form_fields(section))


def _named(name: str) -> Section:
    found = next((one for one in SECTIONS if one.name == name), None)
    if found is None:
        raise Stale(tr("There are no such settings any more."))
    return found


async def _load(context: Context) -> _Loaded:
    services, workspace = context.services, await context.workspace()
    there = await read_system(context)
    names = await services.glances.get(services, services.steady, workspace)
    return _Loaded(there, Around(rules_of(there), workspace.country), first(lines(names)))
