"""`switchboard check --pilot`: every inferred fact is told, what differs as different, and nothing is written."""

from __future__ import annotations

import re

import pytest

from bot.pilot import _PROBES, Came, Where, pilot
from services.facts.fact import Evidence
from services.facts.table import FACTS
from services.remote.operator_records import UploadRequest
from services.sandbox.app import Options
from services.sandbox.directory import delete_person
from services.sandbox.operator import views
from tests.services.remote.support import CONTOSO, World, connected


def where(world: World) -> Where:
    return Where(world.clients.graph(CONTOSO), world.clients.operator(CONTOSO), "contoso")


async def test_the_sandbox_is_as_was_inferred() -> None:
    async with connected(Options(speed=200.0)) as world:
        tried = await pilot(where(world))
        assert [one.key for one in tried] == [fact.key for fact in FACTS if fact.evidence is Evidence.INFERRED]
        unknown = {one.key: one.said for one in tried if one.came is Came.UNKNOWN}
        assert unknown == {
            "graph.deleted.name": "No account was deleted lately.",
            "graph.numbers.next": "The tenant has 0 numbers, which is one page.",
            "gateway.pending": "The account passes its numbers on to Teams.",
        }
        assert {one.came for one in tried} == {Came.AS_ASSUMED, Came.BY_HAND, Came.UNKNOWN}
        assert world.sandbox.world.effects == {}


async def test_what_differs_and_what_could_not_be_tried_is_told() -> None:
    async with connected(Options(speed=200.0)) as world:
        world.sandbox.world.operator.accounts["contoso"].offers = {"CallingUserAssignment": ["UserAssignment"]}
        world.sandbox.world.tenants[CONTOSO].granted_roles -= {"RoleManagement.Read.Directory"}
        came = {one.key: one for one in await pilot(where(world))}
        assert came["gateway.offers"].came is Came.DIFFERS
        assert "FirstPartyAppAssignment" in came["gateway.offers"].said
        assert came["graph.roles.groups"].came is Came.UNKNOWN


async def test_what_there_is_to_look_at_is_looked_at() -> None:
    async with connected(Options(speed=200.0)) as world:
        tenant, account = world.sandbox.world.tenants[CONTOSO], world.sandbox.world.operator.accounts["contoso"]
        delete_person(tenant, next(iter(tenant.people.values())), world.sandbox.clock.now())
        account.syncs = False
        await world.clients.operator(CONTOSO).upload("contoso", [UploadRequest("+6564000000", "CallingUserAssignment")])
        came = {one.key: one.came for one in await pilot(where(world))}
        assert {came["graph.deleted.name"], came["gateway.pending"]} == {Came.AS_ASSUMED}, came


async def test_what_differs_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "status_of", lambda *_: "synced")
    async with connected(Options(speed=200.0)) as world:
        account = world.sandbox.world.operator.accounts["contoso"]
        uploads = [UploadRequest(f"+656400000{n}", "CallingUserAssignment") for n in range(2)]
        await world.clients.operator(CONTOSO).upload("contoso", uploads)
        account.syncs, account.offers = False, {"CallingUserAssignment": ["UserAssignment", "InboundCalling"]}
        came = {one.key: one for one in await pilot(where(world))}
        assert came["gateway.pending"].said == "the numbers of an account that passes none on are: 2 synced"
        assert came["gateway.offers"].said == (
            "nothing is offered for FirstPartyAppAssignment; offered: CallingUserAssignment with InboundCalling, "
            "UserAssignment"
        )
        for one in came.values():
            assert not re.search(r"[{}\[\]<>()]|'[^ ]*'", one.said), one


def test_every_probe_is_some_facts() -> None:
    assert {fact.probe for fact in FACTS} - {""} == set(_PROBES)
