"""Answers a call: finds its route, applies faults, checks token, permission and limits, runs the handler."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, replace

from services.sandbox import propagation, tokens
from services.sandbox.errors import code_of, text_of
from services.sandbox.faults import Rule
from services.sandbox.graph.call import TEAMS, Answer, Call, GraphError, Route
from services.sandbox.limits import retry_after
from services.sandbox.world import Tenant

# OData spells a key in parentheses or as a segment, and an action with or without its namespace.
_KEY_IN_PARENTHESES = re.compile(r"\('([^']*)'\)")
_MISSING_PERMISSION = (
    "Insufficient permission(s) granted to the caller. The request requires any of the permissions: {}"
)
_NAMESPACE = "/microsoft.graph.teamsAdministration."


@dataclass(frozen=True, slots=True)
class _Entry:
    pattern: re.Pattern[str]
    route: Route


class Dispatcher:
    """Answers calls out of a table of routes."""

    def __init__(self, routes: Sequence[Route]) -> None:
        self._entries = [_Entry(_compiled(route.template), route) for route in routes]

    async def answer(self, call: Call) -> Answer:
        """The answer to one call, under the faults switched on; raises `Hang` where there is to be none."""
        sandbox = call.sandbox
        call = replace(call, path=_KEY_IN_PARENTHESES.sub(r"/\1", call.path).replace(_NAMESPACE, "/").rstrip("/"))
        try:
            route, keys = self._find(call)
        except GraphError as error:
            return _with_ids(call, _as_answer(call, error))
        sandbox.calls[f"graph {route.method} {route.template}"] += 1
        rule = sandbox.faults.draw("graph", call.method, f"/graph/v1.0{call.path}")
        answer = await sandbox.faults.carry_out(
            rule, lambda: _run(replace(call, keys=keys), route), lambda r: _by_rule(call, r), _oddly, sandbox.looking
        )
        return _with_ids(call, answer)

    def _find(self, call: Call) -> tuple[Route, dict[str, str]]:
        allowed = False
        for entry in self._entries:
            if match := entry.pattern.fullmatch(call.path):
                if entry.route.method == call.method:
                    return entry.route, match.groupdict()
                allowed = True
        if allowed:
            raise GraphError(405, "Request_BadRequest", f"The HTTP method '{call.method}' is not supported here.")
        raise GraphError(
            404, "BadRequest", own=True, message=f"Resource not found for the segment '{call.path.rpartition('/')[2]}'."
        )


async def _run(call: Call, route: Route) -> Answer:
    try:
        tenant, granted = _authorised(call, route)
        call = replace(call, granted=granted)
        _need_room(call, tenant)
        propagation.settle(call.sandbox)
        answer = route.handler(call, tenant)
        return await answer if isinstance(answer, Awaitable) else answer
    except GraphError as error:
        return _as_answer(call, error)


def _authorised(call: Call, route: Route) -> tuple[Tenant, frozenset[str]]:
    try:
        claims = tokens.read(call.sandbox, call.headers.get("Authorization"), tokens.GRAPH)
    except tokens.TokenError as error:
        raise GraphError(401, "InvalidAuthenticationToken", str(error)) from error
    tenant = call.sandbox.world.tenants.get(claims.tenant_id)
    if tenant is None:
        raise GraphError(401, "InvalidAuthenticationToken", "The token is for no customer's tenant.")
    if route.roles and route.roles.isdisjoint(claims.roles):
        if call.path.startswith(TEAMS):
            raise GraphError(403, "forbidden", _MISSING_PERMISSION.format(", ".join(sorted(route.roles))), own=True)
        raise GraphError(403, "Authorization_RequestDenied", text_of(403))
    return tenant, claims.roles


def _need_room(call: Call, tenant: Tenant) -> None:
    """Take from the limits: 30 Teams calls a second, 3000 directory writes in 150 seconds.

    https://learn.microsoft.com/en-us/graph/throttling-limits
    """
    limits, key = call.sandbox.limits, f"{tokens.CLIENT_ID}/{tenant.id}"
    if call.path.startswith(TEAMS):
        wait, scope = limits.take("graph.teams", key, 30, 1, 30), "ReadWrite"
    elif call.method != "GET" and call.path != "/$batch":
        wait, scope = limits.take("graph.identity.write", key, 3000, 150, 3000), "Write"
    else:
        return
    if wait:
        headers = {
            "Retry-After": retry_after(wait),
            "x-ms-throttle-scope": f"Tenant_Application/{scope}/{key}",
            "x-ms-throttle-information": "ResourceUnitLimitExceeded" if scope == "ReadWrite" else "WriteLimitExceeded",
        }
        raise GraphError(429, "TooManyRequests", text_of(429), headers)


def _as_answer(call: Call, error: GraphError) -> Answer:
    request_id = call.headers.get("client-request-id") or str(uuid.uuid4())
    inner = {
        "date": call.sandbox.clock.stamp(call.sandbox.clock.now()).removesuffix("Z"),
        "request-id": request_id,
        "client-request-id": request_id,
    }
    code, message = (error.code, error.message) if not _is_relayed(call, error) else ("UnknownError", _relayed(error))
    body = {"error": {"code": code, "message": message, "innerError": inner}}
    return Answer(error.status, body, {**error.headers, "request-id": request_id})


def _is_relayed(call: Call, error: GraphError) -> bool:
    """Whether the refusal comes from a service behind Graph: tokens, limits and paths are Graph's own."""
    ours = error.own or error.code == "UnknownError"
    return call.path.startswith(TEAMS) and error.status in (400, 403, 404, 409) and not ours


def _relayed(error: GraphError) -> str:
    """The refusal of the service behind `/admin/teams`, as Graph hands it on: JSON in the text of its own error."""
    return json.dumps({"code": error.code, "message": error.message, "target": None, "details": None})


def _by_rule(call: Call, rule: Rule) -> Answer:
    status = rule.answer_status
    headers = {} if rule.wait is None else {"Retry-After": retry_after(rule.wait)}
    return _as_answer(call, GraphError(status, rule.code or code_of(status), rule.text or text_of(status), headers))


def _oddly(rule: Rule, answer: Answer | None) -> Answer:
    return replace(answer or Answer(200), odd=rule)


def _with_ids(call: Call, answer: Answer) -> Answer:
    request_id = answer.headers.get("request-id") or str(uuid.uuid4())
    client_id = call.headers.get("client-request-id") or request_id
    return replace(answer, headers={**answer.headers, "request-id": request_id, "client-request-id": client_id})


def _compiled(template: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", template)
    return re.compile("".join(f"(?P<{part}>[^/]+)" if at % 2 else re.escape(part) for at, part in enumerate(parts)))
