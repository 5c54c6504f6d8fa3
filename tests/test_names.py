"""One name, one thing: no name of a class or of a union stands for two things without a written reason."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.test_layers import OURS, ROOT, files_of

# The sandbox plays the other systems and must not share a bug with us: it imports none of ours and names what it plays.
APART = ROOT / "services/sandbox"
REASONS: dict[str, str] = {}  # by name: why it stands for two things


def _classes() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for path in (path for room in OURS for path in files_of(room)):
        if APART in path.parents:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                found[node.name].add(_room(path))
            elif (name := _of_union(node)) is not None:
                found[name].add(_room(path))
    return found


def _of_union(node: ast.AST) -> str | None:
    """The name of a union of types, `Said = Answer | Card`; constants made of flags are no types."""
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.BinOp) and isinstance(node.value.op, ast.BitOr):
        target = node.targets[0]
        if isinstance(target, ast.Name) and target.id.strip("_")[:1].isupper() and not target.id.isupper():
            return target.id
    return None


def _room(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_class_name_stands_for_two_things_without_a_reason() -> None:
    twice = {name: places for name, places in _classes().items() if len(places) > 1}
    assert not {name: places for name, places in twice.items() if name not in REASONS}
    assert set(REASONS) <= set(twice), "these stand for one thing now: take their reasons off the list"


def test_bot_and_cards_share_no_name_among_themselves() -> None:
    for name, places in _classes().items():
        ours = [place for place in places if not place.startswith("services/")]
        assert len(ours) <= 1, f"{name} is in {ours}"


def _enums() -> Iterator[tuple[str, ast.ClassDef, list[str]]]:
    for path in (path for room in OURS for path in files_of(room)):
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ClassDef) and any(ast.unparse(base).endswith("Enum") for base in node.bases):
                yield _room(path), node, text.splitlines()


def test_every_member_of_an_enum_says_what_it_means() -> None:
    """By a comment behind it, unless its value is words that a person can read."""
    silent = [
        f"{room}: {node.name}.{ast.unparse(member.targets[0])}"
        for room, node, lines in _enums()
        for member in node.body
        if isinstance(member, ast.Assign) and "  # " not in lines[member.lineno - 1]
        if not (isinstance(member.value, ast.Constant) and " " in str(member.value.value))
    ]
    assert silent == []
    assert sum(1 for _ in _enums()) > 50
