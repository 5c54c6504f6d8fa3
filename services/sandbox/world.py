"""The state of the simulated world: Microsoft tenants, the operator's gateway, CPaaS organisations.

Everything here is plain mutable state; the rules of each remote system are beside its routes. Times are seconds of the
sandbox's clock (`clock.py`). Numbers are E.164 with plus, except in an `Organisation`, since the CPaaS has no plus.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

OPERATOR_ID = "83d289bc-a4d3-41e6-8a3f-cff260a3f091"


@dataclass
class Person:
    """Somebody (or a resource account) of a Microsoft tenant's directory."""

    id: str
    display_name: str
    user_principal_name: str
    mail: str | None
    usage_location: str | None = "SG"
    account_type: str = "user"  # user | resourceAccount | guest
    enabled: bool = True
    sku_ids: set[str] = field(default_factory=set)
    licensed_at: dict[str, float] = field(default_factory=dict)  # sku id -> when it was assigned
    directory_roles: set[str] = field(default_factory=set)  # role template ids
    time_zone: str = "Asia/Singapore"
    locale: str = "en-SG"
    aliases: list[str] = field(default_factory=list)  # further addresses of the mailbox
    disabled_plans: dict[str, set[str]] = field(default_factory=dict)  # sku id -> plans that were switched off
    employee_id: str | None = None
    other_mails: list[str] = field(default_factory=list)
    group_sku_ids: set[str] = field(default_factory=set)  # the licences that come from a group
    group_errors: dict[str, str] = field(default_factory=dict)  # licences that a group failed to assign: sku id -> why
    on_premises_line: str | None = None  # the number in the on-premises Active Directory, if there is one
    synchronised: bool = False  # from an on-premises Active Directory
    location_on_premises: bool = False  # so does the usage location
    business_phones: list[str] = field(default_factory=list)
    department: str | None = None
    office: str | None = None
    teams_only: bool = True  # the coexistence mode


@dataclass
class DeletedPerson:
    """Somebody who was deleted and can be restored for a while."""

    person: Person
    at: float


@dataclass
class Sku:
    """A bought Microsoft licence and its seats; `plans` maps service plan id to its name."""

    sku_id: str
    part_number: str
    enabled: int
    plans: dict[str, str]


@dataclass
class TeamsNumber:
    """A phone number as Graph's numberAssignment shows it."""

    telephone_number: str
    operator_id: str = OPERATOR_ID
    number_type: str = "operatorConnect"
    number_source: str = "online"  # or onPremises: assigned in the Active Directory there and synchronised
    activation_state: str = "activated"
    capabilities: list[str] = field(default_factory=lambda: ["userAssignment"])
    assignment_status: str = "unassigned"
    assignment_target_id: str | None = None
    assignment_category: str | None = None
    location_id: str | None = None
    civic_address_id: str | None = None
    iso_country_code: str = "SG"
    city: str | None = None
    customer_actions: list[str] = field(default_factory=lambda: ["locationUpdate"])
    reverse_lookup: list[str] = field(default_factory=list)


@dataclass
class Operation:
    """A long-running assignment or unassignment; done when the clock passes `done_at`."""

    id: str
    kind: str  # Assignment | Unassignment
    telephone_number: str
    target_id: str | None
    created_at: float
    done_at: float
    status: str = "notStarted"  # notStarted | running | succeeded | failed
    detail: str | None = None
    category: str = "primary"
    location_id: str | None = None


@dataclass
class RoleGroup:
    """A group, with its members' object ids and the directory roles (template ids) that it holds, if it can."""

    id: str
    name: str
    members: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    assignable: bool = True  # whether it can hold roles


@dataclass
class AdministrativeUnit:
    """A part of the directory: its people by object id, and the roles held over it: (person, role template)."""

    id: str
    name: str
    members: set[str] = field(default_factory=set)
    roles: set[tuple[str, str]] = field(default_factory=set)


@dataclass
class Tenant:
    """A Microsoft tenant: directory, licences, phone numbers, running operations."""

    id: str
    display_name: str
    country: str
    domain: str
    people: dict[str, Person] = field(default_factory=dict)
    skus: dict[str, Sku] = field(default_factory=dict)
    numbers: dict[str, TeamsNumber] = field(default_factory=dict)
    operations: dict[str, Operation] = field(default_factory=dict)
    deleted: dict[str, DeletedPerson] = field(default_factory=dict)  # by id
    licence_group: str = ""  # the name of the group that gives licences
    granted_roles: set[str] = field(default_factory=set)  # application permissions the admin consented to
    role_groups: dict[str, RoleGroup] = field(default_factory=dict)
    units: dict[str, AdministrativeUnit] = field(default_factory=dict)
    policies: dict[str, dict[str, str]] = field(default_factory=dict)  # person id -> policy type -> policy id
    policies_shown: dict[str, tuple[float, dict[str, str]]] = field(default_factory=dict)  # old ones, until when
    group_policies: dict[str, dict[str, str]] = field(default_factory=dict)  # like `policies`, from groups
    # Indexes, kept by directory.py and numbering.py so that no request walks a large tenant.
    order: list[str] = field(default_factory=list)  # person ids as they joined
    by_name: dict[str, str] = field(default_factory=dict)  # lower-case principal name -> person id
    consumed: dict[str, int] = field(default_factory=dict)  # sku id -> seats in use
    number_order: list[str] = field(default_factory=list)  # telephone numbers, ascending
    numbers_of: dict[str, set[str]] = field(default_factory=dict)  # target id -> its telephone numbers
    running: list[tuple[float, str]] = field(default_factory=list)  # heap of (done at, operation id)


