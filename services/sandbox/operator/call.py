"""A call of the Provisioning API, its answer and its refusals.

https://learn.microsoft.com/en-us/rest/api/voiceservices ; the error shape is Azure's:
https://github.com/microsoft/api-guidelines/blob/vNext/azure/Guidelines.md#handling-errors. The codes are not documented
for this API, so the guidelines' and Azure Resource Manager's usual ones stand in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from services.sandbox.state import Sandbox
from services.sandbox.world import Account

Json = dict[str, Any]

_CODES = {
    400: "InvalidRequest",
    401: "AuthenticationFailed",
    403: "AuthorizationFailed",
    404: "ResourceNotFound",
    409: "Conflict",
    412: "ConditionNotMet",
    415: "UnsupportedMediaType",
    429: "TooManyRequests",
}


_ROLES = {
    "GET": ("ProvisioningAPI.Read",),
    "PUT": ("ProvisioningAPI.Write",),
    "PATCH": ("ProvisioningAPI.Write",),
    "DELETE": ("ProvisioningAPI.Delete",),
}


class OperatorError(Exception):
    """A refusal: status, message and, where they help, the target and details of the error."""

    def __init__(
        self,
        status: int,
        message: str,
        code: str | None = None,
        target: str | None = None,
        details: Sequence[Json] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code or _CODES[status]
        self.headers = dict(headers or {})
        self.body = {"code": self.code, "message": message, "target": target, "details": list(details)}

    @property
    def error(self) -> Json:
        """The error as JSON, without empty fields."""
        return {name: value for name, value in self.body.items() if value}


@dataclass(frozen=True, slots=True)
class Call:
    """An admitted request, with its JSON body (None when there is none)."""

    request: web.Request
    sandbox: Sandbox
    body: Any

    def account(self) -> Account:
        """The account the path names; 404 when there is none."""
        name = self.request.match_info["accountName"]
        account = self.sandbox.world.operator.accounts.get(name)
        if account is None:
            raise OperatorError(404, f"Account '{name}' was not found.", target="accountName")
        return account


@dataclass(frozen=True, slots=True)
class Answer:
    """What a handler answers; `body` None means there is no content."""

    body: object = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: method, path below `/operator`, and its handler.

    `repeatable` operations take repeatability headers.
    """

    method: str
    path: str
    handler: Callable[[Call], Answer]

    @property
    def roles(self) -> frozenset[str]:
        """The application roles that allow it, by its method, as published; POST needs Admin.

        https://learn.microsoft.com/rest/api/voiceservices
        """
        return frozenset({"ProvisioningAPI.Admin", *_ROLES.get(self.method, ())})

    @property
    def repeatable(self) -> bool:
        """Whether the operation takes repeatability headers: all but GET do."""
        return self.method != "GET"


def flag(request: web.Request, name: str) -> bool:
    """A boolean query parameter, false when it is missing."""
    value = request.query.get(name, "false").lower()
    if value not in ("true", "false"):
        raise OperatorError(400, f"'{name}' is true or false.", "InvalidQueryParameterValue", target=name)
    return value == "true"
