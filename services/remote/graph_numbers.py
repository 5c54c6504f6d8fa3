"""Phone numbers of a Microsoft tenant through Graph: list, assign, unassign, follow the operations.

https://learn.microsoft.com/graph/api/resources/teamsadministration-numberassignment
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import unquote

from pydantic import Field, TypeAdapter

from services.domain.errors import RemoteError, RemoteRefused, RemoteUnknown, RemoteUnreadable
from services.remote.graph_batch import Batch, BatchRequest
from services.remote.graph_calls import GraphCalls, literal, segment
from services.remote.paging import linked
from services.remote.transport import Reply
from services.remote.wire import CAMEL, Account, Country, Items, Name, Record, Single, State, Text, Word

_ROOT = "/admin/teams/telephoneNumberManagement"
_NUMBERS = f"{_ROOT}/numberAssignments"
_PAGE_SIZE = 1000  # default 500, most 1000
_OPERATION = re.compile(r"operations(?:\('([^']+)'\)|/([^/?]+))")
_FINISHED = frozenset({"succeeded", "failed", "skipped", "missing"})


@dataclass(frozen=True, slots=True)
class TeamsNumber:
    """A number as the tenant shows it; `telephone_number` has its plus, `target` is an object id.

    A shared calling policy that has the number may be named instead of an account, and then by its name:
    https://learn.microsoft.com/powershell/module/teams/get-csphonenumberassignment

    `number_type` is `operatorConnect`, `callingPlan` or `directRouting`, `category` `primary`, `private` or
    `alternate`: https://learn.microsoft.com/graph/api/resources/teamsadministration-numberassignment
    """

    __pydantic_config__ = CAMEL
    telephone_number: Name
    assignment_status: Name
    number_type: Text = ""
    operator_id: Text = ""
    target: Annotated[Account, Field(alias="assignmentTargetId")] = ""
    category: Annotated[Word, Field(alias="assignmentCategory")] = ""
    activation_state: Text = ""
    capabilities: Items[str] = ()
    country: Annotated[Country, Field(alias="isoCountryCode")] = ""
    city: Text = ""
    location_id: Text = ""
    civic_address_id: Text = ""
    number_source: Text = ""

    @property
    def assigned(self) -> bool:
        """Whether somebody or something has it."""
        return self.assignment_status.casefold() != "unassigned"

    @property
    def connected(self) -> bool:
        """Whether it came by Operator Connect, from any operator; an empty type counts as that."""
        return self.number_type.casefold() in ("", "operatorconnect")


@dataclass(frozen=True, slots=True)
class Assign:
    """A number for a person or resource account (`target`, object id), its category and any emergency location."""

    e164: str
    target: str
    location_id: str = ""
    category: str = "primary"


@dataclass(frozen=True, slots=True)
class Sent:
    """The outcome of one request to assign or unassign.

    Accepted: `operation_id` names the operation to follow (empty when it was done at once). Otherwise `error` says why
    not.
    """

    e164: str
    operation_id: str = ""
    error: RemoteError | None = None

    @property
    def unknown(self) -> bool:
        """Whether it may or may not have been accepted: read the number back before sending again."""
        return isinstance(self.error, RemoteUnknown)


@dataclass(frozen=True, slots=True)
class OperationState:
    """How far an operation is: `notstarted`, `running`, `succeeded`, `failed`, `skipped` or `missing` (forgotten)."""

    status: str
    detail: str = ""

    @property
    def finished(self) -> bool:
        """Whether it won't move any more; an unknown word counts as not finished."""
        return self.status in _FINISHED


@dataclass(frozen=True, slots=True)
class _OperationDetail:
    __pydantic_config__ = CAMEL
    status_detail: Text = ""


@dataclass(frozen=True, slots=True)
class _Operation:
    __pydantic_config__ = CAMEL
    status: State
    numbers: Items[_OperationDetail] = ()


_NUMBER = TypeAdapter(TeamsNumber)
_STATE = Single(TypeAdapter(_Operation))
# 202 as Microsoft's page says, 204 as callers in public report it; the body is empty, or nothing we need.
_TAKEN: Record[object] = Record(TypeAdapter(object), frozenset({202, 204}))


