"""Plans that change what a workspace decided about itself, on the same road as any change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.changes.approvals import new_plan
from services.changes.drafts import Author
from services.context import Services
from services.domain.grants import Grant, given, grants_in, rules_of, taken
from services.domain.plan import Plan, PlanLine, count_steps
from services.domain.policy import Policy, policy_rules
from services.domain.steps import RULES_OF, ObjectState, Step, StepKind
from services.store.records import StoredPlan


async def plan_grant(services: Services, author: Author, new: Grant, giver: Grant) -> StoredPlan:
    """A stored plan that gives a role; BadInput when it is given already or can't be."""
    before = await services.store.rules.get(author.tenant_id, RULES_OF[StepKind.ACCESS_SET])
    after = rules_of(given(grants_in(before), new, giver))
    return await plan_rules(services, author, f"Give {new.words}", StepKind.ACCESS_SET, before, after)


async def plan_taking(services: Services, author: Author, old: Grant) -> StoredPlan:
    """A stored plan that takes a role away; BadInput for the last owner."""
    before = await services.store.rules.get(author.tenant_id, RULES_OF[StepKind.ACCESS_SET])
    after = rules_of(taken(grants_in(before), old))
    return await plan_rules(services, author, f"Take away {old.words}", StepKind.ACCESS_SET, before, after)


async def plan_policy(services: Services, author: Author, title: str, before: Policy, after: Policy) -> StoredPlan:
    """A stored plan that puts one policy in the place of another."""
    kind = StepKind.POLICY_SET
    return await plan_rules(services, author, title, kind, policy_rules(before), policy_rules(after))


async def plan_rules(
    services: Services, author: Author, title: str, kind: StepKind, before: Mapping[str, Any], after: Mapping[str, Any]
) -> StoredPlan:
    """A stored plan that puts these rules in the place of those."""
    workspace = await services.store.workspaces.get(author.tenant_id)
    step = Step(kind, author.tenant_id, ObjectState(rules=before), ObjectState(rules=after))
    lines = (PlanLine(no=1, key="", title=title, steps=(step,)),)
    plan = Plan(title, lines, counts=count_steps(lines))
    return await new_plan(services, plan, workspace.bond, author.object_id, author.name)
