"""Notices: a posted message that shows up, and the place where people are told who can't be reached themselves."""

from __future__ import annotations

from dataclasses import replace

from bot.context import Context
from bot.registry import Said, action, command
from bot.turn import Answer, Scope, stored_reference
from bot.views.workspace.notices import shown
from cards.workspace.clicks import SeeNotice
from services.domain.access import Right
from services.domain.errors import BadInput
from services.domain.record.entries import Recorded
from services.domain.states import NoticeState
from services.domain.subject import Subject, SubjectKind
from services.store.records import Notice


@command(
    "notify here",
    "tell us here",
    help="In a channel or group chat: say here when uploads end, and what I can't tell somebody in person",
    group="Start",
    right=Right.CONNECT,
    private=False,
)
async def notify_here(context: Context, _rest: str) -> Said:
    """Remember this channel or group chat as the workspace's own."""
    place = context.turn.conversation
    if place.scope is Scope.PERSONAL:
        raise BadInput(
            "That is for a channel or group chat.",
            "This is our own chat: if I can't reach you here, nobody would hear of it.",
            "Add me to a channel or group chat and say *notify here* there.",
        )
    workspace = await context.workspace()
    # Without the post it was said in, each message begins a post of its own.
    whole = replace(place, conversation_id=place.conversation_id.partition(";messageid=")[0])
    entry = context.entry(Recorded.WORKSPACE_CHANNEL, Subject(SubjectKind.WORKSPACE, workspace.tenant_id))
    await context.services.store.workspaces.set_channel(workspace.tenant_id, stored_reference(whole), entry)
    return (
        "I'll say it here when an upload has ended, and when a job has ended and I can't reach whoever started it. "
        "Counts only, no names or numbers."
    )


@action(SeeNotice, right=Right.NONE, private=False)
async def see_notice(context: Context, click: SeeNotice) -> Said:
    """Show what a posted notice tells once it comes into view; delete it when another message tells it already."""
    outbox, here = context.services.store.outbox, context.message_id
    notice = await outbox.get(click.notice)
    if notice and not _is_for(context, notice):
        return Answer(note="This was meant for somebody else.")
    if notice is None or await outbox.adopt(notice.id, here) != here:
        await context.house.channel.delete(context.turn.conversation, here)
        return Answer(note="This message was one too many.")
    if notice.state == NoticeState.SENT:
        return None  # it was completed meanwhile
    return Answer(card=(await shown(context.services, notice, context.viewer)).card, note="One moment…")


def _is_for(context: Context, notice: Notice) -> bool:
    """Whether the notice is for this person, in this place."""
    who = (notice.tenant_id, notice.object_id) == (context.tenant_id, context.author.object_id)
    return who and notice.conversation.get("conversation_id") == context.turn.conversation.conversation_id
