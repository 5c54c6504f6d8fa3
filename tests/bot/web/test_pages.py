"""The pages that the app package links to answer, say what is true, and let nothing through."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from html.parser import HTMLParser
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.config import load
from bot.web.kept import KEPT
from bot.web.pages import PAGES, add_pages, rendered
from services.domain.errors import SettingWrong
from services.store import history
from services.store.tables import Base
from tests.bot.test_config import REAL

Client = TestClient[web.Request, web.Application]
MINE = {**REAL, "company": "Numbers & Sons", "contact": "help@numbers.example"}


class Seen(HTMLParser):
    """The elements of a page, and those left open."""

    EMPTY = ("meta", "link", "br", "img")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture
async def client(request: pytest.FixtureRequest) -> AsyncIterator[Client]:
    app = web.Application()
    add_pages(app, load(**getattr(request, "param", MINE)))
    async with TestClient(TestServer(app)) as made:
        yield made


@pytest.mark.parametrize("path", PAGES)
async def test_each_page_answers_without_signing_in_and_may_do_nothing(client: Client, path: str) -> None:
    async with client.get(path) as answer:
        html = await answer.text()
        assert (answer.status, answer.content_type) == (200, "text/html")
    headers = answer.headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Strict-Transport-Security"]
    assert not re.search(r"<script| style=|javascript:|\son\w+=", html)
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize("name", PAGES.values())
def test_a_page_can_be_read_by_everybody(name: str) -> None:
    seen = Seen(rendered(load(**MINE), name))
    tags = [tag for tag, _ in seen.found]
    assert not seen.open
    assert ("html", {"lang": "en"}) in seen.found
    assert [tag for tag in tags if tag in ("h1", "main", "title", "nav")] == ["title", "nav", "main", "h1", "nav"]
    assert sum(attrs.get("aria-current") == "page" for _, attrs in seen.found) == 1


@pytest.mark.parametrize("name", PAGES.values())
def test_what_a_setting_says_is_shown_and_never_run(name: str) -> None:
    html = rendered(load(**{**MINE, "company": "<script>x</script>"}), name)
    assert "<script" not in html
    assert "&lt;script&gt;x&lt;/script&gt;" in html
    assert "mailto:help@numbers.example" in html


@pytest.mark.parametrize("name", PAGES.values())
def test_a_page_is_whole_without_any_setting(name: str) -> None:
    html = rendered(load(**REAL), name)
    assert "mailto:" not in html
    assert "administrator who gave you this app" in html


def test_the_privacy_page_names_every_table() -> None:
    named = [table for one in KEPT for table in one.tables]
    assert sorted(named) == sorted(Base.metadata.tables)


def test_the_privacy_page_says_deleted_where_the_program_deletes() -> None:
    cleaned = [*history._job("1"), *history._plan("1"), *history._draft("1"), *history._told(0.0)]
    tables = {delete.table.name for delete in cleaned}
    settings = load(**{**REAL, "keep_days": 47})
    assert {table for one in KEPT if "47 days" in one.how_long(settings) for table in one.tables} == tables
    assert "Kept 47 days after it ended" in rendered(settings, "privacy")


@pytest.mark.parametrize("client", [{**MINE, "privacy_url": "https://numbers.example/privacy"}], indirect=True)
async def test_the_deployers_own_page_takes_the_place_of_ours(client: Client) -> None:
    async with client.get("/privacy", allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (302, "https://numbers.example/privacy")


@pytest.mark.parametrize(
    "wrong",
    [
        {"terms_url": "javascript:alert(1)"},
        {"privacy_url": "http://numbers.example"},
        {"contact": "nobody"},
        {"contact": "a@b.example?subject=x"},
        {"company": "x" * 33},
    ],
)
def test_a_setting_that_cant_stand_on_a_page_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(SettingWrong, match="SWITCHBOARD_"):
        load(**{**REAL, **wrong})
