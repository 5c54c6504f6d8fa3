"""Long-running operations on phone numbers.

https://learn.microsoft.com/en-us/graph/api/teamsadministration-telephonenumberlongrunningoperation-get
"""

from __future__ import annotations

import base64
import heapq
import uuid
from typing import Any

from services.sandbox.graph.call import NUMBERS, Answer, Call, GraphError
from services.sandbox.graph.numbers import resource_location
from services.sandbox.graph.paging import collection, refuse_other_options
from services.sandbox.world import Operation, TeamsNumber, Tenant

_TYPE = "#microsoft.graph.teamsAdministration.telephoneNumberLongRunningOperation"


def start(
    call: Call, tenant: Tenant, kind: str, number: TeamsNumber, target_id: str | None, detail: str | None
) -> Operation:
    """A new operation, which ends by itself; with `detail` it fails for that reason."""
    unique = uuid.UUID(int=call.sandbox.rng.getrandbits(128), version=4)
    operation_id = base64.urlsafe_b64encode(f"{kind}|{unique}".encode()).decode().rstrip("=")
    now = call.sandbox.clock.now()
    done_at = now + call.sandbox.delays.assign
    operation = Operation(operation_id, kind, number.telephone_number, target_id, now, done_at, detail=detail)
    tenant.operations[operation_id] = operation
    heapq.heappush(tenant.running, (done_at, operation_id))
    return operation


def location_of(root: str, operation: Operation) -> str:
    """The address of an operation, spelt as Microsoft sends it."""
    return f"{root}{NUMBERS}/operations('{operation.id}')"


def get_operation(call: Call, tenant: Tenant) -> Answer:
    """An operation and its status."""
    refuse_other_options(call, frozenset())
    operation = tenant.operations.get(call.keys["id"])
    if operation is None:
        raise GraphError(404, "NotFound", f"The operation '{call.keys['id']}' is not found.")
    context = f"{call.root}/$metadata#admin/teams/telephoneNumberManagement/operations/$entity"
    shown = _shown(call, tenant, operation)
    wrapped = call.sandbox.world.spelling.wrapped
    return Answer(200, {"@odata.context": context, **({"value": shown} if wrapped else shown)})


def list_operations(call: Call, tenant: Tenant) -> Answer:
    """The operations of the tenant, oldest first."""
    refuse_other_options(call, frozenset())
    return collection(call, [_shown(call, tenant, operation) for operation in tenant.operations.values()])


def _shown(call: Call, tenant: Tenant, operation: Operation) -> dict[str, Any]:
    status = _status(call, operation)
    number = tenant.numbers.get(operation.telephone_number) or TeamsNumber(operation.telephone_number)
    line = {"resourceLocation": resource_location(call.root, number), "status": status}
    if status == "failed":
        line["statusDetail"] = operation.detail or ""
    return {
        "@odata.type": _TYPE,
        "id": operation.id,
        "createdDateTime": call.sandbox.clock.stamp(operation.created_at),
        "status": status,
        "numbers": [line],
    }


def _status(call: Call, operation: Operation) -> str:
    """The status: not started for the first third of its time, then running, then the result."""
    if operation.status != "notStarted":
        return operation.status
    begins = operation.created_at + (operation.done_at - operation.created_at) / 3
    return "running" if call.sandbox.clock.now() >= begins else "notStarted"
