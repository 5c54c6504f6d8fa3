"""The organisation and the Microsoft tenant it is linked to."""

from __future__ import annotations

from services.sandbox.cpaas.errors import CpaasError
from services.sandbox.cpaas.link_code import need_proof, prove
from services.sandbox.cpaas.operation import Answer, Call, Operation
from services.sandbox.cpaas.schemas import LinkTenant, Organization, ProveTenant
from services.sandbox.world import Organisation

_PATH = "/v1/organization/msTeamsTenant"


def view(organisation: Organisation) -> Organization:
    """The organisation as the API shows it."""
    return {
        "orgUuid": organisation.uuid,
        "name": organisation.name,
        "country": organisation.country,
        "msTeamsTenant": {"tenantId": organisation.tenant_id} if organisation.tenant_id else None,
    }


def _get(call: Call[None]) -> Answer:
    return Answer(view(call.organisation))


def _link(call: Call[LinkTenant]) -> Answer:
    tenant_id = call.body.tenant_id.lower()
    _need_unlinked(call, tenant_id)
    if call.organisation.tenant_id is None:
        need_proof(call.organisation, tenant_id)
        call.organisation.tenant_id, call.organisation.proven = tenant_id, None
        call.sandbox.effect("tenant.link", tenant_id)
    return Answer(view(call.organisation))


def _prove(call: Call[ProveTenant]) -> Answer:
    tenant_id = call.body.tenant_id.lower()
    _need_unlinked(call, tenant_id)
    prove(call.organisation, tenant_id, call.body.code)
    return Answer(view(call.organisation))


def _need_unlinked(call: Call[LinkTenant] | Call[ProveTenant], tenant_id: str) -> None:
    if call.organisation.tenant_id not in (None, tenant_id):
        raise CpaasError("tenant.linked", f"The organisation is linked to tenant {call.organisation.tenant_id}.")
    others = (org for org in call.sandbox.world.organisations.values() if org is not call.organisation)
    if any(org.tenant_id == tenant_id for org in others):
        raise CpaasError("tenant.linked", f"Tenant {tenant_id} is linked to another organisation.")


def _unlink(call: Call[None]) -> Answer:
    if call.organisation.tenant_id:
        call.sandbox.effect("tenant.unlink", call.organisation.tenant_id)
        call.organisation.tenant_id = None
    return Answer(view(call.organisation))


OPERATIONS: tuple[Operation[None] | Operation[LinkTenant] | Operation[ProveTenant], ...] = (
    Operation("getOrganization", "GET", "/v1/organization", "The key's organisation", _get, Organization),
    Operation(
        "linkMsTeamsTenant",
        "PUT",
        _PATH,
        "Link a Microsoft tenant; linking the same one again does nothing",
        _link,
        Organization,
        body=LinkTenant,
        refuses=("request.invalid", "tenant.linked", "link.unproven"),
    ),
    Operation(
        "proveMsTeamsTenant",
        "POST",
        f"{_PATH}/proof",
        "Give the code that the portal shows, without which no tenant can be linked; it works once",
        _prove,
        Organization,
        body=ProveTenant,
        refuses=("request.invalid", "tenant.linked", "link.codeWrong"),
    ),
    Operation("unlinkMsTeamsTenant", "DELETE", _PATH, "Unlink the Microsoft tenant, if any", _unlink, Organization),
)
