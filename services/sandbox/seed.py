"""The world a sandbox starts with: two customers, their directories, organisations and operator accounts.

Every id is derived from a name, so the same options always build the same world.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.sandbox.catalogue import (
    GLOBAL_READER,
    GRANTED,
    M365_E3,
    RESOURCE_ACCOUNT,
    TEAMS_ADMINISTRATOR,
    TEAMS_ENTERPRISE,
    TEAMS_PHONE,
    TEAMS_TELEPHONY_ADMINISTRATOR,
    bought_skus,
)
from services.sandbox.cpaas.link_code import shown_code
from services.sandbox.directory import add_person
from services.sandbox.seed_calls import calls_of
from services.sandbox.seed_settings import default_settings
from services.sandbox.world import (
    Account,
    AdministrativeUnit,
    Consent,
    Extension,
    Member,
    Organisation,
    Person,
    Tenant,
    World,
)

_NAMESPACE = uuid.UUID("5b0a7c6e-51b2-4c05-9d5b-6b6f0e0f5a11")
_NONE: Mapping[str, str] = {}
_LONG_AGO = 30 * 86400.0

_POOL = {
    "license_phone_system": 50,
    "device_import_msteams_OC": 30,
    "device_import_msteams_OC_resource": 5,
    "license_number": 60,
    "team_chat": 20,
    "license_dnc_checking_enabled": 20,
    "call_recording": 20,
    "license_call_recording_unlimited_enabled": 5,
    "device_mobile_app": 30,
    "device_desktop_app": 30,
    "device_ip_phone": 10,
    "device_web_rtc": 10,
    "license_center": 5,
}


@dataclass(frozen=True, slots=True)
class _Someone:
    name: str
    local: str
    phone: bool = False
    role: str | None = None
    country: str = "SG"
    resource: bool = False
    office: bool = False  # also has Microsoft 365 E3, with all its service plans


_CONTOSO = (
    _Someone("John", "john", phone=True),
    _Someone("Alice", "alice", phone=True),
    _Someone("Hallie", "hallie"),
    _Someone("Alex", "alex", role=TEAMS_ADMINISTRATOR),
    _Someone("Sam", "sam", role=TEAMS_ADMINISTRATOR),
    _Someone("Kim", "kim", role=GLOBAL_READER),
    _Someone("Resource Account", "resource.account", resource=True),
    _Someone("Chris Lee", "chris.lee", phone=True),
    _Someone("Chris Lee", "chris.lee2", phone=True),
    _Someone("Priya", "priya", phone=True, country="IN"),
    _Someone("Omar", "omar"),
    _Someone("Wei Ling", "wei.ling", phone=True),
    _Someone("Nadia", "nadia", phone=True),
    _Someone("Ben", "ben"),
)
_FABRIKAM = (
    _Someone("Fiona", "fiona", role=TEAMS_ADMINISTRATOR),
    _Someone("Felix", "felix", role=TEAMS_ADMINISTRATOR),
    _Someone("Farah", "farah", phone=True),
    _Someone("Finn", "finn", phone=True),
    _Someone("Faye", "faye"),
)


@dataclass(frozen=True, slots=True)
class Pilot:
    """A real tenant in place of Contoso, and people of it in place of some of Contoso's, by their ids."""

    tenant_id: str = ""
    people: tuple[str, ...] = ()

    def ids(self) -> dict[str, str]:
        """The real ids by seeded name, in place of those that every other world has."""
        people = zip(_PLACES, self.people, strict=False)
        given = {"tenant:contoso": self.tenant_id, **{f"person:{name}@contoso.com": one for name, one in people}}
        return {name: ident.lower() for name, ident in given.items() if ident}


NO_PILOT = Pilot()
_PLACES = ("alex", "sam", "kim", "ben")  # two administrators, one who reads, one without a role


def stable_id(name: str) -> str:
    """The id that stands for `name` in every seeded world, such as `stable_id("tenant:contoso")`."""
    return str(uuid.uuid5(_NAMESPACE, name))


def build(people: int, numbers: int, now: float, tenants: int = 0, pilot: Pilot = NO_PILOT) -> World:
    """A fresh world; Contoso gets `people` more licensed persons and `numbers` more numbers in its organisation.

    `tenants` more customers, each with a crowd of the same size, come after Contoso and Fabrikam.
    """
    given = pilot.ids()
    world = World()
    crowd = tuple(_Someone(f"Person {i:04d}", f"person{i:04d}", phone=True, office=True) for i in range(1, people + 1))
    own = [str(6567891230 + i) for i in range(20)] + [str(6564000000 + i) for i in range(numbers)]
    contoso = _customer(world, "Contoso", people, (*_CONTOSO, *crowd), own, now, given)
    contoso.extensions["100"] = _front_desk(contoso, now)
    unit = _unit("contoso", "Service desk", admin="nadia", members=("nadia", "omar"))
    world.tenants[given.get("tenant:contoso", stable_id("tenant:contoso"))].units[unit.id] = unit
    contoso.calls = calls_of("100", "6567891249", now)
    _customer(world, "Fabrikam", 0, _FABRIKAM, [str(6568880000 + i) for i in range(10)], now)
    for no in range(1, tenants + 1):
        more = [str(6564000000 + no * 100_000 + i) for i in range(numbers)]
        _customer(world, f"Tenant{no:02d}", people, (*_admins(no), *crowd), more, now)
    return world


