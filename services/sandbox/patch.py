"""Changes that somebody outside makes to the world: a key revoked, a consent suspended, a person renamed."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from services.sandbox import numbering
from services.sandbox.directory import delete_person, make_shared_mailbox, rename
from services.sandbox.world import Person, TeamsNumber, Tenant, World


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class OrganisationPatch(_Strict):
    """The changeable fields of a CPaaS organisation; null unlinks its Microsoft tenant."""

    api_key: str = ""
    tenant_id: str | None = ""


class TenantPatch(_Strict):
    """The application permissions that the tenant's admin consented to."""

    granted_roles: list[str]


class OperatorPatch(_Strict):
    """The application roles of whoever calls the gateway."""

    granted_roles: list[str]


class AccountPatch(_Strict):
    """What the operator does to an account: whether it reaches Teams, and what can be chosen for its numbers."""

    syncs: bool | None = None
    offers: dict[str, list[str]] | None = None


class ConsentPatch(_Strict):
    """The state of a tenant's consent to the operator."""

    status: Literal["active", "suspended", "removed"]


class PersonPatch(_Strict):
    """The changeable fields of a person; those left out stay. `""` clears the number on premises and the mail address.

    `shared_mailbox` makes a shared mailbox of the account, `deleted_at` (seconds since the epoch) deletes it.

    `group_licences` are the licences that come from a group, `group_errors` those that the group failed to assign.
    """

    principal_name: str = ""
    enabled: bool | None = None
    guest: bool | None = None
    teams_only: bool | None = None
    synchronised: bool | None = None
    business_phones: list[str] | None = None
    department: str | None = None
    office: str | None = None
    location_on_premises: bool | None = None
    mail: str | None = None
    shared_mailbox: Literal[True] | None = None
    deleted_at: float | None = None
    on_premises_line: str | None = None
    group_licences: list[str] | None = None
    disabled_plans: dict[str, set[str]] | None = None
    group_errors: dict[str, str] | None = None


class ForeignNumber(_Strict):
    """A number of the tenant from another source than the operator; `holder` is an object id, empty for nobody."""

    number: str
    number_type: Literal["callingPlan", "directRouting", "operatorConnect"] = "callingPlan"
    number_source: Literal["online", "onPremises"] = "online"
    operator_id: str = "00000000-0000-4000-8000-000000000000"
    holder: str = ""


class NumberState(_Strict):
    """A number's state in Teams, and its holder there: an object id, empty for nobody."""

    number: str
    activation_state: Literal["activated", "assignmentPending", "assignmentFailed", "updatePending", "updateFailed"] = (
        "activated"
    )
    holder: str | None = None
    assignment_status: (
        Literal["internalError", "conferenceAssigned", "thirdPartyAppAssigned", "policyAssigned"] | None
    ) = None
    policy: str | None = None  # the policy that holds the number


class Patch(_Strict):
    """Organisations by name, tenants, consents and numbers by tenant id, people by object id."""

    operator: OperatorPatch | None = None
    accounts: dict[str, AccountPatch] = {}
    activation: dict[str, list[NumberState]] = {}
    spelling: dict[Literal["wrapped"], bool] = {}

    organisations: dict[str, OrganisationPatch] = {}
    tenants: dict[str, TenantPatch] = {}
    consents: dict[str, ConsentPatch] = {}
    people: dict[str, PersonPatch] = {}
    numbers: dict[str, list[ForeignNumber]] = {}


def apply(world: World, patch: Patch) -> None:
    """Change the world; raises KeyError with the name of what doesn't exist, before anything is changed."""
    organisations = {one.name: one for one in world.organisations.values()}
    found = [(organisations[name], wanted) for name, wanted in patch.organisations.items()]
    tenants = [(world.tenants[key], wanted) for key, wanted in patch.tenants.items()]
    consents = [(world.operator.consents[key], wanted) for key, wanted in patch.consents.items()]
    everybody = {key: (tenant, one) for tenant in world.tenants.values() for key, one in tenant.people.items()}
    people = [(*everybody[key], wanted) for key, wanted in patch.people.items()]
    numbers = [(world.tenants[key], number) for key, listed in patch.numbers.items() for number in listed]
    accounts = [(world.operator.accounts[name], told) for name, told in patch.accounts.items()]
    activated = [(world.tenants[key], one) for key, listed in patch.activation.items() for one in listed]
    for organisation, wanted in found:
        organisation.api_key = wanted.api_key or organisation.api_key
        if wanted.tenant_id != "":
            organisation.tenant_id = wanted.tenant_id
    for tenant, roles in tenants:
        tenant.granted_roles = set(roles.granted_roles)
    for consent, state in consents:
        consent.status = state.status
    for home, person, changes in people:
        _change(home, person, changes)
    for home, number in numbers:
        _add(home, number)
    if patch.operator is not None:
        world.operator.granted_roles = set(patch.operator.granted_roles)
    for account, told in accounts:
        account.syncs = account.syncs if told.syncs is None else told.syncs
        account.offers = account.offers if told.offers is None else told.offers
    for home, one in activated:
        _activate(home, one)
    for name, value in patch.spelling.items():
        setattr(world.spelling, name, value)


def _activate(tenant: Tenant, wanted: NumberState) -> None:
    number = tenant.numbers[wanted.number]
    number.activation_state = wanted.activation_state
    if wanted.holder:
        numbering.occupy(tenant, number, wanted.holder, False, "primary")
    if wanted.assignment_status:
        number.assignment_status, number.assignment_target_id = wanted.assignment_status, wanted.policy


def _change(tenant: Tenant, person: Person, wanted: PersonPatch) -> None:
    if wanted.principal_name:
        rename(tenant, person, wanted.principal_name)
    if wanted.enabled is not None:
        person.enabled = wanted.enabled
    if wanted.guest is not None:
        person.account_type = "guest" if wanted.guest else "user"
    if wanted.teams_only is not None:
        person.teams_only = wanted.teams_only
    if wanted.on_premises_line is not None:
        person.on_premises_line = wanted.on_premises_line or None
    _change_in_directory(tenant, person, wanted)
    if wanted.disabled_plans is not None:
        person.disabled_plans = dict(wanted.disabled_plans)
    if wanted.group_licences is not None:
        person.group_sku_ids = person.sku_ids & set(wanted.group_licences)
    if wanted.group_errors is not None:
        person.group_errors = dict(wanted.group_errors)


def _change_in_directory(tenant: Tenant, person: Person, wanted: PersonPatch) -> None:
    if wanted.synchronised is not None:
        person.synchronised = wanted.synchronised
    person.department = wanted.department or person.department
    person.office = wanted.office or person.office
    if wanted.business_phones is not None:
        person.business_phones = list(wanted.business_phones)
    if wanted.location_on_premises is not None:
        person.location_on_premises = wanted.location_on_premises
    if wanted.mail is not None:
        person.mail = wanted.mail or None
    if wanted.shared_mailbox:
        make_shared_mailbox(tenant, person)
    if wanted.deleted_at is not None:
        delete_person(tenant, person, wanted.deleted_at)


def _add(tenant: Tenant, wanted: ForeignNumber) -> None:
    number = TeamsNumber(wanted.number, operator_id=wanted.operator_id, number_type=wanted.number_type)
    number.number_source = wanted.number_source
    number.iso_country_code = numbering.country_of(wanted.number)
    numbering.put(tenant, number)
    if wanted.holder:
        numbering.occupy(tenant, number, wanted.holder, False, "primary")
