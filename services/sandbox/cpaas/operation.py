"""One operation of the CPaaS's API as data, from which both the route and the documentation are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from aiohttp import web
from pydantic import BaseModel

from services.sandbox.state import Sandbox
from services.sandbox.world import Organisation

BodyT = TypeVar("BodyT", bound=BaseModel | None)


@dataclass(frozen=True, slots=True)
class Call(Generic[BodyT]):
    """An admitted request: the organisation it is for, and its validated body (None when there is none)."""

    request: web.Request
    sandbox: Sandbox
    organisation: Organisation
    body: BodyT

    def query(self, name: str) -> str | None:
        """A query parameter's value."""
        return self.request.query.get(name)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a handler answers: a JSON body (None: no content) and further headers."""

    body: object
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A path or query parameter with its JSON schema."""

    name: str
    place: str  # path | query
    schema: Mapping[str, Any]
    description: str


@dataclass(frozen=True, slots=True)
class Operation(Generic[BodyT]):
    """One method of one path: handler, parameters, body model, answer type and the codes it refuses with."""

    name: str
    method: str
    path: str
    summary: str
    handler: Callable[[Call[BodyT]], Answer]
    answer: Any  # the answer's type; None for 204
    body: type[BaseModel] | None = None
    parameters: tuple[Parameter, ...] = ()
    refuses: tuple[str, ...] = ()

    @property
    def writes(self) -> bool:
        """Whether it changes something, and so takes an idempotency key."""
        return self.method != "GET"


def query(name: str, description: str, **schema: object) -> Parameter:
    """A query parameter; a text unless `schema` says otherwise."""
    return Parameter(name, "query", {"type": "string", **schema}, description)


def path(name: str, description: str) -> Parameter:
    """A path parameter."""
    return Parameter(name, "path", {"type": "string"}, description)
