"""Refusals that do not come from a handler (faults, crashes), in each remote system's own error shape."""

from __future__ import annotations

import uuid
from typing import Any

from aiohttp import web

from services.sandbox.faults import Rule
from services.sandbox.limits import retry_after

_GRAPH_CODES = {
    400: "BadRequest",
    401: "InvalidAuthenticationToken",
    403: "Authorization_RequestDenied",
    404: "NotFound",
    409: "Conflict",
    429: "TooManyRequests",
    500: "InternalServerError",
    503: "ServiceUnavailable",
    504: "GatewayTimeout",
}
_TEXTS = {
    401: "Access token has expired or is not yet valid.",
    403: "Insufficient privileges to complete the operation.",
    429: "Too many requests.",
    500: "Internal server error.",
    503: "Service is unavailable. Please try again.",
    504: "The gateway did not receive a response in time.",
}
_CPAAS_CODES = {401: "auth.invalidKey", 403: "auth.denied", 404: "notFound", 429: "request.tooMany"}


def code_of(status: int) -> str:
    """Microsoft's usual error code for a status."""
    return _GRAPH_CODES.get(status, "BadRequest" if status < 500 else "ServiceUnavailable")


def text_of(status: int) -> str:
    """Microsoft's usual message for a status."""
    return _TEXTS.get(status, "The request could not be completed.")


def refusal(system: str, status: int, code: str = "", text: str = "", wait: float | None = None) -> web.Response:
    """An error answer as `system` writes it; `wait` becomes `Retry-After`."""
    request_id = str(uuid.uuid4())
    body = _body(system, status, code, text or text_of(status), request_id)
    headers = {"request-id": request_id, "x-request-id": request_id}
    if system == "operator":
        headers["x-ms-error-code"] = body["error"]["code"]
    if wait is not None:
        headers["Retry-After"] = retry_after(wait)
    return web.json_response(body, status=status, headers=headers)


def refusal_by(system: str, rule: Rule) -> web.Response:
    """The answer that a fault's rule asks for."""
    return refusal(system, rule.answer_status, rule.code, rule.text, rule.wait)


def _body(system: str, status: int, code: str, text: str, request_id: str) -> dict[str, Any]:
    if system == "cpaas":
        fallback = _CPAAS_CODES.get(status, "service.unavailable" if status >= 500 else "request.invalid")
        return {"code": code or fallback, "message": text, "requestId": request_id}
    if system == "login":
        error = "temporarily_unavailable" if status >= 500 or status == 429 else "invalid_request"
        return {"error": code or error, "error_description": text, "correlation_id": request_id}
    return {"error": {"code": code or code_of(status), "message": text}}
