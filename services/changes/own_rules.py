"""Plans that change what a workspace decided about itself, on the same road as any change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from services.changes.approvals import new_plan
from services.changes.drafts import Author
from services.context import Services
from services.domain.errors import BadInput
from services.domain.grants import Grant, given, grants_in, rules_of, taken
from services.domain.plan import Plan, PlanLine, count_steps
from services.domain.policy import PlanFacts, Policy, approvals_needed, policy_rules
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
    """A stored plan that puts one policy in the place of another; BadInput where nobody could change that one back."""
    kind = StepKind.POLICY_SET
    await _need_way_back(services, author, after)
    return await plan_rules(services, author, title, kind, policy_rules(before), policy_rules(after))


async def _need_way_back(services: Services, author: Author, after: Policy) -> None:
    """A rule that takes more people than there are would hold for the plan that takes it out, too."""
    always = replace(after, rules=tuple(rule for rule in after.rules if rule.hours is None))
    facts = PlanFacts(frozenset({StepKind.POLICY_SET}))
    count = approvals_needed(facts, always, at=0.0).count  # no rule is left that asks for the hour
    others = await services.roles.owners_besides(author.tenant_id, author.object_id)
    if others is not None and count > max(others, 1):
        raise BadInput(
            "Nobody could change the policy back then.",
            f"It would take {count} approvals by owners; besides you there are {others} of them.",
            "Give somebody else the role owner first, or name another kind of change.",
        )


async def plan_rules(
    services: Services, author: Author, title: str, kind: StepKind, before: Mapping[str, Any], after: Mapping[str, Any]
) -> StoredPlan:
    """A stored plan that puts these rules in the place of those."""
    workspace = await services.store.workspaces.get(author.tenant_id)
    step = Step(kind, author.tenant_id, ObjectState(rules=before), ObjectState(rules=after))
    lines = (PlanLine(no=1, key="", title=title, steps=(step,)),)
    plan = Plan(title, lines, counts=count_steps(lines))
    return await new_plan(services, plan, workspace.bond, author.object_id, author.name)
