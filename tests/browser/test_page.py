"""The chat page itself, when the sandbox behind it is slow."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Route, expect

from tests.browser.window import window
from tests.support.town import Town

pytestmark = pytest.mark.browser


@pytest.mark.slow
async def test_nothing_typed_before_the_chat_is_there_is_lost(place: Town) -> None:
    held = asyncio.Event()

    async def slow(route: Route) -> None:
        await held.wait()
        await route.continue_()

    async with window(place.url, "Alex") as here:
        await here.page.route("**/conversations", slow)
        await here.page.reload()
        await expect(here.page.get_by_test_id("composer-Alex")).to_be_disabled()
        held.set()
        await here.says("Alex", "help")
        await here.sees("Alex", "Tell me more")


@pytest.mark.slow
async def test_a_reply_on_a_message_shows_what_it_is_on_and_is_understood(place: Town) -> None:
    async with window(place.url, "Alex") as here:
        await here.says("Alex", "help")
        card = await here.sees("Alex", "Tell me more")
        await card.hover()
        await card.get_by_role("button", name="Reply to Switchboard").click()
        await expect(here.pane("Alex").locator(".replying")).to_contain_text("Replying to Switchboard")
        await here.says("Alex", "whoami")
        await expect(here.pane("Alex").locator(".message.me .quoted")).to_contain_text("Switchboard")
        await here.sees("Alex", "Who you are here")


@pytest.mark.slow
async def test_after_a_slash_only_the_two_see_it(place: Town) -> None:
    async with window(place.url) as here:
        for name in ("Alex", "Sam"):
            await here.pane(name).get_by_role("tab", name="Telecom admins").click()
        await here.says("Alex", "/whoami")
        card = await here.sees("Alex", "Who you are here")
        await expect(here.pane("Alex").locator(".message.me .mark")).to_contain_text("Only you can see this message")
        await expect(card.get_by_role("button", name="Reply to Switchboard")).to_have_count(0)
        await here.says("Sam", "@Switchboard hi")
        await here.sees("Sam", "Good to see you, Sam.")
        await expect(here.pane("Sam").get_by_text("Who you are here")).to_have_count(0)
