"""One call of Graph and its answer, whether sent alone or as an item of a `$batch`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from services.sandbox.faults import Rule
from services.sandbox.state import Sandbox
from services.sandbox.world import Tenant

TEAMS = "/admin/teams"
NUMBERS = f"{TEAMS}/telephoneNumberManagement"


@dataclass(frozen=True, slots=True)
class Call:
    """A request: `path` below /v1.0 with every key as a segment, `root` the address of /v1.0 as the caller knows it."""

    sandbox: Sandbox
    method: str
    path: str
    root: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Any = None
    keys: Mapping[str, str] = field(default_factory=dict)
    granted: frozenset[str] = frozenset()  # the application permissions of the token

    def json_object(self) -> dict[str, Any]:
        """The body, which must be an object."""
        if not isinstance(self.body, dict):
            raise GraphError(400, "BadRequest", "Unable to read JSON request payload.")
        return self.body


@dataclass(frozen=True, slots=True)
class Answer:
    """A response; a body of None is an empty one. `odd` is the fault by which the caller gets something else."""

    status: int
    body: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    odd: Rule | None = None


class GraphError(Exception):
    """A refusal with its status, code and message; `own`: Graph itself refuses, not a service behind it."""

    def __init__(
        self, status: int, code: str, message: str, headers: dict[str, str] | None = None, *, own: bool = False
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers or {}
        self.own = own


Handler = Callable[[Call, Tenant], Awaitable[Answer] | Answer]


@dataclass(frozen=True, slots=True)
class Route:
    """A method and path template, the roles of which one is needed (empty: any token will do), and the handler."""

    method: str
    template: str
    handler: Handler
    roles: frozenset[str] = frozenset()


def advanced(call: Call) -> bool:
    """Whether this is an advanced query: https://learn.microsoft.com/en-us/graph/aad-advanced-queries"""
    eventual = call.headers.get("ConsistencyLevel", "").lower() == "eventual"
    return eventual and call.query.get("$count", "").lower() == "true"


def bad_request(message: str) -> GraphError:
    """The refusal of a request that makes no sense."""
    return GraphError(400, "BadRequest", message)


def unsupported(message: str) -> GraphError:
    """The refusal of query options that the resource does not support."""
    return GraphError(400, "Request_UnsupportedQuery", message)
