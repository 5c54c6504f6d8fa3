"""Calls of the sandbox's operator gateway over HTTP."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from services.sandbox import tokens
from tests.services.sandbox.conftest import Box

VERSION = "2024-02-29-preview"


@dataclass
class Reply:
    """An answer: status, JSON body (None: no content), headers in lower case."""

    status: int
    body: Any
    headers: dict[str, str]

    @property
    def code(self) -> str:
        """The error's code, which the header repeats."""
        assert self.headers["x-ms-error-code"] == self.body["error"]["code"]
        return str(self.body["error"]["code"])


@dataclass
class Operator:
    """The gateway as one caller sees it."""

    box: Box
    authorization: str

    @classmethod
    async def of(cls, box: Box) -> Operator:
        """A caller that may do everything."""
        return cls(box, f"Bearer {await box.token(tokens.OPERATOR)}")

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": self.authorization}

    async def call(
        self, method: str, path: str, body: Any = None, version: str | None = VERSION, **headers: str
    ) -> Reply:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if version:
            path = f"{path}{'&' if '?' in path else '?'}api-version={version}"
        data = None if body is None else json.dumps(body)
        sent = {"Content-Type": "application/json", **self.headers, **named}
        async with self.box.http.request(method, f"/operator{path}", data=data, headers=sent) as answer:
            text = await answer.text()
            lower = {name.lower(): value for name, value in answer.headers.items()}
            return Reply(answer.status, json.loads(text) if text else None, lower)

    async def write(self, *numbers: dict[str, Any], account: str = "contoso", **headers: str) -> Reply:
        return await self.call("POST", f"/accounts/{account}:createOrUpdateNumbers", {"numbers": numbers}, **headers)

    async def put_number(self, number: str, **more: Any) -> Reply:
        path = f"/accounts/contoso/numbers/{number.replace('+', '%2B')}"
        return await self.call("PUT", path, number_body(number, **more))

    async def number(self, number: str) -> Any:
        """The number as it is now; None when the account does not have it."""
        reply = await self.call("GET", f"/accounts/contoso/numbers/{number.replace('+', '%2B')}")
        return reply.body if reply.status == 200 else None


def number_body(number: str, account: str = "contoso", enabled: bool = True, **configuration: Any) -> dict[str, Any]:
    """A number to upload for a calling user; `configuration` changes its Operator Connect configuration."""
    usage = {"usage": "CallingUserAssignment", "choosableCapabilities": ["InboundCalling", "OutboundCalling"]}
    service = {"enabled": enabled, "configuration": {**usage, **configuration}}
    return {"telephoneNumber": number, "accountName": account, "serviceDetails": {"teamsOperatorConnect": service}}
