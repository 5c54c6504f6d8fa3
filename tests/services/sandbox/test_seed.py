"""The seeded world: who and what is there, the same every time."""

from __future__ import annotations

from services.sandbox.catalogue import GLOBAL_READER, TEAMS_ADMINISTRATOR, TEAMS_PHONE
from services.sandbox.directory import find_person, phone_since
from services.sandbox.seed import build, stable_id

NOW = 1_800_000_000.0


def test_two_worlds_of_the_same_options_are_equal() -> None:
    assert build(3, 4, NOW) == build(3, 4, NOW)


def test_contoso_has_the_people_of_the_guide() -> None:
    tenant = build(0, 0, NOW).tenants[stable_id("tenant:contoso")]
    names = [person.display_name for person in tenant.people.values()]
    assert {"John", "Alice", "Hallie", "Resource Account"} <= set(names)
    assert names.count("Chris Lee") == 2
    phones = {p.user_principal_name.partition("@")[0] for p in tenant.people.values() if phone_since(tenant, p)}
    assert phones == {"john", "alice", "chris.lee", "chris.lee2", "wei.ling", "nadia", "priya", "resource.account"}


def test_roles_locations_and_account_types() -> None:
    tenant = build(0, 0, NOW).tenants[stable_id("tenant:contoso")]
    by_role = {
        role: {p.display_name for p in tenant.people.values() if role in p.directory_roles}
        for role in (TEAMS_ADMINISTRATOR, GLOBAL_READER)
    }
    assert by_role == {TEAMS_ADMINISTRATOR: {"Alex", "Sam"}, GLOBAL_READER: {"Kim"}}
    priya, resource = (
        find_person(tenant, "PRIYA@contoso.com"),
        find_person(tenant, "resource.account@contoso.onmicrosoft.com"),
    )
    assert priya is not None
    assert priya.usage_location == "IN"
    assert resource is not None
    assert resource.account_type == "resourceAccount"


def test_seats_in_use_are_those_of_the_people() -> None:
    tenant = build(7, 0, NOW).tenants[stable_id("tenant:contoso")]
    assert tenant.skus[TEAMS_PHONE].enabled == 32
    assert tenant.consumed[TEAMS_PHONE] == sum(TEAMS_PHONE in p.sku_ids for p in tenant.people.values()) == 14


def test_organisations_operator_and_front_desk() -> None:
    world = build(0, 2, NOW)
    by_key = {organisation.api_key: organisation for organisation in world.organisations.values()}
    contoso, fabrikam = by_key["sb-contoso-key-0001"], by_key["sb-fabrikam-key-0001"]
    assert (contoso.numbers[0], contoso.numbers[19], contoso.numbers[20:]) == (
        "6567891230",
        "6567891249",
        ["6564000000", "6564000001"],
    )
    assert len(fabrikam.numbers) == 10
    desk = contoso.extensions["100"]
    assert (desk.ext_label, desk.numbers, contoso.members[desk.identity_uuid or ""].email) == (
        "Front desk",
        ["6567891249"],
        "wei.ling@contoso.com",
    )
    assert set(world.operator.accounts) == {"contoso", "fabrikam"}
    assert {consent.status for consent in world.operator.consents.values()} == {"active"}
