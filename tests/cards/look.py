"""Short ways to look at a card in a test."""

from __future__ import annotations

from typing import Any

from tests.cards.walk import nodes, of_type

Made = dict[str, Any]


def words(card: Made) -> str:
    """All words that a person reads on the card."""
    return "\n".join(str(node["text"]) for node in nodes(card) if "text" in node).replace("\u00a0", " ")


def clicks(card: Made) -> dict[str, Made]:
    """The card's buttons by their titles."""
    return {click["title"]: click for node in nodes(card) for click in node.get("actions", [])}


def field(card: Made, name: str) -> Made:
    """The input of this id."""
    return next(node for node in of_type(card, "Input.") if node["id"] == name)


def sent(card: Made, title: str) -> tuple[str, Made]:
    """What the button of this title sends: verb and data."""
    click = clicks(card)[title]
    return click["verb"], click["data"]["d"]
