"""Writes every sample card as JSON to tests/output/cards, with the gallery's pages, and pictures where asked.

`python -m tests.cards.gallery [--shots]`; pictures need Chromium and the chat page's node modules.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from bot.gallery import write_gallery
from services.sandbox.gallery import THEMES, WIDTHS
from tests.cards.every import of_kind

OUTPUT = Path(__file__).parents[2] / "tests/output/cards"
CHROMIUM = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync")


def shoot(names: list[str]) -> None:
    """A picture of each card at each width, in each theme."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(CHROMIUM))
        for width in WIDTHS:
            for theme in THEMES:
                tab = browser.new_page(viewport={"width": width + 16, "height": 900})
                tab.goto((OUTPUT / f"cards-{width}-{theme}.html").as_uri())
                tab.wait_for_selector("body[data-drawn]", state="attached")
                for name in names:
                    tab.locator(f"[id='{name}']").screenshot(path=OUTPUT / f"{name}-{width}-{theme}.png")
                tab.close()
        browser.close()


def main() -> None:
    """Writes the gallery, and takes the pictures when asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shots", action="store_true")
    write_gallery(OUTPUT)
    for name, made in of_kind("usual").items():
        (OUTPUT / f"{name}.json").write_text(json.dumps(made, indent=1, ensure_ascii=False))
    if parser.parse_args().shots:
        shoot(list(of_kind("usual")))


if __name__ == "__main__":
    main()
