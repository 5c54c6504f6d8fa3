"""What is only inferred of Microsoft's side, the other way round: said or met as the ledger of facts has it."""

from __future__ import annotations

from tests.scenarios.test_in_the_directory import changed
from tests.support.sheets import TEAMS
from tests.support.town import Town


async def test_a_kind_of_policy_that_graph_refuses_is_said_in_its_words_before_anything_is_written(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    alex = await place.connected()
    inner = '{"code":"BadRequest","message":"The policy type is not supported.","target":null}'
    await place.fault(system="graph", kind="before", status=400, code="UnknownError", text=inner, match="getPolicyId")
    words = (await alex.say("set policy call hold Music for john")).words
    assert "The policy type is not supported." in words
    assert "UnknownError" not in words
    assert await place.effects() == {}


async def test_a_licensed_account_whose_sign_in_is_blocked_is_judged_as_a_person(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    changed(place, "John", enabled=False)
    alex = await place.connected()
    assert "shared mailbox" not in (await alex.say("line 101")).words
