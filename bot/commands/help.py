"""Hello, help, whoami, and the welcome on install."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.context import Context
from bot.registry import COMMANDS, Said, action, command
from bot.turn import Answer, Scope
from cards import help as cards
from services.domain.access import Right

GROUPS = ("Start", "Lines", "Numbers", "Settings", "Changes")


@command("hi", "hello", "hey", "good morning", "thanks", "thank you", help="Say hello", group="Start", right=Right.NONE)
async def hi(context: Context, _rest: str) -> Said:
    """A hello back, with what may come next."""
    return cards.greeting(context.turn.who.name)


@command("help", "?", "what can you do", "commands", help="This overview", group="Start", right=Right.NONE)
async def show_help(context: Context, _rest: str) -> Said:
    """Every command this person may use, by group."""
    mine = [c for c in COMMANDS.values() if context.may(c.right)]
    groups = [cards.Group(title, [cards.Entry(c.usage, c.help) for c in mine if c.group == title]) for title in GROUPS]
    return cards.help_card([group for group in groups if group.entries])


@command("whoami", "who am i", "my role", help="Your role and rights here", group="Start", right=Right.NONE)
async def whoami(context: Context, _rest: str) -> Said:
    """Who the person is to Switchboard, and why."""
    found = await context.services.store.workspaces.find(context.tenant_id)
    rights = [right.value for right in Right if right is not Right.NONE and context.may(right)]
    name = found.name if found else "not connected"
    who = context.turn.who
    return cards.whoami(who.name, who.object_id, context.role.value, rights, name, who.tenant_id, context.ref)


@action("app.installed", right=Right.NONE)
async def installed(context: Context, _data: Mapping[str, Any], _inputs: Mapping[str, str]) -> Said:
    """The welcome, once per install, in the personal chat only."""
    who, contacts = context.turn.who, context.services.store.contacts
    if context.turn.place.scope is not Scope.PERSONAL or not await contacts.claim_welcome(who.tenant_id, who.object_id):
        return None
    found = await context.services.store.workspaces.find(context.tenant_id)
    return Answer(card=cards.welcome(who.name, is_first_admin=found is None and context.may(Right.CONNECT)))


@action("app.removed", right=Right.NONE)
async def removed(context: Context, _data: Mapping[str, Any], _inputs: Mapping[str, str]) -> Said:
    """Nobody is written to who took the bot out."""
    who = context.turn.who
    if context.turn.place.scope is Scope.PERSONAL:
        await context.services.store.contacts.removed(who.tenant_id, who.object_id)
    return None
