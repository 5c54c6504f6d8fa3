"""Admission: whether this person may do what they ask for, and in this conversation."""

from __future__ import annotations

from collections.abc import Sequence

from bot.context import Context, House
from bot.registry import Action, Command
from bot.turn import SentFile, Turn
from services.domain.access import WRITES, Decision, Denied, Right, may
from services.domain.errors import BadInput, NotAllowed
from services.domain.phrases import join_text, tr
from services.domain.record.entries import Recorded, ToRecord
from services.domain.subject import Subject, SubjectKind

_RIGHT_WORDS = {
    Right.READ: tr("see this tenant's telephony"),
    Right.CHANGE: tr("change anything"),
    Right.APPROVE: tr("approve plans"),
    Right.CONNECT: tr("connect this tenant"),
    Right.SHARED: tr("change what all lines share"),
    Right.RULES: tr("give access or set the policy"),
}


class NotHere(BadInput):
    """Raised when something for the personal chat is asked for where others read along."""


async def admit(house: House, turn: Turn, ref: str, asked: Command | Action, message_id: str) -> Context:
    """The context for the handler, if it may be called.

    Raises NotHere where others read along, NotAllowed without the right, RoleUnknown when that can't be asked.
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
        raise not_allowed(asked.right, decision, await house.admins(who.tenant_id) if turn.alone else [])
    return Context(turn, access, house, ref, message_id)


def is_for(asked: Command | Action, turn: Turn) -> bool:
    """Whether this may be done in this conversation."""
    return turn.alone or not asked.private


def not_here(turn: Turn) -> NotHere:
    """The error for what others would read along."""
    if isinstance(turn.event, SentFile):
        return NotHere(tr("I take files in our own chat only"), tr("They hold people's numbers."))
    return NotHere(tr("Let's do this in our own chat"), tr("Here others would see people and their numbers."))


async def _record_refusal(house: House, turn: Turn, asked: Command | Action) -> None:
    """Record that somebody asked for what they may not do."""
    what = asked.name if isinstance(asked, Command) else asked.verb
    who, at = turn.who, house.services.clock.now()
    subject, detail = Subject(SubjectKind.PERSON, who.object_id), {"asked": what, "right": asked.right.value}
    entry = ToRecord(who.tenant_id, at, Recorded.REFUSED, who.object_id, subject, who.name, detail)
    await house.services.store.record.append(entry)


def not_allowed(right: Right, decision: Decision, admins: Sequence[str]) -> NotAllowed:
    """The error that the person may not do it, naming who can."""
    who, what = join_text(" or ", admins), tr("You may not {right}.", right=_RIGHT_WORDS.get(right, tr("do this")))
    if decision.denied is Denied.TOO_FAR:
        return NotAllowed(
            what,
            tr("Your role is for a part of the workspace."),
            tr("Ask {who}, or say *who am I*.", who=who or tr("an owner")),
        )
    return NotAllowed(
        what,
        tr("It takes a Teams administrator role in your Microsoft directory, or a role that an owner gives."),
        tr("Ask {who}, or say *who am I* to see your role.", who=who or tr("an administrator")),
    )
