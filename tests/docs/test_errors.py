"""The error tree of the contributing page against the classes there are."""

from __future__ import annotations

import ast

from tests.docs.pages import block
from tests.test_layers import OURS, ROOT, files_of

TOP = "SwitchboardError"


def printed() -> dict[str, str]:
    """Each error of the page with the error above it."""
    above: list[tuple[int, str]] = []
    found = {}
    for line in block("docs/contributing.md", "Errors"):
        name, indent = line.split()[0], len(line) - len(line.lstrip())
        above = [(depth, error) for depth, error in above if depth < indent]
        found[name] = above[-1][1] if above else "Exception"
        above.append((indent, name))
    return found


def declared() -> dict[str, str]:
    """Each error class that derives from ours, with its base."""
    bases = {
        node.name: ast.unparse(node.bases[0])
        for room in OURS
        for path in files_of(room)
        if ROOT / "services/sandbox" not in path.parents
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and node.bases
    }
    found = {TOP: "Exception"}
    while new := {name: base for name, base in bases.items() if base in found and name not in found}:
        found |= new
    return found


def test_the_page_prints_the_tree_as_it_is() -> None:
    assert printed() == declared()
