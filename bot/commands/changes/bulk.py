"""Many lines at once: instructions, the sample, the file itself, questions and faults."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.commands.files import offer
from bot.context import Context
from bot.registry import Said, action, command
from bot.turn import Answer, Scope, SentFile
from bot.views import render
from cards.changes import bulk as cards
from cards.changes.draft_clicks import (
    AcceptSuggestions,
    AnswerDraft,
    AnswerInputs,
    FileFindings,
    FileSent,
    ForgetKnownHeadings,
    GiveLicences,
    MendDraft,
    MendInputs,
    OpenMending,
    PasteTable,
    SkipFaulty,
)
from cards.words import size
from services.changes import drafts, mending
from services.changes.headings import forget_headings, headings_of
from services.changes.start_work import begin
from services.context import Services
from services.domain.access import Right
from services.domain.errors import BadInput
from services.domain.phrases import tr
from services.domain.subject import Subject, SubjectKind
from services.store.records import Draft

_PASTED_NAME = tr("Pasted rows.csv")


@command(
    "bulk",
    "bulk assignment",
    "upload file",
    "file",
    "import",
    help="Many lines from a file",
    group="Changes",
    right=Right.CHANGE,
)
async def bulk(context: Context, _rest: str) -> Said:
    """Explain how to change many lines at once."""
    known = (await headings_of(context.services, context.tenant_id)).known
    return cards.how_to([(heading, role.value) for heading, role in known.items()])


@action(ForgetKnownHeadings, right=Right.CHANGE, fresh="bulk")
async def forget_known_headings(context: Context) -> Said:
    """Forget what the workspace's headings mean; the next file asks again."""
    await forget_headings(context.services, context.tenant_id)
    return cards.how_to()


@action(FileSent, right=Right.CHANGE)
async def file_sent(context: Context) -> Said:
    """Store a sent file and start reading it; the card is then updated with the result."""
    event = context.turn.event
    if not isinstance(event, SentFile):
        return None
    if context.turn.conversation.scope is not Scope.PERSONAL:
        raise BadInput(
            tr("I take files in our own chat only."), tr("They hold people's numbers."), tr("Send it to me there.")
        )
    if event.extra_files:
        raise BadInput(
            tr("One file at a time, please."),
            tr("You sent {extra_files}.", extra_files=event.extra_files + 1),
            tr("Send them one by one."),
        )
    await context.workspace()
    content = await context.house.channel.fetch_file(event, context.services.limits.size)
    draft_id = await drafts.add_file(context.services, context.author, event.name, content)
    await begin(context.services, "draft", f"{draft_id}-0")
    return Answer(card=cards.reading(event.name, size(len(content))), subject=Subject(SubjectKind.DRAFT, draft_id))


@action(PasteTable, right=Right.CHANGE, fresh="bulk")
async def paste_table(context: Context, table: PasteTable) -> Said:
    """Read rows that were typed or pasted, like a file."""
    await context.workspace()
    content = table.text.encode()
    draft_id = await drafts.add_file(context.services, context.author, _PASTED_NAME, content)
    await begin(context.services, "draft", f"{draft_id}-0")
    return Answer(card=cards.reading(_PASTED_NAME, size(len(content))), subject=Subject(SubjectKind.DRAFT, draft_id))


@action(AnswerDraft, AnswerInputs, right=Right.CHANGE, fresh="bulk")
async def answer_draft(context: Context, click: AnswerDraft, inputs: AnswerInputs) -> Said:
    """Take the answers to who is meant, or to questions about the file itself, and go on reading."""
    draft = await _mine(context, click.draft)
    if drafts.questions_about(draft):
        clicked = {click.question: click.choice} if click.question else {}
        await drafts.answer_about(context.services, draft, {**inputs.answers, **clicked})
        return await _shown(context, draft.id)
    await drafts.answer(context.services, draft, {ident: key for ident, key in inputs.people.items() if key})
    return await _shown(context, draft.id)


@action(SkipFaulty, right=Right.CHANGE, fresh="bulk")
async def skip_faulty(context: Context, click: SkipFaulty) -> Said:
    """Plan the lines without faults."""
    return await _continue(context, click.draft, drafts.skip_faulty)


@action(GiveLicences, right=Right.CHANGE, fresh="bulk")
async def give_licences(context: Context, click: GiveLicences) -> Said:
    """Plan the lines with the phone licences that they lack."""
    return await _continue(context, click.draft, drafts.give_licences)


@action(AcceptSuggestions, right=Right.CHANGE, fresh="bulk")
async def accept_suggestions(context: Context, click: AcceptSuggestions) -> Said:
    """Mend every cell as suggested."""
    return await _continue(context, click.draft, mending.accept_all)


@action(OpenMending, right=Right.CHANGE, fresh="bulk")
async def open_mending(context: Context, click: OpenMending) -> Said:
    """Show a page of the faults, each with a field; what became of the file when there are none any more."""
    draft = await _mine(context, click.draft)
    faults = mending.to_mend(draft)
    if not faults:
        return replace(await _shown(context, draft.id), new_message=True)
    return cards.mending(draft.name, faults, draft.id, click.page)


@action(MendDraft, MendInputs, right=Right.CHANGE, fresh="bulk")
async def mend_draft(context: Context, click: MendDraft, inputs: MendInputs) -> Said:
    """Take what was typed for the faults, and go on reading."""
    draft = await _mine(context, click.draft)
    shown = range((click.page - 1) * cards.MAX_TO_MEND, click.page * cards.MAX_TO_MEND)
    given = {at: inputs.cells.get(str(at), "") for at in shown}  # clients leave out cleared fields
    await mending.mend(context.services, draft, given)
    return await _shown(context, draft.id)


@action(FileFindings, right=Right.CHANGE, fresh="bulk")
async def file_findings(context: Context, click: FileFindings) -> Said:
    """Give all findings as a file."""
    draft = await _mine(context, click.draft)
    return await offer(context, "findings", draft.id)


async def _continue(context: Context, draft_id: str, decide: Callable[[Services, Draft], Awaitable[None]]) -> Said:
    """Apply a decision to the person's own draft, and show the result."""
    draft = await _mine(context, draft_id)
    await decide(context.services, draft)
    return await _shown(context, draft.id)


async def _mine(context: Context, draft_id: str) -> Draft:
    draft = await context.services.store.drafts.get(draft_id, context.tenant_id)
    if draft.author != context.author.object_id:
        raise BadInput(
            tr("That is somebody else's file."),
            tr("{author_name} sent it.", author_name=draft.author_name),
            tr("Send your own."),
        )
    return draft


async def _shown(context: Context, draft_id: str) -> Answer:
    card = await render(context.services, Subject(SubjectKind.DRAFT, draft_id), context.viewer)
    return Answer(card=card, subject=Subject(SubjectKind.DRAFT, draft_id))
