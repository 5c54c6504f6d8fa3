"""Settings of one person: all sections, one section, and the two settings with commands of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.commands.changes.asking import ask
from bot.context import Context
from bot.registry import COMMANDS, Said, action, command
from bot.turn import Card
from cards.settings import settings as cards
from cards.settings.clicks import OpenSection, OpenSectionInputs, SaveSection, SetSetting, SettingsInputs, ShowSettings
from cards.settings.form import Values
from services.domain.access import Right
from services.domain.change import Change
from services.domain.errors import BadInput, Stale
from services.domain.line import Line
from services.domain.number import display
from services.domain.people import fold
from services.domain.phrases import join_text, tr
from services.domain.settings.catalogue import FIELDS, SECTION_OF, effective, find_section
from services.domain.settings.fields import Field, FieldKind, Section
from services.domain.settings.forms import Around, marks_of, read_form
from services.domain.settings.paths import OUTBOUND_RULE, rules_of
from services.domain.settings.user import OVERVIEW, STATUS, USER
from services.domain.settings.values import Wrong, read
from services.domain.settings.words import label_of
from services.inventory.find_line import lines_meant, the_line
from services.inventory.snapshot import Snapshot

_STATUS = "status.value"


@command(
    "settings",
    "setting",
    "user settings",
    "configure",
    help="Settings of the system, or of a person",
    group="Settings",
    usage="settings alice",
    private=True,
    examples=("settings 101", "settings alice working hours", "settings"),
)
async def settings(context: Context, rest: str) -> Said:
    """The organisation's settings, or those of the line that the words mean, or one section of it."""
    if not rest or fold(rest) in ("system", "organisation", "organization"):
        return await COMMANDS["system"].handler(context, "")
    live = await context.snapshot_with_rules()
    line, section = _meant(rest, live)
    if section is None:
        return person_card(context, line, live)
    return section_card(context, line, section, live)


@command(
    "status",
    "availability",
    help="Whether somebody is there for calls",
    group="Settings",
    usage="status alice busy",
    private=True,
    examples=("status alice", "status 101 away"),
)
async def status(context: Context, rest: str) -> Said:
    """Set somebody's status, or show it when none is given; without a name, show who can call."""
    if not rest:
        return await COMMANDS["ready"].handler(context, "")
    live = await context.snapshot_with_rules()
    name, _, word = rest.rpartition(" ")
    value = read(FIELDS[_STATUS], word)
    if not name or isinstance(value, Wrong) or lines_meant(rest, live):
        return section_card(context, the_line(rest, live), STATUS, live)
    return await _say(context, the_line(name, live), _STATUS, value, live)


@command(
    "rule",
    "outbound rule",
    "outbound call rule",
    help="The outbound call rule of a person",
    group="Settings",
    usage="rule alice Singapore default",
    private=True,
    examples=("rule alice", "rule 101 none"),
)
async def rule(context: Context, rest: str) -> Said:
    """Give a line the named outbound call rule; without a name, show its rule."""
    if not rest:
        raise BadInput(tr("Whose rule?"), fix=tr("Say for example *rule alice Singapore default*."))
    live = await context.snapshot_with_rules()
    if lines_meant(rest, live):
        return section_card(context, the_line(rest, live), SECTION_OF[OUTBOUND_RULE], live)
    words = rest.split()
    for at in range(len(words) - 1, 0, -1):
        if lines_meant(join_text(" ", words[:at]), live):
            line = the_line(join_text(" ", words[:at]), live)
            value = read(FIELDS[OUTBOUND_RULE], join_text(" ", words[at:]), rules_of(live.system))
            if isinstance(value, Wrong):
                raise BadInput(value.why, fix=tr("Say *settings* to see and change the rules."))
            return await _say(context, line, OUTBOUND_RULE, value, live)
    the_line(rest, live)  # nobody: says who may be meant
    return None


async def _say(context: Context, line: Line, path: str, value: Any, live: Snapshot) -> Said:
    if not context.may(Right.CHANGE):
        return section_card(context, line, SECTION_OF[path], live, tr("Nothing was changed: you may only look."))
    title = tr("{label_of} of {whose}", label_of=label_of(path), whose=whose(line, live))
    return await ask(context, title, [Change(line.key, settings={path: value}, seen=line.version)], at_once=True)


@action(ShowSettings, right=Right.READ, fresh="lines")
async def show_settings(context: Context, click: ShowSettings) -> Said:
    """All sections of a line."""
    live = await context.snapshot_with_rules()
    return person_card(context, line_of(click.line, live), live)


@action(OpenSection, OpenSectionInputs, right=Right.READ, fresh="lines")
async def open_section(context: Context, click: OpenSection, inputs: OpenSectionInputs) -> Said:
    """One section of a line, or its calls."""
    live = await context.snapshot_with_rules()
    line = line_of(click.line, live)
    if inputs.section == cards.CALLS:
        return await COMMANDS["calls"].handler(context, line.key)
    return section_card(context, line, section_of(inputs.section), live)


