"""`$batch`: twenty calls in one, each with an outcome of its own.

https://learn.microsoft.com/graph/json-batching
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

from services.domain.errors import RemoteError
from services.remote.bucket import Bucket
from services.remote.failures import RemoteAnswer, error_of, request_id_of
from services.remote.retry import ATTEMPTS, Again, Odd, Stop, Verdict, decide
from services.remote.transport import ALL_TRIES_SECONDS, Judged, Remote, Reply, failed
from services.remote.wire import CAMEL, Record, Shape

T = TypeVar("T")

BATCH_SIZE = 20
_MAX_PARALLEL_BATCHES = 4  # batches under way together, so that waiting for an answer doesn't slow the rate
_TIMEOUT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class BatchRequest:
    """One call inside a batch; `url` is relative and percent-encoded."""

    method: str
    url: str
    body: Any = None


@dataclass(frozen=True, slots=True)
class _Response:
    __pydantic_config__ = CAMEL
    id: str
    status: int
    headers: dict[str, str] | None = None
    body: Any = None


@dataclass(frozen=True, slots=True)
class _Responses:
    responses: tuple[_Response, ...]


@dataclass(slots=True)
class _Round(Generic[T]):
    """What is settled so far and what is still to be sent, by index in the caller's list."""

    settled: dict[int, Reply[T] | RemoteError] = field(default_factory=dict)
    again: list[int] = field(default_factory=list)
    doubted: set[int] = field(default_factory=set)
    wait: float = 0.0
    renew: bool = False
    renewed: bool = False


_RESPONSES = Record(TypeAdapter(_Responses))
_MISSING = "a batch without an answer to this call"


class Batch(Generic[T]):
    """Sends many calls to one tenant in batches, repeating only what may be repeated.

    `shape` is what a good answer to each of them looks like.
    """

    def __init__(
        self, remote: Remote, buckets: tuple[Bucket, ...], shape: Shape[T], *, repeatable: bool, reads: bool
    ) -> None:
        self._remote = remote
        self._buckets = buckets
        self._shape = shape
        self._repeatable = repeatable
        self._reads = reads

    async def send(self, items: Sequence[BatchRequest]) -> list[Reply[T] | RemoteError]:
        """For each item, in order, its good answer, or the error it ended with.

        Throttling is judged per item: those wait and go again, the others are done. When the answer to a whole batch of
        writes is lost or odd, each of its items is RemoteUnknown.
        """
        ends = self._remote.clock.now() + ALL_TRIES_SECONDS
        state: _Round[T] = _Round(again=list(range(len(items))))
        attempt = 0
        while state.again:
            attempt += 1
            await self._prepare(state)
            due, state.again = state.again, []
            await self._send_all(items, due, ATTEMPTS if self._remote.clock.now() > ends else attempt, state)
        return [state.settled[place] for place in range(len(items))]

    async def _prepare(self, state: _Round[T]) -> None:
        if state.renew:
            await self._remote.renew()
            state.renew, state.renewed = False, True
        await self._remote.clock.sleep(state.wait / self._remote.speed)
        state.wait = 0.0

    async def _send_all(self, items: Sequence[BatchRequest], due: list[int], attempt: int, state: _Round[T]) -> None:
        gate = asyncio.Semaphore(_MAX_PARALLEL_BATCHES)

        async def one(places: list[int]) -> None:
            async with gate:
                await self._send_chunk(items, places, attempt, state)

        await asyncio.gather(*(one(due[start : start + BATCH_SIZE]) for start in range(0, len(due), BATCH_SIZE)))

    async def _send_chunk(
        self, items: Sequence[BatchRequest], places: list[int], attempt: int, state: _Round[T]
    ) -> None:
        requests = [_request(place, items[place]) for place in places]
        try:
            outer = await self._remote.call(
                "POST",
                "/$batch",
                _RESPONSES,
                json={"requests": requests},
                repeatable=self._repeatable,
                reads=self._reads,
                within=_TIMEOUT_SECONDS,
                buckets=self._buckets,
                cost=len(places),
                failing=_all_failed,
            )
        except RemoteError as error:
            state.settled.update(dict.fromkeys(places, error))
            return
        answers = {response.id: _answer(response, outer) for response in outer.value.responses}
        for place in places:
            answer = answers.get(str(place))
            if answer is None:
                came: Judged[T] = Judged(RemoteAnswer(200, request_id=outer.request_id), Odd(), saw=_MISSING)
            else:
                came = await self._remote.judge(answer, self._shape, state.renewed)
            self._settle(place, came, attempt, state)

    def _settle(self, place: int, came: Judged[T], attempt: int, state: _Round[T]) -> None:
        match decide(attempt, came.outcome, self._repeatable, self._remote.rng.random()):
            case Stop(verdict=Verdict.DONE) if came.reply is not None:
                state.settled[place] = came.reply
            case Stop() as stop:
                doubt = place in state.doubted
                state.settled[place] = error_of(
                    self._remote.system, came.answer, stop, reads=self._reads, doubt=doubt, saw=came.saw
                )
            case Again() as again:
                self._repeat(place, again, state)

    def _repeat(self, place: int, again: Again, state: _Round[T]) -> None:
        state.again.append(place)
        if again.doubt:
            state.doubted.add(place)
        state.renew = state.renew or again.renew
        if again.hold:
            self._buckets[0].hold(again.after)
        else:
            state.wait = max(state.wait, again.after)


def _all_failed(outer: RemoteAnswer) -> bool:
    """Whether every item failed: a batch answers 200 even if the system behind it is down."""
    if failed(outer):
        return True
    found = outer.body.get("responses") if isinstance(outer.body, dict) else None
    statuses = [item.get("status") for item in found if isinstance(item, dict)] if isinstance(found, list) else []
    return bool(statuses) and all(isinstance(status, int) and status >= 500 for status in statuses)


def _request(place: int, item: BatchRequest) -> Mapping[str, object]:
    asked: dict[str, object] = {"id": str(place), "method": item.method, "url": item.url}
    if item.body is not None:
        asked |= {"headers": {"Content-Type": "application/json"}, "body": item.body}
    return asked


def _answer(response: _Response, outer: Reply[_Responses]) -> RemoteAnswer:
    """An item's answer as if it had come by itself; a body that isn't JSON comes as base64."""
    # A Retry-After that is a date is measured against the whole answer's, as an item has none.
    headers = {"date": outer.headers.get("date", "")}
    headers |= {name.lower(): value for name, value in (response.headers or {}).items()}
    request_id = request_id_of(headers) or outer.request_id
    return RemoteAnswer(response.status, headers, response.body, request_id)
