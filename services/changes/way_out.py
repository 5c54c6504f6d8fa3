"""A way out where a policy leaves access and policy to a group that can't decide: gone, empty, or without owners.

The group falls away then, and nothing else: as many owners have to agree as it takes, the author never counts, and the
record says whose approval wasn't asked. While Microsoft can't be asked nobody is taken to be missing.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace

from services.context import Services
from services.domain.access import Access, Right, may
from services.domain.phrases import filled, tr
from services.domain.policy import ANYBODY, ApprovalNeeds, Need
from services.inventory.roles import owned_by_group

_WHY = tr("Of {group} too few could decide on this by now, so it takes any other owners instead.")


async def owners_in(services: Services, tenant_id: str, author: str, group: str) -> int:
    """How many of the group could decide on what the author asks about access and policy."""
    roles, graph = services.roles, services.clients.graph(tenant_id)
    asked = await roles.owners_now(tenant_id)
    if owned_by_group(await roles.grants(tenant_id)):
        asked |= await _owners_here(services, tenant_id)
    found = await asyncio.gather(*(graph.member_of_any(one, (group,)) for one in sorted(asked - {author})))
    return sum(group in one for one in found)


async def with_way_out(services: Services, tenant_id: str, author: str, needs: ApprovalNeeds) -> ApprovalNeeds:
    """What a plan about access and policy needs, without groups that can't give it."""
    return ApprovalNeeds(tuple([await _given_by_somebody(services, tenant_id, author, need) for need in needs.needs]))


async def _given_by_somebody(services: Services, tenant_id: str, author: str, need: Need) -> Need:
    if need.group == ANYBODY or await owners_in(services, tenant_id, author, need.group) >= need.count:
        return need
    why = tr("{why} {format}", why=need.why, format=filled(_WHY, group=need.group_name or tr("the group")))
    return replace(need, why=why, group=ANYBODY, without=need.group)


async def _owners_here(services: Services, tenant_id: str) -> frozenset[str]:
    """Owners among those who have the bot: members of an owning group aren't listed anywhere else."""
    known = await services.store.contacts.ids_of_tenant(tenant_id)
    held = await asyncio.gather(*(services.roles.access(tenant_id, one, False) for one in known))
    return frozenset(one for one, access in zip(known, held, strict=True) if _may_decide(access))


def _may_decide(access: Access) -> bool:
    return not access.known or may(access, Right.RULES).allowed
