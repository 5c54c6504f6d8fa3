"""Requests for information: a tenant's consent to the operator. Only the customer relationship can be written.

The customer's admin gives the consent in the Teams admin centre; it can't be created here.
https://learn.microsoft.com/en-us/microsoftteams/operator-connect-configure
"""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from pydantic import BaseModel, ConfigDict

from services.sandbox.operator import ledger
from services.sandbox.operator.call import Answer, Call, Json, Operation, OperatorError
from services.sandbox.operator.conditions import Version, is_known, need_preconditions
from services.sandbox.operator.models import parsed
from services.sandbox.operator.paging import page_of
from services.sandbox.operator.status import account_of
from services.sandbox.world import OPERATOR_ID, Consent, World

_PATH = "/teamsRequestsForInformation"
_MERGE_PATCH = "application/merge-patch+json"
# The portal's labels "Consent declined" and "Contract terminated" need a reason; the API's spelling of them is a guess.
_NEED_COMMENT = ("ConsentDeclined", "ContractTerminated")


class _Relationship(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    status: str | None = None
    comment: str | None = None


class _Patch(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    customerRelationship: _Relationship = _Relationship()  # noqa: N815 - the wire's name


def _view(call: Call, consent: Consent) -> Json:
    stamp = call.sandbox.clock.stamp
    account = account_of(call.sandbox.world, consent.tenant_id)
    return {
        "id": str(uuid5(NAMESPACE_URL, f"rfi:{consent.tenant_id}")),
        "tenantId": consent.tenant_id,
        **({"accountName": account.name} if account else {}),
        "productContext": "teams",
        "operatorId": OPERATOR_ID,
        "status": consent.status,
        "consentedOn": stamp(consent.consented_at),
        "lastModifiedOn": stamp(consent.modified_at),
        "consentedCountries": consent.countries,
        "contacts": consent.contacts,
        "customerRelationship": consent.relationship,
        "serviceProvisioningStatus": "synced",
        "serviceProvisioningErrors": [],
    }


def _version(consent: Consent) -> Version:
    return Version(consent.etag, consent.modified_at)


def _shown(call: Call, consent: Consent) -> Answer:
    return Answer(_view(call, consent), headers=_version(consent).headers)


def _list(call: Call) -> Answer:
    consents = call.sandbox.world.operator.consents
    return page_of(call, consents.values(), len(consents), lambda consent: _view(call, consent))


def _find(world: World, tenant_id: str) -> Consent:
    consent = world.operator.consents.get(tenant_id.lower())
    if consent is None:
        raise OperatorError(404, f"Tenant '{tenant_id}' has made no request for information.", target="tenantId")
    return consent


def _get(call: Call) -> Answer:
    consent = _find(call.sandbox.world, call.request.match_info["tenantId"])
    version = _version(consent)
    return Answer(None, 304, version.headers) if is_known(call.request, version) else _shown(call, consent)


def _patch(call: Call) -> Answer:
    if call.request.content_type != _MERGE_PATCH:
        raise OperatorError(415, f"The body is sent as {_MERGE_PATCH}.")
    consent = _find(call.sandbox.world, call.request.match_info["tenantId"])
    need_preconditions(call.request, _version(consent))
    relationship = _relationship(consent, parsed(_Patch, call.body).customerRelationship)
    if relationship != consent.relationship:
        now = call.sandbox.clock.now()
        consent.relationship = {**relationship, "lastModifiedOn": call.sandbox.clock.stamp(now)}
        consent.modified_at, consent.etag = now, ledger.new_etag(call.sandbox)
    return _shown(call, consent)


def _relationship(consent: Consent, patch: _Relationship) -> dict[str, Any]:
    """The relationship after a merge patch: null removes a field, a missing field stays."""
    changes = patch.model_dump(exclude_unset=True)
    merged = {**consent.relationship, **changes}
    if merged.get("status") in _NEED_COMMENT and not merged.get("comment"):
        message = f"The status '{merged['status']}' needs a comment."
        raise OperatorError(400, message, "InvalidProperty", target="customerRelationship.comment")
    return {name: value for name, value in merged.items() if value is not None}


OPERATIONS = (
    Operation("GET", _PATH, _list),
    Operation("GET", f"{_PATH}/{{tenantId}}", _get),
    Operation("PATCH", f"{_PATH}/{{tenantId}}", _patch),
)
