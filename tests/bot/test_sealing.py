"""Sealed card data: ours opens, everything else doesn't."""

from __future__ import annotations

from typing import Any

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sealing import Sealer
from cards.assembler import card, weight
from cards.changes.clicks import SubmitPlan
from cards.elements import execute
from services.domain.errors import Stale
from tests.cards.every import KINDS, of_kind
from tests.support.marks import first_quick

SEALER = Sealer(b"0" * 32)
NOW = 1_800_000_000.0
TENANT = "df573e82-9a6c-5879-bf0c-0d25ee39e272"


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


def buttons(node: object) -> list[dict[str, Any]]:
    """Every `Action.Execute` of a card that can be pressed."""
    if isinstance(node, list):
        return [found for item in node for found in buttons(item)]
    if not isinstance(node, dict):
        return []
    own = [node] if node.get("type") == "Action.Execute" and "title" in node else []
    return own + [found for value in node.values() for found in buttons(value)]


@pytest.mark.parametrize("kind", first_quick(KINDS))
def test_every_button_of_every_card_falls_back_to_the_same_click_and_no_card_grows_too_large(kind: str) -> None:
    for name, made in of_kind(kind).items():
        sealed_card = SEALER.seal(made, TENANT, NOW)
        for button in buttons(sealed_card):
            old = button["fallback"]
            assert old["type"] == "Action.Submit", name
            assert old["data"] == {"s": button["data"]["s"], "verb": button["verb"]}, name
            assert old["title"] == button["title"], name
            assert old.get("associatedInputs") == button.get("associatedInputs"), name
        assert SEALER.seal(sealed_card, TENANT, NOW) == sealed_card, name
        assert weight(sealed_card) < 25_000, f"{name}: {weight(sealed_card)}"


def test_what_is_sealed_for_one_opens_for_nobody_else() -> None:
    token = SEALER.token("plan.submit", {"plan": "abc"}, TENANT, NOW, "alex")
    assert SEALER.open(token, "plan.submit", TENANT, NOW, only_for="alex") == {"plan": "abc"}
    assert SEALER.is_for(token, "plan.submit", TENANT, "alex")
    for other in ("sam", ""):
        assert not SEALER.is_for(token, "plan.submit", TENANT, other)
        with pytest.raises(Stale):
            SEALER.open(token, "plan.submit", TENANT, NOW, only_for=other)
    shared = SEALER.token("plan.submit", {"plan": "abc"}, TENANT, NOW)
    assert not SEALER.is_for(shared, "plan.submit", TENANT, "alex")


def test_cards_sealed_before_tokens_were_short_still_open() -> None:
    claims = {"v": "plan.submit", "d": {"plan": "abc"}, "t": "contoso", "exp": int(NOW + 86_400)}
    old = jwt.encode(claims, SEALER.key, algorithm="HS256")
    assert SEALER.open(old, "plan.submit", "contoso", NOW) == {"plan": "abc"}
    for verb, tenant in (("plan.apply", "contoso"), ("plan.submit", "fabrikam")):
        with pytest.raises(Stale):
            SEALER.open(old, verb, tenant, NOW)
