"""One road for every HTTP call: rate, sign-in, time limit, what a good answer looks like, retry and errors.

Whoever calls says which shape the answer must have; nothing else comes back as an answer. So no client can take an odd
one (a proxy's page, an empty body, another record) for a fact.
"""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, Generic, Protocol, TypeVar
from urllib.parse import quote, urlencode

import aiohttp
import structlog
from pydantic import ValidationError
from yarl import URL

from services.domain.errors import RemoteCrowded, RemoteRefused, RemoteUnreadable
from services.domain.phrases import tr
from services.domain.trace import SpanKind, correlation, span
from services.domain.waiting import wait_for
from services.remote import failures
from services.remote.body import answer_of
from services.remote.breaker import Breaker, TenantsBreaker
from services.remote.bucket import MAX_QUEUE_SECONDS, Bucket, TooLong
from services.remote.clock import SteadyClock
from services.remote.failures import RemoteAnswer, error_of, oddity, retry_after_of, shapeless
from services.remote.heard import CallOutcome, Heard, outcome_of, unheard
from services.remote.retry import Again, Answered, Lost, Odd, Stop, TryOutcome, Verdict, decide, in_time
from services.remote.wire import Shape

log = structlog.get_logger()

T = TypeVar("T")
ALL_TRIES_SECONDS = 90.0  # that all tries of one call may take
_IN_LINKS = "%/:=&?~#+!$,;'@()*[]"  # what a link may hold: https://www.rfc-editor.org/rfc/rfc3986#section-2
_MAX_ADDRESS_CHARACTERS = 8_000  # what servers take at least: https://www.rfc-editor.org/rfc/rfc9110#section-4.1
_NOT_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)
_LOST = (aiohttp.ClientError, TimeoutError, OSError)


class Auth(Protocol):
    """Gives the headers that prove who calls."""

    async def headers(self) -> Mapping[str, str]:
        """Headers that are good now."""
        ...

    async def renewed(self, stale: Mapping[str, str]) -> Mapping[str, str]:
        """Headers other than `stale`, or the same when there are no others."""
        ...


@dataclass(frozen=True, slots=True)
class FixedHeaders:
    """Headers that never change, such as an API key's."""

    values: Mapping[str, str]

    async def headers(self) -> Mapping[str, str]:
        """The headers."""
        return self.values

    async def renewed(self, stale: Mapping[str, str]) -> Mapping[str, str]:
        """The same headers: a key can't be renewed by itself."""
        return stale


@dataclass(frozen=True, slots=True)
class Reply(Generic[T]):
    """A good answer: the record in it, its headers (lower case) and the request id its system gave it."""

    value: T
    headers: Mapping[str, str]
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Judged(Generic[T]):
    """What came of one try: the answer, what follows from it, and the good reply in it or what was odd about it."""

    answer: RemoteAnswer
    outcome: TryOutcome
    reply: Reply[T] | None = None
    saw: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """One call as it goes out; `reads` says it changes nothing whatever its method."""

    method: str
    url: URL
    json: Any
    headers: Mapping[str, str]
    within: float
    ref: str
    reads: bool
    failing: Callable[[RemoteAnswer], bool]
    moving: bool = False


def failed(answer: RemoteAnswer) -> bool:
    """Whether the answer shows a system that is down rather than one that refuses."""
    return answer.status >= 500


def new_session() -> aiohttp.ClientSession:
    """The session all clients share: pooled connections, no cookies.

    How many calls a tenant has under way is limited where its rate is, so that tenants don't wait for each other here.
    """
    connector = aiohttp.TCPConnector(limit=1024)
    return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())


def query(params: Mapping[str, object]) -> str:
    """`params` as a query string; a plus becomes `%2B`, since Graph reads a bare one as a space."""
    return urlencode({k: v for k, v in params.items() if v is not None}, quote_via=quote, safe="$'(),:")


