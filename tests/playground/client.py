"""Somebody's Playground in a browser tab."""

from __future__ import annotations

import re
from dataclasses import dataclass
from re import Pattern

from playwright.async_api import Locator, Page, expect

PATIENCE = 90_000  # milliseconds
BOT = "Switchboard"
_SEND = re.compile("^(Send Message|Post)$")  # in a chat, in a channel


@dataclass
class Client:
    """What a person does there and sees."""

    page: Page

    async def opens(self, conversation: str) -> None:
        """Choose a chat or channel on the left."""
        await self.page.get_by_role("treeitem", name=conversation).click(timeout=PATIENCE)

    async def says(self, text: str, *, to_bot: bool = False) -> None:
        """Type and send; in groups and channels the bot hears only what names it.

        In a channel the first box begins a post, and each post below has a box for replies.
        """
        await self.page.locator("[data-lexical-editor=true]").first.click(timeout=PATIENCE)
        if to_bot:
            await self.page.keyboard.type(f"@{BOT[:3]}")
            await self.page.get_by_role("menuitem").filter(has_text=BOT).first.click(timeout=PATIENCE)
            await self.page.keyboard.type(" ")
        await self.page.keyboard.type(text)
        await self.page.get_by_role("button", name=_SEND).first.click(timeout=PATIENCE)

    async def sees(self, *words: str | Pattern[str]) -> Locator:
        """Wait until each of these words is shown."""
        for each in words:
            await expect(self.page.get_by_text(each).last).to_be_visible(timeout=PATIENCE)
        return self.page.get_by_text(words[-1]).last

    async def presses(self, title: str) -> None:
        """Press the newest button with this title."""
        await self.page.get_by_role("button", name=title, exact=True).last.click(timeout=PATIENCE)
