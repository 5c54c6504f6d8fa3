"""Admin consent by a button: Microsoft's page, our answer to its redirect, and a checklist that ticks by itself."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jwt
import pytest

from services.domain.record.entries import Recorded
from services.languages.language import TAGS, Language
from services.sandbox.catalogue import GRANTED
from services.store.record.search import RecordQuery, RecordScope
from tests.scenarios.test_languages import in_their
from tests.support.chat import Person, Shown
from tests.support.town import Town


@pytest.fixture(autouse=True)
def closed(place: Town) -> None:
    """Nobody has let the bot in yet."""
    place.tenant().granted_roles.clear()


def button(card: Shown) -> str:
    """The address that the card's button opens."""
    (url,) = [action["url"] for action in card.actions.values() if action["type"] == "Action.OpenUrl"]
    return str(url)


async def answers(place: Town, url: str, answer: str) -> dict[str, str]:
    """What Microsoft sends back after an administrator accepted or cancelled there."""
    page = urlsplit(url)
    async with place.http.get(url) as shown:
        assert "Permissions requested" in await shown.text()
    there = page._replace(path=f"{page.path}/{answer}").geturl()
    async with place.http.get(there, allow_redirects=False) as redirect:
        assert redirect.status == 302
        return dict(parse_qsl(urlsplit(redirect.headers["Location"]).query))


async def calls_back(place: Town, query: dict[str, str]) -> tuple[int, str]:
    """The bot's page for this answer: its status and text."""
    async with place.http.get(f"{place.sandbox.options.bot_url}/consent", params=query) as page:
        assert page.headers["Cache-Control"] == "no-store"
        return page.status, await page.text()


async def test_the_page_after_consent_is_in_the_browsers_language(place: Town) -> None:
    said = "This link isn't one of mine."
    for accepted, tag, words in (
        ("vi,en;q=0.5", "vi", in_their(Language.VIETNAMESE, said)),
        ("zh-CN", TAGS[Language.CHINESE], in_their(Language.CHINESE, said)),
    ):
        where = f"{place.sandbox.options.bot_url}/consent"
        async with place.http.get(where, params={"state": "x"}, headers={"Accept-Language": accepted}) as page:
            text = unescape(await page.text())
            assert page.headers["Content-Language"] == tag
        assert f'lang="{tag}"' in text
        assert not re.search(r"[.。]</h1>", text), "a heading is no sentence"
        assert words.rstrip(".。") in text
        assert "This link" not in text


async def recorded(place: Town, action: Recorded) -> list[dict[str, Any]]:
    """What the record says of it."""
    query, scope = RecordQuery(actions=(action,)), RecordScope(place.tenant().id)
    return [json.loads(entry.leaf) for entry in await place.bot.store.record_search.find(scope, query, 0, 10)]


async def unticked(place: Town, alex: Person, card: Shown) -> None:
    """Nothing came of it."""
    assert button(await alex.now(card)) == button(card)
    assert not await recorded(place, Recorded.CONSENT_GIVEN)


async def test_consent_by_the_button_ticks_the_checklist_by_itself(place: Town) -> None:
    alex = await place.person("Alex")
    card = await alex.say("connect")
    back = await answers(place, button(card), "accept")
    assert back["admin_consent"] == "True"
    assert place.tenant().granted_roles == set(GRANTED)
    status, text = await calls_back(place, back)
    assert (status, "access is granted" in text) == (200, True)
    ticked = await alex.becomes(card, "Contoso Pte Ltd", "Paste its API key below")
    assert not any(action["type"] == "Action.OpenUrl" for action in ticked.actions.values())
    (entry,) = await recorded(place, Recorded.CONSENT_GIVEN)
    assert entry["actor"] == place.somebody("Alex").id


async def test_an_answer_counts_once(place: Town) -> None:
    alex = await place.person("Alex")
    back = await answers(place, button(await alex.say("connect")), "accept")
    assert (await calls_back(place, back))[0] == 200
    status, text = await calls_back(place, back)
    assert (status, "used already" in text) == (400, True)
    assert len(await recorded(place, Recorded.CONSENT_GIVEN)) == 1


async def test_a_refusal_is_said_and_can_be_thought_over(place: Town) -> None:
    alex = await place.person("Alex")
    card = await alex.say("connect")
    declined = await answers(place, button(card), "cancel")
    for _ in range(2):
        status, text = await calls_back(place, declined)
        assert (status, "Access was not granted" in text) == (400, True)
    assert len(await recorded(place, Recorded.CONSENT_REFUSED)) == 1
    await unticked(place, alex, card)
    assert (await calls_back(place, await answers(place, button(card), "accept")))[0] == 200


async def test_a_forged_state_is_refused(place: Town) -> None:
    alex = await place.person("Alex")
    card = await alex.say("connect")
    back = await answers(place, button(card), "accept")
    claims = jwt.decode(back["state"], options={"verify_signature": False})
    forged = jwt.encode(claims, b"x" * 32, algorithm="HS256")
    unsigned = jwt.encode(claims, "", algorithm="none")
    for state in (forged, unsigned, "", back["state"][:-4] + "AAAA"):
        status, text = await calls_back(place, {**back, "state": state})
        assert (status, "one of mine" in text) == (400, True)
    await unticked(place, alex, card)


async def test_an_expired_state_is_refused(place: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    alex = await place.person("Alex")
    card = await alex.say("connect")
    back = await answers(place, button(card), "accept")
    clock = place.bot.services.clock
    now = clock.now() + 21 * 3600
    monkeypatch.setattr(type(clock), "now", lambda _self: now)
    status, text = await calls_back(place, back)
    assert (status, "too old" in text) == (400, True)


async def test_another_tenants_answer_counts_for_nobody(place: Town) -> None:
    alex = await place.person("Alex")
    card = await alex.say("connect")
    back = await answers(place, button(card), "accept")
    status, text = await calls_back(place, {**back, "tenant": place.tenant("Fabrikam").id})
    assert (status, "another tenant" in text) == (400, True)
    await unticked(place, alex, card)
    missing = {name: value for name, value in back.items() if name != "admin_consent"}
    assert (await calls_back(place, missing))[0] == 400
    await unticked(place, alex, card)


async def test_what_comes_back_is_shown_as_text(place: Town) -> None:
    status, text = await calls_back(place, {"state": "<script>", "error": "<b>x</b>", "tenant": "<i>"})
    assert status == 400
    assert "<script>" not in text
    assert "<b>" not in text
