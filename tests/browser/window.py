"""The chat page in Chromium: what a person does there, and what can be seen on every screen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Locator, Page, async_playwright, expect

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
OUTPUT = Path(__file__).parent.parent / "output" / "road"
SCREENS = {"wide": (1400, 900), "phone": (390, 844)}
PATIENCE = 90_000.0  # milliseconds

# What is cut off: a box that is wider inside than it shows, or anything beside the screen.
_CUT = """() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  const bad = scrollWidth > clientWidth ? [`the page scrolls sideways: ${scrollWidth}`] : [];
  const name = (node) => `${node.className || node.tagName}: ${node.textContent.slice(0, 60)}`;
  for (const node of document.querySelectorAll('.pane.front .stream, .pane.front .stream *')) {
    const box = node.getBoundingClientRect();
    const style = getComputedStyle(node);
    if (!box.width || node.closest('svg') || style.visibility === 'hidden' || style.clipPath !== 'none') continue;
    if (style.overflowX !== 'visible' && node.scrollWidth > node.clientWidth + 1) bad.push(`cut: ${name(node)}`);
    if (box.right > innerWidth + 1) bad.push(`beside the screen: ${name(node)}`);
  }
  return bad;
}"""
# How much taller the window must be for the newest message to show whole.
_MISSING = """(stream) => {
  const last = [...stream.querySelectorAll('.message')].at(-1);
  return last ? Math.max(0, last.offsetHeight + 24 - stream.clientHeight) : 0;
}"""


@dataclass
class Window:
    """The page with several people's chats side by side."""

    page: Page

    def pane(self, name: str) -> Locator:
        """A person's chat."""
        return self.page.get_by_test_id(f"pane-{name}")

    def card(self, name: str, *words: str) -> Locator:
        """The newest message in a person's chat that holds all of these words."""
        found = self.pane(name).locator(".message.bot")
        for part in words:
            found = found.filter(has_text=part)
        return found.last

    async def says(self, name: str, text: str) -> None:
        """Type and send."""
        await self.page.get_by_test_id(f"composer-{name}").fill(text)
        await self.page.get_by_test_id(f"send-{name}").click()

    async def sends(self, name: str, file: Path) -> None:
        """Attach a file."""
        await self.page.get_by_test_id(f"attach-{name}").set_input_files(file)

    async def sees(self, name: str, *words: str) -> Locator:
        """Wait for a message with these words to show by itself."""
        found = self.card(name, *words)
        await expect(found).to_be_visible(timeout=PATIENCE)
        return found

    async def presses(self, name: str, title: str) -> None:
        """Press the newest button with this title."""
        await self.pane(name).get_by_role("button", name=title, exact=True).last.click(timeout=PATIENCE)

    async def look(self, stage: str, name: str = "Alex") -> None:
        """Keep pictures on every screen in both themes; nothing may be cut off on any of them."""
        for screen, (width, height) in SCREENS.items():
            await self.page.set_viewport_size({"width": width, "height": height})
            if screen == "phone":
                await self.page.get_by_test_id(f"tab-{name}").click()
            stream = self.page.get_by_test_id(f"messages-{name}")
            missing = await stream.evaluate(_MISSING)
            await self.page.set_viewport_size({"width": width, "height": height + missing})
            await stream.evaluate("node => node.scrollTop = node.scrollHeight")
            assert (cut := await self.page.evaluate(_CUT)) == [], f"{stage} on {screen}: {cut}"
            for theme in ("dark", "light"):
                await self.page.evaluate(f"document.documentElement.dataset.theme = {theme!r}")
                await self.page.screenshot(path=OUTPUT / f"{stage}-{screen}-{theme}.png")
        await self.page.set_viewport_size({"width": 1400, "height": 900})


@asynccontextmanager
async def window(url: str, people: str = "Alex,Sam", *, new: bool = False) -> AsyncIterator[Window]:
    """An open page; an error in its console fails the test. `new`: of somebody who was never here, so with the tour."""
    OUTPUT.mkdir(parents=True, exist_ok=True)
    complaints: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = await browser.new_page(
            viewport={"width": 1400, "height": 900}, reduced_motion="reduce", timezone_id="Asia/Singapore"
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        if not new:
            await page.add_init_script("localStorage.setItem('tour', 'seen')")
        await page.goto(f"{url}/?people={people}")
        yield Window(page)
        await browser.close()
    assert complaints == []
