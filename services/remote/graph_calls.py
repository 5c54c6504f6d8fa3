"""What every part of the Graph client shares: the connection and its limits."""

from __future__ import annotations

from collections.abc import AsyncIterator, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote

from pydantic import TypeAdapter

from services.domain.errors import RemoteRefused
from services.domain.phrases import tr
from services.remote.bucket import Bucket
from services.remote.failures import grant_of
from services.remote.graph_permissions import DENIED, permission_for
from services.remote.paging import linked
from services.remote.transport import Remote
from services.remote.wire import Shape, Single

T = TypeVar("T")

# Advanced queries ($search, OData casts) need this header: https://learn.microsoft.com/graph/aad-advanced-queries
EVENTUAL = {"ConsistencyLevel": "eventual"}


@dataclass(frozen=True, slots=True)
class GraphLimits:
    """The limits of one tenant; the first bucket of each is the tenant's own.

    https://learn.microsoft.com/graph/throttling-limits publishes 30 requests a second per app and tenant for "other
    Teams calls", 3,500 resource units per 10 s for the directory of a small tenant and 3,000 writes per 150 s.
    """

    teams: tuple[Bucket, ...]
    directory: tuple[Bucket, ...]
    directory_writes: tuple[Bucket, ...]


class GraphCalls:
    """One tenant's Graph over one connection."""

    def __init__(self, remote: Remote, limits: GraphLimits) -> None:
        self._remote = remote
        self._limits = limits

    async def _directory(self, path: str, kind: TypeAdapter[T], params: Mapping[str, object], **options: Any) -> T:
        with naming("GET", path):
            reply = await self._remote.call(
                "GET", path, Single(kind), params=params, repeatable=True, buckets=self._limits.directory, **options
            )
        return reply.value

    async def _directory_write(
        self, method: str, path: str, shape: Shape[object], body: object, repeatable: bool, takes: str = ""
    ) -> None:
        with naming(method, path, takes):
            await self._remote.call(
                method, path, shape, json=body, repeatable=repeatable, buckets=self._limits.directory_writes
            )

    async def _directory_pages(
        self, path: str, kind: TypeAdapter[T], params: Mapping[str, object], cost: int = 1, **options: Any
    ) -> AsyncIterator[T]:
        buckets = self._limits.directory
        with naming("GET", path):
            async for one in linked(self._remote, path, kind, params, buckets=buckets, cost=cost, key=_key, **options):
                yield one


def _key(record: Hashable) -> Hashable:
    """What tells a record of the directory from others: its id, or all of it."""
    return getattr(record, "id", record)


@contextmanager
def naming(method: str, path: str, takes: str = "") -> Iterator[None]:
    """Have a refusal of the directory name the permission that the call takes, which Graph leaves out."""
    try:
        yield
    except RemoteRefused as refused:
        needed = takes or permission_for(method, path)
        if refused.code != DENIED or not needed:
            raise
        told = tr("{message} It takes the permission {permission}.", message=refused.message, permission=needed)
        fix, ref = grant_of((needed,)), refused.ref
        raise RemoteRefused(
            refused.system, refused.status, DENIED, told, request_id=refused.request_id, fix=fix, ref=ref
        ) from None


def segment(text: str) -> str:
    """`text` as one piece of a path."""
    return quote(text, safe="")


# Characters; a longer name nobody has, and the question for it would be longer than an address may be:
# displayName takes 256 (https://learn.microsoft.com/graph/api/resources/user#properties).
MAX_NAME = 256


def literal(text: str) -> str:
    """`text` as an OData string: quotes doubled.

    https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html
    """
    return "'" + text.replace("'", "''") + "'"
