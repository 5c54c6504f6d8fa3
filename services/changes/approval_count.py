"""Counting approvals: everybody once, while they may approve, until there are as many as the policy needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.changes.needs import HOUR, POLICY, needed_of
from services.changes.rights import may_do
from services.context import Services
from services.domain.access import Right
from services.domain.errors import NotAllowed, NotAlone, RemoteRefused, Stale
from services.domain.phrases import join_text, tr
from services.domain.policy import ANYBODY, ApprovalNeeds, policy_in
from services.domain.same_human import SameHuman, same_human
from services.remote.graph import Graph
from services.store.records import PlanDecision, StoredPlan


@dataclass(frozen=True, slots=True)
class Ballot:
    """What a plan needs now, by which rules, and who of those that approved it (`asked`) still counts.

    `groups` are those of the needs that each of them is in.
    """

    needs: ApprovalNeeds
    rules: dict[str, Any]
    asked: frozenset[str]
    groups: dict[str, frozenset[str]]

    def enough(self, there: Iterable[PlanDecision]) -> bool:
        """Whether these approvals are enough."""
        counted = {one.object_id: self.groups[one.object_id] for one in there if one.object_id in self.groups}
        return not self.needs.lacks(counted)

    def misses(self, there: Iterable[PlanDecision]) -> bool:
        """Whether somebody approved it meanwhile whose rights weren't checked yet."""
        return any(one.object_id not in self.asked for one in there)


async def same_policy(services: Services, session: AsyncSession, row: StoredPlan, rules: dict[str, Any]) -> None:
    """Stale when the policy has changed."""
    if await services.store.rules.get_in(session, row.tenant_id, POLICY) != rules:
        raise Stale(tr("The policy changed just now."), tr("Nothing was decided."), tr("Look at the plan again."))


async def ballot(services: Services, row: StoredPlan, who: str) -> Ballot:
    """What the plan needs, and who counts: this person, whose rights were checked already, and others who still may."""
    rules = await services.store.rules.get(row.tenant_id, POLICY)
    needs = await needed_of(services, row)
    before = [one.object_id for one in await services.store.decisions.of(row.id)]
    valid = [who, *[one for one in before if one != who and await _still_may(services, row, one)]]
    named = sorted({need.group for need in needs.needs} - {ANYBODY})
    groups = {one: await _groups(services, row, one, named) for one in valid}
    return Ballot(needs, rules, frozenset({who, *before}), groups)


async def need_approvals(services: Services, row: StoredPlan) -> dict[str, Any]:
    """The rules by which an approved plan has the approvals that it needs now; NotAllowed when it hasn't.

    An approval by somebody who may no longer approve it doesn't count. RoleUnknown when that can't be asked.
    """
    rules = await services.store.rules.get(row.tenant_id, POLICY)
    needs = await needed_of(services, row, begins=True)
    there = await services.store.decisions.of(row.id)
    left = [one for one in there if await _may_still(services, row, one.object_id)]
    named = sorted({need.group for need in needs.needs} - {ANYBODY})
    groups = {one.object_id: await _groups(services, row, one.object_id, named) for one in left}
    if needs.lacks(groups):
        gone = [one.name for one in there if one not in left]
        why = tr("{names} may not approve it any more.", names=join_text(" and ", gone)) if gone else needs.why
        raise NotAllowed(tr("It lacks an approval by now."), why, tr("Plan it again."))
    return rules


async def _may_still(services: Services, row: StoredPlan, who: str) -> bool:
    access = await services.roles.access(row.tenant_id, who, True)
    if not access.known:
        raise services.roles.unknown(row.tenant_id, who)
    return may_do(access, Right.APPROVE, row)


async def _still_may(services: Services, row: StoredPlan, who: str) -> bool:
    return may_do(await services.roles.access(row.tenant_id, who, True), Right.APPROVE, row)


async def _groups(services: Services, row: StoredPlan, who: str, named: Sequence[str]) -> frozenset[str]:
    return await services.clients.graph(row.tenant_id).member_of_any(who, named) if named else frozenset()


async def need_room(services: Services, session: AsyncSession, row: StoredPlan, rules: dict[str, Any]) -> None:
    """NotAlone when the author would change more alone within an hour than the policy allows."""
    await same_policy(services, session, row, rules)
    most = policy_in(rules).singles
    if await services.store.plans.singles_in(session, row.tenant_id, row.author, HOUR) > most:
        why = tr("You made {most} changes alone in the last hour; beyond that each needs approval.", most=most)
        raise not_alone(row, why)


def not_alone(row: StoredPlan, why: str) -> NotAlone:
    """What an author is told who may not apply this plan without somebody else's approval."""
    found = NotAlone(tr("This plan needs a second person."), why, tr("Send it."))
    found.plan = row.id
    return found


async def need_another_human(services: Services, row: StoredPlan, who: str) -> SameHuman:
    """NotAllowed when this is another account of the author's; else whether it may be."""
    graph = services.clients.graph(row.tenant_id)
    found = same_human(await graph.traits_of(row.author), await graph.traits_of(who))
    if found is SameHuman.SURE:
        raise NotAllowed(
            tr("You can't approve your own plan."),
            tr("This account and {author_name}'s belong to one person in your directory.", author_name=row.author_name),
            tr("Ask another admin."),
        )
    return found


async def other_humans(services: Services, row: StoredPlan, asked: Iterable[str]) -> tuple[list[str], list[str]]:
    """Those who aren't another account of the author's, and those among them who may be one."""
    graph = services.clients.graph(row.tenant_id)
    found = {one: await _likeness(graph, row.author, one) for one in asked}
    others = [one for one, how in found.items() if how is not SameHuman.SURE]
    return others, [one for one in others if found[one] is SameHuman.MAYBE]


async def _likeness(graph: Graph, author: str, other: str) -> SameHuman:
    """How alike two accounts are; unknown if one can't be read. Their approval asks again, and then it must be."""
    try:
        return same_human(await graph.traits_of(author), await graph.traits_of(other))
    except RemoteRefused:
        return SameHuman.MAYBE
