"""The sandbox's own controls at /sandbox: look at the world, start over, switch faults, move time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict, fields
from typing import Any

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from services.sandbox import propagation
from services.sandbox.faults import Rule
from services.sandbox.patch import Patch, apply
from services.sandbox.portal import portal
from services.sandbox.state import SANDBOX, Delays

_RULES: TypeAdapter[list[Rule]] = TypeAdapter(list[Rule])
_INDEXES = frozenset(
    {"departures", "order", "by_name", "consumed", "number_order", "numbers_of", "running", "index", "arrivals"}
)
Handler = Callable[[web.Request], Awaitable[web.Response]]


class Reset(BaseModel):
    """The options that a reset may change; the others stay as the sandbox was started."""

    model_config = ConfigDict(extra="forbid")

    people: int | None = Field(default=None, ge=0)
    numbers: int | None = Field(default=None, ge=0)
    speed: float | None = Field(default=None, gt=0)
    seed: int | None = None


class DelaySettings(BaseModel):
    """New delays in seconds of the sandbox's clock; those left out stay as they are."""

    model_config = ConfigDict(extra="forbid")

    visible: float | None = Field(default=None, ge=0)
    sync: float | None = Field(default=None, ge=0)
    assign: float | None = Field(default=None, ge=0)
    licence: float | None = Field(default=None, ge=0)


class ClockSettings(BaseModel):
    """Jump ahead by `advance` seconds, change the speed, or both."""

    model_config = ConfigDict(extra="forbid")

    advance: float = Field(default=0, ge=0)
    speed: float | None = Field(default=None, gt=0)


def routes() -> list[web.RouteDef]:
    """The controls' routes."""
    return [
        web.get("/sandbox/health", health),
        web.post("/sandbox/reset", _checked(reset)),
        web.get("/sandbox/state", state),
        web.get("/sandbox/portal", portal),
        web.get("/sandbox/effects", effects),
        web.get("/sandbox/faults", list_faults),
        web.post("/sandbox/faults", _checked(add_faults)),
        web.delete("/sandbox/faults", clear_faults),
        web.get("/sandbox/calls", calls),
        web.post("/sandbox/delays", _checked(set_delays)),
        web.post("/sandbox/clock", _checked(set_clock)),
        web.post("/sandbox/world", _checked(set_world)),
    ]


async def health(request: web.Request) -> web.Response:
    """That the sandbox runs, and its time."""
    clock = request.app[SANDBOX].clock
    return web.json_response({"status": "ok", "now": clock.stamp(clock.now()), "speed": clock.speed})


async def reset(request: web.Request) -> web.Response:
    """A fresh world, no faults, no counts."""
    wanted = Reset.model_validate(await _body(request))
    request.app[SANDBOX].reset(**wanted.model_dump(exclude_none=True))
    return web.json_response({"status": "ok"})


async def state(request: web.Request) -> web.Response:
    """The whole world, or `?part=graph|operator|cpaas|effects` of it."""
    sandbox = request.app[SANDBOX]
    propagation.settle(sandbox)
    parts: dict[str, Callable[[], Any]] = {
        "graph": lambda: {key: asdict(tenant) for key, tenant in sandbox.world.tenants.items()},
        "operator": lambda: asdict(sandbox.world.operator),
        "cpaas": lambda: {key: asdict(organisation) for key, organisation in sandbox.world.organisations.items()},
        "effects": lambda: dict(sandbox.world.effects),
    }
    part = request.query.get("part")
    if part is None:
        return web.json_response(_plain({name: make() for name, make in parts.items()}))
    if part not in parts:
        return web.json_response({"error": f"no part {part}: one of {', '.join(parts)}"}, status=400)
    return web.json_response(_plain(parts[part]()))


async def effects(request: web.Request) -> web.Response:
    """The count of each effect whose key starts with `?prefix=`."""
    sandbox = request.app[SANDBOX]
    propagation.settle(sandbox)
    prefix = request.query.get("prefix", "")
    return web.json_response({key: n for key, n in sorted(sandbox.world.effects.items()) if key.startswith(prefix)})


async def list_faults(request: web.Request) -> web.Response:
    """The rules switched on and how often each struck."""
    return web.json_response([rule.model_dump() for rule in request.app[SANDBOX].faults.rules])


async def add_faults(request: web.Request) -> web.Response:
    """Switch on one rule or a list of them."""
    sandbox = request.app[SANDBOX]
    body = await _body(request)
    for rule in _RULES.validate_python(body if isinstance(body, list) else [body]):
        sandbox.faults.add(rule, sandbox.copy() if rule.kind == "stale" else None)
    return await list_faults(request)


async def clear_faults(request: web.Request) -> web.Response:
    """Switch everything off."""
    request.app[SANDBOX].faults.clear()
    return web.json_response([])


async def calls(request: web.Request) -> web.Response:
    """How often each route was called and how often each limit refused."""
    sandbox = request.app[SANDBOX]
    return web.json_response({"calls": dict(sandbox.calls), "throttled": dict(sandbox.limits.drawn)})


async def set_delays(request: web.Request) -> web.Response:
    """Change the delays; what is already under way keeps the old ones."""
    wanted = DelaySettings.model_validate(await _body(request))
    delays = request.app[SANDBOX].delays
    for name, seconds in wanted.model_dump(exclude_none=True).items():
        setattr(delays, name, seconds)
    return web.json_response({field.name: getattr(delays, field.name) for field in fields(Delays)})


async def set_clock(request: web.Request) -> web.Response:
    """Move time ahead or change its speed."""
    wanted = ClockSettings.model_validate(await _body(request))
    clock = request.app[SANDBOX].clock
    clock.advance(wanted.advance)
    if wanted.speed is not None:
        clock.change_speed(wanted.speed)
    return await health(request)


async def set_world(request: web.Request) -> web.Response:
    """Revoke or give back a key, permissions or a consent."""
    try:
        apply(request.app[SANDBOX].live.world, Patch.model_validate(await _body(request)))
    except KeyError as missing:
        return web.json_response({"error": f"there is no {missing}"}, status=404)
    return web.json_response({"status": "ok"})


async def _body(request: web.Request) -> Any:
    return await request.json() if await request.read() else {}


def _checked(handler: Handler) -> Handler:
    async def answer(request: web.Request) -> web.Response:
        try:
            return await handler(request)
        except ValidationError as error:
            return web.json_response({"error": str(error)}, status=400)

    return answer


def _plain(value: Any) -> Any:
    """The value with sets as sorted lists and without the indexes."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items() if key not in _INDEXES}
    if isinstance(value, set | frozenset):
        return sorted(value)
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value
