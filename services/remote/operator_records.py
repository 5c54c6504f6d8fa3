"""What the operator's gateway holds, as values.

Azure Communications Gateway Provisioning API 2024-02-29-preview:
https://github.com/Azure/azure-rest-api-specs/blob/main/specification/voiceservices/VoiceServices.Provisioning/main.tsp
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AliasPath, Field

from services.domain.errors import RemoteError
from services.remote.wire import CAMEL, Country, Flag, Ident, Items, MaybeIdent, Name, State, Text

_CONNECT = ("serviceDetails", "teamsOperatorConnect")
_CONFIGURATION = (*_CONNECT, "configuration")


@dataclass(frozen=True, slots=True)
class Account:
    """An account: one customer's Microsoft tenant and its numbers.

    `syncs` is whether what is written there is passed on to Microsoft, None if not known.
    """

    name: Name
    details: Annotated[dict[str, Any], Field(validation_alias="serviceDetails", repr=False)]
    tenant_id: Annotated[MaybeIdent, Field(validation_alias=AliasPath("serviceDetails", "teamsTenantId"))] = ""
    enabled: Annotated[Flag, Field(validation_alias=AliasPath(*_CONNECT, "enabled"))] = False
    syncs: Annotated[bool | None, Field(validation_alias=AliasPath(*_CONNECT, "syncEnabled"))] = None
    number_count: Annotated[int | None, Field(validation_alias=AliasPath(*_CONNECT, "numberCount"))] = None
    status: Annotated[Text, Field(validation_alias="serviceProvisioningStatus")] = ""


@dataclass(frozen=True, slots=True)
class ProvisioningError:
    """Why a number couldn't be brought to Microsoft, in the gateway's words."""

    __pydantic_config__ = CAMEL
    code: Text = ""
    message: Text = ""


@dataclass(frozen=True, slots=True)
class OperatorNumber:
    """A number in an account; `status` is `pending`, `synced` or `failed`."""

    e164: Annotated[Name, Field(validation_alias="telephoneNumber")]
    status: Annotated[State, Field(validation_alias="serviceProvisioningStatus")]
    account: Annotated[Text, Field(validation_alias="accountName")] = ""
    errors: Annotated[Items[ProvisioningError], Field(validation_alias="serviceProvisioningErrors")] = ()
    usage: Annotated[Text, Field(validation_alias=AliasPath(*_CONFIGURATION, "usage"))] = ""
    capabilities: Annotated[
        Items[str], Field(validation_alias=AliasPath(*_CONFIGURATION, "choosableCapabilities"))
    ] = ()
    assignment_status: Annotated[Text, Field(validation_alias=AliasPath(*_CONNECT, "assignmentStatus"))] = ""
    location_id: Annotated[Text, Field(validation_alias=AliasPath(*_CONFIGURATION, "locationId"))] = ""
    civic_address_id: Annotated[Text, Field(validation_alias=AliasPath(*_CONFIGURATION, "civicAddressId"))] = ""
    open_address: Annotated[Flag, Field(validation_alias=AliasPath(*_CONFIGURATION, "allowTenantAddressUpdate"))] = (
        False
    )


@dataclass(frozen=True, slots=True)
class UploadRequest:
    """A number to bring to Microsoft.

    `usage` is `CallingUserAssignment`, `FirstPartyAppAssignment` or `ConferenceAssignment`. A number for people needs
    an emergency address unless the tenant may set its own:
    https://learn.microsoft.com/azure/communications-gateway/manage-enterprise-operator-connect
    """

    e164: str
    usage: str
    capabilities: tuple[str, ...] = ("InboundCalling", "OutboundCalling")
    location_id: str = ""
    civic_address_id: str = ""
    allow_tenant_address_update: bool = False


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What the gateway says of one uploaded number: `pending`, `synced` or `failed` with `errors`.

    `status` is empty and `error` set when the gateway said nothing about it. `request_id` is the gateway's, to be
    quoted.
    """

    e164: str
    status: str = ""
    errors: tuple[ProvisioningError, ...] = ()
    error: RemoteError | None = None
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class NumberDeletion:
    """The outcome of deleting one number: gone, or `error`."""

    e164: str
    error: RemoteError | None = None


@dataclass(frozen=True, slots=True)
class Consent:
    """A tenant's consent; `status` is `active`, `suspended` or `removed`, `countries` have two letters.

    `operator_id` is the operator's, as Microsoft shows it with each of its numbers.
    """

    __pydantic_config__ = CAMEL
    tenant_id: Ident
    status: State
    countries: Annotated[Items[Country], Field(validation_alias="consentedCountries")]
    operator_id: Text = ""
    relationship: Annotated[Text, Field(validation_alias=AliasPath("customerRelationship", "status"))] = ""
    comment: Annotated[Text, Field(validation_alias=AliasPath("customerRelationship", "comment"))] = ""


@dataclass(frozen=True, slots=True)
class Location:
    """A place within a civic address."""

    __pydantic_config__ = CAMEL
    id: Name
    description: Text = ""
    additional_info: Text = ""


@dataclass(frozen=True, slots=True)
class CivicAddress:
    """An emergency address the customer made in the Teams admin centre."""

    __pydantic_config__ = CAMEL
    id: Name
    country: Country = ""
    description: Text = ""
    company_name: Text = ""
    house_number: Text = ""
    street_name: Text = ""
    city: Annotated[Text, Field(validation_alias="cityOrTown")] = ""
    postal_code: Annotated[Text, Field(validation_alias="postalOrZipCode")] = ""
    default_location_id: Text = ""
    locations: Items[Location] = ()


@dataclass(frozen=True, slots=True)
class CapabilityPlan:
    """What numbers of one usage can be given."""

    __pydantic_config__ = CAMEL
    name: Name
    usage: Text = ""
    mandatory: Annotated[Items[str], Field(validation_alias="mandatoryCapabilities")] = ()
    choosable: Annotated[Items[str], Field(validation_alias="choosableCapabilities")] = ()


def resource_of(account: str, upload: UploadRequest) -> dict[str, object]:
    """The `NumberResource` to send for `upload`; an empty address is left out."""
    configuration: dict[str, object] = {
        "usage": upload.usage,
        "choosableCapabilities": list(upload.capabilities),
        "allowTenantAddressUpdate": upload.allow_tenant_address_update,
    }
    address = {"locationId": upload.location_id, "civicAddressId": upload.civic_address_id}
    configuration |= {name: value for name, value in address.items() if value}
    return {
        "telephoneNumber": upload.e164,
        "accountName": account,
        "serviceDetails": {"teamsOperatorConnect": {"enabled": True, "configuration": configuration}},
    }
