"""What was given to people and groups counts before directory roles; a unit's administrator reaches its people."""

from __future__ import annotations

from services.domain.access import HeldRole, Role
from services.domain.grants import Grant, Grantee, rules_of
from services.domain.reach import EVERYWHERE, Reach, ReachKind
from services.inventory.roles import Roles
from services.sandbox.app import Options
from services.sandbox.seed import stable_id
from services.sandbox.world import RoleGroup
from tests.services.inventory.people import NoRules, role_of
from tests.services.remote.support import CONTOSO, FakeClock, World, connected

ALEX, BEN, OMAR, NADIA = (stable_id(f"person:{name}@contoso.com") for name in ("alex", "ben", "omar", "nadia"))
UNIT = stable_id("unit:contoso:Service desk")
HERS = Reach(ReachKind.LINES, ("200-299",))


def given_by(*grants: Grant) -> NoRules:
    return NoRules(rules_of(grants))


async def test_a_role_in_a_unit_reaches_its_people() -> None:
    async with connected(Options(speed=200.0)) as world:
        roles = Roles(world.clients, NoRules(), FakeClock())
        for fresh in (True, False):
            access = await roles.access(CONTOSO, NADIA, fresh)
            assert [(one.role, one.reach.kind, one.reach.what) for one in access.held] == [
                (Role.APPROVER, ReachKind.UNIT, (UNIT,))
            ]
            assert access.held[0].reach.people == {NADIA, OMAR}
            assert not access.sees_all
        _unit(world).members.discard(OMAR)
        assert (await roles.access(CONTOSO, NADIA, True)).held[0].reach.people == {NADIA}
        _unit(world).roles.clear()
        assert await role_of(roles, CONTOSO, NADIA, True) is Role.NOBODY


async def test_what_was_given_counts_instead_of_the_directory_role() -> None:
    async with connected(Options(speed=200.0)) as world:
        rules = given_by(
            Grant(Grantee.PERSON, ALEX, "Alex", Role.READER, HERS), Grant(Grantee.PERSON, BEN, "Ben", Role.OWNER)
        )
        roles = Roles(world.clients, rules, FakeClock())
        assert (await roles.access(CONTOSO, ALEX, True)).held == (HeldRole(Role.READER, HERS),)
        assert await role_of(roles, CONTOSO, BEN, True) is Role.OWNER
        rules.value = {}
        # No clock moves: what is taken away is gone at once.
        assert await role_of(roles, CONTOSO, BEN, False) is Role.NOBODY
        assert await role_of(roles, CONTOSO, ALEX, False) is Role.OWNER


async def test_a_group_gives_what_it_was_given() -> None:
    async with connected(Options(speed=200.0)) as world:
        groups = world.sandbox.live.world.tenants[CONTOSO].role_groups
        for no in range(25):  # more than one check holds
            groups[f"g{no}"] = RoleGroup(f"g{no}", f"Group {no}", assignable=False)
        groups["g24"].members.add(BEN)
        rules = given_by(*(Grant(Grantee.GROUP, f"g{no}", f"Group {no}", Role.OPERATOR, HERS) for no in range(25)))
        roles = Roles(world.clients, rules, FakeClock())
        assert (await roles.access(CONTOSO, BEN, True)).held == (HeldRole(Role.OPERATOR, HERS, "Group 24"),)
        groups["g24"].members.clear()
        assert await role_of(roles, CONTOSO, BEN, True) is Role.NOBODY


async def test_a_blocked_account_has_nothing_whatever_it_was_given() -> None:
    async with connected(Options(speed=200.0)) as world:
        roles = Roles(world.clients, given_by(Grant(Grantee.PERSON, BEN, "Ben", Role.OWNER, EVERYWHERE)), FakeClock())
        world.sandbox.live.world.tenants[CONTOSO].people[BEN].enabled = False
        assert await role_of(roles, CONTOSO, BEN, True) is Role.NOBODY


async def test_when_microsoft_cannot_be_asked_nothing_that_was_given_counts() -> None:
    async with connected(Options(speed=200.0)) as world:
        roles = Roles(world.clients, given_by(Grant(Grantee.PERSON, BEN, "Ben", Role.OWNER)), FakeClock())
        await world.fault(system="graph", kind="500")
        assert await role_of(roles, CONTOSO, BEN, True) is Role.UNKNOWN


def _unit(world: World):  # type: ignore[no-untyped-def]
    return world.sandbox.live.world.tenants[CONTOSO].units[UNIT]
