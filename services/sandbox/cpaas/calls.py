"""The organisation's call history."""

from __future__ import annotations

from services.sandbox.cpaas.operation import Answer, Call, Operation, query
from services.sandbox.cpaas.paging import PAGING, page_of
from services.sandbox.cpaas.schemas import CallView


def _list(call: Call[None]) -> Answer:
    ext_key = call.query("extKey")
    calls = call.organisation.calls
    found = calls if ext_key is None else [entry for entry in calls if entry.get("extKey") == ext_key]
    return page_of(call, found, len(found), dict)


OPERATIONS: tuple[Operation[None], ...] = (
    Operation(
        "listCalls",
        "GET",
        "/v1/calls",
        "Calls, oldest first",
        _list,
        list[CallView],
        parameters=(query("extKey", "only this extension's calls"), *PAGING),
        refuses=("request.invalid",),
    ),
)
