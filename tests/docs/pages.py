"""The pages of the docs as tests read them: their text, tables and paths."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = (ROOT / "README.md", *sorted(DOCS.glob("*.md")))


def text_of(name: str) -> str:
    """A page's text; `name` is its path from the root."""
    return (ROOT / name).read_text(encoding="utf-8")


def table(page: str, heading: str) -> list[list[str]]:
    """The rows of the first table below this heading, without its header."""
    section = text_of(page).split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line.strip("|").split(" | ") for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def block(page: str, heading: str) -> list[str]:
    """The lines of the first indented block below this heading, without its indent."""
    section = text_of(page).split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    found = re.search(r"(?m)^ {4}\S.*\n(?:(?: {4}.*)?\n)*", section)
    assert found, f"{page} has no block below {heading}"
    return [line[4:] for line in found.group().splitlines() if line.strip()]


def quoted(text: str) -> list[str]:
    """What stands between backticks."""
    return re.findall(r"`([^`\n]+)`", text)
