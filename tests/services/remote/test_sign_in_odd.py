"""Sign-in that answers oddly, slowly or not at all: it is told to be ill or away, and nobody is accused of anything."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest

from services.domain.errors import RemoteBusy, RemoteError, RemoteRefused, RemoteUnreadable
from services.remote.auth import AppToken, Login
from services.remote.retry import MAX_RETRY_AFTER_SECONDS
from services.remote.sign_in_http import SignInHttp
from services.remote.transport import new_session
from tests.services.remote.support import FakeClock, Reply, Seen, Wire

PAGE = "<html><body>Sign in to the airport's network</body></html>"
NO_REASON = {"error": "invalid_request", "error_description": "The request could not be completed."}
ODD: Mapping[str, Reply] = {
    "204": Reply(204, b"", kind=""),
    "302": Reply(302, b"", {"Location": "https://elsewhere.example"}),
    "418": Reply(418, NO_REASON),
    "empty": Reply(200, b""),
    "null": Reply(200, b"null"),
    "an empty object": Reply(200, {}),
    "a list": Reply(200, [1]),
    "another object": Reply(200, {"unexpected": True}),
    "a token that is none": Reply(200, {"access_token": None, "expires_in": "soon", "token_endpoint": 7}),
    "a page": Reply(200, PAGE, kind="text/html"),
    "a page that says JSON": Reply(200, PAGE),
    "cut short": Reply(200, b'{"access_token": "ey'),
    "a proxy's 404": Reply(404, PAGE, kind="text/html"),
    "a 400 without Microsoft's number": Reply(400, NO_REASON),
    "a 403 without a word": Reply(403, b""),
}
ACCUSATIONS = ("no such tenant", "consent", "secret", "tenant id", "isn't in this tenant")


class Desk:
    """A sign-in service that does well, but for what a test tells it to do with documents or tokens."""

    def __init__(self, wire: Wire) -> None:
        self.documents: Reply | None = None
        self.tokens: Reply | None = None
        self._url = wire.url
        wire.otherwise = self._answer

    def _answer(self, seen: Seen) -> Reply:
        if seen.method == "POST":
            return self.tokens or Reply(body={"access_token": "ey.good", "expires_in": 3599, "token_type": "Bearer"})
        root = self._url.replace("http://", "https://") + "/t"
        good = {"token_endpoint": f"{root}/token", "authorization_endpoint": f"{root}/authorize", "issuer": root}
        return self.documents or Reply(body=good)


@pytest.fixture
def desk(wire: Wire) -> Desk:
    return Desk(wire)


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as pool:
        yield pool


def token(wire: Wire, threads: ThreadPoolExecutor, clock: FakeClock | None = None, within: float = 5.0) -> AppToken:
    http = SignInHttp(wire.session, wire.url, within)
    login = Login(wire.url, "client", "secret-of-the-app")
    return AppToken(login, "t", "scope/.default", clock or FakeClock(), http=http, threads=threads, rng=Random(1))


async def test_the_desk_gives_tokens(wire: Wire, desk: Desk, threads: ThreadPoolExecutor) -> None:
    assert await token(wire, threads).headers() == {"Authorization": "Bearer ey.good"}


@pytest.mark.parametrize("what", ODD)
@pytest.mark.parametrize("part", ["documents", "tokens"])
async def test_an_odd_answer_is_no_refusal(
    wire: Wire, desk: Desk, threads: ThreadPoolExecutor, part: str, what: str
) -> None:
    setattr(desk, part, ODD[what])
    with pytest.raises(RemoteUnreadable) as caught:
        await token(wire, threads).headers()
    said = str(caught.value)
    assert str(ODD[what].status) in said
    assert not [words for words in (*ACCUSATIONS, "JSONDecodeError", "secret-of") if words in said]


@pytest.mark.parametrize("part", ["documents", "tokens"])
async def test_a_passing_odd_answer_is_not_even_noticed(
    wire: Wire, desk: Desk, threads: ThreadPoolExecutor, part: str
) -> None:
    answer = desk._answer
    wire.otherwise = lambda seen: ODD["a page"] if len(wire.seen) < 3 else answer(seen)
    assert "Bearer" in str(await token(wire, threads).headers())


async def test_a_refusal_in_microsofts_words_is_one(wire: Wire, desk: Desk, threads: ThreadPoolExecutor) -> None:
    text = "AADSTS65001: The user or administrator has not consented to use the application. Trace ID: x"
    desk.tokens = Reply(400, {"error": "invalid_grant", "error_description": text, "error_codes": [65001]})
    with pytest.raises(RemoteRefused, match="consented") as caught:
        await token(wire, threads).headers()
    assert caught.value.code == "AADSTS65001"


@pytest.mark.parametrize("part", ["documents", "tokens"])
async def test_a_day_of_waiting_is_cut_short_and_told(
    wire: Wire, desk: Desk, threads: ThreadPoolExecutor, part: str
) -> None:
    setattr(desk, part, Reply(429, NO_REASON, {"Retry-After": "86400"}))
    with pytest.raises(RemoteBusy, match="left alone for 24 hours; I ask again after 5 minutes") as caught:
        await token(wire, threads).headers()
    assert caught.value.retry_after == MAX_RETRY_AFTER_SECONDS


async def test_those_who_wait_for_a_sign_in_that_fails_fail_with_it(
    wire: Wire, desk: Desk, threads: ThreadPoolExecutor
) -> None:
    desk.tokens = ODD["a page"]
    shared = token(wire, threads)
    ends = await asyncio.gather(*(shared.headers() for _ in range(20)), return_exceptions=True)
    assert {type(end) for end in ends} == {RemoteUnreadable}
    assert len([seen for seen in wire.seen if seen.method == "POST"]) == 4
    desk.tokens = None
    assert await shared.headers()


async def test_a_slow_drip_from_sign_in_ends_within_its_limit(drip: str, threads: ThreadPoolExecutor) -> None:
    login = Login(drip, "client", "secret")
    async with new_session() as session:
        http = SignInHttp(session, drip, within=0.05)
        slow = AppToken(login, "t", "s", FakeClock(), http=http, threads=threads, rng=Random(1))
        with pytest.raises(RemoteBusy, match="can't be reached") as caught:
            await asyncio.wait_for(slow.headers(), 20)
    assert isinstance(caught.value, RemoteError)
