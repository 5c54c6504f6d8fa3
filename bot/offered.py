"""Removes buttons whose click would be refused, by deciding on each of them beforehand.

Cards are made by what somebody may do at all. Here each button is checked by itself: its own right, that of the words
it says, and whether that reaches the plan, job, line, number or person that it is about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from bot.registry import ACTIONS, Action, Command, find_command
from bot.shared import asked_by, kept
from bot.turn import Card
from cards.calls.clicks import RepairLink
from cards.lines.clicks import EditHolder, EditNumbers, GiveLine, OpenAssign, SetNumbers
from services.changes.rights import may_do
from services.context import Services
from services.domain.access import Access, Right, may
from services.domain.error_codes import for_log
from services.domain.errors import SwitchboardError
from services.inventory.find_line import lines_meant
from services.inventory.snapshot import Snapshot
from services.inventory.within import Within, writes_everywhere
from services.store.records import StoredPlan

log = structlog.get_logger()

_OF_PLANS = frozenset({Right.CHANGE, Right.APPROVE})
# These can bring a line into somebody's reach, by the number or person that they add.
_EXTENDING_VERBS = frozenset(
    one.verb for one in (EditHolder, GiveLine, EditNumbers, SetNumbers, OpenAssign, RepairLink)
)
_EXTENDING_COMMANDS = frozenset({"assign", "assign number", "mend"})  # the same, as typed commands
_OBJECTS = frozenset({"line", "key", "number", "person", "keys"})
_About = tuple[str, str]  # `plan` or `job`, and its id


@dataclass(frozen=True, slots=True)
class _CardFacts:
    """What is known about the objects of a card's buttons; `within` is None if no object needs to be read."""

    access: Access
    plans: Mapping[_About, StoredPlan | None]
    within: Within | None


async def offered(services: Services, tenant_id: str, access: Access, card: Card) -> Card:
    """The card without the buttons that would be refused to this person; the whole card where that isn't known."""
    if not access.known:
        return card
    plans = {about: await _plan_of(services, *about) for about in set(_abouts(card))}
    known = _CardFacts(access, plans, await _within(services, tenant_id, access, card))
    return kept(card, lambda action: _allowed(action, known))


def _allowed(action: Mapping[str, Any], known: _CardFacts) -> bool:
    asked = asked_by(action)
    if asked is None:
        return True  # a sentence, or an obsolete command, which is answered in words
    if isinstance(asked, Action) and asked.right in _OF_PLANS:
        for about in _about(action):
            if (plan := known.plans.get(about)) is not None:
                return may_do(known.access, asked.right, plan)
    return may(known.access, asked.right).allowed and _is_reached(action, asked, known.within)


def _is_reached(action: Mapping[str, Any], asked: Command | Action, within: Within | None) -> bool:
    """Whether the line, number or person that a change is about is within this person's reach."""
    if within is None or asked.right is not Right.CHANGE:
        return True
    if isinstance(asked, Command):
        found = lines_meant(_rest(action), within.live)
        return not found or any(within.line(one.key, joined=asked.name in _EXTENDING_COMMANDS) for one in found)
    carried, joined = _carried(action), asked.verb in _EXTENDING_VERBS
    lines = [str(carried[name]) for name in ("line", "key") if carried.get(name)]
    return (
        all(within.line(key, joined=joined) for key in lines)
        and (not carried.get("number") or within.number(str(carried["number"]), joined=joined))
        and (not carried.get("person") or within.person(str(carried["person"])))
        and (not carried.get("keys") or within.any_line(map(str, carried["keys"])))
    )


def _rest(action: Mapping[str, Any]) -> str:
    found = find_command(str(_carried(action).get("text", "")))
    return found[1] if found else ""


def _carried(action: Mapping[str, Any]) -> Mapping[str, Any]:
    carried: Mapping[str, Any] = action.get("data", {}).get("d", {})
    return carried


def _about(action: Mapping[str, Any]) -> Iterator[_About]:
    carried = _carried(action)
    yield from ((kind, str(carried[kind])) for kind in ("plan", "job") if carried.get(kind))


def _abouts(node: Any) -> Iterator[_About]:
    for action in _actions(node):
        if action["verb"] in ACTIONS:
            yield from _about(action)


def _actions(node: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(node, dict) and "verb" in node:
        yield node
    for inside in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _actions(inside)


async def _plan_of(services: Services, kind: str, ident: str) -> StoredPlan | None:
    job = await services.store.ledger.find(ident) if kind == "job" else None
    return await services.store.plans.find(job.plan_id if job else ident)


async def _within(services: Services, tenant_id: str, access: Access, card: Card) -> Within | None:
    """What is within reach, for somebody with limited reach and a card where that matters; else None."""
    if writes_everywhere(access) or not may(access, Right.CHANGE).allowed or not any(map(_names_one, _actions(card))):
        return None
    live = await _seen(services.for_viewer(access), tenant_id)
    return None if live is None else Within(access, live)


def _names_one(action: Mapping[str, Any]) -> bool:
    """Whether the button names a line, number or person that it would change."""
    asked = asked_by(action)
    if asked is None or asked.right is not Right.CHANGE:
        return False
    return bool(_rest(action) if isinstance(asked, Command) else _OBJECTS.intersection(_carried(action)))


async def _seen(services: Services, tenant_id: str) -> Snapshot | None:
    """What the person sees; None when it can't be read, so that only the click can tell."""
    try:
        workspace = await services.store.workspaces.get(tenant_id)
        return await services.glances.get(services, services.steady, workspace)
    except SwitchboardError as error:
        log.info("buttons were not looked at one by one", **for_log(error))
        return None
