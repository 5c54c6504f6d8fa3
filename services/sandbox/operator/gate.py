"""The door of the Provisioning API: version, token, role, rate limit, repeatability and the shape of errors."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from hashlib import sha256
from typing import Any

from aiohttp import web

from services.sandbox import propagation, tokens
from services.sandbox.limits import retry_after
from services.sandbox.operator.call import Answer, Call, Operation, OperatorError
from services.sandbox.replays import Replays, StoredAnswer
from services.sandbox.state import SANDBOX, Sandbox

VERSION = "2024-02-29-preview"
RATE, PER_SECONDS = 100, 60
_CLIENT_ID = "x-ms-client-request-id"
_REPEAT_ID, _REPEAT_SENT, _REPEAT_RESULT = (
    "Repeatability-Request-ID",
    "Repeatability-First-Sent",
    "Repeatability-Result",
)


def handler_of(operation: Operation) -> Callable[[web.Request], Awaitable[web.Response]]:
    """The aiohttp handler that lets a request in to the operation and answers for it."""

    async def handle(request: web.Request) -> web.Response:
        sandbox = request.app[SANDBOX]
        raw = await request.read()
        try:
            _need_version(request)
            app_id = _admitted(request, sandbox, operation)
            propagation.settle(sandbox)
            stored = _answered(operation, request, sandbox, raw, app_id)
        except OperatorError as error:
            stored = _refusal(error)
        return _response(request, stored)

    return handle


async def unknown(request: web.Request) -> web.Response:
    """The answer to a path or method the API does not have."""
    return _response(request, _refusal(OperatorError(404, f"There is no {request.method} {request.path}.")))


def _need_version(request: web.Request) -> None:
    version = request.query.get("api-version")
    if version is None:
        raise OperatorError(400, "The api-version query parameter is required.", "MissingApiVersionParameter")
    if version != VERSION:
        message = f"The api-version '{version}' is not supported. Supported: {VERSION}."
        raise OperatorError(400, message, "UnsupportedApiVersionValue", target="api-version")


def _admitted(request: web.Request, sandbox: Sandbox, operation: Operation) -> str:
    """The calling application's id, once its token, role and rate have been found good.

    Roles: https://learn.microsoft.com/en-us/rest/api/voiceservices (Admin may do everything). Rate: 100 a minute over
    all resources, https://learn.microsoft.com/en-us/azure/communications-gateway/limits; the status 429 is a guess.
    """
    try:
        claims = tokens.read(sandbox, request.headers.get("Authorization"), tokens.OPERATOR)
    except tokens.TokenError as error:
        raise OperatorError(401, str(error), headers={"WWW-Authenticate": "Bearer"}) from error
    if claims.roles.isdisjoint(operation.roles):
        raise OperatorError(403, f"One of these application roles is needed: {', '.join(sorted(operation.roles))}.")
    if wait := sandbox.limits.take("operator", claims.app_id, RATE, PER_SECONDS, RATE):
        message = f"More than {RATE} requests in {PER_SECONDS} seconds."
        raise OperatorError(429, message, headers={"Retry-After": retry_after(wait)})
    return claims.app_id


def _answered(operation: Operation, request: web.Request, sandbox: Sandbox, raw: bytes, app_id: str) -> StoredAnswer:
    key = _repeatability_id(request) if operation.repeatable else None
    if key is None:
        return _outcome(operation, Call(request, sandbox, _json(raw)))
    fingerprint = sha256(f"{request.method} {request.path_qs}\n".encode() + raw).hexdigest()
    kept = sandbox.part(Replays).kept
    stored = kept.get((f"operator:{app_id}", key))
    if stored is None:
        outcome = _outcome(operation, Call(request, sandbox, _json(raw)))
        headers = {**outcome.headers, _REPEAT_RESULT: "accepted"}
        stored = kept[(f"operator:{app_id}", key)] = StoredAnswer(fingerprint, outcome.status, outcome.body, headers)
    if stored.fingerprint != fingerprint:
        message = f"{_REPEAT_ID} was used for another request."
        raise OperatorError(400, message, headers={_REPEAT_RESULT: "rejected"})
    return stored


def _repeatability_id(request: web.Request) -> str | None:
    """The request's repeatability id; the two headers come together or not at all.

    https://docs.oasis-open.org/odata/repeatable-requests/v1.0/repeatable-requests-v1.0.html
    """
    key, sent = request.headers.get(_REPEAT_ID), request.headers.get(_REPEAT_SENT)
    if (key is None) != (sent is None):
        message = f"{_REPEAT_ID} and {_REPEAT_SENT} are sent together."
        raise OperatorError(400, message, headers={_REPEAT_RESULT: "rejected"})
    return key


def _outcome(operation: Operation, call: Call) -> StoredAnswer:
    try:
        return _stored(operation.handler(call))
    except OperatorError as error:
        return _refusal(error)


def _json(raw: bytes) -> Any:
    try:
        return json.loads(raw) if raw else None
    except ValueError as error:
        raise OperatorError(400, "The request body is not JSON.", "InvalidJson") from error


def _stored(answer: Answer) -> StoredAnswer:
    body = "" if answer.body is None else json.dumps(answer.body, ensure_ascii=False)
    return StoredAnswer("", answer.status, body, dict(answer.headers))


def _refusal(error: OperatorError) -> StoredAnswer:
    headers = {**error.headers, "x-ms-error-code": error.code}
    return _stored(Answer({"error": error.error}, error.status, headers))


def _response(request: web.Request, stored: StoredAnswer) -> web.Response:
    headers = dict(stored.headers)
    if client_id := request.headers.get(_CLIENT_ID):
        headers[_CLIENT_ID] = client_id
    if not stored.body:
        return web.Response(status=stored.status, headers=headers)
    return web.Response(status=stored.status, text=stored.body, content_type="application/json", headers=headers)
