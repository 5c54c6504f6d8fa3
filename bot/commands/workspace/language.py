"""The language in which somebody is addressed."""

from __future__ import annotations

from bot.context import Context
from bot.registry import Said, action, command
from cards.workspace import language as cards
from cards.workspace.clicks import ChooseLanguage, LanguageInputs
from services.domain.access import Right
from services.domain.errors import BadInput
from services.domain.phrases import join_text, reading, told, tr
from services.languages.catalogues import reader_of
from services.languages.language import OWN_NAMES, Language, find_language, language_of


@command(
    "language",
    "languages",
    "speak",
    help="Choose the language I speak to you in",
    group="Start",
    right=Right.NONE,
    usage="language [name]",
    examples=("language Tiếng Việt", "language English"),
)
async def language(context: Context, rest: str) -> Said:
    """Change to the named language, or ask which one."""
    if rest:
        return await _change(context, rest)
    contact = await context.services.store.contacts.get(context.tenant_id, context.author.object_id)
    locale = context.turn.who.locale or (contact.locale if contact else "")
    names = [(each.value, OWN_NAMES[each]) for each in Language]
    return cards.language(names, contact.language if contact else "", OWN_NAMES[language_of(locale)])


@action(ChooseLanguage, LanguageInputs, right=Right.NONE, fresh="language")
async def choose_language(context: Context, inputs: LanguageInputs) -> Said:
    """Change to the language chosen on the card."""
    return await _change(context, inputs.language)


async def _change(context: Context, words: str) -> Said:
    found = find_language(words)
    if words and found is None:
        names = join_text(", ", OWN_NAMES.values())
        raise BadInput(tr("I don't speak “{words}”.", words=words[:40]), tr("I speak {names}.", names=names))
    chosen = found.value if found else ""
    await context.services.store.contacts.choose_language(context.tenant_id, context.author.object_id, chosen)
    with reading(reader_of(found or language_of(context.turn.who.locale))):
        return told(tr("All right, that is what I speak to you from now on. Say *language* to change it."))
