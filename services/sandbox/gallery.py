"""Writes a page of cards that needs no server: the chat page's scripts, styles and renderer in one file."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

WIDTHS = (320, 390, 1000)  # pixels: a narrow phone, a phone, a wide chat
THEMES = ("light", "dark")
_PAGE = Path(__file__).parent / "page"
_RENDERER = "node_modules/adaptivecards/dist/adaptivecards.min.js"
_MARKDOWN = "node_modules/markdown-it/dist/browser/markdown-it.esm.min.mjs"
_MODULES = ("cards", "elements", "markdown", "widths", "charts", "choices", "combo", "dom", "icons")
_STYLES = ("style.css", "messages.css", "cards.css")
_IMPORT = re.compile(r'(from\s+")(?:\./|/page/vendor/|/page/)([\w-]+)\.js(")')
_HTML = """<!doctype html>
<html lang="{lang}" data-theme="{theme}"><meta charset="utf-8"><title>Cards, {width} px, {theme}</title>
<style>{styles}
html, body {{ height: auto; }} body {{ display: block; padding: 8px; background: var(--rail); }}
section {{ width: {width}px; margin: 0 0 20px; }} h2 {{ font-size: 11px; color: var(--subtle); margin: 0 0 4px; }}
section > .card {{ background: var(--raised); }}
</style>
<script type="importmap">{imports}</script><script>{renderer}</script>
<body><script type="module">
const host = {host}, cards = {cards};
window.fetch = async () => ({{ json: async () => host }});
const {{ drawCard, fitCards }} = await import("cards");
for (const [name, source] of Object.entries(cards)) {{
  const section = document.createElement("section"), title = document.createElement("h2");
  section.id = title.textContent = name;
  section.append(title, drawCard(source, {{ act: async () => {{}}, search: async () => [] }}));
  document.body.append(section);
}}
fitCards(document);
document.body.dataset.drawn = "true";
</script></body></html>
"""


def gallery(cards: Mapping[str, Mapping[str, Any]], width: int, theme: str, lang: str = "en") -> str:
    """The page with these cards by name, as Teams draws them at this width; its body gets `drawn` when that is done."""
    return _HTML.format(
        lang=lang,
        theme=theme,
        width=width,
        styles="\n".join((_PAGE / name).read_text() for name in _STYLES),
        imports=json.dumps({"imports": {name: _as_url(_script(f"{name}.js")) for name in _MODULES} | _markdown()}),
        renderer=(_PAGE / _RENDERER).read_text().replace("</script", "<\\/script"),
        host=(_PAGE / "hostconfig.json").read_text(),
        cards=json.dumps(cards).replace("</", "<\\/"),
    )


def _script(name: str) -> str:
    """One of the page's scripts, with its imports rewritten to bare names."""
    return _IMPORT.sub(r"\1\2\3", (_PAGE / name).read_text())


def _markdown() -> dict[str, str]:
    return {"markdown-it": _as_url((_PAGE / _MARKDOWN).read_text())}


def _as_url(script: str) -> str:
    return f"data:text/javascript;base64,{base64.b64encode(script.encode()).decode()}"
