"""No sentence that a person may read stands in the code without `tr`, by which it becomes theirs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
_ROOMS = (
    *("cards", "bot/views", "bot/commands"),
    *("services/planning", "services/changes", "services/execution", "services/intake", "services/inventory"),
    *("services/wording", "services/timing", "services/remote/transport.py", "services/remote/graph_calls.py"),
)
_SENTENCE = re.compile(r"[A-Z{“].*[a-z}] .*[.?!]", re.DOTALL)
_TAKEN = {"tr", "join_text", "things", "filled"}  # what makes phrases, and where the catalogues get their sentences
_HELP = {"help", "group"}  # of a command, which is told with `tr` where it is shown
_LABEL = re.compile(r"[A-Z][a-z]+ [a-z].*")
_CARDS = ("cards", "bot/views", "bot/commands")
# Told to nobody in the chat.
_FOR_OPERATORS = {
    "services/planning/process_pool.py": "the log of a process that broke",
    "services/planning/resolve_names.py": "asked of Graph",
}


def _called(node: ast.AST) -> str:
    function = node.func if isinstance(node, ast.Call) else None
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _texts(node: ast.AST) -> Iterator[str]:
    """The sentences below a node that nothing makes a phrase of; a template with values by its words."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Constant):
            yield str(child.value) if isinstance(child.value, str) else ""
        elif isinstance(child, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in child.values)
        elif isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue  # a docstring
        elif isinstance(child, ast.Compare) or (isinstance(child, ast.keyword) and child.arg in _HELP):
            continue
        elif _called(child) in _TAKEN or isinstance(child, ast.Raise | ast.Assert):
            yield from (text for part in ast.iter_child_nodes(child) for text in _texts_of_values(part))
        else:
            yield from _texts(child)


def _texts_of_values(node: ast.AST) -> Iterator[str]:
    """What is given to a call that makes a phrase, but for the template itself."""
    yield from () if isinstance(node, ast.Constant | ast.JoinedStr) else _texts(node)


def _paths(rooms: tuple[str, ...]) -> Iterator[Path]:
    for room in rooms:
        path = ROOT / room
        yield from [path] if path.suffix else sorted(path.rglob("*.py"))


def _left(rooms: tuple[str, ...], pattern: re.Pattern[str]) -> dict[str, list[str]]:
    return {
        name: found
        for path in _paths(rooms)
        if (name := path.relative_to(ROOT).as_posix()) not in _FOR_OPERATORS
        if (found := _bare(path.read_text(encoding="utf-8"), pattern))
    }


def _bare(source: str, pattern: re.Pattern[str]) -> list[str]:
    """The texts of this source that nothing makes a phrase of."""
    return [text for text in _texts(ast.parse(source)) if pattern.fullmatch(text)]


@pytest.mark.parametrize(
    ("source", "pattern", "found"),
    [
        ('text("It is on its way.")', _SENTENCE, ["It is on its way."]),
        ('text(f"It took {n} minutes.")', _SENTENCE, ["It took {} minutes."]),
        ('tr("Said: {what}", what=bold("It is on its way."))', _SENTENCE, ["It is on its way."]),
        ('text(tr("It is on its way."))', _SENTENCE, []),
        ('button("Plan again")', _LABEL, ["Plan again"]),
        ('button(tr("Plan again"))', _LABEL, []),
    ],
)
def test_a_bare_text_would_be_found(source: str, pattern: re.Pattern[str], found: list[str]) -> None:
    assert _bare(source, pattern) == found


def test_every_sentence_is_told_in_the_readers_language() -> None:
    assert _left(_ROOMS, _SENTENCE) == {}


def test_every_label_of_a_card_is_told_in_the_readers_language() -> None:
    assert _left(_CARDS, _LABEL) == {}
