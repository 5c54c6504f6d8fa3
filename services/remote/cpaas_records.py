"""What a CPaaS organisation holds, as values; numbers are E.164 here and without plus on the wire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AliasPath, Field, JsonValue

from services.domain.line import Line, Seats
from services.domain.number import bare, from_bare
from services.domain.settings.paths import ADMIN_TOOLS, GENERAL, HOLIDAYS, INBOUND_RULES, OUTBOUND_RULES
from services.remote.wire import CAMEL, Ident, Name, Text

Settings = Mapping[str, JsonValue]
"""Settings by section; the sections' fields are the provider's and open."""

_SYSTEM = frozenset({GENERAL, ADMIN_TOOLS, HOLIDAYS, INBOUND_RULES, OUTBOUND_RULES})


def _sections(found: Settings) -> Settings:
    """Check that each section of the settings has fields or is a list."""
    if not all(isinstance(section, dict | list) for section in found.values()):
        raise ValueError("a section has fields or is a list")
    return found


def _of_system(found: Settings) -> Settings:
    if not _SYSTEM & set(found):
        raise ValueError("none of the organisation's sections is in it")
    return found


SystemSettings = Annotated[Settings, AfterValidator(_sections), AfterValidator(_of_system)]
LineSettings = Annotated[dict[str, JsonValue], AfterValidator(_sections)]

_E164 = Annotated[Name, AfterValidator(from_bare)]


@dataclass(frozen=True, slots=True)
class _Tenant:
    __pydantic_config__ = CAMEL
    tenant_id: Ident


@dataclass(frozen=True, slots=True)
class Organisation:
    """The organisation a key belongs to; `tenant_id` is empty while no Microsoft tenant is linked."""

    __pydantic_config__ = CAMEL
    uuid: Annotated[Name, Field(validation_alias="orgUuid")]
    name: Text
    country: Text
    tenant: Annotated[_Tenant | None, Field(validation_alias="msTeamsTenant")]

    @property
    def tenant_id(self) -> str:
        """The Microsoft tenant it is linked to."""
        return self.tenant.tenant_id if self.tenant else ""


@dataclass(frozen=True, slots=True)
class CpaasMember:
    """Somebody who can hold an extension; `role` is `OWNER`, `ADMIN` or `MEMBER`."""

    __pydantic_config__ = CAMEL
    identity_uuid: Name
    display_name: Text
    username: Text
    email: Text
    role: Text = ""


@dataclass(frozen=True, slots=True)
class CpaasLicence:
    """A pool of licences by code; `type` is `BASE` or `ADDON`."""

    __pydantic_config__ = CAMEL
    code: Annotated[Name, Field(validation_alias="sku")]
    type: Text
    total: int
    assigned: int
    available: int
    name: Annotated[Text, Field(validation_alias="skuName")] = ""

    @property
    def seats(self) -> Seats:
        """The pool as seats."""
        return Seats(self.code, self.total, self.assigned, self.type == "BASE")


@dataclass(frozen=True, slots=True)
class CpaasNumber:
    """A number the organisation owns."""

    e164: Annotated[_E164, Field(validation_alias="number")]
    ext_key: Annotated[Text, Field(validation_alias="extKey")]
    identity_uuid: Annotated[Text, Field(validation_alias="identityUuid")]
    ext_label: Annotated[Text, Field(validation_alias="extLabel")] = ""
    code: Annotated[Text, Field(validation_alias=AliasPath("info", "sku"))] = ""
    assigned_at: Annotated[Text, Field(validation_alias=AliasPath("info", "assignedAt"))] = ""
    uploaded_at: Annotated[Text, Field(validation_alias=AliasPath("info", "uploadedAt"))] = ""
    error: Annotated[Text, Field(validation_alias="errorMessage")] = ""


@dataclass(frozen=True, slots=True)
class NewExtension:
    """An extension to create; without `base` its licence is the usual one."""

    key: str
    label: str
    base: str = ""


@dataclass(frozen=True, slots=True)
class ExtensionPatch:
    """What to change of one extension; None or empty leaves a thing as it is.

    `identity_uuid` "" takes the member away; `primary` is the number to put first. Adding what is there and removing
    what isn't do nothing. With `if_version` the change is refused (`extension.changed`) when somebody else came first.
    """

    key: str
    if_version: int | None = None
    new_key: str | None = None
    label: str | None = None
    identity_uuid: str | None = None
    add_addons: tuple[str, ...] = ()
    remove_addons: tuple[str, ...] = ()
    add_numbers: tuple[str, ...] = ()
    remove_numbers: tuple[str, ...] = ()
    primary: str | None = None


@dataclass(frozen=True, slots=True)
class ItemFailure:
    """Why one extension of a batch was refused; the others aren't affected."""

    key: Annotated[Name, Field(validation_alias="extKey")]
    code: Text
    message: Annotated[Text, Field(validation_alias="error")] = ""


