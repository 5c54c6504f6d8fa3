"""Every builder, with usual, empty and far too large values, keeps the rules of Teams and of the house."""

from __future__ import annotations

from typing import Any

import pytest

from cards.assembler import weight
from tests.cards.every import KINDS, of_kind
from tests.cards.walk import faults, rules_broken

ALL = {f"{kind}:{name}": made for kind in KINDS for name, made in of_kind(kind).items()}


@pytest.mark.parametrize("made", ALL.values(), ids=ALL.keys())
def test_card_fits_the_typed_models_and_the_rules(made: dict[str, Any]) -> None:
    assert faults(made) == []
    assert rules_broken(made) == []
    assert weight(made) < 25_000