@action(SaveSection, SettingsInputs, right=Right.CHANGE, fresh="lines")
async def save_section(context: Context, click: SaveSection, inputs: SettingsInputs) -> Said:
    """Plan the changed fields, and apply them at once if they are switches; faults come back in the form."""
    live = await context.snapshot_with_rules()
    line, section = line_of(click.line, live), section_of(click.section)
    there = live.settings.get(line.key, {})
    typed = read_form(section, inputs.fields, there, click.seen, around(live))

    def form(error: str) -> Card:
        return section_card(context, line, section, live, error, typed.kept)

    if typed.errors:
        return form(join_text(" ", typed.errors))
    title = tr("{title} of {whose}", title=section.title, whose=whose(line, live))
    change = Change(line.key, settings=typed.values, seen=click.version)
    switches = all(FIELDS[path].kind is FieldKind.TOGGLE for path in typed.values)
    return await ask(context, title, [change], form, at_once=switches)


@action(SetSetting, right=Right.CHANGE, fresh="lines")
async def set_setting(context: Context, click: SetSetting) -> Said:
    """Set one field to the button's value: at once if policy lets the author do that alone; a reset becomes a plan."""
    live = await context.snapshot_with_rules()
    line, one = line_of(click.line, live), field_of(click.path)
    title = tr(
        "{word}{label_of} of {whose}",
        word=tr("Reset ") if one.final else "",
        label_of=label_of(one.path),
        whose=whose(line, live),
    )
    change = Change(line.key, settings={one.path: click.to}, seen=click.version)

    def form(error: str) -> Card:
        return section_card(context, line, SECTION_OF[one.path], live, error)

    return await ask(context, title, [change], form, at_once=not one.final)


def line_of(key: str, live: Snapshot) -> Line:
    """The line that a card is about; raises Stale when it is gone."""
    line = live.lines.get(key)
    if line is None:
        raise Stale(tr("Extension {key} is gone since this card was shown.", key=key))
    return line


def section_of(name: str) -> Section:
    """A line's section by its name; raises Stale for one that no longer exists."""
    found = next((section for section in USER if section.name == name), None)
    if found is None:
        raise Stale(tr("There are no such settings any more."))
    return found


def field_of(path: str) -> Field:
    """A field of a line's settings by its path; raises Stale for one that no longer exists."""
    found = next((one for section in USER for one in section.fields if one.path == path), None)
    if found is None:
        raise Stale(tr("There is no such setting any more."))
    return found


def around(live: Snapshot) -> Around:
    """What setting values can refer to."""
    return Around(rules_of(live.system), live.country)


def whose(line: Line, live: Snapshot) -> str:
    """The line and its holder in a few words: `101 Alice`."""
    person = live.directory.get(line.identity_uuid)
    return tr("{key} {name}", key=line.key, name=person.name if person else line.label).strip()


def person_card(context: Context, line: Line, live: Snapshot) -> Card:
    """All sections of a line."""
    view = cards.SettingsView(
        line.key,
        whose(line, live),
        live.settings.get(line.key, {}),
        rules_of(live.system),
        context.may(Right.CHANGE),
    )
    return cards.settings(view, USER)


def section_card(
    context: Context,
    line: Line,
    section: Section,
    live: Snapshot,
    error: str = "",
    kept: Mapping[str, str] | None = None,
) -> Card:
    """One section of a line, as a form for those who may change it."""
    there = live.settings.get(line.key, {})
    now = {one.path: effective(there, one.path) for one in section.fields}
    view = cards.SectionView(
        key=line.key,
        who=whose(line, live),
        section=section,
        values=Values(now, kept or {}, rules_of(live.system)),
        marks=marks_of(section, there, around(live)),
        version=line.version,
        about=_about(line, live) if section is OVERVIEW else (),
        may_change=context.may(Right.CHANGE),
    )
    return cards.section(view, error)


def _about(line: Line, live: Snapshot) -> list[tuple[str, str]]:
    """What the Overview tab says about the line itself."""
    person = live.directory.get(line.identity_uuid)
    numbers = join_text(", ", (display(number) for number in line.numbers))
    held = person.label if person else tr("nobody")
    return [
        (tr("Extension"), line.key),
        (tr("Directory name"), line.label),
        (tr("Person"), held),
        (tr("Numbers"), numbers),
    ]


def _meant(words: str, live: Snapshot) -> tuple[Line, Section | None]:
    """The line that the words mean, and the section named at their end."""
    if lines_meant(words, live):
        return the_line(words, live), None
    parts = words.split()
    for at in range(1, len(parts)):
        section = find_section(join_text(" ", parts[at:]), USER)
        whose = join_text(" ", parts[:at])
        if section is not None and (lines_meant(whose, live) or live.directory.find(whose)):
            return the_line(whose, live), section
    return the_line(words, live), None
