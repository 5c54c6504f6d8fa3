"""The gallery: every card at each width and in both themes, as Teams draws it; none is wider than it may be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright
from typer.testing import CliRunner

from bot.__main__ import app
from bot.gallery import write_gallery
from services.domain.phrases import Reader
from services.languages.catalogues import reader_of
from services.languages.language import Language
from services.sandbox.gallery import THEMES, WIDTHS
from tests.browser.window import ARGUMENTS, CHROMIUM
from tests.cards.every import of_kind

pytestmark = pytest.mark.browser
_WORD = re.compile(r"[^\W\d_]{3,}")
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

# Whether a list of lines is a table: its headings are shown, and each stands over its column of the first row.
_ROWS_SIDE_BY_SIDE = """() => {
  const section = document.querySelector('section#lines');
  const all = [...section.querySelectorAll('.ac-container')];
  const begun = (words) => all.find((one) => words.test(one.textContent));
  const [head, row] = [begun(/^Line\\sPerson/), begun(/^101 · Desk 1/)];
  if (!head.checkVisibility()) return false;
  const cells = (node) => [...node.children].map((cell) => cell.getBoundingClientRect()).filter((box) => box.width);
  const [over, under] = [cells(head), cells(row)];
  const level = under.every((box) => Math.abs(box.top - under[0].top) < 12);
  return level && under.every((box, no) => Math.abs(box.left - over[no].left) < 2);
}"""


def longer(template: str) -> str:
    """The template with words two fifths longer: the last letter of each is written again and again."""
    parts = re.split(r"(\{[^{}]*\})", template)
    return "".join(part if part[:1] == "{" else _WORD.sub(_stretched, part) for part in parts)


def _stretched(word: re.Match[str]) -> str:
    return word[0] + word[0][-1] * max(1, round(len(word[0]) * 0.4))


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
                assert await page.evaluate(_ROWS_SIDE_BY_SIDE) is (width == WIDTHS[2])
                await page.close()
        await browser.close()


@pytest.mark.slow
async def test_no_card_of_another_language_is_wider_than_a_narrow_phone(tmp_path: Path) -> None:
    readers = {language.value: reader_of(language) for language in Language} | {"long": Reader(longer)}
    beyond = {}
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for tag, reader in readers.items():
            page = await browser.new_page(viewport={"width": WIDTHS[0] + 16, "height": 900})
            write_gallery(tmp_path / tag, reader, tag)
            await drawn(page, next((tmp_path / tag).glob(f"*{WIDTHS[0]}-light.html")))
            beyond[tag] = await page.evaluate(_CUT)
            await page.close()
        await browser.close()
    assert {tag: cut for tag, cut in beyond.items() if cut} == {}
