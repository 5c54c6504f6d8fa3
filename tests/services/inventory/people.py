"""Roles as tests ask for them, and rules that nobody made."""

from __future__ import annotations

from typing import Any

from services.domain.access import Role
from services.inventory.roles import Roles
from services.store.rules import Rules


class NoRules(Rules):
    """Rules in memory: none, unless a test gives some."""

    def __init__(self, value: dict[str, Any] | None = None) -> None:
        self.value = value or {}

    async def get(self, tenant_id: str, name: str) -> dict[str, Any]:
        """What the test gave."""
        return self.value


async def role_of(roles: Roles, tenant_id: str, object_id: str, fresh: bool) -> Role:
    """The strongest role that somebody holds."""
    return (await roles.access(tenant_id, object_id, fresh)).role