@dataclass(frozen=True, slots=True)
class ExtensionBatch:
    """The extensions as they are after a batch of creations or updates, and those refused."""

    done: tuple[Line, ...] = ()
    failed: tuple[ItemFailure, ...] = ()


@dataclass(frozen=True, slots=True)
class DeletedBatch:
    """The keys a batch deleted, and those refused."""

    done: tuple[str, ...] = ()
    failed: tuple[ItemFailure, ...] = ()


@dataclass(frozen=True, slots=True)
class ExtensionSettings:
    """The settings of one extension."""

    key: Annotated[Name, Field(validation_alias="extKey")]
    settings: LineSettings


@dataclass(frozen=True, slots=True)
class SettingsBatch:
    """The settings as they are after a batch, and the extensions refused."""

    done: tuple[ExtensionSettings, ...] = ()
    failed: tuple[ItemFailure, ...] = ()


@dataclass(frozen=True, slots=True)
class CallFilter:
    """Which past calls: of one extension, one direction (`inbound`, `outbound`), from a moment until before another.

    Moments are seconds since the epoch; empty or 0 asks for all.
    """

    ext_key: str = ""
    direction: str = ""
    since: float = 0.0
    until: float = 0.0


def call_query(asked: CallFilter) -> dict[str, object]:
    """The filter as the CPaaS reads it, newest calls first."""
    return {
        "extKey": asked.ext_key or None,
        "direction": asked.direction or None,
        "from": _stamp(asked.since),
        "to": _stamp(asked.until),
        "sort": "DESC",
    }


def _stamp(moment: float) -> str | None:
    return datetime.fromtimestamp(moment, UTC).isoformat() if moment else None


@dataclass(frozen=True, slots=True)
class CallRecord:
    """A past call; `direction` and `result` are the provider's words, `started_at` is as ISO 8601 writes it."""

    __pydantic_config__ = CAMEL
    call_uuid: Name
    ext_key: Text = ""
    direction: Text = ""
    from_number: Text = ""
    to_number: Text = ""
    started_at: Text = ""
    duration_seconds: int = 0
    result: Text = ""

    @property
    def at(self) -> float:
        """When it started, in seconds since the epoch; 0 when nothing readable says so."""
        try:
            started = datetime.fromisoformat(self.started_at)
        except ValueError:
            return 0.0
        return (started if started.tzinfo else started.replace(tzinfo=UTC)).timestamp()


@dataclass(frozen=True, slots=True)
class WireExtension:
    """An extension as it comes over the wire."""

    __pydantic_config__ = CAMEL
    ext_key: Name
    ext_label: Text
    identity_uuid: Text
    addons: tuple[str, ...]
    numbers: tuple[_E164, ...]
    version: int
    base_sku: Text

    @property
    def line(self) -> Line:
        """The extension as our own value."""
        who, code = self.identity_uuid, self.base_sku
        return Line(self.ext_key, self.ext_label, who, self.addons, self.numbers, self.version, code)


def update_body(update: ExtensionPatch) -> dict[str, object]:
    """`update` as an item of `batchUpdate`, without what stays the same."""
    body: dict[str, object] = {
        "ifVersion": update.if_version,
        "newExtKey": update.new_key,
        "extLabel": update.label,
        "addAddons": list(update.add_addons) or None,
        "removeAddons": list(update.remove_addons) or None,
        "addNumbers": [bare(e164) for e164 in update.add_numbers] or None,
        "removeNumbers": [bare(e164) for e164 in update.remove_numbers] or None,
        "primaryNumber": bare(update.primary) if update.primary else None,
    }
    member = {} if update.identity_uuid is None else {"identityUuid": update.identity_uuid or None}
    return {"extKey": update.key, **{name: value for name, value in body.items() if value is not None}, **member}
