"""Settings for many people: tick them or send a file, choose what to set, see the plan."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import JsonValue

from bot.commands.changes.asking import ask, ask_many
from bot.commands.files import Given, maker, offer
from bot.commands.numbers.numbers import ticked
from bot.commands.settings.settings import around, section_of, whose
from bot.context import Context
from bot.registry import Said, action, command
from bot.turn import Answer, Card
from bot.views.pages import page_of
from cards.settings import many as cards
from cards.settings.clicks import (
    FileSettings,
    ListPeople,
    OpenSectionForMany,
    PeopleAction,
    PeopleInputs,
    PlanForMany,
    SettingsInputs,
)
from cards.settings.form import Values
from cards.words import things
from services.domain.access import Right
from services.domain.change import Change
from services.domain.errors import RemoteError
from services.domain.line import Line
from services.domain.number import bare, display
from services.domain.people import fold
from services.domain.phrases import join_text, tr
from services.domain.settings.catalogue import FIELDS, effective
from services.domain.settings.fields import Section
from services.domain.settings.forms import Typed, read_many
from services.domain.settings.paths import rules_of
from services.domain.settings.user import USER
from services.domain.voice_policies import HeldPolicy, PolicySource
from services.intake.settings_file import SettingsRow, settings_file
from services.inventory.groups import lines_of_group
from services.inventory.snapshot import Snapshot
from services.inventory.voice_policies import policies_by_person


@command(
    "settings many",
    "settings for many",
    "many settings",
    help="Settings for many people at once",
    group="Settings",
    usage="settings many",
    right=Right.CHANGE,
    private=True,
    examples=("settings many sales",),
)
async def settings_many(context: Context, rest: str) -> Said:
    """The first page of lines to tick, of those that match the words after the command."""
    return page_card(await context.snapshot_with_rules(), cards.PeoplePage((), query=rest))


@command(
    "settings file",
    "settings as a file",
    help="Everybody's settings as a file to change",
    group="Settings",
    private=True,
    examples=("settings file", "settings file alice"),
)
async def file_said(context: Context, rest: str) -> Said:
    """Give the settings of everybody, or of those that match the words, as a file to change and send back."""
    return await offer(context, "settings", rest)


@action(FileSettings, right=Right.READ, fresh="settings file")
async def file_settings(context: Context, click: FileSettings) -> Said:
    """Give the settings of the matching lines as a file."""
    return await offer(context, "settings", click.query)


@maker("settings")
async def make_settings_file(context: Context, query: str) -> Given:
    """A file with a row per line and a column per setting or kind of voice policy."""
    live, (held, missing) = await asyncio.gather(context.snapshot_with_rules(), _policies(context))
    rows = [_row(line, live, held or {}) for line in fitting(live, query)]
    seen = None if held is None else {one.policy for every in held.values() for one in every}
    # Thousands of lines take a while to compute; in a thread of its own that doesn't delay other turns.
    content = await asyncio.to_thread(settings_file, rows, rules_of(live.system), live.country, seen)
    what = tr("The settings of {how_many}. Change cells, send it back.", how_many=things(len(rows), "line"))
    return Given("settings.xlsx", content, tr("{what} {missing}", what=what, missing=missing).strip())


async def _policies(context: Context) -> tuple[Mapping[str, tuple[HeldPolicy, ...]] | None, str]:
    """Everybody's voice policies by object id; None, and the reason, when they can't be read."""
    try:
        return await policies_by_person(context.services.clients.graph(context.tenant_id)), ""
    except RemoteError as error:
        return None, tr("Voice policies are left out: {why} {fix}", why=error.why, fix=error.fix)


def _row(line: Line, live: Snapshot, held: Mapping[str, tuple[HeldPolicy, ...]]) -> SettingsRow:
    person = live.directory.get(line.identity_uuid)
    own = held.get(person.object_id, ()) if person else ()
    policies = {one.policy.kind: one.policy.name for one in own if one.how is PolicySource.DIRECT}
    return SettingsRow(line.key, _user(line, live), live.settings.get(line.key, {}), policies)


@action(ListPeople, PeopleInputs, right=Right.CHANGE, fresh="settings many")
async def list_people(context: Context, click: ListPeople, inputs: PeopleInputs) -> Said:
    """Show another page or search; what was ticked stays ticked."""
    return page_card(await context.snapshot_with_rules(), _page(click, inputs, click.section))


@action(OpenSectionForMany, PeopleInputs, right=Right.CHANGE, fresh="settings many")
async def open_section_for_many(context: Context, click: OpenSectionForMany, inputs: PeopleInputs) -> Said:
    """Show the form of the chosen section for the ticked lines, or for all that match."""
    live = await context.snapshot_with_rules()
    query = query_of(click, inputs)
    chosen = chosen_lines(click.every, query, ticked(click.ticked, inputs.ticked), live)
    if not chosen:
        return page_card(live, _page(click, inputs), tr("Nobody is ticked. Tick the lines first."))
    return _form(section_of(inputs.section or ""), _whom(click.every, query, chosen, live), live)


@action(PlanForMany, SettingsInputs, right=Right.CHANGE, fresh="settings many")
async def plan_for_many(context: Context, click: PlanForMany, inputs: SettingsInputs) -> Said:
    """Plan what was chosen for every line; faults come back in the form."""
    live = await context.snapshot_with_rules()
    section, chosen = section_of(click.section), chosen_lines(click.every, click.query, click.keys, live)
    whom = _whom(click.every, click.query, chosen, live)
    typed = read_many(section, inputs.fields, around(live))
    error = _error(typed, chosen)
    if error:
        return _form(section, whom, live, error, typed)
    changes = [Change(line.key, settings=_own(typed.values, line, live)) for line in chosen]

    def again(why: str) -> Card:
        return _form(section, whom, live, why, typed)

    return await ask_for_many(context, section.title, changes, chosen, live, again)


async def ask_for_many(
    context: Context, what: str, changes: Sequence[Change], lines: Sequence[Line], live: Snapshot, form: Any = None
) -> Answer:
    """The plan, made within the turn for one line and in the background for several."""
    if len(lines) == 1:
        return await ask(context, tr("{what} of {whose}", what=what, whose=whose(lines[0], live)), changes, form)
    return await ask_many(context, tr("{what} for {how_many}", what=what, how_many=things(len(lines), "line")), changes)


def _error(typed: Typed, chosen: Sequence[Line]) -> str:
    if typed.errors:
        return join_text(" ", typed.errors)
    if not chosen:
        return tr("None of these lines is there any more. Go back and tick others.")
    return "" if typed.values else tr("Choose at least one setting to change.")


def _own(values: Mapping[str, JsonValue], line: Line, live: Snapshot) -> dict[str, JsonValue]:
    """The values for one line: a reset counts up from this line's present value."""
    there = live.settings.get(line.key, {})
    return {path: _next(effective(there, path)) if FIELDS[path].final else value for path, value in values.items()}


