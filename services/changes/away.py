"""Who is away, and who stands in for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.context import Services

NAME = "substitutes"  # the name of the rules that hold them


@dataclass(frozen=True, slots=True)
class Substitute:
    """Who stands in for somebody (object ids), and until when."""

    away: str
    to: str
    until: float


async def substitutes(services: Services, tenant_id: str) -> dict[str, Substitute]:
    """Who is away now, with who stands in for them."""
    return in_force(await services.store.rules.get(tenant_id, NAME), services.clock.now())


def in_force(kept: Mapping[str, Any], now: float) -> dict[str, Substitute]:
    """Those of the stored substitutes that are in force now."""
    found = [Substitute(who, str(one["to"]), float(one["until"])) for who, one in kept.items()]
    return {one.away: one for one in found if one.until > now}


async def stand_ins(services: Services, tenant_id: str, asked: Sequence[str]) -> dict[str, str]:
    """Those asked who are away, each with their substitute, if that one is asked too."""
    away = await substitutes(services, tenant_id)
    return {one: away[one].to for one in asked if one in away and away[one].to in asked}
