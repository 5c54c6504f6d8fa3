from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from random import Random
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from services.domain.errors import RemoteBusy, RemoteError, RemoteRefused, RemoteUnknown, RemoteUnreadable
from services.domain.trace import SpanKind, correlation, watch_with
from services.remote.breaker import MAX_CONSECUTIVE_FAILURES, Breaker
from services.remote.bucket import MAX_QUEUE_SECONDS, Bucket
from services.remote.retry import ATTEMPTS, MAX_RETRY_AFTER_SECONDS
from services.remote.transport import FixedHeaders, Remote, new_session, query
from tests.services.remote.support import ANY, DENIED, FakeClock, QuickClock, Reply, Seen, Wire


class Rotating:
    """A sign-in whose tokens are numbered."""

    def __init__(self) -> None:
        self.made = 1

    async def headers(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self.made}"}

    async def renewed(self, stale: Mapping[str, str]) -> Mapping[str, str]:
        self.made += 1
        return await self.headers()


class CountedBucket(Bucket):
    """A bucket that counts the tries it let through."""

    def __init__(self) -> None:
        super().__init__(1000, 1000, QuickClock())
        self.tries = 0

    async def take(self, n: int = 1, who: str = "") -> None:
        await super().take(n, who)
        self.tries += 1


class WatchedBucket(Bucket):
    """A bucket that tells when it was held."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__(1000, 1000, clock)
        self.held = asyncio.Event()

    def hold(self, seconds: float) -> None:
        super().hold(seconds)
        self.held.set()


@pytest.mark.parametrize("params", [{"keyword": "x" * 9_000}, {"keyword": "\u00e9" * 3_000}])
async def test_what_no_server_would_take_as_an_address_is_not_sent(wire: Wire, params: dict[str, str]) -> None:
    with pytest.raises(RemoteRefused, match="too long to be looked for"):
        await wire.remote().call("GET", "/n", ANY, params=params, repeatable=True)
    assert wire.seen == []


async def test_a_429_holds_everybody_until_it_is_over(wire: Wire) -> None:
    clock = FakeClock()
    bucket = WatchedBucket(clock)
    remote = wire.remote(clock, bucket=bucket)
    wire.script = [Reply(429, headers={"Retry-After": "40"})]
    first = asyncio.create_task(remote.call("POST", "/a", ANY, json={}, repeatable=False))
    await asyncio.wait_for(bucket.held.wait(), 20)
    await asyncio.gather(first, remote.call("GET", "/b", ANY, repeatable=True))
    assert len(wire.seen) == 3
    assert sum(clock.slept) == pytest.approx(40, abs=1)


@pytest.mark.parametrize("reply", [Reply(500), Reply(502), Reply(504), Reply(503), Reply(drop=True)])
async def test_a_write_without_a_clear_answer_is_unknown_at_once(wire: Wire, reply: Reply) -> None:
    wire.script = [reply]
    with pytest.raises(RemoteUnknown):
        await wire.remote().call("POST", "/assign", ANY, json={}, repeatable=False)
    assert len(wire.seen) == 1


@pytest.mark.parametrize("reply", [Reply(500), Reply(502), Reply(503), Reply(drop=True)])
@pytest.mark.parametrize("method", ["GET", "PUT"])
async def test_what_may_be_repeated_is_repeated(wire: Wire, method: str, reply: Reply) -> None:
    wire.script = [reply, Reply(body={"ok": 1})]
    answer = await wire.remote().call(method, "/x", ANY, repeatable=True)
    assert answer.value == {"ok": 1}
    assert len(wire.seen) == 2


# On a busy machine the limit of a try may pass before the call has arrived: what is counted are the tries.
async def test_a_write_that_is_never_answered_is_unknown_after_one_try(wire: Wire) -> None:
    wire.otherwise = lambda _seen: Reply(hang=30)
    bucket = CountedBucket()
    with pytest.raises(RemoteUnknown):
        await wire.remote(bucket=bucket).call("POST", "/assign", ANY, json={}, repeatable=False, within=0.2)
    assert bucket.tries == 1


@pytest.mark.parametrize(("method", "error"), [("GET", RemoteBusy), ("PUT", RemoteUnknown)])
async def test_what_is_never_answered_is_asked_again_where_it_may_be(
    wire: Wire, method: str, error: type[RemoteError]
) -> None:
    wire.otherwise = lambda _seen: Reply(hang=30)
    bucket = CountedBucket()
    with pytest.raises(error):
        await wire.remote(FakeClock(), bucket=bucket).call(method, "/x", ANY, repeatable=True, within=0.1)
    assert bucket.tries == MAX_CONSECUTIVE_FAILURES


async def test_a_good_status_with_an_unreadable_body_is_no_answer(wire: Wire) -> None:
    wire.script = [Reply(body="<html>hello</html>")]
    with pytest.raises(RemoteUnknown):
        await wire.remote().call("POST", "/x", ANY, json={}, repeatable=False)


async def test_a_read_that_keeps_failing_is_busy_not_unknown(wire: Wire) -> None:
    wire.otherwise = lambda _seen: Reply(502)
    with pytest.raises(RemoteBusy) as caught:
        await wire.remote(FakeClock()).call("GET", "/x", ANY, repeatable=True)
    assert len(wire.seen) == MAX_CONSECUTIVE_FAILURES
    assert caught.value.retry_after > 0


async def test_a_write_in_doubt_stays_unknown_even_if_its_last_try_was_turned_away(wire: Wire) -> None:
    wire.script = [Reply(500), *[Reply(429, headers={"Retry-After": "0.01"})] * ATTEMPTS]
    with pytest.raises(RemoteUnknown):
        await wire.remote().call("PUT", "/x", ANY, json={}, repeatable=True)


@pytest.mark.parametrize("status", [429, 503])
async def test_a_day_of_waiting_is_cut_short_and_told(wire: Wire, status: int) -> None:
    wire.otherwise = lambda _seen: Reply(status, headers={"Retry-After": "86400"})
    with pytest.raises(RemoteBusy, match="left alone for 24 hours; I ask again after 5 minutes") as caught:
        await wire.remote(FakeClock()).call("POST", "/x", ANY, json={}, repeatable=False)
    assert caught.value.retry_after == MAX_RETRY_AFTER_SECONDS
    assert len(wire.seen) == 1


async def test_all_tries_of_a_call_end_within_a_minute_and_a_half(wire: Wire) -> None:
    clock = FakeClock()

    def slow(seen: Seen) -> Reply:
        clock.time += 29
        return Reply(502)

    wire.otherwise = slow
    begun = clock.time
    with pytest.raises(RemoteBusy):
        await wire.remote(clock).call("GET", "/x", ANY, repeatable=True)
    assert clock.time - begun <= 90 + 29
    assert len(wire.seen) == 4


@pytest.mark.parametrize(("method", "error"), [("GET", RemoteBusy), ("POST", RemoteUnknown)])
async def test_a_drip_ends_with_the_calls_limit(drip: str, method: str, error: type[RemoteError]) -> None:
    clock = FakeClock()
    async with new_session() as session:
        remote = Remote(
            "The drip",
            drip,
            session,
            FixedHeaders({}),
            (),
            breaker=Breaker(clock, Random(2)),
            clock=clock,
            rng=Random(1),
            correlation_header="x-request-id",
        )
        with pytest.raises(error):
            await asyncio.wait_for(remote.call(method, "/x", ANY, repeatable=method == "GET", within=0.05), 20)


async def test_who_stands_in_line_too_long_is_told_so(wire: Wire) -> None:
    clock = FakeClock()
    bucket = Bucket(1, 1, clock)
    bucket.hold(MAX_QUEUE_SECONDS + 1)
    with pytest.raises(RemoteBusy, match="takes only so many questions a minute"):
        await wire.remote(clock, bucket=bucket).call("POST", "/x", ANY, json={}, repeatable=False)
    assert wire.seen == []


async def test_endless_throttling_says_when_to_come_back(wire: Wire) -> None:
    wire.script = [Reply(429, headers={"Retry-After": "0.01"})] * ATTEMPTS
    with pytest.raises(RemoteBusy) as caught:
        await wire.remote().call("POST", "/x", ANY, json={}, repeatable=False)
    assert caught.value.retry_after == 0.01
    assert len(wire.seen) == ATTEMPTS


@pytest.mark.parametrize("status", [400, 403, 404, 409, 412])
async def test_a_refusal_is_raised_with_all_there_is_to_know(wire: Wire, status: int) -> None:
    wire.script = [Reply(status, DENIED, {"request-id": "r-1"})]
    token = correlation.set("turn-9")
    try:
        with pytest.raises(RemoteRefused) as caught:
            await wire.remote().call("GET", "/x", ANY, repeatable=True)
    finally:
        correlation.reset(token)
    error = caught.value
    assert (error.status, error.code, error.message) == (status, "Denied", "Not for you.")
    assert (error.request_id, error.ref) == ("r-1", "turn-9")
    assert wire.seen[0].headers["client-request-id"] == "turn-9"
    assert len(wire.seen) == 1


class Watching:
    """Takes spans; each has the same traceparent."""

    headers: ClassVar = {"traceparent": "00-1-2-01"}

    def __init__(self) -> None:
        self.names: list[str] = []
        self.values: dict[str, str | int] = {}

    def note(self, values: Mapping[str, str | int]) -> None:
        self.values.update(values)

    def link(self, ref: str) -> None:
        raise AssertionError("a call is related to nothing else")

    @contextmanager
    def span(self, name: str, _kind: SpanKind, values: Mapping[str, str | int], _began: float) -> Iterator[Watching]:
        self.names.append(name)
        self.note(values)
        yield self


async def test_a_call_hands_the_trace_on_and_tells_no_path(wire: Wire) -> None:
    watching = Watching()
    wire.script = [Reply(503), Reply()]
    watch_with(watching)
    try:
        await wire.remote().call("GET", "/users/alice@contoso.com", ANY, repeatable=True)
    finally:
        watch_with(None)
    assert [seen.headers["traceparent"] for seen in wire.seen] == ["00-1-2-01"] * 2
    assert len(watching.names) == 2, "a span for each try"
    assert watching.values["http.response.status_code"] == 200
    assert "alice" not in str((watching.names, watching.values))
    await wire.remote().call("GET", "/x", ANY, repeatable=True)
    assert "traceparent" not in wire.seen[-1].headers, "nothing is handed on where nobody watches"


async def test_without_a_correlation_each_call_gets_an_id_that_the_error_names(wire: Wire) -> None:
    wire.script = [Reply(404)]
    with pytest.raises(RemoteRefused) as caught:
        await wire.remote().call("GET", "/x", ANY, repeatable=True)
    assert caught.value.ref == wire.seen[0].headers["client-request-id"] != ""


async def test_an_expired_token_is_renewed_once(wire: Wire) -> None:
    auth = Rotating()
    wire.script = [Reply(401), Reply()]
    await wire.remote(auth=auth).call("POST", "/x", ANY, json={}, repeatable=False)
    assert [seen.headers["Authorization"] for seen in wire.seen] == ["Bearer 1", "Bearer 2"]


async def test_a_token_from_before_a_new_consent_is_renewed(wire: Wire) -> None:
    wire.script = [Reply(403, DENIED), Reply()]
    await wire.remote(auth=Rotating()).call("POST", "/x", ANY, json={}, repeatable=False)
    assert [seen.headers["Authorization"] for seen in wire.seen] == ["Bearer 1", "Bearer 2"]


@pytest.mark.parametrize("status", [401, 403])
async def test_a_key_that_is_refused_is_not_tried_again(wire: Wire, status: int) -> None:
    wire.script = [Reply(status, DENIED), Reply()]
    with pytest.raises(RemoteRefused) as caught:
        await wire.remote().call("GET", "/x", ANY, repeatable=True)
    assert (caught.value.status, len(wire.seen)) == (status, 1)


async def test_a_token_that_is_refused_again_is_a_refusal(wire: Wire) -> None:
    wire.script = [Reply(401), Reply(401)]
    with pytest.raises(RemoteRefused) as caught:
        await wire.remote(auth=Rotating()).call("GET", "/x", ANY, repeatable=True)
    assert caught.value.status == 401
    assert len(wire.seen) == 2


async def test_what_was_never_sent_is_only_busy(closed_port: int) -> None:
    clock = FakeClock()
    async with new_session() as session:
        remote = Remote(
            "Nobody",
            f"http://127.0.0.1:{closed_port}",
            session,
            FixedHeaders({}),
            (Bucket(100, 100, clock),),
            breaker=Breaker(clock, Random(2), speed=1000),
            clock=clock,
            rng=Random(1),
            correlation_header="x-request-id",
        )
        with pytest.raises(RemoteBusy, match="can't be reached"):
            await remote.call("POST", "/x", ANY, json={}, repeatable=False)
    assert len(clock.slept) == MAX_CONSECUTIVE_FAILURES - 1


async def test_a_redirect_is_not_followed(wire: Wire) -> None:
    wire.otherwise = lambda _seen: Reply(302, b"", {"Location": f"{wire.url}/elsewhere"})
    with pytest.raises(RemoteUnreadable, match="another address"):
        await wire.remote().call("GET", "/x", ANY, repeatable=True)
    assert {seen.path for seen in wire.seen} == {"/base/x"}


async def test_a_plus_arrives_as_a_plus(wire: Wire) -> None:
    await wire.remote().call("GET", "/x", ANY, params={"$filter": "n eq '+65 1'", "no": None}, repeatable=True)
    assert wire.seen[0].path == "/base/x?$filter=n%20eq%20'%2B65%201'"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30))
def test_any_parameter_survives_the_way(text: str) -> None:
    assert URL(f"http://h/p?{query({'$filter': text})}", encoded=True).query["$filter"] == text


async def test_a_next_link_never_leads_to_another_host(wire: Wire) -> None:
    remote = wire.remote()
    link = remote.local("https://evil.example/base/users?$skiptoken=a%2Bb")
    await remote.call("GET", link, ANY, repeatable=True)
    assert wire.seen[0].path == "/base/users?$skiptoken=a%2Bb"
