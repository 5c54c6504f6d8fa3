"""`switchboard check --pilot`: tries by reading what is only inferred about the remote systems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.domain.errors import RemoteRefused, SwitchboardError
from services.domain.upload import PEOPLE, RESOURCES
from services.domain.voice_policies import PolicyKind
from services.facts.fact import Evidence
from services.facts.table import FACTS
from services.remote.graph import Graph
from services.remote.operator_connect import OperatorConnect

_ONE_PAGE = 1000  # numbers
_MOST_PEOPLE = 200  # whose roles are read
_WAITING = frozenset({"pending"})
_NO_POLICY = "Switchboard looks for none of this name"


@dataclass(frozen=True, slots=True)
class Where:
    """The systems of one workspace."""

    graph: Graph
    operator: OperatorConnect
    account: str


class Came(StrEnum):
    """The result of a try."""

    AS_ASSUMED = "as assumed"
    DIFFERS = "differs"  # the real system does something different
    UNKNOWN = "couldn't be tried"
    BY_HAND = "only by hand"


@dataclass(frozen=True, slots=True)
class Tried:
    """An inferred fact, and what a real system showed."""

    key: str
    came: Came
    said: str


class _Nothing(Exception):
    """Raised when there is nothing to try the fact with."""


async def pilot(where: Where) -> list[Tried]:
    """Every inferred fact, tried if reading can tell."""
    return [await _try(fact.key, fact.probe, where) for fact in FACTS if fact.evidence is Evidence.INFERRED]


async def _try(key: str, probe: str, where: Where) -> Tried:
    if not probe:
        return Tried(key, Came.BY_HAND, "It shows only where something is written, or by a look at what came.")
    try:
        differs = await _PROBES[probe](where)
    except (SwitchboardError, _Nothing) as error:
        return Tried(key, Came.UNKNOWN, str(error))
    return Tried(key, Came.DIFFERS if differs else Came.AS_ASSUMED, differs)


async def _numbers(where: Where) -> str:
    listed = [number.telephone_number async for number in where.graph.numbers()]
    if len(listed) < _ONE_PAGE:
        raise _Nothing(f"The tenant has {len(listed):,} numbers, which is one page.")
    twice = len(listed) - len(set(listed))
    return f"{twice:,} of {len(listed):,} numbers come twice" if twice else ""


async def _roles(where: Where) -> str:
    looked_at = 0
    async for person in where.graph.users():
        now = (await where.graph.active_roles(person.id)).everywhere
        index = await where.graph.directory_roles(person.id)
        if index - now:
            return f"the index shows {len(index - now)} roles that no assignment does"
        looked_at += 1
        if now or looked_at == _MOST_PEOPLE:
            break
    else:
        now = frozenset()
    if not now:
        raise _Nothing(f"None of {looked_at:,} people who were looked at holds a role.")
    return ""


async def _deleted(where: Where) -> str:
    async for gone in where.graph.deleted_users():
        if gone.principal_name == gone.user_principal_name:
            return "a deleted account keeps its principal name as it was"
        return ""
    raise _Nothing("No account was deleted lately.")


async def _post(where: Where) -> str:
    await where.operator.capability_plans(where.account)
    return ""


async def _policy_kinds(where: Where) -> str:
    for kind in PolicyKind:
        try:
            await where.graph.policies_called(kind, _NO_POLICY)
        except RemoteRefused as refused:
            return f"{kind.value} is refused: {refused.message}"
    return ""


async def _policy_unknown(where: Where) -> str:
    found = await where.graph.policies_called(PolicyKind.CALLING, _NO_POLICY)
    return f"a name that no policy has finds {len(found)}" if found else ""


async def _phones(where: Where) -> str:
    return "" if await where.graph.may_set_business_phones() else "it isn't there, or it is asked for otherwise"


async def _plans(where: Where) -> str:
    plans = await where.operator.capability_plans(where.account)
    found = {plan.usage: plan.choosable for plan in plans}
    if missing := {PEOPLE, RESOURCES} - found.keys():
        offered = "; ".join(f"{usage} with {_named(choosable)}" for usage, choosable in sorted(found.items()))
        return f"nothing is offered for {_named(missing)}; offered: {offered or 'nothing'}"
    return ""


async def _sync(where: Where) -> str:
    account = await where.operator.account(where.account)
    if account is None or account.syncs is None:
        return "the account doesn't say whether it syncs"
    if account.syncs:
        raise _Nothing("The account passes its numbers on to Teams.")
    states = Counter([number.status async for number in where.operator.numbers(where.account)])
    if states.keys() <= _WAITING:
        return ""
    counts = ", ".join(f"{count:,} {state or 'without a state'}" for state, count in sorted(states.items()))
    return f"the numbers of an account that passes none on are: {counts}"


def _named(names: Iterable[str]) -> str:
    """The names in words, in their order."""
    return ", ".join(sorted(names)) or "nothing"


_PROBES: Mapping[str, Callable[[Where], Awaitable[str]]] = {
    "numbers": _numbers,
    "roles": _roles,
    "deleted": _deleted,
    "post": _post,
    "phones": _phones,
    "policy_kinds": _policy_kinds,
    "policy_unknown": _policy_unknown,
    "plans": _plans,
    "sync": _sync,
}
