"""The voice policies that a tenant's people have."""

from __future__ import annotations

from collections.abc import Mapping

from services.domain.voice_policies import HeldPolicy, VoicePolicy
from services.remote.graph import Graph


async def policies_by_person(graph: Graph) -> Mapping[str, tuple[HeldPolicy, ...]]:
    """The voice policies of everybody known to Teams, by object id."""
    return {one: held async for one, held in graph.everybodys_policies()}


async def policies_in_use(graph: Graph) -> frozenset[VoicePolicy]:
    """Every voice policy with a name that somebody in the tenant has."""
    return frozenset([one.policy async for _, held in graph.everybodys_policies() for one in held if one.policy.name])
