"""`switchboard check` tells which of the gateway's roles is missing."""

from __future__ import annotations

import pytest

from bot.check import RoleMissing, _operator
from services.sandbox.app import Options
from tests.services.remote.support import connected


@pytest.mark.parametrize(
    ("roles", "missing"),
    [({"Admin"}, False), ({"Read", "Write", "Delete"}, True), ({"Read"}, True)],
)
async def test_uploads_are_posts_which_the_role_admin_alone_covers(roles: set[str], missing: bool) -> None:
    async with connected(Options(speed=200.0)) as world:
        world.sandbox.world.operator.granted_roles = {f"ProvisioningAPI.{role}" for role in roles}
        if not missing:
            assert await _operator(world.clients) == "2 accounts"
            return
        with pytest.raises(RoleMissing, match=r"ProvisioningAPI\.Admin is missing"):
            await _operator(world.clients)
