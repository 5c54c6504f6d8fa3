"""Takes the README's four pictures: `python -m tests.browser.stills`, with Chromium and the page's node modules."""

from __future__ import annotations

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Locator

from tests.browser.window import Window, window
from tests.support.town import Town, town

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "pictures"
SEED = ROOT / "tests" / "data" / "seed-bulk.xlsx"
NAMES = ("1-plan", "2-approval", "3-progress", "4-report")
_SIZE = {"width": 390, "height": 760}
_FADED = 6.0  # seconds until what the page says for a moment is gone


async def main() -> None:
    """The road, and a picture of each of its four stations."""
    with TemporaryDirectory() as home:
        async with town(Path(home)) as place:
            await place.connected("Alex")
            await place.person("Sam")
            async with window(place.url) as here:
                await here.page.set_viewport_size(_SIZE)  # type: ignore[arg-type]
                await _walk(place, here)


async def _walk(place: Town, here: Window) -> None:
    await place.fault(system="graph", kind="429", match="assignNumber", retry_after=0.5)
    await here.page.get_by_test_id("tab-Alex").click()
    await here.sends("Alex", SEED)
    await _take(here, NAMES[0], await here.sees("Alex", "Nothing is written yet"))
    await here.presses("Alex", "Send for approval")
    await here.page.get_by_test_id("tab-Sam").click()
    await _take(here, NAMES[1], await here.sees("Sam", "Please check this plan", "seed-bulk.xlsx"))
    await here.presses("Sam", "Approve")
    await here.page.get_by_test_id("tab-Alex").click()
    await _take(here, NAMES[2], await here.sees("Alex", "Working on it", "1 of 4 lines"), 0.0)
    await place.calm()
    await _take(here, NAMES[3], await here.sees("Alex", "All done"))


async def _take(here: Window, name: str, shown: Locator, after: float = _FADED) -> None:
    """The picture with the card's head at the top."""
    await asyncio.sleep(after)
    await shown.evaluate("node => node.scrollIntoView({ block: 'start' })")
    await here.page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    asyncio.run(main())
