"""The operator's gateway to Microsoft Operator Connect: accounts, numbers, consents, addresses.

Azure Communications Gateway Provisioning API: https://learn.microsoft.com/rest/api/voiceservices . Writes answer at
once; what becomes of a number shows in its `serviceProvisioningStatus` (`pending`, then `synced` or `failed`).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TypeVar
from urllib.parse import quote

from pydantic import TypeAdapter

from services.domain.errors import RemoteError, RemoteRefused, RemoteUnknown
from services.domain.phrases import tr
from services.remote.operator_records import (
    Account,
    CapabilityPlan,
    CivicAddress,
    Consent,
    NumberDeletion,
    OperatorNumber,
    Uploaded,
    UploadRequest,
    resource_of,
)
from services.remote.paging import linked
from services.remote.transport import Remote, Reply
from services.remote.wire import CAMEL, NOTHING, Record, Shape

T = TypeVar("T")
R = TypeVar("R")

BATCH_SIZE = 100  # numbers a call
_VERSION = {"api-version": "2024-02-29-preview"}
_PAGE = {"maxpagesize": 1000}
_ABOUT_AN_ITEM = frozenset({400, 409})  # statuses that one bad number can cause for its whole batch
_TIMEOUT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class _Numbers:
    numbers: tuple[OperatorNumber, ...]


@dataclass(frozen=True, slots=True)
class _Plans:
    __pydantic_config__ = CAMEL
    capability_plans: tuple[CapabilityPlan, ...]


_ACCOUNT = TypeAdapter(Account)
_NUMBER = TypeAdapter(OperatorNumber)
_NUMBERS = Record(TypeAdapter(_Numbers))
_CONSENT = TypeAdapter(Consent)
_ADDRESS = TypeAdapter(CivicAddress)
_PLANS = Record(TypeAdapter(_Plans))


class OperatorConnect:
    """Numbers on the operator's side. Methods raise RemoteRefused, RemoteBusy, RemoteUnreadable or, for a write,
    RemoteUnknown."""

    def __init__(self, remote: Remote, wall: Callable[[], datetime]) -> None:
        self._remote = remote
        self._wall = wall

    def accounts(self) -> AsyncIterator[Account]:
        """Every account, one by one."""
        return self._pages("/accounts", _ACCOUNT, lambda account: account.name)

    async def account_for(self, tenant_id: str) -> Account | None:
        """The account of this Microsoft tenant. The filter's grammar isn't published, so the list is searched here."""
        async for account in self.accounts():
            if account.tenant_id.casefold() == tenant_id.casefold():
                return account
        return None

    async def account(self, name: str) -> Account | None:
        """One account by its name, or None when there is none."""
        return await self._found(f"/accounts/{_segment(name)}", _ACCOUNT)

    def numbers(self, account: str) -> AsyncIterator[OperatorNumber]:
        """Every number of the account, one by one, fetched in pages of 1,000."""
        return self._pages(f"/accounts/{_segment(account)}/numbers", _NUMBER, lambda number: number.e164)

    async def number(self, account: str, e164: str) -> OperatorNumber | None:
        """One number, or None when it isn't in the account."""
        path = f"/accounts/{_segment(account)}/numbers/{_segment(e164)}"
        return await self._found(path, _NUMBER)

    async def upload(self, account: str, items: Sequence[UploadRequest]) -> list[Uploaded]:
        """Creates or updates every number, 100 a call; for each, in order, what the gateway says of it.

        Repeating is harmless. A batch that fails because of one bad number is halved until that number is alone.
        """

        async def send(batch: Sequence[UploadRequest]) -> list[Uploaded]:
            body = {"numbers": [resource_of(account, item) for item in batch]}
            reply = await self._act(account, "createOrUpdateNumbers", _NUMBERS, body)
            told = {number.e164: number for number in reply.value.numbers}
            return [self._uploaded(item.e164, told, reply.request_id) for item in batch]

        return await _in_batches(items, send, lambda item, error: Uploaded(item.e164, error=error))

    async def delete(self, account: str, numbers: Sequence[str]) -> list[NumberDeletion]:
        """Takes every number off the account, 100 a call; one that wasn't there counts as gone."""

        async def send(batch: Sequence[str]) -> list[NumberDeletion]:
            body = {"numbers": [{"telephoneNumber": e164} for e164 in batch]}
            await self._act(account, "deleteNumbers", NOTHING, body)
            return [NumberDeletion(e164) for e164 in batch]

        return await _in_batches(numbers, send, NumberDeletion)

    async def consent(self, tenant_id: str) -> Consent | None:
        """The tenant's consent to the operator, or None when it never gave one."""
        return await self._found(f"/teamsRequestsForInformation/{_segment(tenant_id)}", _CONSENT)

    def civic_addresses(self, account: str) -> AsyncIterator[CivicAddress]:
        """The customer's emergency addresses, one by one; they can only be read."""
        path = f"/accounts/{_segment(account)}/teamsCivicAddresses"
        return self._pages(path, _ADDRESS, lambda address: address.id)

    async def capability_plans(self, account: str) -> tuple[CapabilityPlan, ...]:
        """What can be chosen for the account's numbers."""
        path = f"/accounts/{_segment(account)}:getTeamsCapabilityPlans"
        reply = await self._remote.call("POST", path, _PLANS, params=_VERSION, repeatable=True, reads=True)
        return reply.value.capability_plans

    def _pages(self, path: str, kind: TypeAdapter[T], key: Callable[[T], str]) -> AsyncIterator[T]:
        return linked(self._remote, path, kind, {**_VERSION, **_PAGE}, key=key)

    async def _found(self, path: str, kind: TypeAdapter[T]) -> T | None:
        try:
            return (await self._remote.call("GET", path, Record(kind), params=_VERSION, repeatable=True)).value
        except RemoteRefused as refused:
            if refused.status == 404:
                return None
            raise

    async def _act(self, account: str, action: str, shape: Shape[T], body: object) -> Reply[T]:
        # With these two headers the gateway itself knows a repeated request:
        # https://docs.oasis-open.org/odata/repeatable-requests/v1.0/repeatable-requests-v1.0.html
        headers = {
            "Repeatability-Request-ID": self._remote.new_id(),
            "Repeatability-First-Sent": format_datetime(self._wall().astimezone(UTC), usegmt=True),
        }
        path = f"/accounts/{_segment(account)}:{action}"
        return await self._remote.call(
            "POST", path, shape, json=body, params=_VERSION, headers=headers, repeatable=True, within=_TIMEOUT_SECONDS
        )

    def _uploaded(self, e164: str, told: dict[str, OperatorNumber], request_id: str) -> Uploaded:
        number = told.get(e164)
        if number is None:
            text = tr("The answer doesn't name this number, so it may or may not be there.")
            return Uploaded(e164, error=RemoteUnknown(self._remote.system, 200, "", text, request_id=request_id))
        return Uploaded(e164, number.status, number.errors, request_id=request_id)


async def _in_batches(
    items: Sequence[T], send: Callable[[Sequence[T]], Awaitable[list[R]]], failed: Callable[[T, RemoteError], R]
) -> list[R]:
    """The outcome of `send` for every item, sent in batches of 100; an error counts for the items of its batch."""
    results: list[R] = []
    for start in range(0, len(items), BATCH_SIZE):
        results += await _settled(items[start : start + BATCH_SIZE], send, failed)
    return results


async def _settled(
    batch: Sequence[T], send: Callable[[Sequence[T]], Awaitable[list[R]]], failed: Callable[[T, RemoteError], R]
) -> list[R]:
    try:
        return await send(batch)
    except RemoteError as error:
        spoiled = isinstance(error, RemoteRefused) and error.status in _ABOUT_AN_ITEM and len(batch) > 1
        if not spoiled:
            return [failed(item, error) for item in batch]
    half = len(batch) // 2
    return [*await _settled(batch[:half], send, failed), *await _settled(batch[half:], send, failed)]


def _segment(text: str) -> str:
    return quote(text, safe="")
