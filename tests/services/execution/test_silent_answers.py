"""Writes whose answer doesn't mention an item: nobody knows what became of it, so it is read back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any, cast

import pytest

from services.domain.errors import RemoteBusy, RemoteUnknown, RemoteUnreadable
from services.domain.steps import ObjectState, Step, StepKind
from services.execution.effects import effects_of
from services.execution.effects.base import Result, StepAttempt, World, WriteResult, from_error
from services.remote.cpaas import Cpaas
from tests.services.remote.support import FakeClock, Reply, Seen, Wire, scripted

LINE: dict[str, object] = {
    "extKey": "101",
    "extLabel": "x",
    "identityUuid": None,
    "addons": [],
    "numbers": [],
    "version": 1,
    "baseSku": "",
}
STEPS = {
    StepKind.EXTENSION_CREATE: Step(
        StepKind.EXTENSION_CREATE, "101", ObjectState(), ObjectState(exists=True, label="x")
    ),
    StepKind.EXTENSION_UPDATE: Step(StepKind.EXTENSION_UPDATE, "101", ObjectState(label="w"), ObjectState(label="x")),
    StepKind.EXTENSION_DELETE: Step(
        StepKind.EXTENSION_DELETE, "101", ObjectState(exists=True), ObjectState(exists=False)
    ),
    StepKind.EXTENSION_REKEY: Step(StepKind.EXTENSION_REKEY, "101", ObjectState(key="101"), ObjectState(key="102")),
    StepKind.SETTINGS_UPDATE: Step(StepKind.SETTINGS_UPDATE, "101", ObjectState(), ObjectState(settings={"a.b": 1})),
}
KINDS = ("createdItems", "updatedItems", "deletedItems")


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with scripted() as started:
        yield started


def world(wire: Wire) -> World:
    return World("t", "a", Cpaas(wire.remote(FakeClock())), cast(Any, None), cast(Any, None), FakeClock())


async def sent(wire: Wire, kind: StepKind, done: object, failed: Sequence[object] = ()) -> WriteResult:
    """How the step's write went when the batch was answered with these as what is done and what failed."""

    def answer(seen: Seen) -> Reply:
        if seen.method == "GET":
            return Reply(body=[], headers={"x-pagination-total-count": "0"})
        name = next(n for n in KINDS if n[:6].lower() in seen.path.lower()) if "settings" not in seen.path else KINDS[1]
        return Reply(body={name: done, "failedItems": [*failed]})

    wire.otherwise = answer
    (came,) = await effects_of(world(wire))[kind].send([StepAttempt(STEPS[kind], "key")])
    return came


@pytest.mark.parametrize("kind", STEPS)
async def test_an_item_nobody_mentions_is_in_doubt(wire: Wire, kind: StepKind) -> None:
    came = await sent(wire, kind, [])
    assert came.result is Result.UNKNOWN
    assert "without a word" in came.reason


@pytest.mark.parametrize("kind", STEPS)
async def test_an_item_that_failed_for_now_is_sent_again_later(wire: Wire, kind: StepKind) -> None:
    busy = {"extKey": "101", "code": "number.failed", "error": "number.failed"}
    assert (await sent(wire, kind, [], [busy])).result is Result.LATER


async def test_an_item_that_is_mentioned_is_done(wire: Wire) -> None:
    assert (await sent(wire, StepKind.EXTENSION_CREATE, [LINE])).result is Result.DONE
    assert (await sent(wire, StepKind.EXTENSION_DELETE, ["101"])).result is Result.DONE
    assert (await sent(wire, StepKind.EXTENSION_REKEY, [{**LINE, "extKey": "102"}])).result is Result.DONE
    assert (await sent(wire, StepKind.EXTENSION_REKEY, [LINE])).result is Result.UNKNOWN


@pytest.mark.parametrize(
    ("kind", "tenant", "result"),
    [
        (StepKind.TENANT_LINK, "T-1", Result.DONE),
        (StepKind.TENANT_LINK, None, Result.UNKNOWN),
        (StepKind.TENANT_LINK, "another", Result.UNKNOWN),
        (StepKind.TENANT_UNLINK, None, Result.DONE),
        (StepKind.TENANT_UNLINK, "t-1", Result.UNKNOWN),
    ],
)
async def test_a_link_is_made_when_the_answer_names_it(
    wire: Wire, kind: StepKind, tenant: str | None, result: Result
) -> None:
    named = {"tenantId": tenant} if tenant else None
    wire.otherwise = lambda _seen: Reply(body={"orgUuid": "u", "name": "n", "country": "SG", "msTeamsTenant": named})
    states = (ObjectState(tenant=""), ObjectState(tenant="t-1"))
    before, after = states if kind is StepKind.TENANT_LINK else states[::-1]
    (came,) = await effects_of(world(wire))[kind].send([StepAttempt(Step(kind, "t-1", before, after), "key")])
    assert came.result is result


def test_an_odd_answer_before_a_write_only_puts_it_off() -> None:
    came = from_error(RemoteUnreadable("The CPaaS", "status 204 with nothing in it"))
    assert (came.result, came.away) == (Result.LATER, "The CPaaS")
    assert from_error(RemoteBusy("x", 0, "", "y")).result is Result.LATER
    assert from_error(RemoteUnknown("x", 0, "", "y")).result is Result.UNKNOWN
