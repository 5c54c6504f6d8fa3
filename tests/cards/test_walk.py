"""The walker finds what the typed models let pass."""

from __future__ import annotations

from typing import Any

import pytest

from cards.assembler import card
from cards.elements import badge
from tests.cards.walk import faults, rules_broken


def _made() -> dict[str, Any]:
    return card("Title", badge("Done", "Good"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda made: made["body"][0].update(wraps=True), "no wraps"),
        (lambda made: made["body"][0].update(size="Huge"), "size"),
        (lambda made: made["body"].append({"type": "TextBlok", "text": "x"}), "TextBlok"),
        (lambda made: made["body"][1]["fallback"].update(colour="Good"), "no colour"),
        (lambda made: made.update(msteams={"widht": "full"}), "no widht"),
    ],
)
def test_walk_finds_misspelt_parts(change: Any, said: str) -> None:
    made = _made()
    assert faults(made) == []
    change(made)
    assert any(said in fault for fault in faults(made))


@pytest.mark.parametrize(
    "change",
    [
        lambda made: made["body"][0].pop("wrap"),
        lambda made: made["body"][1].pop("fallback"),
        lambda made: made.update(fallbackText=" "),
        lambda made: made["body"].append({"type": "Input.Text", "id": "a"}),
        lambda made: made["body"].append({"type": "Input.Text", "id": "a", "label": "A", "isRequired": True}),
        lambda made: made.update(
            actions=[{"type": "Action.Execute", "title": "x", "verb": "v", "data": {"d": {}}}] * 7
        ),
        lambda made: made.update(actions=[{"type": "Action.Execute", "title": "x", "verb": "v", "data": {"text": 1}}]),
    ],
)
def test_rules_notice(change: Any) -> None:
    made = _made()
    assert rules_broken(made) == []
    change(made)
    assert rules_broken(made) != []
