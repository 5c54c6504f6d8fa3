"""`$batch`: up to 20 calls in one request, each with its own status, limits and faults.

https://learn.microsoft.com/en-us/graph/json-batching
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from multidict import CIMultiDict
from yarl import URL

from services.sandbox.faults import Hang
from services.sandbox.graph.call import Answer, Call, bad_request
from services.sandbox.odd import odd_item

_MAX_ITEMS = 20
Send = Callable[[Call], Awaitable[Answer]]


async def answer_batch(call: Call, send: Send) -> Answer:
    """Every item's answer; an item waits for those it depends on and is refused (424) when one of them failed."""
    items = _items(call)
    answers: dict[str, Answer] = {}
    waiting = dict(items)
    while waiting:
        ready = [key for key, item in waiting.items() if answers.keys() >= _needs(item)]
        if not ready:
            raise bad_request("Invalid batch payload: dependsOn is circular.")
        found = await asyncio.gather(*(_one(call, waiting.pop(key), answers, send) for key in ready))
        answers.update(zip(ready, found, strict=True))
    return Answer(200, {"responses": [_shown(items[key]["id"], answer) for key, answer in answers.items()]})


def _items(call: Call) -> dict[str, dict[str, Any]]:
    """The items by lower-case id; raises for what Graph refuses as a whole."""
    requests = call.json_object().get("requests")
    if not isinstance(requests, list) or not requests or not all(isinstance(item, dict) for item in requests):
        raise bad_request("Invalid batch payload format.")
    if len(requests) > _MAX_ITEMS:
        raise bad_request(f"Number of batch request steps exceeds the maximum value of {_MAX_ITEMS}.")
    items = {str(item.get("id") or "").lower(): item for item in requests}
    if "" in items or len(items) < len(requests):
        raise bad_request("Every request of a batch needs an id of its own.")
    for item in requests:
        if not isinstance(item.get("method"), str) or not isinstance(item.get("url"), str):
            raise bad_request("Every request of a batch needs a method and a url.")
        if not _needs(item) <= items.keys():
            raise bad_request("A request depends on one that the batch does not have.")
    return items


def _needs(item: Mapping[str, Any]) -> set[str]:
    return {str(key).lower() for key in item.get("dependsOn") or ()}


async def _one(call: Call, item: Mapping[str, Any], answers: Mapping[str, Answer], send: Send) -> Answer:
    if any(answers[key].status >= 400 for key in _needs(item)):
        return _error(424, "FailedDependency", "A request this one depends on failed.")
    headers = CIMultiDict({str(name): str(value) for name, value in (item.get("headers") or {}).items()})
    if item.get("body") is not None and "Content-Type" not in headers:
        return _error(400, "BadRequest", "A request with a body needs the header Content-Type.")
    url = URL("/" + item["url"].lstrip("/"))
    if url.path.lower() == "/$batch":
        return _error(400, "BadRequest", "A batch cannot hold another batch.")
    inner = CIMultiDict({"Authorization": call.headers.get("Authorization", ""), **headers})
    try:
        return await send(
            replace(
                call,
                method=item["method"].upper(),
                path=url.path,
                query=url.query,
                headers=inner,
                body=item.get("body"),
            )
        )
    except Hang:
        return _error(504, "GatewayTimeout", "The gateway did not receive a response in time.")


def _error(status: int, code: str, message: str) -> Answer:
    return Answer(status, {"error": {"code": code, "message": message}})


def _shown(item_id: Any, answer: Answer) -> dict[str, Any]:
    if answer.odd:
        status, body = odd_item(answer.odd, answer.body)
        return {"id": str(item_id), "status": status, "headers": {}, "body": body}
    headers = dict(answer.headers)
    if answer.body is not None:
        headers["Content-Type"] = "application/json"
    shown: dict[str, Any] = {"id": str(item_id), "status": answer.status, "headers": headers}
    return shown if answer.body is None else {**shown, "body": answer.body}
