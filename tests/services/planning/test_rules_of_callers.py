"""A plan says who gets a number in Teams but can't call out with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from pydantic import JsonValue

from services.domain import addons
from services.domain.change import Change
from services.domain.plan import Finding, Severity
from services.domain.settings.paths import OUTBOUND_RULE
from services.planning.planner import make_plan
from tests.services.worlds import person, snapshot

PEOPLE = tuple(map(person, ("Ann", "Bob", "Cem", "Dee", "Eva")))
DEFAULT: Mapping[str, JsonValue] = {"general": {"defaultOutboundRule": "r1"}}


def lacking(*changes: Change, system: Mapping[str, JsonValue] | None = None) -> list[Finding]:
    people = {at: next(one for one in PEOPLE if one.name == change.person) for at, change in enumerate(changes)}
    live = replace(snapshot(PEOPLE), system=system or {})
    return [found for found in make_plan("t", changes, people, live).findings if found.code == "line.no_rule"]


def line(no: int, who: str, **more: object) -> Change:
    made = Change(f"20{no}", number=f"+656789124{no}", person=who, addons=(addons.TEAMS_USER,), base=addons.BASE)
    return replace(made, **more)  # type: ignore[arg-type]


def test_those_who_could_only_be_called_are_named_once() -> None:
    (one,) = lacking(*(line(no, who.name) for no, who in enumerate(PEOPLE)))
    assert one.severity is Severity.WARNING
    assert one.message.endswith("can't call out: Ann, Bob, Cem and 2 more.")


@pytest.mark.parametrize(
    ("change", "system"),
    [
        (line(1, "Ann", settings={OUTBOUND_RULE: "r1"}), None),
        (line(1, "Ann"), DEFAULT),
        (line(1, "Ann", addons=()), None),
        (line(1, "Ann", assign=False), None),
    ],
    ids=["a rule of its own", "the rule of new lines", "not for Teams", "not assigned"],
)
def test_nothing_is_said_where_nobody_expects_calls_or_a_rule_comes(
    change: Change, system: Mapping[str, JsonValue] | None
) -> None:
    assert lacking(change, system=system) == []
