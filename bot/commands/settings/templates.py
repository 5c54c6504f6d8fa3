"""Templates: a person's settings saved under a name, and applied to others by a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import JsonValue

from bot.commands.numbers.numbers import ticked
from bot.commands.settings.many import ask_for_many, chosen_lines, page_card, query_of
from bot.commands.settings.settings import line_of, whose
from bot.context import Context
from bot.registry import Said, action, command
from bot.turn import Answer, Card
from bot.views.pages import page_of
from cards.settings import many as many_cards
from cards.settings import settings as person_cards
from cards.settings import templates as cards
from cards.settings.clicks import (
    ApplyTemplate,
    ChooseTemplate,
    DeleteTemplate,
    ForgetTemplate,
    GiveTemplate,
    ListTemplates,
    NameTemplate,
    OpenTemplate,
    OpenTemplateInputs,
    PeopleInputs,
    SaveTemplate,
    SaveTemplateInputs,
    TickForTemplate,
)
from cards.words import first_upper
from services.domain.access import Right
from services.domain.change import Change
from services.domain.errors import BadInput, RemoteRefused, Stale
from services.domain.line import Line
from services.domain.people import fold
from services.domain.phrases import join_text, tr
from services.domain.settings.catalogue import FIELDS, effective
from services.domain.settings.forms import mark_of
from services.domain.settings.paths import patch_of, rules_of
from services.domain.settings.user import USER
from services.domain.voice_policies import KIND_WORDS, kept_policies, policy_requests_in
from services.inventory.find_line import the_line
from services.inventory.snapshot import Snapshot
from services.store.records import Template

_EVERYBODY = frozenset({"all", "everybody", "everyone"})
# Personal settings, and those that can't be undone, aren't part of a template.
HELD = tuple(one for section in USER for one in section.fields if not (one.personal or one.final))


@command(
    "templates",
    "template",
    "settings templates",
    help="Settings kept under a name",
    group="Settings",
    private=True,
)
async def templates(context: Context, rest: str) -> Said:
    """All templates, or the one that is named."""
    if rest:
        return await _one(context, await context.services.store.templates.get(context.tenant_id, rest))
    return await _list(context, 1)


@command(
    "save settings",
    "save settings of",
    "save template",
    help="Keep a person's settings as a template",
    group="Settings",
    usage="save settings of alice as Sales",
    right=Right.SHARED,
    private=True,
)
async def save_said(context: Context, rest: str) -> Said:
    """Save the settings of the named line under the name after the last `as`."""
    who, sep, name = rest.removeprefix("of ").rpartition(" as ")
    if not sep:
        raise BadInput(tr("Under which name?"), fix=tr("Say for example *save settings of alice as Sales*."))
    live = await context.snapshot_with_rules()
    return await _save(context, the_line(who, live), name, live)


@command(
    "apply",
    "apply template",
    help="Give a template's settings to people",
    group="Settings",
    usage="apply Sales to bob, carol",
    right=Right.CHANGE,
    private=True,
    examples=("apply Night shift to 101, 102", "apply Sales to everybody"),
)
async def apply_said(context: Context, rest: str) -> Said:
    """Plan to apply the template before `to` to the people after it, who are separated by commas."""
    every = await context.services.store.templates.all(context.tenant_id)
    words = rest.split(" to ")
    for at in range(len(words) - 1, 0, -1):
        found = next((t for t in every if t.folded == fold(" to ".join(words[:at]))), None)
        if found is not None:
            return await _apply_words(context, found, join_text(" to ", words[at:]))
    if len(words) > 1:
        await context.services.store.templates.get(context.tenant_id, words[0])
    raise BadInput(tr("Which template, and to whom?"), fix=tr("Say for example *apply Sales to bob, carol*."))


@command(
    "delete template",
    "forget template",
    help="Forget a template",
    group="Settings",
    usage="delete template Sales",
    right=Right.SHARED,
    private=True,
)
async def delete_said(context: Context, rest: str) -> Said:
    """Ask whether to delete the named template."""
    found = await context.services.store.templates.get(context.tenant_id, rest)
    return cards.deletion(found.name, found.made_at)


@action(ListTemplates, right=Right.READ, fresh="templates")
async def list_templates(context: Context, listed: ListTemplates) -> Said:
    """Show another page of templates."""
    return await _list(context, listed.page)


@action(OpenTemplate, OpenTemplateInputs, right=Right.READ, fresh="templates")
async def open_template(context: Context, click: OpenTemplate, inputs: OpenTemplateInputs) -> Said:
    """Show what a template holds."""
    chosen = await (
        _template(context, click.template) if inputs.template is None else _chosen(context, inputs.template)
    )
    return await _one(context, chosen)


@action(NameTemplate, right=Right.SHARED, fresh="lines")
async def name_template(context: Context, click: NameTemplate) -> Said:
    """Ask for the name under which to save a line's settings."""
    live = await context.snapshot_with_rules()
    line = line_of(click.line, live)
    return person_cards.template_name(line.key, whose(line, live))


