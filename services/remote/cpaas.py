"""The CPaaS's HTTP API for one organisation: licences, extensions, members, numbers, settings.

The vocabulary is the provider's
(https://b3networks.helpjuice.com/microsoft-teams-operator-connect-admin-guide/integrated-instruction); the paths are
this program's own contract, since the provider publishes no such API. A provider is connected by serving this contract.

Lists: `page` from 0, `perPage` up to 1000, total in `x-pagination-total-count`. Batches: up to 100 items, each done or
refused by itself. Writes take an `Idempotency-Key`: the same key and body replays the stored answer. At most 10
requests a second.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Mapping, Sequence
from operator import attrgetter
from typing import Any, TypeVar
from urllib.parse import quote

from pydantic import AliasChoices, Field, TypeAdapter
from pydantic.dataclasses import dataclass

from services.domain.errors import RemoteRefused
from services.domain.line import Line
from services.remote.counted import counted
from services.remote.cpaas_records import (
    CallFilter,
    CallRecord,
    CpaasLicence,
    CpaasMember,
    CpaasNumber,
    DeletedBatch,
    ExtensionBatch,
    ExtensionPatch,
    ExtensionSettings,
    ItemFailure,
    NewExtension,
    Organisation,
    Settings,
    SettingsBatch,
    SystemSettings,
    WireExtension,
    call_query,
    update_body,
)
from services.remote.link import LinkCheck
from services.remote.paging import one_page
from services.remote.transport import Remote
from services.remote.wire import Record

T = TypeVar("T")

BATCH_SIZE = 100
_PAGE_SIZE = 1000
ORGANISATION = "/v1/organization"
_TENANT = f"{ORGANISATION}/msTeamsTenant"
_SYSTEM = "/v1/settings/system"
_SETTINGS = "/v1/settings/extensions"
_CALLS = "/v1/calls"
_ALL_CALLS = CallFilter()
_NO_SUCH_KEY = "extension.notFound"  # any other 404 is about the call, not about the extension


@dataclass(frozen=True, slots=True)
class _Extensions:
    done: tuple[WireExtension, ...] = Field(validation_alias=AliasChoices("createdItems", "updatedItems"))
    failed: tuple[ItemFailure, ...] = Field(validation_alias="failedItems")


@dataclass(frozen=True, slots=True)
class _Deleted:
    done: tuple[str, ...] = Field(validation_alias="deletedItems")
    failed: tuple[ItemFailure, ...] = Field(validation_alias="failedItems")


@dataclass(frozen=True, slots=True)
class _Settings:
    done: tuple[ExtensionSettings, ...] = Field(validation_alias="updatedItems")
    failed: tuple[ItemFailure, ...] = Field(validation_alias="failedItems")


_ORGANISATION = TypeAdapter(Organisation)
_MEMBER = TypeAdapter(CpaasMember)
_LICENCE = TypeAdapter(CpaasLicence)
_EXTENSION = TypeAdapter(WireExtension)
_NUMBER = TypeAdapter(CpaasNumber)
_CALL = TypeAdapter(CallRecord)
_ONE_SETTINGS = TypeAdapter(ExtensionSettings)
_EXTENSIONS = TypeAdapter(_Extensions)
_DELETED = TypeAdapter(_Deleted)
_MANY_SETTINGS = TypeAdapter(_Settings)
_DOCUMENT: TypeAdapter[Settings] = TypeAdapter(SystemSettings)


class Cpaas:
    """One organisation. Methods raise RemoteRefused, RemoteBusy, RemoteUnreadable or, for a write, RemoteUnknown.

    `idempotency_key` makes a write safe to repeat: give the same one again after RemoteUnknown or a crash. More than
    100 items go in several calls, each under a key of its own made from it.
    """

    def __init__(self, remote: Remote, link: LinkCheck | None = None) -> None:
        self._remote = remote
        self._link = link

    async def still_linked(self, *, fresh: bool = False) -> None:
        """Raise LinkLost when the organisation no longer belongs to our tenant, by a `fresh` look or a recent one.

        Every call but those on the organisation itself asks this first.
        """
        if self._link is not None:
            await self._link.need(fresh=fresh)

    async def organization(self) -> Organisation:
        """The organisation and its linked tenant."""
        return await self._one("GET", ORGANISATION, _ORGANISATION)

    async def link_tenant(self, tenant_id: str) -> Organisation:
        """Links the Microsoft tenant; refused when another one is, or when it hasn't proved itself."""
        return await self._one("PUT", _TENANT, _ORGANISATION, {"tenantId": tenant_id})

    async def prove_tenant(self, tenant_id: str, code: str, idempotency_key: str) -> Organisation:
        """Gives the code that the portal shows, without which no tenant can be linked; refused when it is another."""
        body, headers = {"tenantId": tenant_id, "code": code}, {"Idempotency-Key": idempotency_key}
        shape = Record(_ORGANISATION)
        reply = await self._remote.call("POST", f"{_TENANT}/proof", shape, json=body, headers=headers, repeatable=True)
        return reply.value

    async def unlink_tenant(self) -> Organisation:
        """Unlinks the Microsoft tenant; nothing happens when none is linked."""
        return await self._one("DELETE", _TENANT, _ORGANISATION)

    def members(self, keyword: str = "") -> AsyncIterator[CpaasMember]:
        """Everybody who can hold an extension, one by one; with `keyword` those whose name or e-mail holds it."""
        return self._list("/v1/members", _MEMBER, attrgetter("identity_uuid"), {"keyword": keyword or None})

    async def licences(self) -> tuple[CpaasLicence, ...]:
        """The organisation's licence pools."""
        return tuple([licence async for licence in self._list("/v1/licences", _LICENCE, attrgetter("code"), {})])

    async def extensions(self, keyword: str = "") -> AsyncIterator[Line]:
        """Every extension, one by one; with `keyword` those whose key or directory name holds it."""
        params = {"keyword": keyword or None}
        async for extension in self._list("/v1/extensions", _EXTENSION, attrgetter("ext_key"), params):
            yield extension.line

    async def extension(self, key: str) -> Line | None:
        """One extension, or None when there is no such key."""
        found = await _or_none(self._one("GET", f"/v1/extensions/{quote(key, safe='')}", _EXTENSION))
        return found.line if found else None

    async def create_extensions(self, items: Sequence[NewExtension], idempotency_key: str) -> ExtensionBatch:
        """Creates every extension; refused ones say why (`extension.exists`, `licence.exhausted`, …)."""
        bodies = [
            {"extKey": item.key, "extLabel": item.label, **({"baseSku": item.base} if item.base else {})}
            for item in items
        ]
        return await self._extensions("/v1/extensions/batchCreate", bodies, idempotency_key)

    async def update_extensions(self, items: Sequence[ExtensionPatch], idempotency_key: str) -> ExtensionBatch:
        """Changes every extension, each wholly or not at all."""
        return await self._extensions("/v1/extensions/batchUpdate", [update_body(i) for i in items], idempotency_key)

    async def delete_extensions(self, keys: Sequence[str], idempotency_key: str) -> DeletedBatch:
        """Deletes every extension; `extension.inUse` while it has a member or numbers."""
        bodies = [{"extKey": key} for key in keys]
        batches = await self._batches("/v1/extensions/batchDelete", bodies, idempotency_key, _DELETED)
        return DeletedBatch(
            tuple(key for batch in batches for key in batch.done), tuple(f for batch in batches for f in batch.failed)
        )

    def numbers(self, keyword: str = "", fetch_type: str = "fetchAll") -> AsyncIterator[CpaasNumber]:
        """Every number, one by one.

        `fetch_type` is `fetchAll`, `fetchUploaded`, `fetchNotUploaded` or `fetchFailedUploaded`.
        """
        params = {"keyword": keyword or None, "fetchType": fetch_type}
        return self._list("/v1/numbers", _NUMBER, attrgetter("e164"), params)

    async def number_count(self) -> int:
        """How many numbers there are."""
        params = {"keyword": None, "fetchType": "fetchAll"}
        return (await one_page(self._remote, "/v1/numbers", _NUMBER, params, 0, 1))[1]

    async def line_count(self) -> int:
        """How many extensions there are."""
        return (await one_page(self._remote, "/v1/extensions", _EXTENSION, {"keyword": None}, 0, 1))[1]

    async def system_settings(self) -> Settings:
        """The organisation's settings."""
        return await self._one("GET", _SYSTEM, _DOCUMENT)

    async def patch_system_settings(self, patch: Settings) -> Settings:
        """The settings after merging `patch` (https://www.rfc-editor.org/rfc/rfc7396: null takes a field away)."""
        return await self._one("PATCH", _SYSTEM, _DOCUMENT, dict(patch))

    def all_extension_settings(self) -> AsyncIterator[ExtensionSettings]:
        """Every extension's settings, one by one."""
        return self._list(_SETTINGS, _ONE_SETTINGS, attrgetter("key"), {})

    async def extension_settings(self, key: str) -> ExtensionSettings:
        """One extension's settings; RemoteRefused with status 404 when there is no such key."""
        return await self._one("GET", f"{_SETTINGS}/{quote(key, safe='')}", _ONE_SETTINGS)

    async def find_settings(self, key: str) -> ExtensionSettings | None:
        """One extension's settings, or None when there is no such key."""
        return await _or_none(self.extension_settings(key))

    async def update_settings(self, patches: Mapping[str, Settings], idempotency_key: str) -> SettingsBatch:
        """Merges a patch into each extension's settings, by key."""
        bodies = [{"extKey": key, "settings": dict(patch)} for key, patch in patches.items()]
        batches = await self._batches(f"{_SETTINGS}/batchUpdate", bodies, idempotency_key, _MANY_SETTINGS)
        return SettingsBatch(
            tuple(one for batch in batches for one in batch.done), tuple(f for batch in batches for f in batch.failed)
        )

    def calls(self, asked: CallFilter = _ALL_CALLS, most: int = 0) -> AsyncIterator[CallRecord]:
        """Past calls that fit, newest first, one by one; with `most` about so many of them are read."""
        return self._list(_CALLS, _CALL, attrgetter("call_uuid"), call_query(asked), most)

    async def calls_page(self, asked: CallFilter, page: int, per_page: int) -> tuple[tuple[CallRecord, ...], int]:
        """One page (from 0) of past calls that fit, newest first, and how many fit in all."""
        return await one_page(self._remote, _CALLS, _CALL, call_query(asked), page, per_page)

    def _list(
        self,
        path: str,
        kind: TypeAdapter[T],
        key: Callable[[T], Hashable],
        params: Mapping[str, object],
        most: int = 0,
    ) -> AsyncIterator[T]:
        return counted(self._remote, path, kind, params, _PAGE_SIZE, key=key, most=most)

    async def _one(self, method: str, path: str, kind: TypeAdapter[T], body: Any = None) -> T:
        """A call whose effect is the same however often it is sent: PUT, PATCH (a merge) or DELETE."""
        return (await self._remote.call(method, path, Record(kind), json=body, repeatable=True)).value

    async def _extensions(self, path: str, bodies: Sequence[object], key: str) -> ExtensionBatch:
        batches = await self._batches(path, bodies, key, _EXTENSIONS)
        done = tuple(one.line for batch in batches for one in batch.done)
        return ExtensionBatch(done, tuple(f for batch in batches for f in batch.failed))

    async def _batches(self, path: str, bodies: Sequence[object], key: str, kind: TypeAdapter[T]) -> list[T]:
        return [
            await self._batch(path, bodies[start : start + BATCH_SIZE], f"{key}:{start}" if start else key, kind)
            for start in range(0, len(bodies), BATCH_SIZE)
        ]

    async def _batch(self, path: str, bodies: Sequence[object], key: str, kind: TypeAdapter[T]) -> T:
        headers, body = {"Idempotency-Key": key}, {"items": list(bodies)}
        reply = await self._remote.call(
            "POST", path, Record(kind), json=body, headers=headers, repeatable=True, within=60.0
        )
        return reply.value


async def _or_none(read: Awaitable[T]) -> T | None:
    try:
        return await read
    except RemoteRefused as refused:
        if refused.status == 404 and refused.code == _NO_SUCH_KEY:
            return None
        raise
