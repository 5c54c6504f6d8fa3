"""Every template in one file, a row a setting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.commands.files import Given, list_maker
from bot.commands.system.lists import read_system
from bot.context import Context
from cards.settings.clicks import FileTemplates
from cards.words import things
from services.domain.phrases import tr
from services.domain.settings.catalogue import FIELDS, SECTION_OF
from services.domain.settings.paths import rules_of
from services.domain.settings.words import in_words
from services.domain.voice_policies import KIND_WORDS, policy_requests_in
from services.intake.results import table_file
from services.store.records import Template

_Row = tuple[str, str, str]  # section, setting and value


@list_maker("templates", FileTemplates, fresh="templates")
async def make_templates_file(context: Context) -> Given:
    """A file with every template, a row per setting."""
    every = await context.services.store.templates.all(context.tenant_id)
    viewer, now = context.viewer, context.services.clock.now()
    rules = rules_of(await read_system(context))
    held = [(one, row) for one in every for row in _settings(one, rules)]
    held += [(one, row) for one in every for row in _policies(one)]
    rows = [(one.name, one.made_by, viewer.when(one.made_at, now), *row) for one, row in held]
    heads = (tr("Template"), tr("Saved by"), tr("When"), tr("Section"), tr("Setting"), tr("Value"))
    return Given(
        "templates.xlsx",
        table_file(tr("Templates"), heads, rows),
        tr("{how_many}.", how_many=things(len(every), "template")),
    )


def _settings(template: Template, rules: Mapping[str, str]) -> Iterator[_Row]:
    for path, value in template.settings.items():
        if path in FIELDS:
            yield SECTION_OF[path].title, FIELDS[path].label, in_words(FIELDS[path], value, rules)


def _policies(template: Template) -> Iterator[_Row]:
    for request in policy_requests_in(template.settings):
        yield tr("Voice policies"), KIND_WORDS[request.kind], request.name
