"""The CPaaS's routes: its operations under `/cpaas` and the document that describes them."""

from __future__ import annotations

from aiohttp import web

from services.sandbox.cpaas.errors import CpaasError
from services.sandbox.cpaas.gate import handler_of, refused
from services.sandbox.cpaas.openapi import document
from services.sandbox.cpaas.operations import OPERATIONS

BASE = "/cpaas"


def routes() -> list[web.RouteDef]:
    """Everything that the CPaaS serves; an unknown path is refused in its own error shape."""
    served = [web.route(operation.method, BASE + operation.path, handler_of(operation)) for operation in OPERATIONS]
    return [*served, web.get(f"{BASE}/openapi.json", _document), web.route("*", f"{BASE}/{{rest:.*}}", _unknown)]


async def _document(_request: web.Request) -> web.Response:
    return web.json_response(document())


async def _unknown(request: web.Request) -> web.Response:
    return refused(request, CpaasError("notFound", f"There is no {request.method} {request.path}."))
