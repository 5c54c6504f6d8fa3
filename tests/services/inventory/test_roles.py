"""Roles: what Microsoft says is a role, what it doesn't say is none; no failed answer makes anybody *nobody*."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from services.domain.access import ACCESS_UNKNOWN, Right, Role, may
from services.inventory.roles import Roles
from services.sandbox.app import Options
from tests.services.inventory.people import NoRules, role_of
from tests.services.remote.support import CONTOSO, FakeClock, World, connected

ASKED = ("/transitiveMemberOf/microsoft.graph.directoryRole", "/roleAssignments")
TROUBLES: dict[str, dict[str, Any]] = {
    "302": {"system": "graph", "kind": "before", "status": 302},
    "418": {"system": "graph", "kind": "before", "status": 418},
    "a gateway's 404": {"system": "graph", "kind": "before", "status": 404},
    "a conflict": {"system": "graph", "kind": "before", "status": 409},
    "down": {"system": "graph", "kind": "500"},
    "throttled for a day": {"system": "graph", "kind": "429", "retry_after": 86400},
    "a token nobody takes": {"system": "graph", "kind": "expired"},
    "no sign-in": {"system": "login", "kind": "503"},
    "odd sign-in": {"system": "login", "kind": "before", "status": 302},
    "sign-in refuses without a reason": {"system": "login", "kind": "auth"},
}


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with connected(Options(speed=200.0)) as started:
        yield started


def person(world: World, name: str) -> str:
    return next(p.id for p in world.sandbox.world.tenants[CONTOSO].people.values() if p.display_name == name)


def asked(world: World) -> int:
    return sum(n for call, n in world.sandbox.calls.items() if call.endswith(ASKED))


async def test_roles_follow_from_directory_roles(world: World) -> None:
    roles = Roles(world.clients, NoRules(), FakeClock())
    found = [await role_of(roles, CONTOSO, person(world, name), True) for name in ("Alex", "Kim", "Ben")]
    assert found == [Role.OWNER, Role.READER, Role.NOBODY]


async def test_somebody_the_directory_does_not_know_is_nobody(world: World) -> None:
    roles = Roles(world.clients, NoRules(), FakeClock())
    assert await role_of(roles, CONTOSO, "00000000-0000-0000-0000-00000000dead", True) is Role.NOBODY
    assert await role_of(roles, CONTOSO, "", True) is Role.NOBODY


@pytest.mark.parametrize("what", TROUBLES)
async def test_trouble_is_no_role_and_no_accusation(world: World, what: str) -> None:
    roles, alex = Roles(world.clients, NoRules(), FakeClock()), person(world, "Alex")
    await world.fault(**TROUBLES[what])
    assert await role_of(roles, CONTOSO, alex, True) is Role.UNKNOWN
    said = str(roles.unknown(CONTOSO, alex))
    assert "I couldn't ask Microsoft for your role." in said
    assert not [words for words in ("may not", "consent", "no such tenant", "administrator") if words in said], said


async def test_a_tenant_that_has_not_let_us_in_is_told_where_to_do_it(world: World) -> None:
    roles, alex = Roles(world.clients, NoRules(), FakeClock()), person(world, "Alex")
    granted = set(world.sandbox.world.tenants[CONTOSO].granted_roles)
    world.sandbox.world.tenants[CONTOSO].granted_roles.clear()
    assert await role_of(roles, CONTOSO, alex, False) is Role.UNKNOWN
    unknown = roles.unknown(CONTOSO, alex)
    assert unknown.consent
    assert "connect" in unknown.fix
    world.sandbox.world.tenants[CONTOSO].granted_roles |= granted
    assert await role_of(roles, CONTOSO, alex, False) is Role.OWNER  # whoever grants it looks at once


async def test_a_role_is_read_every_few_seconds_and_at_each_write(world: World) -> None:
    clock = FakeClock()
    roles, alex = Roles(world.clients, NoRules(), clock), person(world, "Alex")
    for _ in range(3):
        await role_of(roles, CONTOSO, alex, False)
    assert asked(world) == 1
    await role_of(roles, CONTOSO, alex, True)
    assert asked(world) == 2
    clock.time += 6
    await role_of(roles, CONTOSO, alex, False)
    assert asked(world) == 3
    clock.time -= 3600  # somebody set the clock back
    await role_of(roles, CONTOSO, alex, False)
    assert asked(world) == 4


async def test_trouble_is_not_asked_about_again_at_every_key_stroke(world: World) -> None:
    clock = FakeClock()
    roles, alex = Roles(world.clients, NoRules(), clock), person(world, "Alex")
    await world.fault(system="graph", kind="before", status=302, match="transitiveMemberOf")
    await role_of(roles, CONTOSO, alex, False)
    spent = asked(world)
    await role_of(roles, CONTOSO, alex, False)
    assert asked(world) == spent
    clock.time += 6
    await role_of(roles, CONTOSO, alex, False)
    assert asked(world) > spent


def test_an_unknown_role_has_no_right_but_to_talk() -> None:
    assert [right for right in Right if may(ACCESS_UNKNOWN, right).allowed] == [Right.NONE]
