"""What can be withdrawn, stopped or undone; reached by sentences, not by commands of their own."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.changes.jobs import undo_job
from bot.context import Context
from bot.registry import Said, action
from cards.changes.clicks import DiscardPlan, WithdrawPlan
from cards.changes.job_clicks import CancelJob, ChooseWhatToCancel, ChooseWhatToStop, PauseJob, UndoJob, UndoLastJob
from cards.elements import Click
from cards.words import clean
from cards.workspace import sentences as cards
from services.domain.access import Right
from services.domain.errors import BadInput
from services.domain.phrases import tr
from services.domain.states import PlanState
from services.store.records import Job, StoredPlan

_MAX_OFFERED = 2  # plans, and as many jobs


@action(UndoLastJob, right=Right.CHANGE, fresh="jobs")
async def undo_last_job(context: Context) -> Said:
    """The plan that undoes this person's last job."""
    last = await context.services.store.ledger.last_ended(context.tenant_id, context.author.object_id)
    if last is None:
        raise BadInput(tr("There is nothing of yours to undo."), fix=tr("Say *jobs* to see what others did."))
    return await undo_job(context, UndoJob(last.id))


@action(ChooseWhatToCancel, right=Right.READ, fresh="jobs")
async def choose_what_to_cancel(context: Context) -> Said:
    """Show what can be withdrawn or cancelled: this person's open plans, and running jobs."""
    plans, jobs = await _open(context)
    clicks = [*map(_take_back, plans), *(Click(_named(tr("Cancel"), job), CancelJob(job.id)) for job in jobs)]
    if not clicks:
        return tr("There is nothing to cancel: no plan of yours is open and no job runs. Nothing was changed.")
    return cards.to_end(tr("Cancel what?"), clicks)


@action(ChooseWhatToStop, right=Right.READ, fresh="jobs")
async def choose_what_to_stop(context: Context) -> Said:
    """Show what can be stopped: running jobs first, then undecided plans."""
    plans, jobs = await _open(context)
    clicks = [*(Click(_named(tr("Pause"), job), PauseJob(job.id)) for job in jobs), *map(_take_back, plans)]
    if not clicks:
        return tr("Nothing runs, and no plan of yours is open. Nothing was changed.")
    return cards.to_end(tr("Stop what?"), clicks)


async def _open(context: Context) -> tuple[Sequence[StoredPlan], Sequence[Job]]:
    if not context.may(Right.CHANGE):
        return (), ()
    store, now = context.services.store, context.services.clock.now()
    plans = await store.plans.open_of(context.tenant_id, context.author.object_id, now, _MAX_OFFERED)
    return plans, (await store.ledger.at_work(context.tenant_id))[:_MAX_OFFERED]


def _take_back(plan: StoredPlan) -> Click:
    if plan.state in (PlanState.WAITING, PlanState.SCHEDULED):
        return Click(_named(tr("Withdraw"), plan), WithdrawPlan(plan.id))
    return Click(_named(tr("Discard"), plan), DiscardPlan(plan.id))


def _named(word: str, what: StoredPlan | Job) -> str:
    return tr("{word}: {title}", word=word, title=clean(what.title, 45))
