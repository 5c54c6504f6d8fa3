"""The pages speak the reader's language: what the address names, else the first of ours that the browser takes."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.config import load
from bot.web.pages import PAGES, add_pages, rendered
from services.languages.language import OWN_NAMES, TAGS, Language
from tests.bot.test_config import REAL
from tests.bot.web.test_pages import Seen
from tests.support.town import Town

Client = TestClient[web.Request, web.Application]
OTHERS = [language for language in Language if language is not Language.ENGLISH]
PRIVACY = {"en": "Privacy", "vi": "Quyền riêng tư", "id": "Privasi", "th": "ความเป็นส่วนตัว", "zh": "隐私"}
MINE = {**REAL, "company": "Numbers {Sons} *& Co*", "contact": "help@numbers.example"}


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    app = web.Application()
    add_pages(app, load(**MINE))
    async with TestClient(TestServer(app)) as made:
        yield made


async def shown(client: Client, path: str, accepted: str = "") -> tuple[str, dict[str, str]]:
    async with client.get(path, headers={"Accept-Language": accepted} if accepted else {}) as answer:
        assert answer.status == 200
        return await answer.text(), {name: answer.headers[name] for name in ("Content-Language", "Vary")}


@pytest.mark.parametrize(
    ("path", "accepted", "language"),
    [
        ("/privacy", "", "en"),
        ("/privacy", "vi-VN,vi;q=0.9,en;q=0.8", "vi"),
        ("/privacy", "en;q=0.5, th ; q=0.9", "th"),
        ("/privacy", "de,fr;q=0.9", "en"),
        ("/privacy", "id;q=0, *", "en"),
        ("/privacy?language=zh", "vi", "zh"),
        ("/privacy?language=zh-cn", "vi", "zh"),
        ("/privacy?language=klingon", "id", "id"),
        ("/privacy?language=", "id", "id"),
    ],
)
async def test_a_page_speaks_the_language_that_was_asked_for(
    client: Client, path: str, accepted: str, language: str
) -> None:
    html, said = await shown(client, path, accepted)
    tag = TAGS[Language(language)]
    assert f"<h1>{PRIVACY[language]}</h1>" in html
    assert f'<html lang="{tag}">' in html
    assert said == {"Content-Language": tag, "Vary": "Accept-Language"}


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", OTHERS)
async def test_each_page_leads_on_in_the_language_that_was_chosen(
    client: Client, path: str, language: Language
) -> None:
    html, _ = await shown(client, f"{path}?language={language}")
    links = [attrs["href"] for tag, attrs in Seen(html).found if tag == "a"]
    assert [link for link in links if link in {f"https://bot.example{page}?language={language}" for page in PAGES}]
    assert [link for link in links if link == f"https://bot.example{path}"] == []
    for one, own in OWN_NAMES.items():
        assert re.search(rf'<a href="\?language={one}" lang="{TAGS[one]}"[^>]*>{own}</a>', html)


async def test_who_chose_nothing_gets_plain_links(client: Client) -> None:
    html, _ = await shown(client, "/", "vi")
    assert '<a href="https://bot.example/privacy">Quyền riêng tư</a>' in html


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", Language)
async def test_what_the_deployer_wrote_stays_as_it_is(client: Client, path: str, language: Language) -> None:
    html, _ = await shown(client, f"{path}?language={language}")
    assert "Numbers {Sons} *&amp; Co*" in html
    assert '<a href="mailto:help@numbers.example">help@numbers.example</a>' in html or path == "/terms"


def _texts(language: Language, name: str) -> set[str]:
    settings = load(**{**REAL, "docs_url": "https://numbers.example/troubleshooting"})
    html = re.sub(r"<style>.*?</style>", "", rendered(settings, name, language), flags=re.DOTALL)
    return {text.strip() for text in re.findall(r">([^<]+)<", html) if re.search(r"[A-Za-z]{2}", text)}


@pytest.mark.parametrize("name", PAGES.values())
@pytest.mark.parametrize("language", OTHERS)
def test_nothing_of_a_page_stays_english(name: str, language: Language) -> None:
    to_type = {"connect", "help", "ready", "whoami", "disconnect"}
    alike = _texts(Language.ENGLISH, name) & _texts(language, name)
    assert alike <= {"Switchboard", *OWN_NAMES.values(), *to_type}


async def test_the_page_after_consent_chooses_the_same_way(place: Town) -> None:
    """It turns away what came without a state, in the language that was asked for."""
    url = f"{place.sandbox.options.bot_url}/consent"
    for path, accepted, tag in (("", "vi;q=0.5, id", "id"), ("?language=th", "vi", "th"), ("", "de", "en")):
        async with place.http.get(url + path, headers={"Accept-Language": accepted}) as answer:
            assert (answer.status, answer.headers["Content-Language"]) == (400, tag)
            assert answer.headers["Vary"] == "Accept-Language"
            assert f'<html lang="{tag}">' in await answer.text()
