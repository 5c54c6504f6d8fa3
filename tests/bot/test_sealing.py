"""Sealed card data: ours opens, everything else doesn't."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sealing import Sealer
from cards.assembler import card
from cards.changes.clicks import SubmitPlan
from cards.elements import execute
from services.domain.errors import Stale

SEALER = Sealer(b"0" * 32)
NOW = 1_800_000_000.0


def sealed(tenant: str = "contoso", now: float = NOW, by: Sealer = SEALER) -> str:
    made = card("Title", actions=[execute("Go", SubmitPlan("abc", "f00d"))])
    return str(by.seal(made, tenant, now)["actions"][0]["data"]["s"])


def test_what_was_sealed_comes_back() -> None:
    assert SEALER.open(sealed(), "plan.submit", "contoso", NOW) == {"plan": "abc", "hash": "f00d"}


@pytest.mark.parametrize(
    ("token", "verb", "tenant", "now"),
    [
        (sealed(), "approval.approve", "contoso", NOW),
        (sealed(), "plan.submit", "fabrikam", NOW),
        (sealed(), "plan.submit", "contoso", NOW + 31 * 86_400),
        ("", "plan.submit", "contoso", NOW),
        (sealed(by=Sealer(b"1" * 32)), "plan.submit", "contoso", NOW),
    ],
    ids=["other button", "other tenant", "a month later", "nothing", "other key"],
)
def test_anything_else_is_refused(token: str, verb: str, tenant: str, now: float) -> None:
    with pytest.raises(Stale):
        SEALER.open(token, verb, tenant, now)


@given(st.integers(0, len(sealed()) - 1), st.characters(codec="ascii", categories=("L", "N")))
def test_one_changed_sign_breaks_the_seal(place: int, sign: str) -> None:
    good = sealed()
    bent = good[:place] + sign + good[place + 1 :]
    try:
        # The last sign of a base64 part carries unused bits: the same bytes may be spelt in several ways.
        assert SEALER.open(bent, "plan.submit", "contoso", NOW) == {"plan": "abc", "hash": "f00d"}
        assert bent == good or place in {len(good) - 1, good.rindex(".") - 1, good.index(".") - 1}
    except Stale:
        assert bent != good


def test_every_button_is_sealed_wherever_it_is() -> None:
    from cards.numbers.numbers import NumberRow, NumbersPage, numbers

    made = numbers(NumbersPage([NumberRow("+6567891230", tickable=True)], total=1, tickable_total=1))
    left: list[object] = []

    def walk(node: object) -> None:
        if isinstance(node, dict):
            if node.get("type") == "Action.Execute" and set(node["data"]) != {"s"}:
                left.append(node)
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for item in node:
                walk(item)

    walk(SEALER.seal(made, "contoso", NOW))
    assert left == []
