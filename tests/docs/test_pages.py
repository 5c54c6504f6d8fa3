"""The pages of the docs: all are listed, links lead somewhere, and the paths they name exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.pages import DOCS, PAGES, ROOT, quoted, table, text_of

FILES = [
    path
    for room in ("bot", "cards", "services", "tests", "bench", "manifest", "tools", "deploy")
    for path in (ROOT / room).rglob("*")
]
NAMES = {path.name for path in FILES}
TOPS = ("bot/", "cards/", "services/", "tests/", "docs/", "bench/", "manifest/", "tools/", "deploy/")
# Made when tests or the program run.
MADE = {"tests/output/road"}


def test_the_design_page_lists_every_page() -> None:
    rows = text_of("docs/design.md").split("## One road")[0]
    listed = re.findall(r"^\| \[([\w-]+\.md)\]\(([\w-]+\.md)\)", rows, re.MULTILINE)
    assert all(title == target for title, target in listed)
    assert sorted(title for title, _ in listed) == sorted(p.name for p in DOCS.glob("*.md") if p.name != "design.md")


def test_the_design_page_stays_short() -> None:
    assert len(text_of("docs/design.md").splitlines()) <= 200


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_something(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        assert target.startswith(("http://", "https://")) or (page.parent / target.partition("#")[0]).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_paths_that_are_named_exist(page: Path) -> None:
    for name in quoted(page.read_text(encoding="utf-8")):
        path = name.partition("::")[0].rstrip("/")
        if path.startswith(TOPS) and path not in MADE and not re.search(r"[<>* ]", path):
            assert (ROOT / path).exists(), f"{page.name} names {name}"
        elif re.fullmatch(r"\w+\.py", path):
            assert path in NAMES, f"{page.name} names {name}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_script_and_module_to_run_exists(page: Path) -> None:
    for module in re.findall(r"python -m ([\w.]+)", page.read_text(encoding="utf-8")):
        path = ROOT / module.replace(".", "/")
        assert module == "pytest" or path.with_suffix(".py").exists() or (path / "__main__.py").exists(), module


def test_glossary_has_no_word_twice() -> None:
    words = [row[0].casefold() for row in table("docs/design.md", "Glossary")]
    assert len(words) == len(set(words)) > 20
