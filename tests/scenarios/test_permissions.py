"""A permission of Microsoft Graph that nobody granted: named wherever it is missed, with who grants it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.support.marks import first_quick
from tests.support.road import applied
from tests.support.sheets import TEAMS
from tests.support.town import Town

_USERS = ("User.Read.All", "User.ReadWrite.All")


@pytest.mark.parametrize(
    ("lacking", "said", "named"),
    first_quick(
        [
            (("Organization.Read.All", "LicenseAssignment.ReadWrite.All"), "lines", "Organization.Read.All"),
            (_USERS, "lines", "User.Read.All"),
            (("TeamsTelephoneNumber.ReadWrite.All",), "numbers", "TeamsTelephoneNumber.ReadWrite.All"),
            (("TeamsUserConfiguration.Read.All",), "policies john", "TeamsUserConfiguration.Read.All"),
            (
                ("TeamsPolicyUserAssign.ReadWrite.All",),
                "give john the calling policy disallowcalling",
                "TeamsPolicyUserAssign.ReadWrite.All",
            ),
            (("RoleManagement.Read.Directory",), "set policy calling x for john", "RoleManagement.Read.Directory"),
        ]
    ),
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_what_was_not_granted_is_named_with_who_grants_it(
    place: Town, lacking: Sequence[str], said: str, named: str
) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    alex = await place.connected()
    place.tenant().granted_roles -= set(lacking)
    place.forget_tokens()
    words = (await alex.say(said)).words
    assert f"grant me {named};" in words or f"has to grant me {named} first" in words
    assert "Global Administrator" in words


@pytest.mark.parametrize(
    ("kind", "held", "named"),
    [
        ("workspace", set[str](), "GroupMember.Read.All"),
        ("administrative unit", {"GroupMember.Read.All"}, "AdministrativeUnit.Read.All"),
    ],
)
async def test_what_a_role_for_groups_and_units_takes_is_named(
    place: Town, kind: str, held: set[str], named: str
) -> None:
    alex = await place.connected()
    place.tenant().granted_roles -= {"GroupMember.Read.All", "AdministrativeUnit.Read.All"}
    place.tenant().granted_roles |= held
    place.forget_tokens()
    await alex.click("Give", await alex.say("access"), who="Ben", role="reader", kind=kind, what="Ground floor")
    await alex.sees(f"grant me {named};")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lacking", "named"),
    [
        (("User.ReadWrite.All",), "User.ReadWrite.All"),
        (("User.ReadWrite.All", "LicenseAssignment.ReadWrite.All"), "LicenseAssignment.ReadWrite.All"),
    ],
)
async def test_a_job_that_may_not_write_stops_and_names_the_permission(
    place: Town, lacking: Sequence[str], named: str
) -> None:
    place.line("101", "omar", "6567891230", TEAMS)
    if named != "LicenseAssignment.ReadWrite.All":
        place.somebody("Omar").usage_location = ""
    alex = await place.connected()
    place.tenant().granted_roles -= set(lacking)
    place.forget_tokens()
    plan = await alex.say("assign number 6567891230 to omar")
    await alex.click("Give licence, then plan", plan)
    stopped = await alex.sees(f"grant me {named};", "Resume")
    place.tenant().granted_roles |= set(lacking)
    await alex.click("Resume", stopped)
    await alex.sees("All done")


async def test_an_administrator_is_one_where_the_whole_directory_may_be_read(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    place.tenant().granted_roles -= {"RoleManagement.Read.Directory"}
    place.tenant().granted_roles |= {"Directory.Read.All"}
    alex = await place.connected()
    assert "101" in (await alex.say("lines")).words
    await applied(alex, await alex.say("rename 101 as Reception"))
