"""Writes every sample card as JSON, and a page that draws them with Microsoft's renderer, to tests/output/cards.

`python -m tests.cards.gallery [--shots]`; pictures need Chromium and the chat page's node modules.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from tests.cards.every import of_kind

ROOT = Path(__file__).parents[2]
OUTPUT = ROOT / "tests/output/cards"
MODULES = ROOT / "services/sandbox/page/node_modules"
HOST = ROOT / "services/sandbox/page/hostconfig.json"
WIDTHS = (340, 700)
CHROMIUM = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync")

PAGE = """<!doctype html><meta charset="utf-8"><title>Cards</title><style>
body{background:#f5f5f5;font:14px 'Segoe UI',sans-serif;margin:8px}
section{max-width:var(--width);margin:0 0 16px} h2{font-size:11px;color:#616161;margin:0}
.card{background:#fff;border:1px solid #e1e1e1;border-radius:6px}
.ac-pushButton{border:1px solid #d1d1d1;border-radius:4px;background:#fff;padding:6px 10px;font:600 14px 'Segoe UI'}
.style-positive{background:#5b5fc7;color:#fff} .style-destructive{color:#c4314b} p{margin:0}
.ac-input{font:inherit;padding:5px;border:1px solid #d1d1d1;border-radius:4px;box-sizing:border-box}
</style><body><script src="MODULES/adaptivecards/dist/adaptivecards.js"></script>
<script src="MODULES/markdown-it/dist/browser/markdown-it.umd.min.js"></script><script>
const markdown = markdownit();
AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = markdown.render(text); result.didProcess = true;
};
document.body.style.setProperty("--width", `${innerWidth - 16}px`);
for (const [name, source] of Object.entries(CARDS)) {
  const card = new AdaptiveCards.AdaptiveCard();
  card.hostConfig = new AdaptiveCards.HostConfig(HOST);
  card.parse(source);
  const section = document.createElement("section");
  section.id = name;
  section.innerHTML = `<h2>${name}</h2><div class="card"></div>`;
  section.lastChild.append(card.render());
  document.body.append(section);
}
</script>"""


def write(cards: dict[str, dict[str, Any]]) -> Path:
    """The page that draws these cards, beside one JSON file for each."""
    OUTPUT.mkdir(parents=True, exist_ok=True)
    for name, made in cards.items():
        (OUTPUT / f"{name}.json").write_text(json.dumps(made, indent=1, ensure_ascii=False))
    host = HOST.read_text() if HOST.exists() else "{}"
    filled = PAGE.replace("MODULES", MODULES.as_uri()).replace("HOST", host)
    page = OUTPUT / "gallery.html"
    page.write_text(filled.replace("CARDS", json.dumps(cards).replace("</", "<\\/")))
    return page


def shoot(page: Path, names: list[str]) -> None:
    """A picture of each card at each width."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(CHROMIUM))
        for width in WIDTHS:
            tab = browser.new_page(viewport={"width": width, "height": 900})
            tab.goto(page.as_uri())
            for name in names:
                tab.locator(f"[id='{name}']").screenshot(path=OUTPUT / f"{name}-{width}.png")
        browser.close()


def main() -> None:
    """Writes the gallery, and takes the pictures when asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shots", action="store_true")
    cards = of_kind("usual") | {f"huge_{name}": made for name, made in of_kind("huge").items()}
    page = write(cards)
    if parser.parse_args().shots:
        shoot(page, list(cards))


if __name__ == "__main__":
    main()
