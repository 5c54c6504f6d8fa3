"""Calls of the sandbox's CPaaS in which every answer is held against the OpenAPI document."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from jsonschema import Draft202012Validator

from services.sandbox.cpaas.openapi import document
from tests.services.sandbox.conftest import Box

CONTOSO_KEY = "sb-contoso-key-0001"
FABRIKAM_KEY = "sb-fabrikam-key-0001"


@dataclass
class Reply:
    """An answer: status, JSON body, headers."""

    status: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return int(self.headers["x-pagination-total-count"])

    @property
    def codes(self) -> list[str]:
        """The codes of a batch's failed items."""
        return [item["code"] for item in self.body["failedItems"]]


@dataclass
class Cpaas:
    """The CPaaS as one organisation sees it; time passes between calls, so that the rate limit stays out of the way."""

    box: Box
    key: str = CONTOSO_KEY

    async def call(self, method: str, path: str, body: Any = None, **headers: str) -> Reply:
        self.box.advance(0.1)
        return await self.raw(method, path, body, **headers)

    async def raw(self, method: str, path: str, body: Any = None, **headers: str) -> Reply:
        """A call without any time passing."""
        named = {"x-api-key": self.key, **{name.replace("_", "-"): value for name, value in headers.items()}}
        async with self.box.http.request(method, f"/cpaas{path}", json=body, headers=named) as answer:
            reply = Reply(answer.status, await answer.json(), {k.lower(): v for k, v in answer.headers.items()})
        need_documented(method, path, reply)
        return reply

    async def get(self, path: str) -> Any:
        """What a read that must go well answers."""
        reply = await self.call("GET", path)
        assert reply.status == 200, reply
        return reply.body

    async def update(self, *items: dict[str, Any]) -> Reply:
        return await self.call("POST", "/v1/extensions/batchUpdate", {"items": items})

    async def create(self, *keys: str) -> Reply:
        items = [{"extKey": key, "extLabel": f"Desk {key}"} for key in keys]
        return await self.call("POST", "/v1/extensions/batchCreate", {"items": items})

    async def delete(self, *keys: str) -> Reply:
        return await self.call("POST", "/v1/extensions/batchDelete", {"items": [{"extKey": key} for key in keys]})

    async def prove(self, tenant_id: str) -> None:
        """Give the code that the portal shows, for this tenant."""
        organisations = self.box.sandbox.world.organisations.values()
        code = next(one.link_code for one in organisations if one.api_key == self.key)
        reply = await self.call("POST", "/v1/organization/msTeamsTenant/proof", {"tenantId": tenant_id, "code": code})
        assert reply.status == 200, reply

    async def member(self, keyword: str) -> str:
        """The id of the one member that matches."""
        (member,) = await self.get(f"/v1/members?keyword={keyword}")
        return str(member["identityUuid"])


def need_documented(method: str, path: str, reply: Reply) -> None:
    """Fail unless the document describes this answer: its status, its body, its headers."""
    described = document()
    operation = _operation(described, method.lower(), path.partition("?")[0])
    response = operation["responses"][str(reply.status)]
    schema = response["content"]["application/json"]["schema"]
    Draft202012Validator({**schema, "components": described["components"]}).validate(reply.body)
    assert "x-request-id" in reply.headers
    assert "retry-after" not in reply.headers or "Retry-After" in response["headers"]


def _operation(described: dict[str, Any], method: str, path: str) -> dict[str, Any]:
    exact = described["paths"].get(path, {}).get(method)
    if exact:
        return dict(exact)
    for template, methods in described["paths"].items():
        if method in methods and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path):
            return dict(methods[method])
    raise AssertionError(f"{method} {path} is not in the document")
