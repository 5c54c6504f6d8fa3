"""Whether the author of a plan may still ask for it: before it is approved, and while it is applied."""

from __future__ import annotations

import structlog

from services.changes.needs import policy_of
from services.changes.rights import may_do
from services.context import Services
from services.domain.access import Right
from services.domain.errors import NotAllowed
from services.domain.phrases import tr
from services.domain.policy import AuthorGone
from services.store.records import Job, StoredPlan

log = structlog.get_logger()


async def need_author(services: Services, plan: StoredPlan, job: Job | None = None) -> None:
    """NotAllowed when the author may no longer change this, and the policy says to stop then.

    For a job that somebody resumed or retried, that person counts. Microsoft is asked every few seconds at most; if it
    can't be asked nothing follows, since writes to it are held back anyway.
    """
    if (await policy_of(services, plan.tenant_id)).author_gone is AuthorGone.GOES_ON:
        return
    who = job.vouched_by if job and job.vouched_by else plan.author
    access = await services.roles.access(plan.tenant_id, who, False)
    if not access.known:
        log.warning("the author's role couldn't be asked", plan=plan.id)
        return
    if may_do(access, Right.CHANGE, plan):
        return
    what = tr("{author_name} may not change this any more.", author_name=plan.author_name)
    if job is None:
        raise NotAllowed(what, tr("The role is gone since it was asked for."), tr("Reject it, or ask for it yourself."))
    raise NotAllowed(
        what, tr("The role is gone since it was approved."), tr("Somebody else who may change it can go on.")
    )
