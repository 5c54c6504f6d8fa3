"""Calls to the sandbox's Graph, and numbers that came there the only way: through the operator."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from services.sandbox.seed import stable_id
from services.sandbox.tokens import OPERATOR
from tests.services.sandbox.conftest import CONTOSO, Box

NUMBERS = "/admin/teams/telephoneNumberManagement"
JOHN = stable_id("person:john@contoso.com")
ALICE = stable_id("person:alice@contoso.com")
PRIYA = stable_id("person:priya@contoso.com")
OMAR = stable_id("person:omar@contoso.com")
RESOURCE = stable_id("person:resource.account@contoso.onmicrosoft.com")
LOCATION = stable_id("location:contoso")


@dataclass
class Reply:
    """What Graph answered."""

    status: int
    body: Any
    headers: dict[str, str]

    @property
    def error(self) -> str:
        """The message of a refusal; of a service behind Graph, the one inside."""
        return str(self._inner["message"])

    @property
    def code(self) -> str:
        """The code of a refusal, found the same way."""
        return str(self._inner["code"])

    @property
    def _inner(self) -> Any:
        error = self.body["error"]
        return json.loads(error["message"]) if error["code"] == "UnknownError" else error


@dataclass
class Graph:
    """A caller with a tenant's token."""

    box: Box
    token: str

    @classmethod
    async def of(cls, box: Box, tenant: str = CONTOSO) -> Graph:
        """A caller that has signed in."""
        return cls(box, await box.token(tenant=tenant))

    async def call(self, method: str, path: str, body: Any = None, query: Any = None, **headers: str) -> Reply:
        """Call a path below /v1.0; underscores in header names stand for hyphens."""
        sent = {"Authorization": f"Bearer {self.token}", **{k.replace("_", "-"): v for k, v in headers.items()}}
        url = path if path.startswith("/graph") else f"/graph/v1.0{path}"
        async with self.box.http.request(method, url, json=body, params=query, headers=sent) as answer:
            parsed = await answer.json() if answer.content_type == "application/json" else None
            return Reply(answer.status, parsed, {name.lower(): value for name, value in answer.headers.items()})

    async def get(self, path: str, **query: str) -> Any:
        """The body of a successful GET; an underscore before an option's name stands for the dollar."""
        reply = await self.call("GET", path, query={f"${name.lstrip('_')}": value for name, value in query.items()})
        assert reply.status == 200, reply
        return reply.body

    async def assign(self, number: str, target: str, **more: str) -> Reply:
        """Ask for an assignment."""
        body = {"telephoneNumber": number, "assignmentTargetId": target, "numberType": "operatorConnect", **more}
        return await self.call("POST", f"{NUMBERS}/numberAssignments/assignNumber", body)

    async def unassign(self, number: str) -> Reply:
        """Ask for an unassignment."""
        body = {"telephoneNumber": number, "numberType": "operatorConnect"}
        return await self.call("POST", f"{NUMBERS}/numberAssignments/unassignNumber", body)

    async def outcome(self, accepted: Reply) -> tuple[str, str]:
        """How an accepted operation ends: status and detail."""
        assert accepted.status == 202, accepted
        self.box.advance(10)
        operation = await self.get(accepted.headers["location"].removeprefix(f"{self.box.url}/graph/v1.0"))
        return operation["status"], operation["numbers"][0].get("statusDetail", "")

    async def number(self, telephone_number: str) -> Any:
        """A number as Graph shows it, None when it does not."""
        found = await self.get(f"{NUMBERS}/numberAssignments", filter=f"telephoneNumber eq '{telephone_number}'")
        return next(iter(found["value"]), None)


async def upload(box: Box, *numbers: str, usage: str = "CallingUserAssignment", **configuration: Any) -> None:
    """Have the operator upload numbers; nothing has settled yet."""
    if usage == "CallingUserAssignment":
        configuration.setdefault("locationId", LOCATION)
        configuration.setdefault("civicAddressId", stable_id("address:contoso"))
    choosable = ["InboundCalling", "OutboundCalling"]
    configured = {"usage": usage, "choosableCapabilities": choosable, "displayedCountryCode": "SG", **configuration}
    configured.setdefault("allowTenantAddressUpdate", True)
    service = {"teamsOperatorConnect": {"enabled": True, "configuration": configured}}
    lines = [{"telephoneNumber": number, "accountName": "contoso", "serviceDetails": service} for number in numbers]
    url = "/operator/accounts/contoso:createOrUpdateNumbers?api-version=2024-02-29-preview"
    headers = {"Authorization": f"Bearer {await box.token(OPERATOR)}"}
    async with box.http.post(url, json={"numbers": lines}, headers=headers) as answer:
        assert answer.status == 200, await answer.text()


async def visible(box: Box, *numbers: str, **configuration: Any) -> None:
    """Upload numbers and wait until Graph shows them."""
    await upload(box, *numbers, **configuration)
    box.advance(60)


async def fault(box: Box, **rule: Any) -> None:
    """Switch a fault on."""
    async with box.http.post("/sandbox/faults", json=rule) as answer:
        assert answer.status == 200, await answer.text()


async def effects(box: Box, prefix: str = "") -> dict[str, int]:
    """What had an effect so far."""
    async with box.http.get("/sandbox/effects", params={"prefix": prefix}) as answer:
        return dict(await answer.json())
