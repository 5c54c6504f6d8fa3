"""Buttons that a click would refuse aren't offered: the decision on each of them, made before anybody clicks.

Cards are made by what somebody may do at all. Here each button is asked about by itself: its own right, that of the
words it says, and how far that reaches over the plan or job that it is about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.registry import ACTIONS, Action
from bot.shared import asked_by, kept
from bot.turn import Card
from services.changes.rights import may_do
from services.context import Services
from services.domain.access import Access, Right, may
from services.store.records import StoredPlan

_OF_PLANS = frozenset({Right.CHANGE, Right.APPROVE})
_About = tuple[str, str]  # `plan` or `job`, and its id


async def offered(services: Services, access: Access, card: Card) -> Card:
    """The card without the buttons that this person's click would be refused for; all of it where nothing is known."""
    if not access.known:
        return card
    plans = {about: await _plan_of(services, *about) for about in set(_abouts(card))}
    return kept(card, lambda action: _allowed(action, access, plans))


def _allowed(action: Mapping[str, Any], access: Access, plans: Mapping[_About, StoredPlan | None]) -> bool:
    asked = asked_by(action)
    if asked is None:
        return True  # a sentence, or nothing by now: that is answered in words
    if isinstance(asked, Action) and asked.right in _OF_PLANS:
        for about in _about(action):
            if (plan := plans.get(about)) is not None:
                return may_do(access, asked.right, plan)
    return may(access, asked.right).allowed


def _about(action: Mapping[str, Any]) -> Iterator[_About]:
    carried = action.get("data", {}).get("d", {})
    yield from ((kind, str(carried[kind])) for kind in ("plan", "job") if carried.get(kind))


def _abouts(node: Any) -> Iterator[_About]:
    if isinstance(node, dict) and node.get("verb") in ACTIONS:
        yield from _about(node)
    for inside in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _abouts(inside)


async def _plan_of(services: Services, kind: str, ident: str) -> StoredPlan | None:
    job = await services.store.ledger.find(ident) if kind == "job" else None
    return await services.store.plans.find(job.plan_id if job else ident)
