"""The chat page: what is served, and what a person can do on it in a real browser."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web
from playwright.async_api import Page, async_playwright, expect

from services.sandbox.app import Options
from services.sandbox.teams import pages
from tests.services.sandbox.conftest import Box, running
from tests.services.sandbox.fake_bot import Json, card, listening, new_card, text_card
from tests.services.sandbox.teams_chat import Chat, chatting

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
VENDOR = Path(pages.__file__).parent.parent / "page" / "node_modules" / "adaptivecards"
in_browser = [
    pytest.mark.browser,
    pytest.mark.skipif(not (CHROMIUM.exists() and VENDOR.exists()), reason="needs chromium and npm ci of the page"),
]

FORM = card(
    {
        "type": "Input.ChoiceSet",
        "id": "person",
        "label": "Person",
        "isRequired": True,
        "errorMessage": "Choose a person.",
        "choices": [],
        "choices.data": {"type": "Data.Query", "dataset": "graph.microsoft.com/users"},
    },
    {"type": "ProgressBar", "value": 40},
    {"type": "Badge", "text": "Ready", "style": "Good"},
    {"type": "Sparkline", "fallback": {"type": "TextBlock", "text": "Instead of a sparkline"}},
    {"type": "TextBlock", "text": "Wide words", "targetWidth": "atLeast:Standard"},
    {"type": "TextBlock", "text": "Narrow words", "targetWidth": "atMost:Narrow"},
    {"type": "TextBlock", "text": "<b>bold</b> and **strong**"},
    actions=[
        {"type": "Action.Execute", "title": "Assign", "verb": "assign", "data": {"line": "6001"}},
        {"type": "Action.Execute", "title": "Later", "verb": "later", "associatedInputs": "none", "mode": "secondary"},
    ],
)


@pytest.fixture
async def chat() -> AsyncIterator[Chat]:
    async with chatting() as started:
        yield started


@asynccontextmanager
async def browsing(chat: Chat | Box, path: str = "/", width: int = 1400) -> AsyncIterator[Page]:
    """The page, open; it may not have said anything on the console."""
    complaints: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        page = await browser.new_page(viewport={"width": width, "height": 800})
        page.on("console", lambda line: complaints.append(line.text) if line.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(f"{chat.url}{path}")
        yield page
        await browser.close()
    assert complaints == []


async def answer_with_form(chat: Chat) -> None:
    async def answer(activity: Json) -> web.Response | None:
        if activity["type"] == "message":
            await chat.bot.say(activity, attachments=[FORM])
        return new_card("Assigned") if activity["type"] == "invoke" else None

    chat.bot.reaction = answer


async def test_the_page_lets_nothing_run_but_its_own_scripts(chat: Chat) -> None:
    async with chat.http.get("/") as answer:
        assert answer.status == 200
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    async with chat.http.get("/page/app.js") as answer:
        assert answer.content_type == "text/javascript"


@pytest.mark.parametrize("name", ["..%2Fteams%2Fpages.py", "index.html", "package.json.txt", "vendor/left-pad.js"])
async def test_only_the_pages_own_files_are_served(chat: Chat, name: str) -> None:
    async with chat.http.get(f"{chat.url}/page/{name}") as answer:
        assert answer.status == 404


class TestInBrowser:
    pytestmark = in_browser

    @pytest.mark.long
    async def test_two_people_side_by_side_talk_to_the_bot(self, chat: Chat) -> None:
        await answer_with_form(chat)
        async with browsing(chat) as page:
            await expect(page.get_by_test_id("pane-Sam")).to_be_visible()
            await page.get_by_test_id("composer-Alex").fill("form")
            await page.get_by_test_id("composer-Alex").press("Enter")
            messages = page.get_by_test_id("messages-Alex")
            await expect(messages.locator(".me")).to_contain_text("form")
            bot = messages.locator("[data-message-id].bot")
            await expect(bot.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "40")
            await expect(bot).to_contain_text("Ready")
            await expect(bot).to_contain_text("Instead of a sparkline")
            await expect(bot).to_contain_text("<b>bold</b> and strong")
            await expect(bot.get_by_text("Wide words")).to_be_visible()
            await expect(bot.get_by_text("Narrow words")).to_be_hidden()
            await expect(page.get_by_test_id("messages-Sam").locator(".message")).to_have_count(0)
            await bot.get_by_role("button", name="More options").click()
            await page.get_by_role("menuitem", name="Later").click()
            await expect(bot).to_contain_text("Assigned")
            assert [a["value"]["action"]["verb"] for a in chat.bot.of_type("invoke")] == ["later"]

    @pytest.mark.long
    async def test_a_form_is_checked_filled_and_sent_once(self, chat: Chat) -> None:
        await answer_with_form(chat)
        async with browsing(chat, "/?people=Alex") as page:
            await page.get_by_test_id("composer-Alex").fill("form")
            await page.get_by_test_id("send-Alex").click()
            messages = page.get_by_test_id("messages-Alex")
            assign = messages.get_by_role("button", name="Assign")
            await assign.click()
            await expect(messages).to_contain_text("Choose a person.")
            assert not chat.bot.of_type("invoke")
            person = messages.get_by_role("combobox", name="Person")
            await person.fill("ali")
            await messages.get_by_role("option", name="Alice").click()
            await assign.evaluate("button => { button.click(); button.click(); }")
            await expect(messages).to_contain_text("Assigned")
            invokes = chat.bot.of_type("invoke")
            assert len(invokes) == 1
            action = invokes[0]["value"]["action"]
            alice = next(p["id"] for p in await chat.get("people") if p["name"] == "Alice")
            assert (action["verb"], action["data"]) == ("assign", {"line": "6001", "person": alice})

    @pytest.mark.long
    async def test_on_a_phone_one_person_at_a_time(self, chat: Chat) -> None:
        await answer_with_form(chat)
        async with browsing(chat, width=360) as page:
            await expect(page.get_by_test_id("pane-Alex")).to_be_visible()
            await expect(page.get_by_test_id("pane-Sam")).to_be_hidden()
            await chat.say("Sam", "form")
            await expect(page.get_by_test_id("tab-Sam").locator(".unread")).to_be_visible()
            await page.get_by_test_id("tab-Sam").click()
            await expect(page.get_by_test_id("pane-Alex")).to_be_hidden()
            await expect(page.get_by_test_id("tab-Sam").locator(".unread")).to_be_hidden()
            messages = page.get_by_test_id("messages-Sam")
            await expect(messages.get_by_text("Narrow words")).to_be_visible()
            await expect(messages.get_by_text("Wide words")).to_be_hidden()
            assert await messages.evaluate("node => node.scrollWidth <= node.clientWidth")

    @pytest.mark.long
    async def test_a_changed_card_and_a_file_arrive(self, chat: Chat) -> None:
        async with browsing(chat, "/?people=Alex") as page:
            messages = page.get_by_test_id("messages-Alex")
            await page.get_by_test_id("attach-Alex").set_input_files(
                {"name": "lines.csv", "mimeType": "text/csv", "buffer": b"a,b"}
            )
            await expect(messages.get_by_test_id("file")).to_contain_text("lines.csv")
            there = chat.bot.of_type("message")[0]
            card_id = await chat.bot.say(there, attachments=[text_card("Running")])
            await expect(messages).to_contain_text("Running")
            await chat.bot.call(
                "PUT", there, f"/activities/{card_id}", type="message", attachments=[text_card("Finished")]
            )
            await expect(messages.locator(f"[data-message-id='{card_id}']")).to_contain_text("Edited")
            await expect(messages).to_contain_text("Finished")
            await expect(messages).not_to_contain_text("Running")

    @pytest.mark.long
    async def test_the_page_waits_for_a_bot_that_starts_later(self) -> None:
        async with listening() as gone:
            url, port = gone.url, int(gone.url.rpartition(":")[2])
        async with running(Options(bot_url=url)) as box, browsing(box, "/?people=Alex") as page:
            await expect(page.get_by_test_id("pane-Alex")).to_contain_text("Waiting for the bot")
            async with listening(port) as bot:
                await expect(page.get_by_test_id("pane-Alex")).not_to_contain_text("Waiting for the bot")
                assert [a["type"] for a in bot.heard] == ["installationUpdate", "conversationUpdate"]
