"""Admission: whether this person may do what they ask for, and in this conversation."""

from __future__ import annotations

from collections.abc import Sequence

from bot.context import Context, House
from bot.registry import Action, Command
from bot.turn import Scope, SentFile, Turn
from services.domain.access import WRITES, Decision, Denied, Right, may
from services.domain.errors import BadInput, NotAllowed
from services.domain.record.entries import Recorded, ToRecord
from services.domain.subject import Subject, SubjectKind

_RIGHT_WORDS = {
    Right.READ: "see this tenant's telephony",
    Right.CHANGE: "change anything",
    Right.APPROVE: "approve plans",
    Right.CONNECT: "connect this tenant",
    Right.SHARED: "change what all lines share",
    Right.RULES: "give access or set the policy",
}


class NotHere(BadInput):
    """Others read along here, and this is for two."""


async def admit(house: House, turn: Turn, ref: str, asked: Command | Action, message_id: str) -> Context:
    """The context of a handler that may be called.

    NotHere where others read along, NotAllowed without the right, and RoleUnknown where that can't be asked.
    """
    if not is_for(asked, turn):
        raise not_here(turn)
    roles, who = house.services.roles, turn.who
    access = await roles.access(who.tenant_id, who.object_id, asked.right in WRITES)
    decision = may(access, asked.right)
    if decision.denied is Denied.UNKNOWN:
        raise roles.unknown(who.tenant_id, who.object_id)
    if not decision.allowed:
        await _record_refusal(house, turn, asked)
        personal = turn.conversation.scope is Scope.PERSONAL
        raise not_allowed(asked.right, decision, await house.admins(who.tenant_id) if personal else [])
    return Context(turn, access, house, ref, message_id)


def is_for(asked: Command | Action, turn: Turn) -> bool:
    """Whether this may be done in this conversation."""
    return turn.conversation.scope is Scope.PERSONAL or not asked.private


def not_here(turn: Turn) -> NotHere:
    """The error for what others would read along."""
    if isinstance(turn.event, SentFile):
        return NotHere("I take files in our own chat only", "They hold people's numbers.")
    return NotHere("Let's do this in our own chat", "Here others would see people and their numbers.")


async def _record_refusal(house: House, turn: Turn, asked: Command | Action) -> None:
    """Put on record that somebody asked for what they may not do."""
    what = asked.name if isinstance(asked, Command) else asked.verb
    who, at = turn.who, house.services.clock.now()
    subject, detail = Subject(SubjectKind.PERSON, who.object_id), {"asked": what, "right": asked.right.value}
    entry = ToRecord(who.tenant_id, at, Recorded.REFUSED, who.object_id, subject, who.name, detail)
    await house.services.store.record.append(entry)


def not_allowed(right: Right, decision: Decision, admins: Sequence[str]) -> NotAllowed:
    """That the person may not do it, and who can act."""
    who, what = " or ".join(admins), f"You may not {_RIGHT_WORDS.get(right, 'do this')}."
    if decision.denied is Denied.TOO_FAR:
        return NotAllowed(
            what, "Your role is for a part of the workspace.", f"Ask {who or 'an owner'}, or say *who am I*."
        )
    return NotAllowed(
        what,
        "It takes a Teams administrator role in your Microsoft directory, or a role that an owner gives.",
        f"Ask {who or 'an administrator'}, or say *who am I* to see your role.",
    )