@dataclass
class OperatorNumber:
    """A number in an operator account: the caller's resource plus the gateway's own state."""

    resource: dict[str, Any]  # NumberResource as last written, without read-only fields
    written_at: float
    settles_at: float
    etag: str
    outcome: str = "synced"  # the status after `pending`: synced | failed
    errors: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Account:
    """An account at the operator's gateway: one Microsoft tenant and its numbers."""

    name: str
    tenant_id: str
    etag: str
    numbers: dict[str, OperatorNumber] = field(default_factory=dict)
    operator_connect: bool = True
    syncs: bool = True  # whether what is written is passed on to Microsoft
    offers: dict[str, list[str]] | None = None  # usage -> optional capabilities; None: those of the samples
    resource: dict[str, Any] = field(default_factory=dict)  # AccountResource as last written; empty for a seeded one
    modified_at: float = 0.0


@dataclass
class Consent:
    """A request for information (RFI): the tenant's consent to the operator."""

    tenant_id: str
    countries: list[str]
    etag: str
    status: str = "active"  # active | suspended | removed
    relationship: dict[str, Any] = field(default_factory=lambda: {"status": "ConsentAcknowledged", "comment": ""})
    contacts: list[dict[str, str]] = field(default_factory=list)
    consented_at: float = 0.0
    modified_at: float = 0.0


@dataclass
class Operator:
    """The operator's gateway: accounts, consents and the customers' civic addresses (by account).

    `granted_roles` are the application roles of whoever calls.
    """

    granted_roles: set[str] = field(default_factory=lambda: {"ProvisioningAPI.Admin"})

    accounts: dict[str, Account] = field(default_factory=dict)
    consents: dict[str, Consent] = field(default_factory=dict)
    civic_addresses: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


@dataclass
class Member:
    """Somebody who can hold an extension in a CPaaS organisation."""

    identity_uuid: str
    display_name: str
    username: str
    email: str
    role: str = "MEMBER"  # OWNER | ADMIN | MEMBER


@dataclass
class Extension:
    """One extension: a base licence with its key, member, add-ons and numbers (no plus, first is primary)."""

    ext_key: str
    ext_label: str
    base_sku: str = "license_phone_system"
    identity_uuid: str | None = None
    addons: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    numbers_assigned_at: dict[str, float] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)  # section -> values
    version: int = 1


@dataclass
class SeatIndex:
    """Who holds each number an organisation owns (None: nobody; sorted by number), and the seats used by sku."""

    holders: dict[str, str | None]
    used: dict[str, int]


@dataclass
class Organisation:
    """A CPaaS organisation: members, licence pool, extensions and the numbers it owns (no plus)."""

    uuid: str
    name: str
    country: str
    api_key: str
    tenant_id: str | None = None
    link_code: str = ""  # as the portal shows it to the organisation's own administrators
    link_codes: int = 0  # the number of codes before this one
    wrong_codes: int = 0  # wrong attempts since this code is shown
    proven: str | None = None  # the Microsoft tenant that gave the right code, until it is linked
    members: dict[str, Member] = field(default_factory=dict)
    pool: dict[str, int] = field(default_factory=dict)  # sku -> seats bought, base and add-on
    bases: set[str] = field(default_factory=set)  # skus of the pool that are also base licences
    numbers: list[str] = field(default_factory=list)
    extensions: dict[str, Extension] = field(default_factory=dict)
    system_settings: dict[str, Any] = field(default_factory=dict)
    calls: list[dict[str, Any]] = field(default_factory=list)
    index: SeatIndex | None = None  # built at first use


@dataclass
class Spelling:
    """Which of two spellings to use where Microsoft's pages and its metadata differ."""

    wrapped: bool = False  # a single operation comes inside `value`, as its page shows it, not bare, as in the metadata


@dataclass
class Application:
    """The calling application, besides its secret: certificates (PEM), and subjects whose tokens it trusts."""

    certificates: list[str] = field(default_factory=list)
    trusted: set[str] = field(default_factory=set)
    secrets: dict[str, float] = field(default_factory=dict)  # name -> expiry


@dataclass
class World:
    """Everything there is."""

    app: Application = field(default_factory=Application)

    spelling: Spelling = field(default_factory=Spelling)

    tenants: dict[str, Tenant] = field(default_factory=dict)
    operator: Operator = field(default_factory=Operator)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    effects: dict[str, int] = field(default_factory=dict)  # "upload:+65…" -> how often it had an effect
    arrivals: list[tuple[float, str, str, str]] = field(default_factory=list)  # heap: visible at, account, number, etag
    departures: list[tuple[float, str, str, str]] = field(default_factory=list)  # heap: at, account, tenant, number
