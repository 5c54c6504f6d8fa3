"""Every kind of finding that can stop a line has a code of its own, for good."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.domain.finding_codes import FINDING_CODES, REMARKS, short_of
from services.domain.plan import Finding, Severity
from services.intake.faults import FAULTS

ROOT = Path(__file__).parents[3]
_GIVEN = ROOT / "tests/data/finding-codes.txt"
_MAKERS = {"Finding", "error", "warning", "_error", "_warning", "_wrong", "_finding"}
_KIND = re.compile(r"[a-z]+\.[a-z_]+")


def _trees() -> list[ast.Module]:
    paths = [path for room in ("bot", "cards", "services") for path in (ROOT / room).rglob("*.py")]
    return [ast.parse(path.read_text(encoding="utf-8")) for path in paths if "sandbox" not in path.parts]


def _constants(trees: list[ast.Module]) -> dict[str, str]:
    """The texts that names stand for which a module gives once: `_GUEST, _SHARED = "person.guest", …`."""
    found: dict[str, str] = {}
    for node in (node for tree in trees for node in tree.body if isinstance(node, ast.Assign)):
        names = node.targets[0].elts if isinstance(node.targets[0], ast.Tuple) else node.targets
        values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
        for name, value in zip(names, values, strict=False):
            if isinstance(name, ast.Name) and isinstance(value, ast.Constant) and isinstance(value.value, str):
                found[name.id] = value.value
    return found


def _made() -> Iterator[tuple[str, bool]]:
    """The kind of each finding that is made in the code, and whether the same call says that it is an error."""
    trees = _trees()
    named = _constants(trees)
    for call in (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if not (isinstance(call.func, ast.Name) and call.func.id in _MAKERS):
            continue
        for given in call.args[:2]:
            text = given.value if isinstance(given, ast.Constant) else named.get(ast.unparse(given))
            if isinstance(text, str) and _KIND.fullmatch(text):
                yield text, ast.unparse(call.args[0]) == "Severity.ERROR"


def test_no_kind_of_finding_is_without_a_code_that_can_stop_a_line() -> None:
    made = dict.fromkeys(kind for kind, _ in _made())
    assert len(made) > 60
    assert [kind for kind in made if kind not in FINDING_CODES and kind not in REMARKS] == []
    assert [kind for kind, stops in _made() if stops and kind in REMARKS] == []


def test_every_fault_of_a_file_that_stops_a_row_has_a_code() -> None:
    stopping = [kind for kind, fault in FAULTS.items() if fault.severity is Severity.ERROR]
    assert [kind for kind in stopping if kind not in FINDING_CODES] == []


def test_no_code_is_kept_for_what_nobody_finds() -> None:
    assert FINDING_CODES.keys() | REMARKS <= {kind for kind, _ in _made()} | FAULTS.keys()
    assert not FINDING_CODES.keys() & REMARKS


def test_a_code_stays_with_its_kind_for_good() -> None:
    """Whoever adds a kind adds a line here; whoever takes one away leaves it, so that its code isn't given again."""
    lines = [line.split() for line in _GIVEN.read_text(encoding="utf-8").splitlines()]
    given = {kind: code for code, kind in lines}
    assert len({code for code, _ in lines}) == len(lines) == len(given)
    assert {kind: one.code for kind, one in FINDING_CODES.items()}.items() <= given.items()


@pytest.mark.parametrize(
    ("severity", "kind", "code"),
    [
        (Severity.ERROR, "number.taken", "SW-327"),
        (Severity.WARNING, "number.taken", ""),
        (Severity.INFO, "person.renamed", ""),
        (Severity.ERROR, "of.another_version", ""),
    ],
)
def test_only_what_stops_a_line_shows_its_code(severity: Severity, kind: str, code: str) -> None:
    assert short_of(Finding(severity, kind, "It is so.")) == code
