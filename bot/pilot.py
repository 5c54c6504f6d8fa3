"""`switchboard check --pilot`: what is only inferred of the remote systems, tried by reading."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.domain.errors import RemoteRefused, SwitchboardError
from services.domain.upload import PEOPLE, RESOURCES
from services.domain.voice_policies import PolicyKind
from services.facts.fact import Evidence
from services.facts.table import FACTS
from services.remote.graph import Graph
from services.remote.operator_connect import OperatorConnect

_NO_SUCH = "QXNzaWdubWVudHwwMDAwMDAwMC0wMDAwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDA"  # an operation's id, of none there is

_NO_POLICY = "Switchboard looks for none of this name"


@dataclass(frozen=True, slots=True)
class Where:
    """The systems of one workspace."""

    graph: Graph
    operator: OperatorConnect
    account: str


class Came(StrEnum):
    """What came of a try."""

    AS_ASSUMED = "as assumed"
    DIFFERS = "differs"  # the real system does something else
    UNKNOWN = "couldn't be tried"
    BY_HAND = "only by hand"


@dataclass(frozen=True, slots=True)
class Tried:
    """One inferred fact and what a real system says to it."""

    key: str
    came: Came
    said: str


async def pilot(where: Where) -> list[Tried]:
    """Every inferred fact, tried where reading can tell."""
    return [await _try(fact.key, fact.probe, where) for fact in FACTS if fact.evidence is Evidence.INFERRED]


async def _try(key: str, probe: str, where: Where) -> Tried:
    if not probe:
        return Tried(key, Came.BY_HAND, "It shows only where something is written, or by a look at what came.")
    try:
        differs = await _PROBES[probe](where)
    except SwitchboardError as error:
        return Tried(key, Came.UNKNOWN, str(error))
    return Tried(key, Came.DIFFERS if differs else Came.AS_ASSUMED, differs)


async def _operation(where: Where) -> str:
    state = (await where.graph.operations([_NO_SUCH])).get(_NO_SUCH)
    return "" if state is not None and state.status == "missing" else f"an operation that isn't there is {state}"


async def _numbers(where: Where) -> str:
    listed = [number.telephone_number async for number in where.graph.numbers()]
    twice = len(listed) - len(set(listed))
    return f"{twice} of {len(listed)} numbers come twice" if twice else ""


async def _roles(where: Where) -> str:
    async for person in where.graph.users():
        now, index = (
            (await where.graph.active_roles(person.id)).everywhere,
            await where.graph.directory_roles(person.id),
        )
        if index - now:
            return f"the index shows {len(index - now)} roles that no assignment does"
        if now:
            return ""
    return "nobody who was looked at holds a role"


async def _deleted(where: Where) -> str:
    async for gone in where.graph.deleted_users():
        if gone.principal_name == gone.user_principal_name:
            return "a deleted account keeps its principal name as it was"
    return ""


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
        return f"nothing is offered for {', '.join(sorted(missing))}; offered: {found}"
    return ""


async def _sync(where: Where) -> str:
    account = await where.operator.account(where.account)
    return "the account doesn't say whether it syncs" if account is None or account.syncs is None else ""


_PROBES: Mapping[str, Callable[[Where], Awaitable[str]]] = {
    "operation": _operation,
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
