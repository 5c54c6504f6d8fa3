from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from services.domain.errors import RemoteError, RemoteRefused, RemoteUnknown
from services.remote.bucket import Bucket
from services.remote.failures import Answer
from services.remote.graph_batch import Batch, Item
from tests.services.remote.support import QuickClock, Reply, Seen, Wire, scripted
from tests.support.virtual import VirtualClock, virtually


def answered(*items: tuple[int, int], headers: Mapping[str, str] | None = None, **body: Any) -> Reply:
    """A batch's answer: (place, status) per item."""
    responses = [{"id": str(place), "status": status, "headers": headers, "body": body} for place, status in items]
    return Reply(body={"responses": responses})


def orders(count: int) -> list[Item]:
    return [Item("POST", f"/assign/{n}", {"n": n}) for n in range(count)]


def batch(wire: Wire, *, writes: bool = True) -> Batch:
    clock = QuickClock()
    bucket = Bucket(10_000, 1000, clock)
    return Batch(wire.remote(clock, bucket=bucket), (bucket,), repeatable=not writes, reads=not writes)


def statuses(results: list[Answer | RemoteError]) -> list[object]:
    return [r.status if isinstance(r, Answer) else type(r) for r in results]


def in_reverse(seen: Seen) -> Reply:
    """Every item's own body back, last item first."""
    items = reversed(seen.body["requests"])
    return Reply(body={"responses": [{"id": i["id"], "status": 202, "headers": {}, "body": i["body"]} for i in items]})


async def test_items_go_by_twenties_and_answers_come_back_in_order(wire: Wire) -> None:
    wire.otherwise = in_reverse
    results = await batch(wire).send(orders(25))
    assert sorted(len(seen.body["requests"]) for seen in wire.seen) == [5, 20]
    assert [r.body for r in results if isinstance(r, Answer)] == [{"n": n} for n in range(25)]


async def test_only_a_throttled_item_goes_again(wire: Wire) -> None:
    throttled = {"id": "1", "status": 429, "headers": {"Retry-After": "0.02"}, "body": {}}
    done = {"id": "0", "status": 202, "headers": {}, "body": None}
    wire.script = [Reply(body={"responses": [done, throttled]}), answered((1, 202))]
    results = await batch(wire).send(orders(2))
    assert statuses(results) == [202, 202]
    assert [[request["id"] for request in seen.body["requests"]] for seen in wire.seen] == [["0", "1"], ["1"]]


def test_a_throttled_item_holds_the_whole_limit() -> None:
    async def main() -> None:
        async with scripted() as wire:
            clock = VirtualClock()
            bucket = Bucket(10_000, 1000, clock)
            wire.script = [answered((0, 429), headers={"Retry-After": "50"}), answered((0, 202))]
            await Batch(wire.remote(clock, bucket=bucket), (bucket,), repeatable=False, reads=False).send(orders(1))
            assert bucket.rate < 10_000
            assert wire.seen[1].at - wire.seen[0].at == pytest.approx(50, abs=0.1)

    virtually(main())


@pytest.mark.parametrize("reply", [Reply(drop=True), Reply(504), Reply(body="nonsense"), Reply(body={"responses": 3})])
async def test_when_the_answer_to_writes_is_lost_every_item_is_unknown(wire: Wire, reply: Reply) -> None:
    wire.script = [reply]
    assert statuses(await batch(wire).send(orders(3))) == [RemoteUnknown] * 3
    assert len(wire.seen) == 1


async def test_an_item_without_an_answer_and_one_with_a_server_error_are_unknown(wire: Wire) -> None:
    wire.script = [answered((0, 202), (1, 504))]
    assert statuses(await batch(wire).send(orders(3))) == [202, RemoteUnknown, RemoteUnknown]
    assert len(wire.seen) == 1


async def test_a_refused_item_leaves_the_others_alone(wire: Wire) -> None:
    wire.script = [answered((0, 202), (1, 400), error={"code": "BadRequest", "message": "No licence."})]
    ok, bad = await batch(wire).send(orders(2))
    assert isinstance(ok, Answer)
    assert isinstance(bad, RemoteRefused)
    assert (bad.status, bad.message) == (400, "No licence.")


async def test_reads_with_server_errors_are_repeated(wire: Wire) -> None:
    wire.script = [answered((0, 503), (1, 200)), answered((0, 200))]
    items = [Item("GET", "/operations('a')"), Item("GET", "/operations('b')")]
    assert statuses(await batch(wire, writes=False).send(items)) == [200, 200]


async def test_an_expired_token_inside_the_batch_is_renewed_once(wire: Wire) -> None:
    wire.script = [answered((0, 401)), answered((0, 202))]
    assert statuses(await batch(wire).send(orders(1))) == [202]
    wire.script = [answered((0, 401)), answered((0, 401))]
    assert statuses(await batch(wire).send(orders(1))) == [RemoteRefused]


async def test_a_batch_of_nothing_sends_nothing(wire: Wire) -> None:
    assert await batch(wire).send([]) == []
    assert wire.seen == []