class GraphNumbers(GraphCalls):
    """Lists, assigns and unassigns a tenant's numbers."""

    def numbers(self, where: str = "") -> AsyncIterator[TeamsNumber]:
        """Every number, one by one, fetched in pages of 1,000; `where` is an OData filter on all but id and city.

        https://learn.microsoft.com/graph/api/teamsadministration-telephonenumbermanagementroot-list-numberassignments
        """
        params = {"$top": _PAGE_SIZE, "$filter": where or None}
        teams = self._limits.teams
        return linked(self._remote, _NUMBERS, _NUMBER, params, skip_by=_PAGE_SIZE, buckets=teams, key=_e164)

    async def number(self, e164: str) -> TeamsNumber | None:
        """The tenant's number, or None while the tenant doesn't show it."""
        found = [n async for n in self.numbers(f"telephoneNumber eq {literal(e164)}")]
        return next((n for n in found if n.telephone_number == e164), None)

    async def assign(self, items: Sequence[Assign]) -> list[Sent]:
        """Requests every assignment, in the order given; each has its own outcome.

        https://learn.microsoft.com/graph/api/teamsadministration-numberassignment-assignnumber
        """
        orders = [BatchRequest("POST", f"{_NUMBERS}/assignNumber", _order(item)) for item in items]
        return await self._order([item.e164 for item in items], orders)

    async def unassign(self, numbers: Sequence[str]) -> list[Sent]:
        """Requests that every number be unassigned, in the order given; each has its own outcome.

        https://learn.microsoft.com/graph/api/teamsadministration-numberassignment-unassignnumber
        """
        bodies = [{"telephoneNumber": e164, "numberType": "operatorConnect"} for e164 in numbers]
        return await self._order(numbers, [BatchRequest("POST", f"{_NUMBERS}/unassignNumber", body) for body in bodies])

    async def operations(self, ids: Sequence[str]) -> dict[str, OperationState]:
        """How far each operation is; one that couldn't be read this time (throttled, no answer) is left out.

        RemoteUnreadable when an answer doesn't say how far.

        https://learn.microsoft.com/graph/api/teamsadministration-telephonenumberlongrunningoperation-get
        """
        batch = Batch(self._remote, self._limits.teams, _STATE, repeatable=True, reads=True)
        answers = await batch.send([BatchRequest("GET", f"{_ROOT}/operations('{segment(one)}')") for one in ids])
        states = {one: _state(answer) for one, answer in zip(ids, answers, strict=True)}
        return {one: state for one, state in states.items() if state is not None}

    async def _order(self, numbers: Sequence[str], orders: Sequence[BatchRequest]) -> list[Sent]:
        batch = Batch(self._remote, self._limits.teams, _TAKEN, repeatable=False, reads=False)
        return [_sent(e164, answer) for e164, answer in zip(numbers, await batch.send(orders), strict=True)]


def _e164(number: TeamsNumber) -> str:
    return number.telephone_number


def _state(answer: Reply[_Operation] | RemoteError) -> OperationState | None:
    if isinstance(answer, RemoteRefused):
        if answer.status == 404:
            return OperationState("missing", answer.message)
        raise answer
    if isinstance(answer, RemoteUnreadable):
        raise answer  # waiting for an operation without a state would be in vain
    if isinstance(answer, RemoteError):
        return None
    operation = answer.value
    detail = " ".join(one.status_detail for one in operation.numbers if one.status_detail)
    return OperationState(operation.status, detail)


def _order(item: Assign) -> dict[str, str]:
    body = {
        "telephoneNumber": item.e164,
        "assignmentTargetId": item.target,
        "numberType": "operatorConnect",
        "assignmentCategory": item.category,
    }
    return body | ({"locationId": item.location_id} if item.location_id else {})


def _sent(e164: str, answer: Reply[object] | RemoteError) -> Sent:
    if isinstance(answer, RemoteError):
        return Sent(e164, error=answer)
    found = _OPERATION.search(answer.headers.get("location", ""))
    return Sent(e164, unquote(found[1] or found[2]) if found else "")