def _unit(company: str, name: str, admin: str, members: tuple[str, ...]) -> AdministrativeUnit:
    """An administrative unit, with a person in it who administrates its telephony."""
    ids = {local: stable_id(f"person:{local}@{company}.com") for local in (admin, *members)}
    held = {(ids[admin], TEAMS_TELEPHONY_ADMINISTRATOR)}
    return AdministrativeUnit(stable_id(f"unit:{company}:{name}"), name, {ids[one] for one in members}, held)


def _admins(no: int) -> tuple[_Someone, _Someone]:
    return (
        _Someone(f"Ada {no:02d}", "ada", role=TEAMS_ADMINISTRATOR),
        _Someone(f"Bob {no:02d}", "bob", role=TEAMS_ADMINISTRATOR),
    )


def _customer(
    world: World,
    company: str,
    more: int,
    people: tuple[_Someone, ...],
    numbers: list[str],
    now: float,
    given: Mapping[str, str] = _NONE,
) -> Organisation:
    """A customer's tenant, operator account and organisation, put into the world."""
    name = company.lower()
    tenant = _tenant(name, f"{company} Pte Ltd", more, people, now, given)
    world.tenants[tenant.id] = tenant
    _connect_operator(world, name, tenant, now - _LONG_AGO)
    organisation = _organisation(company, tenant, numbers, more)
    world.organisations[organisation.uuid] = organisation
    return organisation


def _tenant(
    name: str, display_name: str, seats: int, people: tuple[_Someone, ...], now: float, given: Mapping[str, str]
) -> Tenant:
    tenant = Tenant(
        id=given.get(f"tenant:{name}", stable_id(f"tenant:{name}")),
        display_name=display_name,
        country="SG",
        domain=f"{name}.onmicrosoft.com",
        skus=bought_skus(seats),
        granted_roles=set(GRANTED),
    )
    for someone in people:
        add_person(tenant, _person(name, tenant.domain, someone, now - _LONG_AGO, given))
    return tenant


def _person(company: str, domain: str, someone: _Someone, licensed_at: float, given: Mapping[str, str]) -> Person:
    upn = f"{someone.local}@{domain if someone.resource else company + '.com'}"
    if someone.resource:
        skus = {RESOURCE_ACCOUNT}
    else:
        skus = {TEAMS_ENTERPRISE, TEAMS_PHONE} if someone.phone else {TEAMS_ENTERPRISE}
    if someone.office:
        skus.add(M365_E3)
    return Person(
        id=given.get(f"person:{upn}", stable_id(f"person:{upn}")),
        display_name=someone.name,
        user_principal_name=upn,
        mail=None if someone.resource else upn,
        usage_location=someone.country,
        account_type="resourceAccount" if someone.resource else "user",
        sku_ids=skus,
        licensed_at=dict.fromkeys(skus, licensed_at),
        directory_roles={someone.role} if someone.role else set(),
        time_zone="Asia/Kolkata" if someone.country == "IN" else "Asia/Singapore",
        locale="en-IN" if someone.country == "IN" else "en-SG",
    )


def _connect_operator(world: World, name: str, tenant: Tenant, at: float) -> None:
    operator = world.operator
    operator.accounts[name] = Account(name, tenant.id, etag=stable_id(f"account-etag:{name}"), modified_at=at)
    contact = {"fullName": "Telecom admin", "email": f"telecom@{name}.com", "companyName": tenant.display_name}
    operator.consents[tenant.id] = Consent(
        tenant.id,
        ["SG"],
        etag=stable_id(f"consent-etag:{name}"),
        contacts=[contact],
        consented_at=at,
        modified_at=at,
    )
    operator.civic_addresses[name] = [_civic_address(name, tenant)]


def _civic_address(name: str, tenant: Tenant) -> dict[str, Any]:
    address_id, location_id = stable_id(f"address:{name}"), stable_id(f"location:{name}")
    return {
        "id": address_id,
        "country": "SG",
        "houseNumber": "1",
        "streetName": "Raffles Place",
        "cityOrTown": "Singapore",
        "postalOrZipCode": "048616",
        "description": "Head office",
        "companyName": tenant.display_name,
        "defaultLocationId": location_id,
        "validationStatus": "validated",
        "tenantId": tenant.id,
        "locations": [
            {"id": location_id, "civicAddressId": address_id, "description": "Head office", "isDefault": True}
        ],
    }


def _organisation(name: str, tenant: Tenant, numbers: list[str], more: int) -> Organisation:
    members = (_member(person) for person in tenant.people.values())
    organisation = Organisation(
        uuid=stable_id(f"organisation:{name.lower()}"),
        name=name,
        country="SG",
        api_key=f"sb-{name.lower()}-key-0001",
        members={member.identity_uuid: member for member in members},
        pool={sku: seats + more for sku, seats in _POOL.items()},
        numbers=numbers,
        system_settings=default_settings(),
    )
    shown_code(organisation)
    return organisation


def _member(person: Person) -> Member:
    upn = person.user_principal_name
    role = "ADMIN" if TEAMS_ADMINISTRATOR in person.directory_roles else "MEMBER"
    return Member(stable_id(f"member:{upn}"), person.display_name, upn.partition("@")[0], upn, role)


def _front_desk(organisation: Organisation, now: float) -> Extension:
    return Extension(
        ext_key="100",
        ext_label="Front desk",
        identity_uuid=stable_id("member:wei.ling@contoso.com"),
        addons=["device_import_msteams_OC"],
        numbers=["6567891249"],
        numbers_assigned_at={"6567891249": now - _LONG_AGO},
        settings={"outboundCall": {"outgoingCallRule": organisation.system_settings["outboundCallRules"][0]["id"]}},
    )