@action(SaveTemplate, SaveTemplateInputs, right=Right.SHARED, fresh="lines")
async def save_template(context: Context, click: SaveTemplate, inputs: SaveTemplateInputs) -> Said:
    """Save a line's settings under the typed name."""
    live = await context.snapshot_with_rules()
    line, name = line_of(click.line, live), inputs.name
    try:
        return await _save(context, line, name, live)
    except BadInput as wrong:
        return person_cards.template_name(line.key, whose(line, live), name, str(wrong))


@action(ChooseTemplate, right=Right.CHANGE, fresh="lines")
async def choose_template(context: Context, click: ChooseTemplate) -> Said:
    """Ask which template a line is to get."""
    live = await context.snapshot_with_rules()
    line = line_of(click.line, live)
    every = await context.services.store.templates.all(context.tenant_id)
    return person_cards.template_choice(line.key, whose(line, live), [t.name for t in every])


@action(GiveTemplate, OpenTemplateInputs, right=Right.CHANGE, fresh="lines")
async def give_template(context: Context, click: GiveTemplate, inputs: OpenTemplateInputs) -> Said:
    """Plan to apply the chosen template to one line."""
    live = await context.snapshot_with_rules()
    line, found = line_of(click.line, live), await _chosen(context, inputs.template or "")

    def form(error: str) -> Card:
        return person_cards.template_choice(line.key, whose(line, live), [found.name], error)

    return await _apply(context, found, [line], live, form)


@action(TickForTemplate, right=Right.CHANGE, fresh="templates")
async def tick_for_template(context: Context, click: TickForTemplate) -> Said:
    """Show people to tick for a template."""
    found = await _template(context, click.template)
    return page_card(await context.snapshot_with_rules(), many_cards.PeoplePage((), template=found.name))


@action(ApplyTemplate, PeopleInputs, right=Right.CHANGE, fresh="templates")
async def apply_template(context: Context, click: ApplyTemplate, inputs: PeopleInputs) -> Said:
    """Plan to apply the template to those ticked, or to all that match."""
    live = await context.snapshot_with_rules()
    found, query = await _template(context, click.template), query_of(click, inputs)
    lines = chosen_lines(click.every, query, ticked(click.ticked, inputs.ticked), live)
    if not lines:
        page = many_cards.PeoplePage((), query=query, template=found.name)
        return page_card(live, page, tr("Nobody is ticked. Tick the lines first."))
    return await _apply(context, found, lines, live)


@action(DeleteTemplate, right=Right.SHARED, fresh="templates")
async def delete_template(context: Context, click: DeleteTemplate) -> Said:
    """Ask whether to delete a template."""
    found = await _template(context, click.template)
    return cards.deletion(found.name, found.made_at)


@action(ForgetTemplate, right=Right.SHARED, fresh="templates")
async def forget_template(context: Context, click: ForgetTemplate) -> Said:
    """Delete the template that was asked about; a second click finds it already gone."""
    store = context.services.store.templates
    gone = await store.delete(context.tenant_id, click.template, click.made_at)
    if not gone and fold(click.template) in {one.folded for one in await store.all(context.tenant_id)}:
        raise Stale(
            tr("“{name}” may have been saved anew since this card was shown.", name=click.template),
            tr("Nothing was deleted."),
            tr("Look at it as it is now, then ask again."),
        )
    return await _list(context, 1)


