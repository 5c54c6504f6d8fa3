"""Plans that change a workspace's own rules (access and policy), on the same road as any change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from services.changes.approvals import new_plan
from services.changes.drafts import Author
from services.changes.way_out import owners_in
from services.context import Services
from services.domain.errors import BadInput
from services.domain.grants import Grant, given, grants_in, rules_of, taken
from services.domain.look_alikes import odd_signs
from services.domain.phrases import join_text, tr
from services.domain.plan import Finding, Plan, PlanLine, Severity, count_steps
from services.domain.policy import ANYBODY, Need, PlanFacts, Policy, PolicyRule, approvals_needed, policy_rules
from services.domain.reach import SHARED
from services.domain.steps import RULES_OF, ObjectState, Step, StepKind
from services.store.records import StoredPlan


async def plan_grant(services: Services, author: Author, new: Grant, giver: Grant) -> StoredPlan:
    """A stored plan that gives a role; BadInput when it is given already or can't be."""
    before = await services.store.rules.get(author.tenant_id, RULES_OF[StepKind.ACCESS_SET])
    after = rules_of(given(grants_in(before), new, giver))
    title, kind = tr("Give {words}", words=new.words), StepKind.ACCESS_SET
    return await plan_rules(services, author, title, kind, before, after, _odd_name(new))


def _odd_name(new: Grant) -> tuple[Finding, ...]:
    """A remark on a name that can be taken for another one."""
    odd = join_text(", ", odd_signs(new.name)[:3]).lower()
    why, fix = tr("{name} is written with {odd}.", name=new.name, odd=odd), tr("Make sure that nobody else is meant.")
    return (Finding(Severity.WARNING, "person.looks_alike", why, fix, value=new.name),) if odd else ()


async def plan_taking(services: Services, author: Author, old: Grant) -> StoredPlan:
    """A stored plan that takes a role away; BadInput for the last owner."""
    before = await services.store.rules.get(author.tenant_id, RULES_OF[StepKind.ACCESS_SET])
    after = rules_of(taken(grants_in(before), old))
    return await plan_rules(
        services, author, tr("Take away {words}", words=old.words), StepKind.ACCESS_SET, before, after
    )


async def plan_policy(services: Services, author: Author, title: str, before: Policy, after: Policy) -> StoredPlan:
    """A stored plan that replaces the policy; BadInput when nobody could change the new one back."""
    kind = StepKind.POLICY_SET
    await _need_way_back(services, author, before, after)
    return await plan_rules(services, author, title, kind, policy_rules(before), policy_rules(after))


async def _need_way_back(services: Services, author: Author, before: Policy, after: Policy) -> None:
    """A rule that takes more people than there are would hold for the plan that takes it out, too."""
    count = max((need.count for need in _for_itself(after.rules)), default=0)
    others = await services.roles.owners_besides(author.tenant_id, author.object_id)
    if others is not None and count > max(others, 1):
        raise _no_way_back(
            tr(
                "It would take {count} approvals by owners; other owners: {others}.",
                count=count,
                others=others,
            )
        )
    for need in _for_itself(rule for rule in after.rules if rule.group != ANYBODY and rule not in before.rules):
        able = await owners_in(services, author.tenant_id, author.object_id, need.group) if need.group else need.count
        if able < need.count:
            whose = tr(
                "It would take {count} by owners of {group_name}",
                count=need.count,
                group_name=need.group_name or tr("the group"),
            )
            raise _no_way_back(tr("{whose}; others of them: {able}.", whose=whose, able=able))


def _for_itself(rules: Iterable[PolicyRule]) -> tuple[Need, ...]:
    """What a plan that changes the policy takes by these rules, whatever the hour."""
    always = tuple(rule for rule in rules if rule.hours is None)
    facts = PlanFacts(frozenset({StepKind.POLICY_SET}), touches=SHARED)
    return approvals_needed(facts, Policy(always), at=0.0).needs  # no rule is left that asks for the hour


def _no_way_back(why: str) -> BadInput:
    fix = tr("Give somebody else the role owner first, or name another kind of change.")
    return BadInput(tr("Nobody could change the policy back then."), why, fix)


async def plan_rules(
    services: Services,
    author: Author,
    title: str,
    kind: StepKind,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    findings: tuple[Finding, ...] = (),
) -> StoredPlan:
    """A stored plan that replaces these rules with those."""
    workspace = await services.store.workspaces.get(author.tenant_id)
    step = Step(kind, author.tenant_id, ObjectState(rules=before), ObjectState(rules=after))
    lines = (PlanLine(no=1, key="", title=title, steps=(step,)),)
    plan = Plan(title, lines, findings, counts=count_steps(lines))
    return await new_plan(services, plan, workspace.bond, author.object_id, author.name)
