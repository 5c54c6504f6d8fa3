from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from pydantic import TypeAdapter

from services.domain.errors import RemoteBusy, RemoteError, RemoteRefused, RemoteUnknown
from services.remote.bucket import Bucket
from services.remote.graph_batch import Batch, BatchRequest
from services.remote.transport import Reply
from services.remote.wire import Record
from tests.services.remote.support import DENIED, QuickClock, Seen, Wire
from tests.services.remote.support import Reply as Scripted

GOOD: Record[Any] = Record(TypeAdapter(Any), frozenset({200, 202}))


def answered(*items: tuple[int, int], headers: Mapping[str, str] | None = None, **body: Any) -> Scripted:
    """A batch's answer: (place, status) per item."""
    responses = [
        {"id": str(place), "status": status, "headers": headers, "body": body or (DENIED if status >= 400 else {})}
        for place, status in items
    ]
    return Scripted(body={"responses": responses})


def orders(count: int) -> list[BatchRequest]:
    return [BatchRequest("POST", f"/assign/{n}", {"n": n}) for n in range(count)]


def batch(wire: Wire, *, writes: bool = True, bucket: Bucket | None = None) -> Batch[Any]:
    clock = QuickClock()
    bucket = bucket or Bucket(10_000, 1000, clock)
    return Batch(wire.remote(clock, bucket=bucket), (bucket,), GOOD, repeatable=not writes, reads=not writes)


def ends(results: list[Reply[Any] | RemoteError]) -> list[object]:
    return [type(one) for one in results]


def in_reverse(seen: Seen) -> Scripted:
    """Every item's own body back, last item first."""
    items = reversed(seen.body["requests"])
    return Scripted(
        body={"responses": [{"id": i["id"], "status": 202, "headers": {}, "body": i["body"]} for i in items]}
    )


async def test_items_go_by_twenties_and_answers_come_back_in_order(wire: Wire) -> None:
    wire.otherwise = in_reverse
    results = await batch(wire).send(orders(25))
    assert sorted(len(seen.body["requests"]) for seen in wire.seen) == [5, 20]
    assert [r.value for r in results if isinstance(r, Reply)] == [{"n": n} for n in range(25)]


async def test_only_a_throttled_item_goes_again(wire: Wire) -> None:
    throttled = {"id": "1", "status": 429, "headers": {"Retry-After": "0.02"}, "body": {}}
    done = {"id": "0", "status": 202, "headers": {}, "body": None}
    wire.script = [Scripted(body={"responses": [done, throttled]}), answered((1, 202))]
    results = await batch(wire).send(orders(2))
    assert ends(results) == [Reply, Reply]
    assert [[request["id"] for request in seen.body["requests"]] for seen in wire.seen] == [["0", "1"], ["1"]]


async def test_a_throttled_item_holds_the_whole_limit(wire: Wire) -> None:
    bucket = Bucket(10_000, 1000, QuickClock())
    wire.script = [answered((0, 429), headers={"Retry-After": "0.05"}), answered((0, 202))]
    await batch(wire, bucket=bucket).send(orders(1))
    assert bucket.rate < 10_000
    assert wire.seen[1].at - wire.seen[0].at >= 0.05


async def test_a_date_to_wait_until_is_measured_against_the_answers_own(wire: Wire) -> None:
    date, later = "Sat, 28 Nov 2026 10:00:00 GMT", "Sat, 28 Nov 2026 10:03:20 GMT"
    wire.script = [replace(answered((0, 429), headers={"Retry-After": later}), headers={"Date": date})]
    (busy,) = await batch(wire).send(orders(1))
    assert isinstance(busy, RemoteBusy)
    assert busy.retry_after == 200  # longer than a call waits by itself


@pytest.mark.parametrize(
    "reply", [Scripted(drop=True), Scripted(504), Scripted(body="nonsense"), Scripted(body={"responses": 3})]
)
async def test_when_the_answer_to_writes_is_lost_every_item_is_unknown(wire: Wire, reply: Scripted) -> None:
    wire.script = [reply]
    assert ends(await batch(wire).send(orders(3))) == [RemoteUnknown] * 3
    assert len(wire.seen) == 1


async def test_an_item_without_an_answer_and_one_with_a_server_error_are_unknown(wire: Wire) -> None:
    wire.script = [answered((0, 202), (1, 504))]
    assert ends(await batch(wire).send(orders(3))) == [Reply, RemoteUnknown, RemoteUnknown]
    assert len(wire.seen) == 1


async def test_a_refused_item_leaves_the_others_alone(wire: Wire) -> None:
    wire.script = [answered((0, 202), (1, 400), error={"code": "BadRequest", "message": "No licence."})]
    ok, bad = await batch(wire).send(orders(2))
    assert isinstance(ok, Reply)
    assert isinstance(bad, RemoteRefused)
    assert (bad.status, bad.message) == (400, "No licence.")


async def test_reads_with_server_errors_are_repeated(wire: Wire) -> None:
    wire.script = [answered((0, 503), (1, 200)), answered((0, 200))]
    items = [BatchRequest("GET", "/operations('a')"), BatchRequest("GET", "/operations('b')")]
    assert ends(await batch(wire, writes=False).send(items)) == [Reply, Reply]


async def test_an_expired_token_inside_the_batch_is_renewed_once(wire: Wire) -> None:
    wire.script = [answered((0, 401)), answered((0, 202))]
    assert ends(await batch(wire).send(orders(1))) == [Reply]
    wire.script = [answered((0, 401)), answered((0, 401))]
    assert ends(await batch(wire).send(orders(1))) == [RemoteRefused]


async def test_a_batch_of_nothing_sends_nothing(wire: Wire) -> None:
    assert await batch(wire).send([]) == []
    assert wire.seen == []
