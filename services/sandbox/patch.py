"""Changes somebody outside makes to the world: a key revoked, permissions taken back, a consent suspended."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from services.sandbox.world import World


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class OrganisationPatch(_Strict):
    """What may change of a CPaaS organisation; null leaves no Microsoft tenant linked."""

    api_key: str = ""
    tenant_id: str | None = ""


class TenantPatch(_Strict):
    """The application permissions that the tenant's admin consented to."""

    granted_roles: list[str]


class ConsentPatch(_Strict):
    """The state of a tenant's consent to the operator."""

    status: Literal["active", "suspended", "removed"]


class Patch(_Strict):
    """Organisations by name, tenants and consents by tenant id."""

    organisations: dict[str, OrganisationPatch] = {}
    tenants: dict[str, TenantPatch] = {}
    consents: dict[str, ConsentPatch] = {}


def apply(world: World, patch: Patch) -> None:
    """Change the world; KeyError names what isn't there, and then nothing was changed."""
    organisations = {one.name: one for one in world.organisations.values()}
    found = [(organisations[name], wanted) for name, wanted in patch.organisations.items()]
    tenants = [(world.tenants[key], wanted) for key, wanted in patch.tenants.items()]
    consents = [(world.operator.consents[key], wanted) for key, wanted in patch.consents.items()]
    for organisation, wanted in found:
        organisation.api_key = wanted.api_key or organisation.api_key
        if wanted.tenant_id != "":
            organisation.tenant_id = wanted.tenant_id
    for tenant, roles in tenants:
        tenant.granted_roles = set(roles.granted_roles)
    for consent, state in consents:
        consent.status = state.status
