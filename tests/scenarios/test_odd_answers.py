"""Answers nobody understands, from any system: none of them is taken for a fact, and nobody is accused by one."""

from __future__ import annotations

import pytest

from tests.support.road import connects
from tests.support.sheets import TEAMS, csv
from tests.support.town import KEY, Town

ACCUSATIONS = ("You may not", "consent is gone", "has to grant", "no such tenant", "takes a Teams administrator")
ROLES = "roleAssignments"


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["before", "after"])
async def test_one_odd_answer_while_linking_ends_nothing(place: Town, kind: str) -> None:
    alex = await place.person("Alex")
    form = await alex.say("connect")
    await place.fault(system="cpaas", kind=kind, status=302, match="PUT .*msTeamsTenant", times=4)
    await connects(alex, KEY, form)
    await alex.becomes(form, "Connected", "Send a file")
    assert (await place.in_cpaas())["tenant_id"] == place.tenant().id
    assert (await place.effects())[f"tenant.link:{place.tenant().id}"] == 1
    assert "deleted the key" not in await alex.transcript()


async def test_odd_answers_while_linking_are_waited_out_and_the_key_is_kept(place: Town) -> None:
    alex = await place.person("Alex")
    form = await alex.say("connect")
    await place.fault(system="cpaas", kind="before", status=302, match="PUT|GET /cpaas/v1/organization$", times=None)
    await place.calm()
    await place.fault(system="cpaas", kind="before", status=302, match="PUT .*msTeamsTenant")
    await connects(alex, KEY, form)
    linking = await alex.becomes(form, "Connecting")
    assert "Connected" not in linking.words
    assert "is being linked" in (await alex.say("lines")).words
    await place.calm()
    await alex.becomes(form, "Connected", "Send a file")
    said = await alex.transcript()
    assert "deleted the key" not in said
    assert "Resume" not in said


@pytest.mark.slow
@pytest.mark.parametrize("system", ["graph", "login"])
async def test_a_role_that_could_not_be_asked_for_is_not_nobody(place: Town, system: str) -> None:
    alex = await place.connected()
    sam = await place.person("Sam")
    await alex.send("two.csv", csv(("101", "6567891230", "John", TEAMS), ("102", "6567891231", "Alice", TEAMS)))
    await alex.sees("Send for approval")
    await alex.click("Send for approval")
    request = await sam.sees("Please check this plan")
    await place.fault(system=system, kind="before", status=302, match=ROLES if system == "graph" else "")
    if system == "login":
        place.forget_tokens()
    await sam.click("Approve", request)
    said = await sam.sees("couldn't ask Microsoft for your role")
    assert not [words for words in ACCUSATIONS if words in said.words]
    await place.calm()
    await sam.click("Approve", request)
    await alex.sees("All done", "two.csv")
