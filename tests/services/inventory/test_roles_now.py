"""Who writes or approves has the role now; the index that says who had it a while ago is for looking only."""

from __future__ import annotations

import pytest

from services.domain.access import Role
from services.inventory.roles import Roles
from services.sandbox.app import Options
from services.sandbox.catalogue import GLOBAL_READER, TEAMS_ADMINISTRATOR
from services.sandbox.seed import stable_id
from services.sandbox.world import RoleGroup
from tests.services.inventory.people import NoRules, role_of
from tests.services.remote.support import CONTOSO, FakeClock, connected

ALEX, BEN = stable_id("person:alex@contoso.com"), stable_id("person:ben@contoso.com")


async def test_a_role_just_taken_away_writes_no_more_although_the_index_still_shows_it() -> None:
    async with connected(Options(speed=200.0)) as world:
        roles = Roles(world.clients, NoRules(), FakeClock())
        await world.fault(system="graph", kind="stale", match="transitiveMemberOf")
        world.sandbox.live.world.tenants[CONTOSO].people[ALEX].directory_roles.clear()
        assert await role_of(roles, CONTOSO, ALEX, False) is Role.OWNER
        assert await role_of(roles, CONTOSO, ALEX, True) is Role.NOBODY


@pytest.mark.parametrize(("template", "role"), [(TEAMS_ADMINISTRATOR, Role.OWNER), (GLOBAL_READER, Role.READER)])
async def test_a_role_that_comes_by_a_group_counts_for_as_long_as_somebody_is_in_it(template: str, role: Role) -> None:
    async with connected(Options(speed=200.0)) as world:
        roles = Roles(world.clients, NoRules(), FakeClock())
        groups = world.sandbox.live.world.tenants[CONTOSO].role_groups
        for no in range(20):  # more than one filter holds
            groups[f"g{no}"] = RoleGroup(f"g{no}", f"Group {no}", {BEN})
        groups["g19"].roles.add(template)
        assert [await role_of(roles, CONTOSO, BEN, fresh) for fresh in (True, False)] == [role, role]
        groups["g19"].members.clear()
        assert await role_of(roles, CONTOSO, BEN, True) is Role.NOBODY


async def test_a_group_that_hides_that_it_holds_roles_gives_no_right_to_write() -> None:
    async with connected(Options(speed=200.0)) as world:
        roles = Roles(world.clients, NoRules(), FakeClock())
        groups = world.sandbox.live.world.tenants[CONTOSO].role_groups
        groups["g"] = RoleGroup("g", "Group", {BEN}, {TEAMS_ADMINISTRATOR}, assignable=False)
        came = [await role_of(roles, CONTOSO, BEN, fresh) for fresh in (False, True)]
        assert came == [Role.OWNER, Role.NOBODY]


@pytest.mark.parametrize("fresh", [True, False])
async def test_a_permission_that_is_missing_is_named_and_nobody_is_called_nobody(fresh: bool) -> None:
    async with connected(Options(speed=200.0)) as world:
        roles = Roles(world.clients, NoRules(), FakeClock())
        world.sandbox.live.world.tenants[CONTOSO].granted_roles -= {"RoleManagement.Read.Directory"}
        assert await role_of(roles, CONTOSO, ALEX, fresh) is Role.UNKNOWN
        unknown = roles.unknown(CONTOSO, ALEX)
        assert "RoleManagement.Read.Directory" in unknown.why
        assert unknown.consent
