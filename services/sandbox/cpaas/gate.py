"""The door of the CPaaS: key, rate limit, idempotency, body validation and the shape of refusals."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel, ValidationError

from services.sandbox.cpaas.errors import CpaasError
from services.sandbox.cpaas.operation import Call, Operation
from services.sandbox.limits import retry_after
from services.sandbox.replays import Replays, StoredAnswer
from services.sandbox.state import SANDBOX, Sandbox
from services.sandbox.world import Organisation

RATE, PER_SECONDS, BURST = 10, 1, 20


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A request with a known key, before its body is looked at."""

    operation: Operation[Any]
    request: web.Request
    sandbox: Sandbox
    organisation: Organisation
    raw: bytes
    request_id: str

    @property
    def fingerprint(self) -> str:
        return sha256(f"{self.request.method} {self.request.path_qs}\n".encode() + self.raw).hexdigest()


def handler_of(operation: Operation[Any]) -> Callable[[web.Request], Awaitable[web.Response]]:
    """The aiohttp handler that lets a request in to the operation and answers for it."""

    async def handle(request: web.Request) -> web.Response:
        sandbox = request.app[SANDBOX]
        request_id = _request_id(sandbox)
        raw = await request.read()
        try:
            organisation = _organisation(request, sandbox)
            _need_rate(sandbox, organisation)
            response = _answered(_Arrival(operation, request, sandbox, organisation, raw, request_id))
        except CpaasError as error:
            response = _response(_refusal(error, request_id))
        response.headers["x-request-id"] = request_id
        return response

    return handle


def refused(request: web.Request, error: CpaasError) -> web.Response:
    """The refusal of a request that no operation takes."""
    request_id = _request_id(request.app[SANDBOX])
    response = _response(_refusal(error, request_id))
    response.headers["x-request-id"] = request_id
    return response


def _request_id(sandbox: Sandbox) -> str:
    return str(UUID(int=sandbox.rng.getrandbits(128), version=4))


def _answered(arrival: _Arrival) -> web.Response:
    key = arrival.request.headers.get("Idempotency-Key")
    if key is None or not arrival.operation.writes:
        return _response(_outcome(arrival))
    replays = arrival.sandbox.part(Replays)
    place = (f"cpaas:{arrival.organisation.uuid}", key)
    stored = replays.kept.get(place)
    if stored is None:
        replays.kept[place] = _outcome(arrival)
        return _response(replays.kept[place])
    if stored.fingerprint != arrival.fingerprint:
        raise CpaasError("idempotency.keyReused", "This Idempotency-Key was used for another request.")
    response = _response(stored)
    response.headers["idempotent-replayed"] = "true"
    return response


def _outcome(arrival: _Arrival) -> StoredAnswer:
    """What the operation answers; a refusal is an answer too, so that a replay repeats it."""
    try:
        body = _validated(arrival.operation.body, arrival.raw) if arrival.operation.body else None
        answer = arrival.operation.handler(Call(arrival.request, arrival.sandbox, arrival.organisation, body))
    except CpaasError as error:
        return replace(_refusal(error, arrival.request_id), fingerprint=arrival.fingerprint)
    return StoredAnswer(arrival.fingerprint, 200, _text(answer.body), dict(answer.headers))


def _refusal(error: CpaasError, request_id: str) -> StoredAnswer:
    body = {"code": error.code, "message": error.message, "requestId": request_id}
    headers = {"Retry-After": retry_after(error.retry_after)} if error.retry_after else {}
    return StoredAnswer("", error.status, _text(body), headers)


def _organisation(request: web.Request, sandbox: Sandbox) -> Organisation:
    key = request.headers.get("x-api-key")
    for organisation in sandbox.world.organisations.values():
        if key == organisation.api_key:
            return organisation
    raise CpaasError("auth.invalidKey", "The x-api-key header is missing or is no key of ours.")


def _need_rate(sandbox: Sandbox, organisation: Organisation) -> None:
    wait = sandbox.limits.take("cpaas", organisation.api_key, RATE, PER_SECONDS, BURST)
    if wait:
        raise CpaasError("request.tooMany", f"More than {RATE} requests a second.", retry_after=wait)


def _validated(model: type[BaseModel], raw: bytes) -> BaseModel:
    try:
        return model.model_validate_json(raw)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "body"
        raise CpaasError("request.invalid", f"{place}: {first['msg']}") from error


def _text(body: object) -> str:
    return json.dumps(body, ensure_ascii=False)


def _response(stored: StoredAnswer) -> web.Response:
    return web.Response(
        status=stored.status, text=stored.body, content_type="application/json", headers=dict(stored.headers)
    )
