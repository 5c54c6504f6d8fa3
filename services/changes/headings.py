"""What a workspace's own column headings mean, as somebody answered once."""

from __future__ import annotations

from collections.abc import Mapping

from services.context import Services
from services.intake.headers import ColumnRole
from services.intake.headings import Headings

_NAME = "headings"
_MAX_HEADINGS = 200  # headings that are kept, the newest ones


async def headings_of(services: Services, tenant_id: str) -> Headings:
    """What headings mean in this workspace."""
    kept = await services.store.preferences.get(tenant_id, _NAME)
    return Headings({heading: ColumnRole(role) for heading, role in kept.items() if role in _ROLES})


async def remember_headings(services: Services, tenant_id: str, learnt: Mapping[str, ColumnRole]) -> None:
    """Keep the meaning of headings, by their folded spelling."""
    known = (await headings_of(services, tenant_id)).known
    kept = {heading: role.value for heading, role in {**known, **learnt}.items()}
    await services.store.preferences.save(tenant_id, _NAME, dict(list(kept.items())[-_MAX_HEADINGS:]))


async def forget_headings(services: Services, tenant_id: str) -> None:
    """Forget them all, so that they are asked about again."""
    await services.store.preferences.save(tenant_id, _NAME, {})


_ROLES = frozenset(role.value for role in ColumnRole)
