"""Whether somebody may do this to a plan: asked again wherever one is sent, decided, applied or controlled."""

from __future__ import annotations

from services.context import Services
from services.domain.access import Access, Right, may
from services.domain.errors import NotAllowed
from services.domain.phrases import tr
from services.domain.plan import touches_of
from services.domain.steps import RULES_OF
from services.store.records import StoredPlan

_ABOUT_RULES = frozenset(RULES_OF)
_WORDS = {Right.CHANGE: "change", Right.APPROVE: "approve"}


def is_about_rules(plan: StoredPlan) -> bool:
    """Whether the plan changes who has access, or the policy."""
    return not _ABOUT_RULES.isdisjoint(plan.summary.get("counts", {}))


def may_do(access: Access, right: Right, plan: StoredPlan) -> bool:
    """Whether whoever holds this has the right for all that the plan touches."""
    if is_about_rules(plan):
        return may(access, Right.RULES).allowed
    return may(access, right, touches_of(plan.summary)).allowed


async def need_right(services: Services, plan: StoredPlan, who: str, right: Right) -> None:
    """RoleUnknown or NotAllowed unless this person may do this to the plan, by roles read seconds ago at most."""
    access = await services.roles.access(plan.tenant_id, who, False)
    if not access.known:
        raise services.roles.unknown(plan.tenant_id, who)
    if may_do(access, right, plan):
        return
    why = tr("It takes an owner.") if is_about_rules(plan) else tr("Your role doesn't reach that far.")
    raise NotAllowed(
        tr("You may not {words} this.", words=_WORDS[right]),
        why,
        tr("Ask somebody whose role does; *whoami* shows yours."),
    )
