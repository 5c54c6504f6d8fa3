"""A web client that nobody here wrote: Microsoft's Agents Playground, unmodified, by `make test-playground`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import async_playwright

from tests.browser.window import ARGUMENTS, CHROMIUM
from tests.playground.client import Client
from tests.playground.playground import playground
from tests.support.sheets import TEAMS
from tests.support.town import Town

_GREETING = "Switchboard is here"
_ELSEWHERE = "Let's do this in our own chat"

pytestmark = [pytest.mark.browser, pytest.mark.playground]


@asynccontextmanager
async def clients(place: Town, home: Path) -> AsyncIterator[tuple[Client, Client]]:
    """Alex and Sam, each in a Playground of their own."""
    tenant, bot_url = place.tenant(), place.sandbox.options.bot_url
    async with (
        playground(tenant, place.somebody("Alex"), bot_url, home / "alex") as of_alex,
        playground(tenant, place.somebody("Sam"), bot_url, home / "sam") as of_sam,
        async_playwright() as playwright,
    ):
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        pages = [await browser.new_page(viewport={"width": 1400, "height": 900}) for _ in range(2)]
        for page, url in zip(pages, (of_alex, of_sam), strict=True):
            await page.goto(url)
        try:
            yield Client(pages[0]), Client(pages[1])
        finally:
            await browser.close()


async def test_a_change_is_asked_for_approved_and_reported_there(place: Town, tmp_path: Path) -> None:
    place.line("101", "alice", "6567891230", TEAMS)
    await place.connected()
    async with clients(place, tmp_path / "playgrounds") as (alex, sam):
        await sam.says("hi")
        await sam.sees("Good to see you, Sam.")
        await alex.says("move 101 to nadia")
        await alex.sees("Your plan", "Nothing is written yet.")
        await alex.presses("Send for approval")
        await alex.sees("Waiting for approval")
        await sam.sees("Please check this plan", "Alice loses service")
        await sam.presses("Approve")
        await sam.sees("Switchboard applies it now.")
        await alex.sees("All done as planned.")
    holder = (await place.in_teams())["+6567891230"]["holder"]
    assert holder == "Nadia"


async def test_a_group_and_a_channel_hear_nothing_of_people(place: Town, tmp_path: Path) -> None:
    place.line("101", "alice", "6567891230", TEAMS)
    await place.connected()
    async with clients(place, tmp_path / "playgrounds") as (alex, _):
        for conversation in ("Telecom admins", "IT - Telephony"):
            await alex.opens(conversation)
            await alex.sees(_GREETING)
            await alex.says("lines", to_bot=True)
            await alex.sees(_ELSEWHERE)
            assert "Alice" not in await alex.page.locator("body").inner_text()