def _next(now: JsonValue) -> int:
    return (now if isinstance(now, int) else 0) + 1


def page_card(live: Snapshot, asked: cards.PeoplePage, error: str = "") -> Card:
    """The page of lines that was asked for."""
    fits = fitting(live, asked.query)
    page = page_of(fits, asked.page, cards.MAX_ROWS)
    rows = [cards.PersonRow(line.key, _title(line, live)) for line in page.rows]
    view = cards.PeoplePage(
        rows, page.number, page.pages, len(fits), asked.query, asked.ticked, asked.template, asked.section
    )
    return cards.people(view, USER, error)


def fitting(live: Snapshot, query: str) -> list[Line]:
    """The lines that match the query by key, person, name or number, or are in the group it names; by extension."""
    group = lines_of_group(query, live)
    words, digits = fold(query), bare("".join(query.split()))
    lines = sorted(live.lines.values(), key=lambda line: (len(line.key), line.key))
    return [line for line in lines if not words or words in _text(line, live) or _has(line, digits) or line in group]


def query_of(click: PeopleAction, inputs: PeopleInputs) -> str:
    """The search: as entered, or as on the page that was clicked."""
    return click.query if inputs.query is None else inputs.query


def chosen_lines(every: bool, query: str, keys: Sequence[str], live: Snapshot) -> list[Line]:
    """The lines that a click is for: those of `keys` that still exist, or with `every` all that match the query."""
    return fitting(live, query) if every else [live.lines[key] for key in keys if key in live.lines]


def _whom(every: bool, query: str, chosen: Sequence[Line], live: Snapshot) -> cards.Chosen:
    names = [whose(line, live) for line in chosen[:10]]
    return cards.Chosen([] if every else [line.key for line in chosen], every, query, names, len(chosen))


def _form(section: Section, whom: cards.Chosen, live: Snapshot, error: str = "", typed: Typed | None = None) -> Card:
    kept = typed.kept if typed else {}
    return cards.form(section, whom, Values(kept=kept, rules=rules_of(live.system)), error)


def _page(click: PeopleAction, inputs: PeopleInputs, section: str = "") -> cards.PeoplePage:
    return cards.PeoplePage(
        (),
        page=click.page,
        query=query_of(click, inputs),
        ticked=ticked(click.ticked, inputs.ticked),
        template=click.template,
        section=section if inputs.section is None else inputs.section,
    )


def _title(line: Line, live: Snapshot) -> str:
    person = live.directory.get(line.identity_uuid)
    number = display(line.numbers[0]) if line.numbers else ""
    return join_text(" · ", filter(None, (line.key, person.label if person else line.label, number)))


def _text(line: Line, live: Snapshot) -> str:
    person = live.directory.get(line.identity_uuid)
    return fold(tr("{key} {label} {label_2}", key=line.key, label=line.label, label_2=person.label if person else ""))


def _has(line: Line, digits: str) -> bool:
    return digits.isdigit() and any(digits in number for number in line.numbers)


def _user(line: Line, live: Snapshot) -> str:
    """The line's holder, by what identifies them."""
    person = live.directory.get(line.identity_uuid)
    return live.directory.handle(person) if person else ""
