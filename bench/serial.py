"""The plain loop to compare with: one number after the other, one request at a time, no batches.

It is better than most scripts: it takes all numbers through one stage after the other, so that it waits for Teams once
and not once a number, and it obeys `Retry-After`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from bench.floor import ASSIGN, SYNC, VISIBLE
from bot.up import CLIENT_ID, CLIENT_SECRET
from services.remote.clients import GRAPH_SCOPE, OPERATOR_SCOPE
from services.remote.operator_records import UploadRequest, resource_of
from tests.support.processes import world
from tests.support.town import KEY

_NUMBERS = "/graph/v1.0/admin/teams/telephoneNumberManagement/numberAssignments"
_VERSION = {"api-version": "2024-02-29-preview"}
_USAGE = "CallingUserAssignment"
_MAX_POLLS = 500  # polls of one number, or tries of one call
Stage = Callable[[int], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Serial:
    """The seconds that a line takes at each stage once the limits' bursts are used up, and the world's speed."""

    lines: int
    per_line: dict[str, float]
    speed: float

    def seconds(self, lines: int) -> float:
        """The seconds that this many lines would take."""
        return (SYNC + VISIBLE + ASSIGN) / self.speed + lines * sum(self.per_line.values())


async def measure(home: Path, speed: float, lines: int) -> Serial:
    """Run the plain loop on a fresh sandbox; each stage is timed over its second half, as the first uses up bursts."""
    home.mkdir(parents=True)
    with world(home, speed, lines + 5, lines + 5) as here:
        async with ClientSession(here.url) as http:
            loop = await _Loop.signed_in(http, speed)
            per_line = {}
            for name, stage in loop.stages().items():
                if stage == loop.visible:
                    await asyncio.sleep((SYNC + VISIBLE) / speed)  # counted once for all lines, in `seconds`
                per_line[name] = await _timed(stage, lines)
    return Serial(lines, per_line, speed)


async def _timed(stage: Stage, lines: int) -> float:
    half = lines // 2
    for i in range(half):
        await stage(i)
    started = time.perf_counter()
    for i in range(half, lines):
        await stage(i)
    return (time.perf_counter() - started) / (lines - half)


@dataclass
class _Loop:
    http: ClientSession
    speed: float
    cpaas: dict[str, str]
    graph: dict[str, str]
    operator: dict[str, str]
    people: dict[str, str]  # mail -> object id
    members: dict[str, str]  # mail -> identity uuid

    @classmethod
    async def signed_in(cls, http: ClientSession, speed: float) -> _Loop:
        cpaas = {"x-api-key": KEY}
        async with http.get("/sandbox/state", params={"part": "graph"}) as answer:
            tenants = await answer.json()
        tenant = next(t for t in tenants.values() if t["display_name"].startswith("Contoso"))
        async with http.get("/sandbox/state", params={"part": "cpaas"}) as answer:
            organisations = await answer.json()
        contoso = next(o for o in organisations.values() if o["name"] == "Contoso")
        return cls(
            http,
            speed,
            cpaas,
            await _token(http, tenant["id"], GRAPH_SCOPE),
            await _token(http, "common", OPERATOR_SCOPE),
            {p["user_principal_name"]: key for key, p in tenant["people"].items()},
            {m["email"]: key for key, m in contoso["members"].items()},
        )

    def stages(self) -> dict[str, Stage]:
        return {
            "create": self.create,
            "map": self.map,
            "upload": self.upload,
            "wait until visible": self.visible,
            "assign": self.assign,
            "read back": self.assigned,
        }

    async def create(self, i: int) -> None:
        items = [{"extKey": str(10000 + i), "extLabel": f"Person {i + 1:04d}"}]
        await self._call("POST", "/cpaas/v1/extensions/batchCreate", self.cpaas, {"items": items})

    async def map(self, i: int) -> None:
        item = {
            "extKey": str(10000 + i),
            "identityUuid": self.members[_mail(i)],
            "addAddons": ["device_import_msteams_OC", "call_recording"],
            "addNumbers": [str(6564000000 + i)],
        }
        await self._call("POST", "/cpaas/v1/extensions/batchUpdate", self.cpaas, {"items": [item]})

    async def upload(self, i: int) -> None:
        body = {"numbers": [resource_of("contoso", UploadRequest(_number(i), _USAGE))]}
        path = "/operator/accounts/contoso:createOrUpdateNumbers"
        await self._call("POST", path, self.operator, body, _VERSION)

    async def visible(self, i: int) -> None:
        await self._until(i, bool)

    async def assign(self, i: int) -> None:
        body = {
            "telephoneNumber": _number(i),
            "assignmentTargetId": self.people[_mail(i)],
            "numberType": "operatorConnect",
            "assignmentCategory": "primary",
        }
        await self._call("POST", f"{_NUMBERS}/assignNumber", self.graph, body)

    async def assigned(self, i: int) -> None:
        await self._until(i, lambda number: bool(number.get("assignmentTargetId")))

    async def _until(self, i: int, fits: Callable[[dict[str, Any]], bool]) -> None:
        asked = {"$filter": f"telephoneNumber eq '{_number(i)}'"}
        for _ in range(_MAX_POLLS):
            found = await self._call("GET", _NUMBERS, self.graph, params=asked)
            if any(fits(number) for number in found["value"]):
                return
            await asyncio.sleep(2.0 / self.speed)
        raise RuntimeError(f"{_number(i)} never came to be as requested: {found['value']}")

    async def _call(
        self, method: str, path: str, headers: dict[str, str], body: Any = None, params: dict[str, str] | None = None
    ) -> Any:
        for _ in range(_MAX_POLLS):
            async with self.http.request(method, path, json=body, headers=headers, params=params) as answer:
                if answer.status == 429:
                    await asyncio.sleep(float(answer.headers["Retry-After"]))
                    continue
                answer.raise_for_status()
                found = await answer.json(content_type=None) if await answer.read() else {}
            if isinstance(found, dict) and found.get("failedItems"):
                raise RuntimeError(f"refused: {found['failedItems']}")
            return found
        raise RuntimeError(f"throttled again and again: {method} {path}")


async def _token(http: ClientSession, tenant: str, scope: str) -> dict[str, str]:
    form = {
        "grant_type": "client_credentials",
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "scope": scope,
    }
    async with http.post(f"/login/{tenant}/oauth2/v2.0/token", data=form) as answer:
        answer.raise_for_status()
        return {"Authorization": f"Bearer {(await answer.json())['access_token']}"}


def _number(i: int) -> str:
    return f"+{6564000000 + i}"


def _mail(i: int) -> str:
    return f"person{i + 1:04d}@contoso.com"
