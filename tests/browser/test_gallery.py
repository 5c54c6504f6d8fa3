"""The gallery: every card at each width and in both themes, as Teams draws it; none is wider than it may be."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright
from typer.testing import CliRunner

from bot.__main__ import app
from services.sandbox.gallery import THEMES, WIDTHS
from tests.browser.window import ARGUMENTS, CHROMIUM
from tests.cards.every import of_kind

pytestmark = pytest.mark.browser
_APPROVER_MAX_PIXELS = 900
# What reaches beyond its card, or is wider inside than it shows.
_CUT = """() => [...document.querySelectorAll('section')].flatMap((section) => {
  const edge = section.getBoundingClientRect().right + 1;
  const name = (node) => `${section.id}: ${node.className || node.tagName}: ${node.textContent.slice(0, 60)}`;
  const beyond = [...section.querySelectorAll('.card *')].filter((node) => {
    const box = node.getBoundingClientRect();
    const clips = getComputedStyle(node).overflowX !== 'visible' && !node.matches('input, select, textarea');
    const wide = box.right > edge || (clips && node.scrollWidth > node.clientWidth + 1);
    return box.width && !node.closest('svg') && wide;
  });
  return beyond.slice(0, 1).map(name);
})"""


async def drawn(page: Page, file: Path) -> None:
    """Open a page of the gallery and wait for its last card."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    await page.goto(file.as_uri())
    await page.wait_for_selector("body[data-drawn]", state="attached")
    assert faults == []


@pytest.mark.slow
async def test_no_card_is_wider_than_its_place_and_an_approver_sees_all_at_once(tmp_path: Path) -> None:
    said = CliRunner().invoke(app, ["gallery", "--folder", str(tmp_path)])
    assert said.exit_code == 0, said.output
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for width in WIDTHS:
            for theme in THEMES:
                page = await browser.new_page(viewport={"width": width + 16, "height": 900})
                await drawn(page, tmp_path / f"cards-{width}-{theme}.html")
                assert await page.locator("section").count() == len(of_kind("usual"))
                assert await page.evaluate(_CUT) == []
                if width == WIDTHS[1]:
                    box = await page.locator("#approval_of_40 .card").bounding_box()
                    assert box is not None
                    assert box["height"] <= _APPROVER_MAX_PIXELS
                await page.close()
        await browser.close()
