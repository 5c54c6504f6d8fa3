"""Turns a form or a typed request into a plan; every command asks for changes this way. Declares no command itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.context import Context
from bot.turn import Answer, Card
from bot.views.changes.plans import plan_for, would_be
from cards.changes.bulk import nothing_to_do
from cards.changes.plans import preparing
from services.changes import drafts
from services.changes.start_work import begin
from services.domain.change import Change
from services.domain.errors import BadInput
from services.domain.finding_codes import short_of
from services.domain.phrases import join_text, tr
from services.domain.plan import Finding
from services.domain.subject import Subject, SubjectKind

Form = Callable[[str], Card]
Refused = Callable[[Sequence[Finding]], Card]


async def ask(
    context: Context,
    title: str,
    changes: Sequence[Change],
    form: Form | None = None,
    *,
    at_once: bool = False,
    notes: Sequence[Finding] = (),
    refused: Refused | None = None,
    starts_at: float = 0.0,
) -> Answer:
    """The plan for a few changes, in place of what was clicked.

    Faults come back in the `form`, which keeps what was typed; without a form they are a refusal. Ambiguous names are
    asked about. `at_once` applies a plan that its author may apply alone, unless others read along: they would see no
    plan, only what was done. `notes` are shown with the plan. `refused` is a form that gets the faults themselves, to
    offer what mends them. `starts_at` is when the plan is to begin by itself, 0 for as soon as it is approved.
    """
    if context.what_if:
        return await _shown_only(context, title, changes, notes)
    at_once = at_once and context.alone
    requested = await drafts.request_plan(
        context.services, context.author, title, changes, at_once=at_once, notes=notes, starts_at=starts_at
    )
    if requested.findings:
        return Answer(card=_with_faults(requested.findings, form, refused))
    if requested.questions:
        return await ask_many(context, title, changes, notes, starts_at)
    if requested.plan is None:
        return Answer(card=nothing_to_do("", requested.notes))
    card = await plan_for(context.services, requested.plan.id, context.viewer)
    return Answer(card=card, subject=Subject(SubjectKind.PLAN, requested.plan.id))


def _with_faults(findings: Sequence[Finding], form: Form | None, refused: Refused | None) -> Card:
    """The form with its faults; raises BadInput with the first where there is no form."""
    if refused is not None:
        return refused(findings)
    if form is not None:
        return form(said(findings))
    first = findings[0]
    raise BadInput(first.message, fix=first.fix, short=short_of(first))


async def ask_many(
    context: Context, title: str, changes: Sequence[Change], notes: Sequence[Finding] = (), starts_at: float = 0.0
) -> Answer:
    """A plan for many changes, made in the background; the card is then updated with the result."""
    if context.what_if:
        return await _shown_only(context, title, changes, notes)
    draft_id = await drafts.add_changes(context.services, context.author, title, changes, notes, starts_at)
    await begin(context.services, "draft", f"{draft_id}-0")
    return Answer(card=preparing(title), new_message=True, subject=Subject(SubjectKind.DRAFT, draft_id))


async def _shown_only(context: Context, title: str, changes: Sequence[Change], notes: Sequence[Finding]) -> Answer:
    """What would be planned, without a button to do it; nothing is stored."""
    plan, questions = await drafts.preview(context.services, context.author, title, changes, notes)
    if questions:
        names = join_text(" or ", (one.label for one in questions[0].candidates[:4]))
        raise BadInput(
            tr("“{written}” can be several people.", written=questions[0].written),
            tr("Do you mean {names}?", names=names),
            tr("Ask with the address."),
        )
    return Answer(card=would_be(plan))


def said(findings: Sequence[Finding], most: int = 3) -> str:
    """The faults, as a form shows them."""
    return join_text(" ", map(_said, findings[:most]))


def _said(finding: Finding) -> str:
    whole = tr("{message} {fix}", message=finding.message, fix=finding.fix).strip()
    code = short_of(finding)
    return tr("{whole} ({code})", whole=whole, code=code) if code else whole
