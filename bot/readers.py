"""The language in which something is shown to somebody: the one they chose, else their client's."""

from __future__ import annotations

from dataclasses import replace

from bot.turn import Answer, Turn
from services.context import Services
from services.domain.phrases import Reader, told
from services.languages.catalogues import reader_of
from services.languages.language import Language, language_of

_CHANNEL = "channel"  # the key of its preference


async def language_for(services: Services, tenant_id: str, object_id: str, locale: str = "") -> Language:
    """This person's language; `locale` is what their client has just sent, if anything."""
    contact = await services.store.contacts.get(tenant_id, object_id) if object_id else None
    if contact is None:
        return language_of(locale)
    return language_of(contact.language or locale or contact.locale)


async def reader_for(services: Services, tenant_id: str, object_id: str) -> Reader:
    """The reader of something sent to somebody; what is for everybody (no object id) is in the channel's language."""
    if object_id:
        return reader_of(await language_for(services, tenant_id, object_id))
    kept = await services.store.preferences.get(tenant_id, _CHANNEL)
    return reader_of(language_of(str(kept.get("language", ""))))


async def keep_language_of_channel(services: Services, turn: Turn) -> None:
    """Make the language of whoever chose the workspace's channel that of the channel."""
    language = await language_of_turn(services, turn)
    await services.store.preferences.save(turn.who.tenant_id, _CHANNEL, {"language": language.value})


async def language_of_turn(services: Services, turn: Turn) -> Language:
    """The language of the person of this turn."""
    return await language_for(services, turn.who.tenant_id, turn.who.object_id, turn.who.locale)


def reader_by_client(turn: Turn) -> Reader:
    """The person of this turn as a reader in their client's language, for words that can't wait for the database."""
    return reader_of(language_of(turn.who.locale))


def in_words(answer: Answer) -> Answer:
    """The answer with everything outside its card in the current reader's language."""
    offer = answer.offer and replace(answer.offer, name=told(answer.offer.name), what=told(answer.offer.what))
    choices = tuple(replace(one, title=told(one.title)) for one in answer.choices)
    return replace(answer, text=told(answer.text), note=told(answer.note), offer=offer, choices=choices)
