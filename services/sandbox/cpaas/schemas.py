"""The shapes of the CPaaS's HTTP: requests are validated models, answers are typed dictionaries.

The OpenAPI document is generated from these, so that it describes what is served.
"""

from __future__ import annotations

from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, RootModel
from pydantic.alias_generators import to_camel
from typing_extensions import TypedDict

from services.sandbox.cpaas.skus import BASE

BATCH = 100
ItemT = TypeVar("ItemT")


class Body(BaseModel):
    """A request body or a part of one: camelCase in JSON, unknown fields refused."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", strict=True, frozen=True)


class Batch(Body, Generic[ItemT]):
    """Up to 100 items; each is done or refused by itself."""

    items: list[ItemT] = Field(max_length=BATCH)


class LinkTenant(Body):
    """The Microsoft tenant to link the organisation to."""

    tenant_id: str = Field(pattern=r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$")


class ProveTenant(LinkTenant):
    """The code that the portal shows to the organisation's administrators, for the tenant to be linked."""

    code: str = Field(max_length=40)


class CreateExtension(Body):
    """An extension to create: a key of 3 to 5 digits, its directory name and its base licence."""

    ext_key: str
    ext_label: str = Field(max_length=200)
    base_sku: str = BASE


class UpdateExtension(Body):
    """What to change of one extension; a field that is left out stays as it is.

    Removals come before additions. Adding what is there already and removing what isn't there have no effect. An add-on
    listed n times means at least n of it; removing an add-on removes all of it.
    """

    ext_key: str
    if_version: int | None = Field(default=None, description="refuse when the extension has another version")
    new_ext_key: str | None = None
    ext_label: str | None = Field(default=None, max_length=200)
    identity_uuid: str | None = Field(default=None, description="null takes the member away")
    add_addons: list[str] = Field(default_factory=list)
    remove_addons: list[str] = Field(default_factory=list)
    add_numbers: list[str] = Field(default_factory=list, description="without plus; the first one is the primary")
    remove_numbers: list[str] = Field(default_factory=list)
    primary_number: str | None = Field(default=None, description="the number that comes to stand first")


class DeleteExtension(Body):
    """An extension to delete."""

    ext_key: str


class CreateExtensions(Batch[CreateExtension]):
    """Extensions to create."""


class UpdateExtensions(Batch[UpdateExtension]):
    """Extensions to update."""


class DeleteExtensions(Batch[DeleteExtension]):
    """Extensions to delete."""


class SettingsPatch(RootModel[dict[str, Any]]):
    """A JSON merge patch (RFC 7396): section name to the fields that change; null takes a field back to its default."""


class UpdateSettings(Body):
    """The merge patch for one extension's settings."""

    ext_key: str
    settings: dict[str, Any]


class UpdateManySettings(Batch[UpdateSettings]):
    """Merge patches for several extensions."""


class Error(TypedDict):
    """Why a request was refused."""

    code: str
    message: str
    requestId: str


class FailedItem(TypedDict):
    """Why one item of a batch was refused, which doesn't affect the others."""

    extKey: str
    code: str
    error: str


class MsTeamsTenant(TypedDict):
    """A Microsoft tenant."""

    tenantId: str


class Organization(TypedDict):
    """The organisation a key belongs to; `msTeamsTenant` is null while no tenant is linked."""

    orgUuid: str
    name: str
    country: str
    msTeamsTenant: MsTeamsTenant | None


class MemberView(TypedDict):
    """Somebody who can hold an extension."""

    identityUuid: str
    displayName: str
    username: str
    email: str
    role: Literal["OWNER", "ADMIN", "MEMBER"]


class Licence(TypedDict):
    """A licence pool: seats bought, in use and free."""

    sku: str
    skuName: str
    type: Literal["BASE", "ADDON"]
    total: int
    assigned: int
    available: int


class ExtensionView(TypedDict):
    """An extension; `status` is ACTIVE once it has a member, VACANT before."""

    extKey: str
    extLabel: str
    identityUuid: str | None
    baseSku: str
    addons: list[str]
    numbers: list[str]
    version: int
    status: Literal["ACTIVE", "VACANT"]


class CreatedExtensions(TypedDict):
    """The extensions that a batch created, and those that it couldn't."""

    createdItems: list[ExtensionView]
    failedItems: list[FailedItem]


class UpdatedExtensions(TypedDict):
    """The extensions that a batch updated (or that were so already), and those that it couldn't."""

    updatedItems: list[ExtensionView]
    failedItems: list[FailedItem]


class DeletedExtensions(TypedDict):
    """The keys that a batch deleted, and those that it couldn't."""

    deletedItems: list[str]
    failedItems: list[FailedItem]


class NumberInfo(TypedDict):
    """A number's licence and its upload to Microsoft Teams, times in ISO 8601."""

    number: str
    sku: str
    assignedAt: str | None
    uploadedAt: str | None
    uploadStatus: Literal["notUploaded", "uploaded", "failed"]


class NumberView(TypedDict):
    """A number of the organisation (no plus), who has it, and its upload to Teams."""

    number: str
    extKey: str | None
    extLabel: str | None
    identityUuid: str | None
    info: NumberInfo
    errorMessage: str | None


class ExtensionSettings(TypedDict):
    """An extension's settings by section."""

    extKey: str
    settings: dict[str, Any]


class UpdatedSettings(TypedDict):
    """The extensions whose settings a batch updated, and those where it couldn't."""

    updatedItems: list[ExtensionSettings]
    failedItems: list[FailedItem]


class CallView(TypedDict):
    """A call of the organisation's history."""

    callUuid: str
    extKey: str
    direction: str
    fromNumber: str
    toNumber: str
    startedAt: str
    durationSeconds: int
    result: str
