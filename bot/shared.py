"""Cards where others read along: without the buttons that would be refused there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.registry import ACTIONS, Action, Command, find_command
from bot.sealing import is_sealed
from bot.turn import Card

_SAY = "say"


def for_all(card: Card) -> Card:
    """A copy of the card without its private buttons; a row that held only such goes, too.

    A button that is sealed was looked at before it was.
    """
    return kept(card, _is_public)


def asked_by(action: Mapping[str, Any]) -> Command | Action | None:
    """What a button asks for; None when nothing answers to it any more."""
    if action.get("verb") != _SAY:
        return ACTIONS.get(str(action.get("verb")))
    found = find_command(str(action.get("data", {}).get("d", {}).get("text", "")))
    return found[0] if found else None


def kept(card: Card, is_kept: Callable[[Mapping[str, Any]], bool]) -> Card:
    """A copy of the card with those buttons only; a row that held none but others goes, too."""
    made = _kept(card, is_kept)
    return made if isinstance(made, dict) else {}


def _is_public(action: Mapping[str, Any]) -> bool:
    asked = asked_by(action)
    return is_sealed(action) or (asked is not None and not asked.private)


def _kept(node: Any, is_kept: Callable[[Mapping[str, Any]], bool]) -> Any:
    """The node as far as it stays; None when nothing of it does."""
    if isinstance(node, list):
        return [one for one in (_kept(each, is_kept) for each in node) if one is not None]
    if not isinstance(node, dict):
        return node
    if node.get("type") == "Action.Execute" and not is_kept(node):
        return None
    made = {key: one for key, one in ((key, _kept(value, is_kept)) for key, value in node.items()) if one is not None}
    return None if node.get("type") == "ActionSet" and not made.get("actions") else made
