"""Prepares cards for shared conversations, without the buttons that would be refused there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.registry import ACTIONS, Action, Command, find_command
from bot.sealing import is_sealed
from bot.turn import Card

_SAY = "say"


def for_all(card: Card) -> Card:
    """A copy of the card without its private buttons, and without rows that had only such.

    A sealed button was checked before it was sealed.
    """
    return kept(card, _is_public)


def asked_by(action: Mapping[str, Any]) -> Command | Action | None:
    """The command or action of a button; None when it no longer exists."""
    if action.get("verb") != _SAY:
        return ACTIONS.get(str(action.get("verb")))
    found = find_command(str(action.get("data", {}).get("d", {}).get("text", "")))
    return found[0] if found else None


def kept(card: Card, is_kept: Callable[[Mapping[str, Any]], bool]) -> Card:
    """A copy of the card with only those buttons, and without rows that had only others."""
    made = _kept(card, is_kept)
    return made if isinstance(made, dict) else {}


def _is_public(action: Mapping[str, Any]) -> bool:
    asked = asked_by(action)
    return is_sealed(action) or (asked is not None and not asked.private)


def _kept(node: Any, is_kept: Callable[[Mapping[str, Any]], bool]) -> Any:
    """The part of the node that stays, or None."""
    if isinstance(node, list):
        return [one for one in (_kept(each, is_kept) for each in node) if one is not None]
    if not isinstance(node, dict):
        return node
    if node.get("type") == "Action.Execute" and not is_kept(node):
        return None
    made = {key: one for key, one in ((key, _kept(value, is_kept)) for key, value in node.items()) if one is not None}
    return None if node.get("type") == "ActionSet" and not made.get("actions") else made
