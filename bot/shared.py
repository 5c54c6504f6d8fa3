"""Cards where others read along: without the buttons that would be refused there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.registry import ACTIONS, Action, Command, find_command
from bot.sealing import is_sealed
from bot.turn import Card

_SAY = "say"


def for_all(card: Card) -> Card:
    """A copy of the card without its private buttons; a row that held only such goes, too.

    A button that is sealed was looked at before it was.
    """
    kept = _public(card)
    return kept if isinstance(kept, dict) else {}


def asked_by(action: Mapping[str, Any]) -> Command | Action | None:
    """What a button asks for; None when nothing answers to it any more."""
    if action.get("verb") != _SAY:
        return ACTIONS.get(str(action.get("verb")))
    found = find_command(str(action.get("data", {}).get("d", {}).get("text", "")))
    return found[0] if found else None


def _public(node: Any) -> Any:
    """The node without what is private; None when nothing of it is left."""
    if isinstance(node, list):
        return [kept for kept in map(_public, node) if kept is not None]
    if not isinstance(node, dict):
        return node
    if node.get("type") == "Action.Execute" and not is_sealed(node):
        asked = asked_by(node)
        return None if asked is None or asked.private else node
    kept = {key: found for key, found in ((key, _public(value)) for key, value in node.items()) if found is not None}
    return None if node.get("type") == "ActionSet" and not kept.get("actions") else kept
