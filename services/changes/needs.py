"""How many approvals a stored plan needs now, by the policy of this moment."""

from __future__ import annotations

from services.changes.way_out import with_way_out
from services.context import Services
from services.domain.plan import touches_of
from services.domain.policy import ApprovalNeeds, PlanFacts, Policy, approvals_needed, policy_in
from services.domain.steps import RULES_OF, StepKind
from services.store.records import StoredPlan

POLICY = RULES_OF[StepKind.POLICY_SET]
HOUR = 3600.0


async def policy_of(services: Services, tenant_id: str) -> Policy:
    """The workspace's policy as it stands."""
    return policy_in(await services.store.rules.get(tenant_id, POLICY))


def facts_of(plan: StoredPlan) -> PlanFacts:
    """The facts of a stored plan that the policy looks at."""
    kept = plan.summary
    kinds = frozenset(StepKind(kind) for kind in kept.get("counts", {}))
    return PlanFacts(
        kinds,
        plan.busy,
        int(kept.get("loses", 0)),
        bool(kept.get("costs")),
        touches_of(kept),
        bool(kept.get("second_person")),
    )


async def needed_of(services: Services, plan: StoredPlan, *, begins: bool = False) -> ApprovalNeeds:
    """The approvals that the plan needs now. If only its author could decide on access and policy, none is needed.

    For one that `begins` after its approval, the author's changes of the last hour don't include the plan itself.
    """
    policy, now, facts = await policy_of(services, plan.tenant_id), services.clock.now(), facts_of(plan)
    singles = await services.store.plans.singles(plan.tenant_id, plan.author, HOUR, but=plan.id if begins else "")
    if facts.kinds.isdisjoint(RULES_OF):
        return approvals_needed(facts, policy, now, singles)
    alone = await services.roles.alone(plan.tenant_id, plan.author)
    needs = approvals_needed(facts, policy, now, singles, alone=alone)
    return await with_way_out(services, plan.tenant_id, plan.author, needs)