class Remote:
    """One remote system at one base URL, called for one tenant (`who`) under one or more limits that tenants share.

    Repeats come `speed` times sooner. `before` is asked about the path of each call, and raises where none may be made.
    """

    def __init__(
        self,
        system: str,
        base_url: str,
        session: aiohttp.ClientSession,
        auth: Auth,
        buckets: tuple[Bucket, ...],
        *,
        breaker: Breaker | TenantsBreaker,
        clock: SteadyClock,
        rng: Random,
        correlation_header: str,
        speed: float = 1.0,
        who: str = "",
        before: Callable[[str], Awaitable[None]] | None = None,
        heard: Heard = unheard,
    ) -> None:
        self.system = system
        self._heard = heard
        self.who = who
        self._before = before
        self.speed = speed
        self.clock = clock
        self.rng = rng
        self._base = base_url.rstrip("/")
        self._session = session
        self._auth = auth
        self._buckets = buckets
        self._breaker = breaker
        self._correlation_header = correlation_header

    async def call(
        self,
        method: str,
        path: str,
        shape: Shape[T],
        *,
        json: Any = None,
        params: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        repeatable: bool,
        reads: bool | None = None,
        within: float = 30.0,
        buckets: tuple[Bucket, ...] | None = None,
        cost: int = 1,
        failing: Callable[[RemoteAnswer], bool] = failed,
        moving: bool = False,
    ) -> Reply[T]:
        """The answer, in the `shape` a good one has; anything else is raised.

        `path` comes percent-encoded, may carry a query, and follows the base URL. One try ends `within` so many
        seconds, or without a byte for so many where a long answer is awaited (`moving`), and all of them within 90,
        waiting for the rate not counted. `failing` tells answers of a system that is
        down: after some of them in a row calls end as RemoteBusy at once, without being sent.
        Raises RemoteRefused, RemoteBusy, and for an odd answer RemoteUnreadable (a read) or RemoteUnknown (a write).
        """
        url = self._url(path, params)
        if len(str(url)) > _MAX_ADDRESS_CHARACTERS:
            why = tr("What was asked for is too long to be looked for.")
            raise RemoteRefused(self.system, 414, "", why)
        if self._before is not None:
            await self._before(path)
        ref = correlation.get() or self.new_id()
        sent_headers = {**(headers or {}), self._correlation_header: ref}
        reads = method in ("GET", "HEAD") if reads is None else reads
        ask = Ask(method, url, json, sent_headers, within, ref, reads, failing, moving)
        limits = self._buckets if buckets is None else buckets
        return await self._until_settled(ask, shape, repeatable, limits, cost)

    async def renew(self) -> None:
        """Signs in afresh, for a refusal that came inside a good answer."""
        await self._auth.renewed(await self._auth.headers())

    def new_id(self) -> str:
        """A fresh uuid from this client's source of chance."""
        return str(uuid.UUID(int=self.rng.getrandbits(128), version=4))

    def unreadable(self, saw: str, reply: Reply[Any]) -> RemoteUnreadable:
        """The error for answers that are odd only when they are seen together, such as two equal pages."""
        return failures.unreadable(self.system, RemoteAnswer(200, reply.headers, request_id=reply.request_id), saw)

    def local(self, link: str) -> str:
        """A next-page link as a path of ours: only its path and query count, so a token never goes to another host."""
        # Links were seen with blanks in them, which no request line may hold.
        url, base = URL(quote(link, safe=_IN_LINKS), encoded=True), URL(self._base, encoded=True)
        return url.raw_path_qs.removeprefix(base.raw_path.rstrip("/"))

    def _url(self, path: str, params: Mapping[str, object] | None) -> URL:
        text = query(params) if params else ""
        return URL(
            f"{self._base}{path}{'&' if '?' in path else '?'}{text}" if text else self._base + path, encoded=True
        )

    async def _until_settled(
        self, ask: Ask, shape: Shape[T], repeatable: bool, buckets: tuple[Bucket, ...], cost: int
    ) -> Reply[T]:
        self._need_closed(ask, doubt=False)
        signed, renewed, doubt, attempt = await self._auth.headers(), False, False, 0
        ends = self.clock.now() + ALL_TRIES_SECONDS
        while True:
            attempt += 1
            await self._in_turn(ask, buckets, cost, doubt)
            try:
                self._need_closed(ask, doubt)
                came = await self._once(ask, shape, signed, renewed, ends)
            finally:
                for bucket in buckets:
                    bucket.done(self.who)
            left = ends - self.clock.now()
            chosen = decide(attempt, came.outcome, repeatable, self.rng.random())
            match in_time(chosen, left, came.outcome, repeatable):
                case Stop(verdict=Verdict.DONE) if came.reply is not None:
                    wait_for("")
                    return came.reply
                case Stop() as stop:
                    raise error_of(self.system, came.answer, stop, reads=ask.reads, doubt=doubt, saw=came.saw)
                case Again(renew=True):
                    signed, renewed = await self._signed_anew(ask, came, signed), True
                case Again(hold=True, after=after) if buckets:
                    wait_for(_asked_to_wait(self.system, after))
                    buckets[0].hold(after)
                case Again() as again:
                    slow = tr("{system} is slow to answer.", system=self.system)
                    wait_for(_asked_to_wait(self.system, again.after) if again.hold else slow)
                    doubt = doubt or again.doubt
                    self._need_closed(ask, doubt)
                    await self.clock.sleep(again.after / self.speed)

    async def _signed_anew(self, ask: Ask, came: Judged[T], stale: Mapping[str, str]) -> Mapping[str, str]:
        """Headers of a new sign-in; the refusal is raised where they are the same."""
        signed = await self._auth.renewed(stale)
        if dict(signed) == dict(stale):
            raise error_of(self.system, came.answer, Stop(Verdict.REFUSED), reads=ask.reads)
        return signed

    async def _in_turn(self, ask: Ask, buckets: tuple[Bucket, ...], cost: int, doubt: bool) -> None:
        """Wait for a turn under every limit; busy when one doesn't come in time."""
        had: list[Bucket] = []
        try:
            for bucket in buckets:
                await bucket.take(cost, self.who)
                had.append(bucket)
        except BaseException as ended:
            for bucket in had:
                bucket.done(self.who)
            if not isinstance(ended, TooLong):
                raise
            if doubt and not ask.reads:
                raise failures.unknown(self.system, RemoteAnswer(0, ref=ask.ref)) from ended
            raise RemoteCrowded(self.system, MAX_QUEUE_SECONDS) from ended

    def _need_closed(self, ask: Ask, doubt: bool) -> None:
        """Raise while the breaker keeps calls back."""
        if wait := self._breaker.wait():
            stop = Stop(Verdict.BUSY, wait)
            raise error_of(self.system, RemoteAnswer(0, ref=ask.ref), stop, reads=ask.reads, doubt=doubt)

    async def _once(
        self, ask: Ask, shape: Shape[T], signed: Mapping[str, str], renewed: bool, ends: float
    ) -> Judged[T]:
        leave, well, began, ended = self._breaker.enter(), None, self.clock.now(), CallOutcome.LOST
        try:
            answer = await self._traced(ask, signed, max(1.0, ends - self.clock.now()))
            came = await self.judge(answer, shape, renewed)
            # An odd answer tells nothing of whether the system is up: it may be about this one thing only.
            well = None if isinstance(came.outcome, Odd) else not ask.failing(answer)
            ended = outcome_of(answer.status, good=came.reply is not None, odd=isinstance(came.outcome, Odd))
            return came
        except _LOST as lost:
            well = False
            return Judged(RemoteAnswer(0, ref=ask.ref), Lost(sent=not isinstance(lost, _NOT_SENT)))
        finally:
            leave(well)
            self._heard(self.system, ended, self.clock.now() - began)

    async def _traced(self, ask: Ask, signed: Mapping[str, str], left: float) -> RemoteAnswer:
        """The path isn't told: it names people and numbers."""
        values = {"http.request.method": ask.method, "server.address": ask.url.host or "", "peer.service": self.system}
        with span(f"{ask.method} {self.system}", SpanKind.CLIENT, values) as taken:
            answer = await self._send(ask, {**signed, **taken.headers}, left)
            taken.note({"http.response.status_code": answer.status})
            return answer

    async def judge(self, answer: RemoteAnswer, shape: Shape[T], renewed: bool) -> Judged[T]:
        """What follows from an answer: a refusal, a wait, the record in it, or nothing since it is odd."""
        outcome = Answered(answer.status, retry_after_of(answer.headers), renewed)
        if saw := oddity(answer, shape.statuses):
            return Judged(answer, Odd(), saw=saw)
        if answer.status not in shape.statuses:
            return Judged(answer, outcome)
        try:
            value = await shape.read(answer.body)
        except ValidationError as bad:
            log.warning("an answer of another shape", system=self.system, errors=_places(bad), ref=answer.ref)
            return Judged(answer, Odd(), saw=shapeless(answer))
        return Judged(answer, outcome, Reply(value, answer.headers, answer.request_id))

    async def _send(self, ask: Ask, signed: Mapping[str, str], left: float) -> RemoteAnswer:
        within = min(ask.within, left)
        limit = aiohttp.ClientTimeout(total=left if ask.moving else within, sock_connect=within, sock_read=within)
        # A redirect would carry the token to another host, so it is not followed.
        async with self._session.request(
            ask.method, ask.url, json=ask.json, headers={**ask.headers, **signed}, timeout=limit, allow_redirects=False
        ) as response:
            return await answer_of(response, ask.ref)


def _places(bad: ValidationError) -> list[str]:
    """Where the record differs from what it should be, for the log: no value of it, since it may name people."""
    errors = bad.errors(include_url=False, include_input=False, include_context=False)[:3]
    return [f"{'.'.join(str(part) for part in error['loc'])}: {error['type']}" for error in errors]


def _asked_to_wait(system: str, seconds: float) -> str:
    """What a rate limit makes everybody wait for."""
    return tr("{system} asks me to wait {seconds} s.", system=system, seconds=max(1, round(seconds)))
