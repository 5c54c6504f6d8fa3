"""Every builder, with usual, empty and far too large values, keeps the rules of Teams and of the house."""

from __future__ import annotations

import pytest

from cards.assembler import weight
from tests.cards.every import KINDS, of_kind
from tests.cards.walk import faults, rules_broken


@pytest.mark.parametrize("kind", KINDS)
def test_cards_fit_the_typed_models_and_the_rules(kind: str) -> None:
    """One test a kind, not a card: whoever only collects tests needn't draw hundreds of cards."""
    for name, made in of_kind(kind).items():
        assert faults(made) == [], name
        assert rules_broken(made) == [], name
        assert weight(made) < 25_000, name
