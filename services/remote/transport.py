"""One road for every HTTP call: rate, sign-in, time limit, retry and errors in one place."""

from __future__ import annotations

import json as jsonlib
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any, Protocol, TypeVar
from urllib.parse import quote, urlencode

import aiohttp
from pydantic import TypeAdapter, ValidationError
from yarl import URL

from services.domain.errors import RemoteError, RemoteRefused
from services.remote.breaker import Breaker
from services.remote.bucket import Bucket
from services.remote.clock import Clock
from services.remote.failures import Answer, error_of, request_id_of, retry_after_of
from services.remote.retry import Again, Answered, Lost, Outcome, Stop, Verdict, decide
from services.remote.trace import correlation

T = TypeVar("T")
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
class Ask:
    """One call as it goes out; `reads` says it changes nothing whatever its method."""

    method: str
    url: URL
    json: Any
    headers: Mapping[str, str]
    within: float
    ref: str
    reads: bool
    ill: Callable[[Answer], bool]


def failed(answer: Answer) -> bool:
    """Whether the answer shows a system that is down rather than one that refuses."""
    return answer.status >= 500


def new_session() -> aiohttp.ClientSession:
    """The session all clients share: pooled connections, no cookies."""
    connector = aiohttp.TCPConnector(limit=64, limit_per_host=32)
    return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())


def query(params: Mapping[str, object]) -> str:
    """`params` as a query string; a plus becomes `%2B`, since Graph reads a bare one as a space."""
    return urlencode({k: v for k, v in params.items() if v is not None}, quote_via=quote, safe="$'(),:")


class Remote:
    """One remote system at one base URL, called under one or more shared limits; repeats come `speed` times sooner."""

    def __init__(
        self,
        system: str,
        base_url: str,
        session: aiohttp.ClientSession,
        auth: Auth,
        buckets: tuple[Bucket, ...],
        *,
        breaker: Breaker,
        clock: Clock,
        rng: Random,
        correlation_header: str,
        speed: float = 1.0,
    ) -> None:
        self.system = system
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
        *,
        json: Any = None,
        params: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        repeatable: bool,
        reads: bool | None = None,
        within: float = 30.0,
        buckets: tuple[Bucket, ...] | None = None,
        cost: int = 1,
        ill: Callable[[Answer], bool] = failed,
    ) -> Answer:
        """The answer with a good status; anything else is raised.

        `path` comes percent-encoded, may carry a query, and follows the base URL. One try ends
        `within` so many seconds, waiting for the rate not counted. `ill` tells answers of a system that is down: after
        some of them in a row calls end as RemoteBusy at once, without being sent.
        Raises RemoteRefused, RemoteBusy or, for a write, RemoteUnknown.
        """
        ref = correlation.get() or self.new_id()
        sent_headers = {**(headers or {}), self._correlation_header: ref}
        reads = method in ("GET", "HEAD") if reads is None else reads
        ask = Ask(method, self._url(path, params), json, sent_headers, within, ref, reads, ill)
        return await self._until_settled(ask, repeatable, self._buckets if buckets is None else buckets, cost)

    async def renew(self) -> None:
        """Signs in afresh, for a refusal that came inside a good answer."""
        await self._auth.renewed(await self._auth.headers())

    def new_id(self) -> str:
        """A fresh uuid from this client's source of chance."""
        return str(uuid.UUID(int=self.rng.getrandbits(128), version=4))

    def parse(self, kind: TypeAdapter[T], data: object, answer: Answer, error: type[RemoteError] = RemoteRefused) -> T:
        """`data` as the record it should be; raises `error` when the system answered in another shape."""
        try:
            return kind.validate_python(data)
        except ValidationError as bad:
            first = bad.errors(include_url=False, include_input=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            text = f"The answer has an unexpected shape at '{where}': {first['msg']}."
            raise error(
                self.system, answer.status, "unexpected", text, request_id=answer.request_id, ref=answer.ref
            ) from bad

    def local(self, link: str) -> str:
        """A next-page link as a path of ours: only its path and query count, so a token never goes to another host."""
        url, base = URL(link, encoded=True), URL(self._base, encoded=True)
        return url.raw_path_qs.removeprefix(base.raw_path.rstrip("/"))

    def _url(self, path: str, params: Mapping[str, object] | None) -> URL:
        text = query(params) if params else ""
        return URL(
            f"{self._base}{path}{'&' if '?' in path else '?'}{text}" if text else self._base + path, encoded=True
        )

    async def _until_settled(self, ask: Ask, repeatable: bool, buckets: tuple[Bucket, ...], cost: int) -> Answer:
        self._need_closed(ask, doubt=False)
        signed, renewed, doubt, attempt = await self._auth.headers(), False, False, 0
        while True:
            attempt += 1
            for bucket in buckets:
                await bucket.take(cost)
            self._need_closed(ask, doubt)
            answer, outcome = await self._once(ask, signed, renewed)
            match decide(attempt, outcome, repeatable, self.rng.random()):
                case Stop(verdict=Verdict.DONE):
                    return answer
                case Stop() as stop:
                    raise error_of(self.system, answer, stop, reads=ask.reads, doubt=doubt)
                case Again(renew=True):
                    stale, renewed = signed, True
                    signed = await self._auth.renewed(stale)
                    if dict(signed) == dict(stale):
                        raise error_of(self.system, answer, Stop(Verdict.REFUSED), reads=ask.reads)
                case Again(hold=True, after=after) if buckets:
                    buckets[0].hold(after)
                case Again() as again:
                    doubt = doubt or again.doubt
                    self._need_closed(ask, doubt)
                    await self.clock.sleep(again.after / self.speed)

    def _need_closed(self, ask: Ask, doubt: bool) -> None:
        """Raise while the breaker keeps calls back."""
        if wait := self._breaker.wait():
            stop = Stop(Verdict.BUSY, wait)
            raise error_of(self.system, Answer(0, ref=ask.ref), stop, reads=ask.reads, doubt=doubt)

    async def _once(self, ask: Ask, signed: Mapping[str, str], renewed: bool) -> tuple[Answer, Outcome]:
        probe, well = self._breaker.enter(), None
        try:
            answer = await self._send(ask, signed)
            well = not ask.ill(answer)
        except _LOST as lost:
            well = False
            return Answer(0, ref=ask.ref), Lost(sent=not isinstance(lost, _NOT_SENT))
        finally:
            self._breaker.leave(probe, well)
        return answer, Answered(answer.status, retry_after_of(answer.headers), renewed)

    async def _send(self, ask: Ask, signed: Mapping[str, str]) -> Answer:
        limit = aiohttp.ClientTimeout(total=ask.within)
        # A redirect would carry the token to another host, so it is not followed.
        async with self._session.request(
            ask.method, ask.url, json=ask.json, headers={**ask.headers, **signed}, timeout=limit, allow_redirects=False
        ) as response:
            headers = {name.lower(): value for name, value in response.headers.items()}
            answer = Answer(response.status, headers, None, request_id_of(headers), ask.ref)
            return replace(answer, body=_body(response.status, await response.read()))


def _body(status: int, raw: bytes) -> Any:
    """Parsed JSON; a failed status may carry anything (a gateway's page), a good one must be readable."""
    if not raw.strip():
        return None
    try:
        return jsonlib.loads(raw)
    except ValueError as bad:
        if status < 400:
            raise aiohttp.ClientPayloadError("the answer is no JSON") from bad
        return None
