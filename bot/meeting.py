"""Stores how to write to a person, and their name, from whatever they did first."""

from __future__ import annotations

from dataclasses import replace

from bot.turn import Installed, Scope, Turn, Uninstalled, Who, stored_reference
from services.changes.contact_names import acquaint
from services.context import Services
from services.domain.record.entries import Recorded, ToRecord
from services.domain.subject import Subject, SubjectKind


async def meet(services: Services, turn: Turn) -> Turn:
    """Store how to write to this person; returns the turn, completed with what was already known about them.

    Some events lack fields: the one that the app was added comes without name, language and time zone.
    """
    who, contacts = turn.who, services.store.contacts
    if not who.object_id:
        return turn
    if turn.conversation.scope is Scope.PERSONAL and not isinstance(turn.event, Uninstalled):
        entry = ToRecord(
            who.tenant_id,
            services.clock.now(),
            Recorded.SEEN,
            who.object_id,
            Subject(SubjectKind.PERSON, who.object_id),
            who.name,
        )
        await contacts.save(who.tenant_id, who.object_id, {**_told(who), **_where(services, turn)}, entry)
        if isinstance(turn.event, Installed):
            await acquaint(services, who.tenant_id, [who.object_id])
    if who.name and who.locale and who.time_zone:
        return turn
    known = await contacts.get(who.tenant_id, who.object_id)
    if known is None:
        return turn
    name, locale, zone = who.name or known.name, who.locale or known.locale, who.time_zone or known.time_zone
    return replace(turn, who=replace(who, name=name, locale=locale, time_zone=zone))


def _told(who: Who) -> dict[str, str]:
    told = {"name": who.name[:200], "locale": who.locale[:20], "time_zone": who.time_zone[:64]}
    return {name: words for name, words in told.items() if words}


def _where(services: Services, turn: Turn) -> dict[str, object]:
    return {
        "user_id": turn.who.user_id,
        "conversation_id": turn.conversation.conversation_id,
        "conversation": stored_reference(turn.conversation),
        "installed": True,
        "seen_at": services.clock.now(),
    }
