"""The Provisioning API's routes: its 18 operations under `/operator`."""

from __future__ import annotations

from aiohttp import web

from services.sandbox.operator import accounts, addresses, capabilities, consents, numbers
from services.sandbox.operator.call import Operation
from services.sandbox.operator.gate import handler_of, unknown

BASE = "/operator"
OPERATIONS: tuple[Operation, ...] = tuple(
    operation for topic in (accounts, numbers, capabilities, addresses, consents) for operation in topic.OPERATIONS
)


def routes() -> list[web.RouteDef]:
    """Everything the gateway serves; a path it does not know is refused in its own words."""
    served = [web.route(operation.method, BASE + operation.path, handler_of(operation)) for operation in OPERATIONS]
    return [*served, web.route("*", f"{BASE}/{{rest:.*}}", unknown)]
