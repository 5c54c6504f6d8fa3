"""The policy: default as it always was, each condition by itself, several groups, and what no rule can allow."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.domain.policy import (
    DEFAULT,
    AuthorGone,
    ChangeKind,
    Hours,
    PlanFacts,
    Policy,
    PolicyRule,
    approvals_needed,
    policy_in,
    policy_rules,
)
from services.domain.reach import SHARED, Extent, Reach, ReachKind
from services.domain.steps import StepKind

LATELY = 20_000 * 86_400.0
NOON = 12 * 3600.0
ONE = PlanFacts(frozenset({StepKind.SETTINGS_UPDATE}), 1)
RULES = PlanFacts(frozenset({StepKind.POLICY_SET}), 1, touches=SHARED)


def count(facts: PlanFacts, policy: Policy = DEFAULT, at: float = NOON, singles: int = 0) -> int:
    return approvals_needed(facts, policy, at, singles).count


def test_without_a_policy_it_is_as_it_always_was() -> None:
    assert count(ONE) == 0
    assert count(replace(ONE, lines=2)) == 1
    assert count(replace(ONE, loses=1)) == 1
    assert count(replace(ONE, costs=True)) == 0


@pytest.mark.parametrize(
    ("rule", "fits", "misses"),
    [
        (PolicyRule(2, kind=ChangeKind.SETTINGS), ONE, replace(ONE, kinds=frozenset({StepKind.EXTENSION_UPDATE}))),
        (PolicyRule(2, over=10), replace(ONE, lines=11), replace(ONE, lines=10)),
        (PolicyRule(2, loses=True), replace(ONE, loses=1), ONE),
        (PolicyRule(2, costs=True), replace(ONE, costs=True), ONE),
        (
            PolicyRule(2, reach=Reach(ReachKind.COUNTRY, ("GB",))),
            replace(ONE, touches=Extent(countries=frozenset({"SG", "GB"}))),
            replace(ONE, touches=Extent(countries=frozenset({"SG"}))),
        ),
        (PolicyRule(2, reach=Reach(ReachKind.LINES, ("200-299",))), replace(ONE, touches=SHARED), ONE),
    ],
)
def test_each_condition(rule: PolicyRule, fits: PlanFacts, misses: PlanFacts) -> None:
    policy = Policy(rules=(rule,))
    assert count(fits, policy) == 2
    assert count(misses, policy) == 0


@pytest.mark.parametrize(("at", "held"), [(21.9, False), (22.0, True), (3.0, True), (6.0, False)])
def test_hours_go_over_midnight(at: float, held: bool) -> None:
    assert Hours("22:00", "06:00").holds(LATELY + at * 3600) is held
    assert Hours("22:00", "06:00", "no such zone").holds(LATELY + at * 3600) is held
    # Singapore is eight hours ahead: it is night there in our afternoon.
    assert Hours("22:00", "06:00", "Asia/Singapore").holds(LATELY + ((at - 8) % 24) * 3600) is held


def test_single_changes_have_a_budget() -> None:
    policy = Policy(singles=3)
    assert [count(ONE, policy, singles=n) for n in range(5)] == [0, 0, 0, 1, 1]
    why = approvals_needed(ONE, policy, NOON, 3).why
    assert "3 single changes in the last hour" in why


def test_each_named_group_has_to_have_enough() -> None:
    policy = Policy(rules=(PolicyRule(2), PolicyRule(1, group="security", group_name="Security")))
    needs = approvals_needed(ONE, policy, NOON)
    nobody, secure = frozenset[str](), frozenset({"security"})
    assert needs.count == 2
    assert needs.lacks({"a": nobody, "b": nobody})
    assert not needs.lacks({"a": nobody, "b": secure})
    assert needs.lacks({"b": secure})


@given(
    st.lists(st.builds(PolicyRule, st.integers(0, 5), st.none() | st.sampled_from(ChangeKind), st.integers(0, 9))),
    st.integers(0, 100),
    st.integers(0, 100),
)
def test_no_rule_lets_one_person_change_the_rules(rules: list[PolicyRule], budget: int, singles: int) -> None:
    policy = Policy(tuple(rules), budget)
    assert approvals_needed(RULES, policy, NOON, singles).count >= 1
    assert approvals_needed(RULES, policy, NOON, singles, alone=True).count == 0


def test_it_is_read_as_it_was_stored() -> None:
    rule = PolicyRule(2, ChangeKind.DELETE, 3, True, True, Reach(ReachKind.COUNTRY, ("GB",)), Hours("22:00", "06:00"))
    policy = Policy((rule,), 5, AuthorGone.GOES_ON)
    assert policy_in(policy_rules(policy)) == policy
    assert policy_rules(DEFAULT) == {}
    assert policy_in({}) == DEFAULT
