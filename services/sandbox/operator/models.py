"""The resources that callers write, validated as the API's specification says.

https://github.com/Azure/azure-rest-api-specs (specification/voiceservices, VoiceServices.Provisioning). Read-only
properties may be sent back, and are ignored.
"""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic.alias_generators import to_camel

from services.sandbox.operator.call import Json, OperatorError

BATCH = 100
Name = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9_-]+$")]
TelephoneNumber = Annotated[str, StringConstraints(min_length=3, max_length=16, pattern=r"^\+[1-9][0-9]+$")]
ModelT = TypeVar("ModelT", bound=BaseModel)


class _Model(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="ignore", strict=True, frozen=True)


class ServiceSwitch(_Model):
    """A service of an account: whether it is enabled, and whether it is passed on to its back end."""

    enabled: bool
    sync_enabled: bool


class AccountServices(_Model):
    """The services of an account."""

    teams_tenant_id: str | None = None
    teams_operator_connect: ServiceSwitch | None = None
    teams_direct_routing: dict[str, Any] | None = None
    teams_phone_mobile: dict[str, Any] | None = None
    zoom_phone_cloud_peering: dict[str, Any] | None = None
    azure_operator_call_protection: dict[str, Any] | None = None


class AccountBody(_Model):
    """An account as it is written."""

    name: Name
    correlation_id: str | None = None
    service_details: AccountServices = AccountServices()


class NumberConfiguration(_Model):
    """The usage and capabilities for which a number is uploaded to Microsoft Teams."""

    usage: str
    choosable_capabilities: list[str]
    additional_usages: list[str] | None = None
    civic_address_id: str | None = None
    location_id: str | None = None
    allow_tenant_address_update: bool = False
    displayed_country_code: str | None = None


class OperatorConnectNumber(_Model):
    """A number's Operator Connect part; its assignment status comes from Microsoft."""

    enabled: bool
    configuration: NumberConfiguration | None = None


class NumberServices(_Model):
    """The services of a number."""

    teams_operator_connect: OperatorConnectNumber | None = None
    teams_direct_routing: dict[str, Any] | None = None
    teams_phone_mobile: dict[str, Any] | None = None
    zoom_phone_cloud_peering: dict[str, Any] | None = None
    azure_operator_call_protection: dict[str, Any] | None = None


class SipConfiguration(_Model):
    """The custom SIP header of a number's calls."""

    custom_sip_header: Name | None = None


class NumberBody(_Model):
    """A number as it is written."""

    telephone_number: TelephoneNumber
    account_name: Name
    service_details: NumberServices
    configuration: SipConfiguration | None = None

    @property
    def teams(self) -> NumberConfiguration | None:
        """The Operator Connect configuration, if the number is meant for Teams."""
        service = self.service_details.teams_operator_connect
        return service.configuration if service and service.enabled else None


class NumberBatch(_Model):
    """Up to 100 numbers to write."""

    numbers: list[NumberBody] = Field(max_length=BATCH)


class NumberName(_Model):
    """A number by its name."""

    telephone_number: TelephoneNumber


class NumberNames(_Model):
    """Numbers by their names."""

    numbers: list[NumberName]


class NumberNameBatch(_Model):
    """Up to 100 numbers by their names."""

    numbers: list[NumberName] = Field(max_length=BATCH)


def parsed(model: type[ModelT], body: Any) -> ModelT:
    """The body as `model`; 400 with one detail for each fault in it."""
    try:
        return model.model_validate(body)
    except ValidationError as error:
        details = [_detail(fault["loc"], fault["msg"]) for fault in error.errors(include_url=False)]
        raise OperatorError(400, "The request body is not valid.", details=details) from error


def written(model: BaseModel) -> Json:
    """The writable properties that were given, as JSON."""
    return model.model_dump(by_alias=True, exclude_none=True)


def _detail(place: tuple[int | str, ...], message: str) -> Json:
    return {"code": "InvalidProperty", "message": message, "target": ".".join(map(str, place)) or "body"}
