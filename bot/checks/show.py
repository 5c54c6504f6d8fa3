"""Shows the results, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from rich.console import Console
from rich.table import Table

from bot.checks.result import CheckResult, CheckState
from bot.pilot import Came, Tried
from services.facts.table import FACTS

_RULES = {fact.key: fact.rule for fact in FACTS}
_MARKS = {CheckState.GOOD: "ok", CheckState.WARNING: "WARNING", CheckState.FAILED: "FAILED"}


def passed(results: Sequence[CheckResult]) -> bool:
    """Whether nothing failed; warnings are no failures."""
    return all(one.state is not CheckState.FAILED for one in results)


def as_json(results: Sequence[CheckResult], facts: Sequence[tuple[str, Sequence[Tried]]] = ()) -> str:
    """One JSON object: `good`, the checks, and the inferred facts that were tried, by tenant."""
    checks = [{**asdict(one), "seconds": round(one.seconds, 3)} for one in results]
    pilot = [{"of": tenant, **asdict(fact)} for tenant, some in facts for fact in some]
    return json.dumps({"good": passed(results), "checks": checks, "pilot": pilot}, indent=2)


def print_results(results: Sequence[CheckResult]) -> None:
    """Print a table of the checks."""
    table = Table("Check", "", "Seconds", "Answer")
    for one in results:
        answer = f"{one.text.rstrip('.')}. {one.fix}" if one.fix else one.text
        table.add_row(one.name, _MARKS[one.state], f"{one.seconds:.2f}", answer)
    Console().print(table)


def print_facts(name: str, facts: Sequence[Tried]) -> None:
    """Print a table of the inferred facts about the remote systems, with what was seen."""
    table = Table("Fact", name, "What was seen", title="What docs/facts.md only infers")
    by_hand = [fact.key for fact in facts if fact.came is Came.BY_HAND]
    for fact in facts:
        if fact.came is not Came.BY_HAND:
            table.add_row(fact.key, fact.came.value, fact.said or _RULES[fact.key])
    Console().print(table)
    Console().print(f"To be seen only by writing, or by looking at what came: {', '.join(by_hand)}.")