def held_by(settings: Mapping[str, JsonValue] | None) -> dict[str, JsonValue]:
    """The content of a template made from these settings: the present values that others may have as well, by path."""
    return {one.path: effective(settings, one.path) for one in HELD}


async def _save(context: Context, line: Line, name: str, live: Snapshot) -> Card:
    name = join_text(" ", name.split())
    if not name or len(name) > person_cards.MAX_NAME_CHARACTERS:
        raise BadInput(
            tr("A name has 1 to {max_name_characters} letters.", max_name_characters=person_cards.MAX_NAME_CHARACTERS),
            fix=tr("Such as Sales."),
        )
    store = context.services.store.templates
    there = {template.folded for template in await store.all(context.tenant_id)}
    values, policies = held_by(live.settings.get(line.key)), await _policies(context, line, live)
    now = context.services.clock.now()
    await store.save(context.tenant_id, name, {**values, **(policies or {})}, context.author.name, now)
    told = None if policies is None else len(policies)
    return cards.saved(name, whose(line, live), len(values), fold(name) in there, told)


async def _policies(context: Context, line: Line, live: Snapshot) -> dict[str, str] | None:
    """The voice policies that the line's holder has directly, in a template's form; None when they can't be read."""
    holder = live.directory.get(line.identity_uuid) if line.identity_uuid else None
    if holder is None or not holder.object_id or holder.is_resource:
        return {}
    try:
        graph = context.services.clients.graph(context.tenant_id)
        return kept_policies(await graph.policies_of(holder.object_id))
    except RemoteRefused as refused:
        if refused.status in (403, 404):  # no permission to read, or unknown to Teams
            return None
        raise


async def _apply_words(context: Context, found: Template, words: str) -> Answer:
    live = await context.snapshot_with_rules()
    if fold(words) in _EVERYBODY:
        return await _apply(context, found, sorted(live.lines.values(), key=lambda line: line.key), live)
    names = [name.strip() for part in words.split(",") for name in part.split(" and ") if name.strip()]
    lines = {line.key: line for line in (the_line(name, live) for name in names)}
    return await _apply(context, found, list(lines.values()), live)


async def _apply(context: Context, found: Template, lines: Sequence[Line], live: Snapshot, form: Any = None) -> Answer:
    # A template may be older than the catalogue.
    settings = {path: value for path, value in found.settings.items() if path in FIELDS}
    changes = [Change(line.key, settings=settings, policies=policy_requests_in(found.settings)) for line in lines]
    return await ask_for_many(context, tr("Template {name}", name=found.name), changes, lines, live, form)


async def _template(context: Context, name: str) -> Template:
    return await context.services.store.templates.get(context.tenant_id, name)


async def _chosen(context: Context, mark: str) -> Template:
    """The template whose fingerprint was chosen on a card; raises Stale when it is gone."""
    every = await context.services.store.templates.all(context.tenant_id)
    found = next((one for one in every if mark_of(one.name) == mark), None)
    if found is None:
        raise Stale(tr("That template is gone since this card was shown."))
    return found


async def _list(context: Context, number: int) -> Card:
    viewer, now = context.viewer, context.services.clock.now()
    every = await context.services.store.templates.all(context.tenant_id)
    rows = [cards.ListedTemplate(t.name, t.made_by, viewer.when(t.made_at, now)) for t in every]
    page = page_of(rows, number, cards.MAX_ROWS)
    return cards.templates(page.rows, page.number, page.pages, len(rows))


async def _one(context: Context, found: Template) -> Card:
    live = await context.snapshot_with_rules()
    now, requests = context.services.clock.now(), policy_requests_in(found.settings)
    view = cards.TemplateView(
        name=found.name,
        by=found.made_by,
        when=context.viewer.when(found.made_at, now),
        settings=patch_of(found.settings),
        count=len(found.settings) - len(requests),
        policies=[(first_upper(KIND_WORDS[request.kind]), request.name) for request in requests],
        rules=rules_of(live.system),
        may_change=context.may(Right.CHANGE),
    )
    return cards.template(view, USER)
