"""`switchboard check` tells which of the gateway's roles is missing."""

from __future__ import annotations

import pytest

from bot.checks.permissions import PermissionMissing, gateway_reads, gateway_writes
from services.sandbox.app import Options
from services.sandbox.operator import call
from tests.services.remote.support import connected


@pytest.mark.parametrize(
    ("roles", "missing"),
    [({"Admin"}, False), ({"Read", "Write", "Delete"}, True), ({"Read"}, True)],
)
async def test_uploads_are_posts_which_the_role_admin_alone_covers(roles: set[str], missing: bool) -> None:
    async with connected(Options(speed=200.0)) as world:
        world.sandbox.world.operator.granted_roles = {f"ProvisioningAPI.{role}" for role in roles}
        operator = world.clients.operator("")
        assert (await gateway_reads(operator)).text == "2 accounts"
        if not missing:
            assert (await gateway_writes(operator)).text == "ProvisioningAPI.Admin is granted"
            return
        with pytest.raises(PermissionMissing, match=r"ProvisioningAPI\.Admin is missing"):
            await gateway_writes(operator)


async def test_where_a_smaller_role_is_enough_nothing_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(call._ROLES, "POST", ("ProvisioningAPI.Write",))
    async with connected(Options(speed=200.0)) as world:
        for roles in ({"ProvisioningAPI.Read", "ProvisioningAPI.Write"}, {"ProvisioningAPI.Admin"}):
            world.sandbox.world.operator.granted_roles = roles
            assert "is granted" in (await gateway_writes(world.clients.operator(""))).text
