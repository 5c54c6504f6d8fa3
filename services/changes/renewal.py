"""The same request again, compared with the live state: for a plan whose time ran out."""

from __future__ import annotations

from services.changes.control import plan_retry
from services.changes.drafts import Author, unseen
from services.changes.start_work import begin
from services.changes.undo import plan_undo
from services.context import Services
from services.domain.errors import BadInput
from services.domain.phrases import tr
from services.domain.states import DraftState
from services.domain.subject import Subject, SubjectKind
from services.planning.draft_plan import CHANGES
from services.store.drafts import DraftKind
from services.store.records import Draft, StoredPlan


async def renew(services: Services, plan: StoredPlan, who: Author) -> Subject:
    """The subject that shows the new plan, or the draft it is made of; `who` is its author.

    BadInput when the request isn't kept any more.
    """
    if plan.undo_of:
        job = await services.store.ledger.get(plan.undo_of, plan.tenant_id)
        return Subject(SubjectKind.PLAN, (await plan_undo(services, job, who.object_id, who.name)).id)
    if retried := plan.summary.get("retry_of"):
        job = await services.store.ledger.get(str(retried), plan.tenant_id)
        return Subject(SubjectKind.PLAN, (await plan_retry(services, job, who)).id)
    request = await services.store.drafts.find(plan.draft_id) if plan.draft_id else None
    if request is None:
        raise BadInput(tr("I don't have this request any more."), fix=tr("Send the file or the request again."))
    again = copy_of(services, request, who)
    await services.store.drafts.add(again)
    await begin(services, "draft", f"{again.id}-0")
    return Subject(SubjectKind.DRAFT, again.id)


def copy_of(services: Services, request: Draft, who: Author) -> Draft:
    """The request as a new draft of `who`'s, to be read and compared anew; it isn't stored yet."""
    return Draft(
        id=services.make_id(),
        tenant_id=who.tenant_id,
        author=who.object_id,
        author_name=who.name,
        name=request.name,
        kind=request.kind,
        content=request.content if request.kind == DraftKind.FILE else CHANGES.dump_json(unseen(request.content)),
        notes=request.notes,
        answers=request.answers,
        skip_faulty=request.skip_faulty,
        state=DraftState.READING,
        outcome={},
        created_at=services.clock.now(),
    )
