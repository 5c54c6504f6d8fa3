"""The README begins with what a stranger needs: what it is, four small pictures, two commands, where to go."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEAD = (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## Test it")[0]
MOST_BYTES = 150_000


def test_four_pictures_are_there_small_and_said_in_words() -> None:
    pictures = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", HEAD)
    assert len(pictures) == 4
    for words, path in pictures:
        content = (ROOT / path).read_bytes()
        assert words
        assert content.startswith(b"\x89PNG")
        assert len(content) < MOST_BYTES
    assert {path for _, path in pictures} == {f"docs/pictures/{one.name}" for one in (ROOT / "docs/pictures").iterdir()}


def test_what_it_is_takes_two_lines_and_trying_it_two_commands() -> None:
    about = HEAD.split("\n\n")[1]
    assert len(about.splitlines()) == 2
    commands = [line for line in HEAD.splitlines() if line.startswith("    ")]
    assert len(commands) == 2
    assert commands[0].split()[:2] == ["make", "run"]


def test_where_to_go_is_there() -> None:
    pages = re.findall(r"\]\((docs/[\w-]+\.md)\)", HEAD)
    assert len(pages) >= 6
    assert all((ROOT / page).is_file() for page in pages)
