"""The guided tour of the chat page: shown once, left at any time, whole on every screen."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.browser.window import OUTPUT, SCREENS, window
from tests.support.town import Town

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# What of the tour can't be seen whole, or lies over what it points at although there is room elsewhere.
_HIDDEN = """() => {
  const tour = document.querySelector('.tour').getBoundingClientRect();
  const bad = [];
  const inside = tour.left >= 0 && tour.top >= 0 && tour.right <= innerWidth && tour.bottom <= innerHeight;
  if (!inside) bad.push('beside the screen');
  const cut = (node) => node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).display !== 'inline';
  for (const node of document.querySelectorAll('.tour, .tour *'))
    if (cut(node)) bad.push(node.className);
  const ring = document.querySelector('.tour-ring').getBoundingClientRect();
  const covers = tour.top < ring.bottom && tour.bottom > ring.top && tour.left < ring.right && tour.right > ring.left;
  if (covers && ring.height < 100) bad.push('it covers what it points at');
  if (document.documentElement.scrollWidth > innerWidth) bad.push('the page scrolls sideways');
  return bad;
}"""


async def whole(page: Page, stage: str) -> None:
    """Nothing of the tour is cut off; a picture is kept."""
    assert (await page.evaluate(_HIDDEN)) == [], stage
    await page.screenshot(path=OUTPUT / f"tour-{stage}.png")


@pytest.mark.parametrize("screen", SCREENS)
async def test_the_tour_leads_through_the_page_once(place: Town, screen: str) -> None:
    async with window(place.url, new=True) as here:
        width, height = SCREENS[screen]
        await here.page.set_viewport_size({"width": width, "height": height})
        tour = here.page.get_by_test_id("tour")
        await expect(tour).to_contain_text("1 of 6")
        for step in range(1, 7):
            await expect(tour).to_contain_text(f"{step} of 6")
            await whole(here.page, f"{step}-{screen}")
            await tour.get_by_role("button", name="Next" if step < 6 else "Done").click()
        await expect(tour).to_be_hidden()
        await here.page.reload()
        await expect(here.page.get_by_test_id("composer-Alex")).to_be_enabled()
        await expect(tour).to_be_hidden()
        await here.page.get_by_test_id("tour-button").click()
        await expect(tour).to_contain_text("1 of 6")


@pytest.mark.parametrize("how", ["Skip the tour", "Escape"])
async def test_the_tour_is_skipped_for_good_and_what_it_types_can_be_sent(place: Town, how: str) -> None:
    async with window(place.url, new=True) as here:
        tour = here.page.get_by_test_id("tour")
        await tour.get_by_role("button", name="Next").click()
        await expect(here.page.get_by_test_id("composer-Alex")).to_be_enabled()
        await tour.get_by_role("button", name="Type “connect”").click()
        await here.page.get_by_test_id("send-Alex").click()
        await here.sees("Alex", "Connect")
        if how == "Escape":
            await here.page.keyboard.press("Escape")
        else:
            await tour.get_by_role("button", name=how).click()
        await expect(tour).to_be_hidden()
        await here.page.reload()
        await expect(here.page.get_by_test_id("composer-Alex")).to_be_enabled()
        await expect(tour).to_be_hidden()


async def test_whoever_opens_one_chat_alone_can_walk_the_tour(place: Town) -> None:
    async with window(place.url, "Kim", new=True) as here:
        tour = here.page.get_by_test_id("tour")
        for step in range(1, 7):
            await expect(tour).to_contain_text(f"{step} of 6")
            await whole(here.page, f"{step}-alone")
            await tour.get_by_role("button", name="Next" if step < 6 else "Done").click()
        await expect(tour).to_be_hidden()
