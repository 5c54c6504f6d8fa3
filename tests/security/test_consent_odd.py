"""Microsoft's answer to consent, as somebody else might make it up: a plain page, and nothing of it counts."""

from __future__ import annotations

import time
from typing import Any

import jwt
import pytest

from services.domain.record.entries import Recorded
from tests.scenarios.test_consent import answers, button, recorded
from tests.support.town import Town


def url(place: Town) -> str:
    return f"{place.sandbox.options.bot_url}/consent"


def states(place: Town) -> dict[str, str]:
    """States that aren't a consent's, though some are signed with a key of ours."""
    seal, tenant = place.bot.store.seal, place.tenant().id
    claims: dict[str, Any] = {"t": tenant, "o": place.somebody("Sam").id, "exp": int(time.time()) + 600, "jti": "x"}
    without = {"exp": claims["exp"], "t": tenant, "o": "x"}
    return {
        "a card's": str(place.sealed("say", {"text": "help"})["s"]),
        "of the cards' key": jwt.encode(claims, seal.derived("cards"), algorithm="HS256"),
        "that could be used again": jwt.encode(without, seal.derived("consent"), algorithm="HS256"),
        "with no end": jwt.encode({**claims, "exp": None}, seal.derived("consent"), algorithm="HS256"),
        "of another kind": jwt.encode(claims, seal.derived("consent"), algorithm="HS512"),
        "long": "A" * 7_000,
        "odd": "\x00\u202e.\u0661.",
    }


async def test_no_other_state_counts(place: Town) -> None:
    place.tenant().granted_roles.clear()
    tenant = place.tenant().id
    for name, state in states(place).items():
        query = {"admin_consent": "True", "tenant": tenant, "state": state}
        async with place.http.get(url(place), params=query) as page:
            assert page.status == 400, name
            assert "one of mine" in await page.text(), name
    assert not await recorded(place, Recorded.CONSENT_GIVEN)


@pytest.mark.parametrize("raw", ["state=%ED%A0%80", "state=%00", "state=%FF%FE", "&&==&state", "state[]=1", "%"])
async def test_no_query_breaks_the_page(place: Town, raw: str) -> None:
    async with place.http.get(f"{url(place)}?{raw}") as page:
        assert page.status == 400


async def test_a_tenant_named_twice_is_the_first_one_for_all_who_look(place: Town) -> None:
    """A state of one tenant never counts for another, whichever is named besides."""
    place.tenant().granted_roles.clear()
    alex = await place.person("Alex")
    back = await answers(place, button(await alex.say("connect")), "accept")
    other = place.tenant("Fabrikam").id
    query = [("admin_consent", "True"), ("tenant", other), ("tenant", back["tenant"]), ("state", back["state"])]
    async with place.http.get(url(place), params=query) as page:
        assert page.status == 400
    assert not await recorded(place, Recorded.CONSENT_GIVEN)


async def test_other_verbs_do_nothing(place: Town) -> None:
    for verb in ("POST", "PUT", "DELETE", "PATCH"):
        async with place.http.request(verb, url(place)) as page:
            assert page.status == 405
