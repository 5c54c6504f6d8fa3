"""Every error that somebody in the chat may be told is a phrase, so that it can be told in their language."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.domain import errors

ROOT = Path(__file__).parents[3]
_KINDS = {name for name, kind in vars(errors).items() if isinstance(kind, type)}
# Told to whoever runs the program, on its command line or in its log, which are English.
_OF_OPERATORS = {"SettingWrong", "ProofWrong", "StoredWrong"}
_COMMAND_LINE = {"bot/__main__.py", "bot/record.py", "services/domain/record/notes.py", "services/store/copies.py"}
# Told in the words of the card that shows it, or kept in the log alone.
_NEVER_SHOWN = {
    "bot/checks/reach.py": "what `switchboard check` found",
    "bot/notify.py": "kept with the notice that couldn't be sent",
    "services/remote/auth.py": "Microsoft's own code",
    "services/remote/graph_people.py": "what an odd answer was, for the log",
    "services/remote/witness.py": "what an odd answer was, for the log",
}


def _said(source: str) -> Iterator[str]:
    """The sentences that errors are made of in this source without `tr`."""
    for node in ast.walk(ast.parse(source)):
        if not (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _KINDS - _OF_OPERATORS
        ):
            continue
        for given in (*node.args, *(keyword.value for keyword in node.keywords)):
            text = isinstance(given, ast.Constant) and isinstance(given.value, str) and " " in given.value
            if (text or isinstance(given, ast.JoinedStr)) and ast.unparse(given) != "'Microsoft Teams'":
                yield ast.unparse(given)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('raise BadInput("It is full.")', ["'It is full.'"]),
        ('raise NotFound(tr("Nobody."), fix=f"Look at {there}.")', ["f'Look at {there}.'"]),
        ('raise BadInput(tr("It is full."))', []),
    ],
)
def test_a_bare_sentence_of_an_error_would_be_found(source: str, found: list[str]) -> None:
    assert list(_said(source)) == found


def test_what_an_error_says_can_be_told_in_every_language() -> None:
    left = {}
    for room in ("bot", "cards", "services"):
        for path in sorted((ROOT / room).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if "sandbox" in path.parts or name in _COMMAND_LINE or name in _NEVER_SHOWN:
                continue
            if found := list(_said(path.read_text(encoding="utf-8"))):
                left[name] = found
    assert left == {}
