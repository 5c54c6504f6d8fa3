"""The ledger of facts is whole: each rule of the sandbox has a source, each fact a test, and the page is fresh."""

from __future__ import annotations

import ast
from fnmatch import fnmatch
from pathlib import Path

import pytest

from services.facts.fact import Evidence, Fact
from services.facts.table import FACTS, rendered
from tests.services.sandbox.conftest import Box
from tests.services.sandbox.conftest import box as box
from tests.services.sandbox.operator_calls import Operator

ROOT = Path(__file__).parents[3]
SANDBOX = ROOT / "services" / "sandbox"
# What the sandbox has of its own: its controls and its chat page, no remote system's rules.
OWN = ("faults", "control", "teams.chat", "teams.files", "teams.pages", "teams.people", "teams.room")


def rules() -> set[str]:
    """Every function of the sandbox that refuses something in a remote system's name."""
    found = set()
    for path in SANDBOX.rglob("*.py"):
        module = path.relative_to(SANDBOX).with_suffix("").as_posix().replace("/", ".")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            if named and module not in OWN and any(isinstance(inner, ast.Raise) for inner in ast.walk(node)):
                found.add(f"{module}.{node.name}")
    return found


def test_no_rule_of_the_sandbox_is_without_a_source() -> None:
    patterns = {pattern for fact in FACTS for pattern in fact.sandbox}
    bare = {rule for rule in rules() if not any(fnmatch(rule, pattern) for pattern in patterns)}
    assert not bare, f"no fact stands for {sorted(bare)}"


def test_no_fact_names_a_rule_that_is_not_there() -> None:
    functions = {
        f"{path.relative_to(SANDBOX).with_suffix('').as_posix().replace('/', '.')}.{node.name}"
        for path in SANDBOX.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    for fact in FACTS:
        for pattern in fact.sandbox:
            assert any(fnmatch(name, pattern) for name in functions), f"{fact.key}: {pattern}"


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.key)
def test_a_fact_has_a_source_and_a_test_that_holds_it(fact: Fact) -> None:
    assert fact.source.startswith(("https://", "docs/"))
    file, _, name = fact.test.partition("::")
    text = (ROOT / file).read_text(encoding="utf-8")
    assert not name or f"def {name}(" in text
    assert bool(fact.otherwise) is (fact.evidence is Evidence.INFERRED), "coded for both outcomes"


def test_keys_are_unique_and_the_unsure_come_first() -> None:
    assert len({fact.key for fact in FACTS}) == len(FACTS)
    order = [list(Evidence).index(fact.evidence) for fact in FACTS]
    assert order == sorted(order)


def test_the_page_is_made_from_the_table() -> None:
    page = (ROOT / "docs" / "facts.md").read_text(encoding="utf-8")
    assert page == rendered(), "python -m services.facts.table > docs/facts.md"


async def test_an_account_is_written_with_sync_enabled(box: Box) -> None:
    operator = await Operator.of(box)
    service = {"teamsTenantId": "t", "teamsOperatorConnect": {"enabled": True}}
    bare = await operator.call("PUT", "/accounts/new", {"name": "new", "serviceDetails": service})
    assert bare.status == 400
    service["teamsOperatorConnect"] = {"enabled": True, "syncEnabled": False}
    written = await operator.call("PUT", "/accounts/new", {"name": "new", "serviceDetails": service})
    assert written.body["serviceDetails"]["teamsOperatorConnect"]["syncEnabled"] is False
