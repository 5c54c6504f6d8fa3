"""The ledger of facts is whole: each rule of the sandbox has a source, each fact a test, and the page is fresh."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

from services.facts.fact import Alike, Evidence, Fact
from services.facts.own import OWN
from services.facts.table import FACTS, rendered
from tests.services.sandbox.conftest import Box
from tests.services.sandbox.conftest import box as box
from tests.services.sandbox.operator_calls import Operator

ROOT = Path(__file__).parents[3]
SANDBOX = ROOT / "services" / "sandbox"
INFERRED = [fact for fact in FACTS if fact.evidence is Evidence.INFERRED]


def names() -> set[str]:
    """Every function, method and constant of the sandbox, as module.name."""
    found = set()
    for path in SANDBOX.rglob("*.py"):
        module = path.relative_to(SANDBOX).with_suffix("").as_posix().replace("/", ".")
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found |= {f"{module}.{name}" for name in (*_functions(tree), *_constants(tree))}
    return found


def _functions(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name


def _constants(tree: ast.Module) -> Iterator[str]:
    """What a module calls in capitals: limits, ids, patterns, words."""
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        for target in targets:
            parts = target.elts if isinstance(target, ast.Tuple) else [target]
            yield from (
                part.id for part in parts if isinstance(part, ast.Name) and part.id.isupper() and len(part.id) > 1
            )


def test_nothing_in_the_sandbox_is_without_a_source_or_a_reason() -> None:
    patterns = {*OWN, *(pattern for fact in FACTS for pattern in fact.sandbox)}
    bare = {name for name in names() if not any(fnmatch(name, pattern) for pattern in patterns)}
    assert not bare, f"no fact and no reason stands for {sorted(bare)}"


def test_no_fact_and_no_reason_is_for_what_is_not_there() -> None:
    there = names()
    for pattern in (*OWN, *(pattern for fact in FACTS for pattern in fact.sandbox)):
        assert any(fnmatch(name, pattern) for name in there), pattern


def test_what_the_sandbox_has_of_its_own_refuses_nothing_in_a_remote_systems_name() -> None:
    errors = {"GraphError", "OperatorError", "LoginError", "ProofError", "TokenError"}
    for path in SANDBOX.rglob("*.py"):
        module = path.relative_to(SANDBOX).with_suffix("").as_posix().replace("/", ".")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _raised(node) & errors:
                assert not any(fnmatch(f"{module}.{node.name}", pattern) for pattern in OWN), f"{module}.{node.name}"


def _raised(function: ast.AST) -> set[str]:
    raised = (node.exc for node in ast.walk(function) if isinstance(node, ast.Raise))
    return {call.func.id for call in raised if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)}


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.key)
def test_a_fact_has_a_source_and_a_test_that_holds_it(fact: Fact) -> None:
    assert fact.source.startswith(("https://", "docs/"))
    for test in filter(None, (fact.test, fact.other)):
        file, _, name = test.partition("::")
        text = (ROOT / file).read_text(encoding="utf-8")
        assert name, "a whole file holds nothing in particular"
        assert re.search(rf"def {name}\(", text), name
    assert not fact.other or fact.evidence is Evidence.INFERRED
    assert isinstance(fact.sandbox, tuple)
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", fact.read)
    assert bool(fact.otherwise) is (fact.evidence is Evidence.INFERRED), "coded for both outcomes"


@pytest.mark.parametrize("fact", INFERRED, ids=lambda fact: fact.key)
def test_what_is_inferred_names_a_test_of_the_other_outcome_or_why_it_makes_no_difference(fact: Fact) -> None:
    assert fact.other or fact.alike
    assert fact.other != fact.test, "one test holds one outcome"
    if fact.alike in (Alike.NEVER_READ, Alike.NEVER_SENT):
        assert fact.other.startswith("tests/services/remote/test_asked.py") or fact.key == "graph.phones.premises"


def test_keys_are_unique_and_the_unsure_come_first() -> None:
    assert len({fact.key for fact in FACTS}) == len(FACTS)
    order = [list(Evidence).index(fact.evidence) for fact in FACTS]
    assert order == sorted(order)


def test_the_page_is_made_from_the_table() -> None:
    page = (ROOT / "docs" / "facts.md").read_text(encoding="utf-8")
    assert page == rendered(), "make docs"


async def test_an_account_is_written_with_sync_enabled(box: Box) -> None:
    operator = await Operator.of(box)
    service = {"teamsTenantId": "t", "teamsOperatorConnect": {"enabled": True}}
    bare = await operator.call("PUT", "/accounts/new", {"name": "new", "serviceDetails": service})
    assert bare.status == 400
    service["teamsOperatorConnect"] = {"enabled": True, "syncEnabled": False}
    written = await operator.call("PUT", "/accounts/new", {"name": "new", "serviceDetails": service})
    assert written.body["serviceDetails"]["teamsOperatorConnect"]["syncEnabled"] is False
