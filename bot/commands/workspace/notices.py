"""Notices: a posted message that comes into view, and the channel for people who can't be reached directly."""

from __future__ import annotations

from dataclasses import replace

from bot.context import Context
from bot.readers import keep_language_of_channel
from bot.registry import Said, action, command
from bot.turn import Answer, Scope, stored_reference, to_all
from bot.views.workspace.notices import shown
from cards.workspace.clicks import SeeNotice
from services.domain.access import Right
from services.domain.errors import BadInput
from services.domain.phrases import tr
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
    """Make this channel or group chat the workspace's own."""
    place = context.turn.conversation
    if place.scope is Scope.PERSONAL:
        raise BadInput(
            tr("That is for a channel or group chat."),
            tr("This is our own chat: if I can't reach you here, nobody would hear of it."),
            tr("Add me to a channel or group chat and say *notify here* there."),
        )
    workspace = await context.workspace()
    # Without the id of the post that this was said in, each message starts a new post.
    whole = replace(to_all(place), conversation_id=place.conversation_id.partition(";messageid=")[0])
    entry = context.entry(Recorded.WORKSPACE_CHANNEL, Subject(SubjectKind.WORKSPACE, workspace.tenant_id))
    await context.services.store.workspaces.set_channel(workspace.tenant_id, stored_reference(whole), entry)
    await keep_language_of_channel(context.services, context.turn)
    said = tr(
        "I'll say it here when an upload has ended, and when a job has ended and I can't reach whoever started it. "
        "Counts only, no names or numbers."
    )
    moved = workspace.channel and workspace.channel["conversation_id"] != whole.conversation_id
    return (
        tr("{said} Until now I said it in another place; that one isn't told any more.", said=said) if moved else said
    )


@action(SeeNotice, right=Right.NONE, private=False)
async def see_notice(context: Context, click: SeeNotice) -> Said:
    """Show a posted notice's content once it comes into view; delete it when another message already has it."""
    outbox, here = context.services.store.outbox, context.message_id
    notice = await outbox.get(click.notice)
    if notice and not _is_for(context, notice):
        return Answer(note=tr("This was meant for somebody else."))
    if notice is None or await outbox.adopt(notice.id, here) != here:
        await context.house.channel.delete(context.turn.conversation, here)
        return Answer(note=tr("This message was one too many."))
    if notice.state == NoticeState.SENT:
        return None  # it was completed meanwhile
    return Answer(card=(await shown(context.services, notice, context.viewer)).card, note=tr("One moment…"))


def _is_for(context: Context, notice: Notice) -> bool:
    """Whether the notice is for this person in this conversation."""
    who = (notice.tenant_id, notice.object_id) == (context.tenant_id, context.author.object_id)
    return who and notice.conversation.get("conversation_id") == context.turn.conversation.conversation_id
