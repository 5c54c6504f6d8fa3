"""Undo: what a job did is taken back, by the same road."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.road import applied, approved
from tests.support.sheets import HEAD, PHONE, TEAMS, csv
from tests.support.town import Town
from tests.support.uploads import planned

SEED = (Path(__file__).parent.parent / "data" / "seed-bulk.csv").read_bytes()


@pytest.mark.slow
async def test_everything_goes_back_to_what_it_was(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    before = await place.in_cpaas()
    await alex.send("seed-bulk.csv", SEED)
    await alex.sees("Send for approval")
    await alex.click("Send for approval")
    await sam.sees("Please check this plan")
    await sam.click("Approve")
    closing = await alex.sees("All done", "seed-bulk.csv")
    assert len(await place.in_teams()) == 3
    await alex.click("Undo", closing)
    plan = await alex.sees("Your plan", "Undo: seed-bulk.csv")
    for words in ("Unassign numbers in Teams", "Remove numbers from Teams", "Delete extensions"):
        assert words in plan.words
    assert "Apply now" not in plan.actions
    assert len(await place.in_teams()) == 3
    await alex.click("Send for approval", plan)
    await sam.sees("Please check this plan", "Undo: seed-bulk.csv")
    await sam.click("Approve")
    await alex.sees("All done", "Undo: seed-bulk.csv", "4 done")
    assert await place.in_teams() == {}
    assert await place.at_operator() == {}
    after = await place.in_cpaas()
    assert {key: e["version"] for key, e in after["extensions"].items()} == {"100": 1}
    assert after["extensions"] == before["extensions"]
    effects = await place.effects()
    assert set(effects.values()) == {1}, effects
    assert effects["unassign:+6567891230"] == effects["operator.delete:+6567891230"] == 1


@pytest.mark.slow
async def test_one_change_is_applied_at_once_and_undone(place: Town) -> None:
    place.line("101", "john", "6567891230", PHONE)
    alex = await place.connected()
    head = (*HEAD, "Addon license 2")
    await alex.send("more.csv", csv(("101", "6567891230", "John", PHONE, "Call Recording"), head=head))
    await alex.sees("Apply now", "You can apply this yourself.")
    await alex.click("Apply now")
    closing = await alex.sees("All done", "more.csv")
    assert "call_recording" in (await place.in_cpaas())["extensions"]["101"]["addons"]
    await alex.click("Undo", closing)
    plan = await alex.sees("Your plan", "Undo: more.csv")
    await alex.click("Apply now", plan)
    await alex.sees("All done", "Undo: more.csv")
    extension = (await place.in_cpaas())["extensions"]["101"]
    assert extension["addons"] == [PHONE]
    assert extension["numbers"] == ["6567891230"]
    assert await place.effects() == {"addon.add:101:call_recording": 1, "addon.remove:101:call_recording": 1}


@pytest.mark.slow
async def test_only_what_the_job_did_itself_is_taken_back(place: Town) -> None:
    """The number was uploaded before: undoing the assignment leaves it there."""
    place.line("101", "john", "6567891230", TEAMS)
    alex, sam = await place.connected(), await place.person("Sam")
    await alex.say("numbers")
    await planned(alex, "Upload ticked", ticked="+6567891230")
    await alex.click("Apply now")
    await alex.sees("All done", "Upload 1 number")
    await alex.send("john.csv", csv(("101", "6567891230", "John", TEAMS)))
    await alex.sees("Your plan", "john.csv")
    await alex.click("Apply now")
    closing = await alex.sees("All done", "john.csv")
    assert (await place.in_teams())["+6567891230"]["holder"] == "John"
    await alex.click("Undo", closing)
    await alex.sees("Your plan", "Undo: john.csv")
    await alex.click("Send for approval")
    await sam.sees("Please check this plan", "Undo: john.csv")
    await sam.click("Approve")
    await alex.sees("All done", "Undo: john.csv")
    assert (await place.in_teams())["+6567891230"]["assignment_status"] == "unassigned"
    assert list(await place.at_operator()) == ["+6567891230"]


@pytest.mark.long
async def test_nothing_to_undo(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    alex = await place.connected()
    await place.fault(system="operator", kind="number_error", numbers=["+6567891230"])
    await alex.say("numbers")
    await planned(alex, "Upload ticked", ticked="+6567891230")
    await alex.click("Apply now")
    closing = await alex.sees("Some lines need you")
    assert "Undo" not in closing.actions
    (job,) = await place.bot.store.ledger.recent(place.tenant().id)
    await alex.press(closing, "job.undo", place.sealed("job.undo", {"job": job.id}))
    await alex.sees("There is nothing to undo.")


async def test_a_reader_cannot_undo(place: Town) -> None:
    place.line("101", "john", "6567891230", PHONE)
    alex, kim = await place.connected(), await place.person("Kim")
    head = (*HEAD, "Addon license 2")
    await alex.send("more.csv", csv(("101", "6567891230", "John", PHONE, "Call Recording"), head=head))
    await alex.sees("Apply now")
    await alex.click("Apply now")
    closing = await alex.sees("All done")
    await kim.say("jobs")
    await kim.click("Open")
    shown = await kim.sees("All done")
    assert set(shown.actions) == {"Lines", "Result as a file", "Result as CSV"}
    await kim.press(shown, "job.undo", closing.actions["Undo"]["data"])
    await kim.sees("You may not change anything.")
    assert await place.effects() == {"addon.add:101:call_recording": 1}


@pytest.mark.slow
async def test_what_was_undone_is_not_offered_again(place: Town) -> None:
    """The result card tells who undid it; every copy of it does, and an old button gets words, not a plan."""
    alex, sam = await place.connected(), await place.person("Sam")
    two = csv(("101", "", "John", PHONE), ("102", "", "Alice", PHONE))
    await alex.send("two.csv", two)
    closing = await approved(alex, sam, await alex.sees("Send for approval"))
    old = closing.actions["Undo"]["data"]
    await sam.say("jobs")
    await sam.click("Open")
    copy = await sam.sees("All done", "two.csv")
    await alex.click("Undo", closing)
    plan = await alex.sees("Your plan", "Undo: two.csv")
    await alex.click("Undo", closing, later="yes")
    assert sum("Your plan" in m.words and "Undo: two.csv" in m.words for m in await alex.messages()) == 2
    assert len(await place.bot.store.plans.undoing((await place.bot.store.ledger.recent(place.tenant().id))[0].id)) == 1
    await alex.click("Send for approval", plan)
    shown = await alex.becomes(closing, "Undo asked for by Alex: it waits for approval.")
    assert "Undo" not in shown.actions
    await sam.click("Approve", await sam.sees("Please check this plan", "Undo: two.csv"))
    await alex.sees("All done", "Undo: two.csv")
    for who, card in ((alex, closing), (sam, copy)):
        shown = await who.becomes(card, "Undone by Alex")
        assert not {"Undo", "Retry 2 lines"} & set(shown.actions)
    before = await place.effects()
    await alex.press(closing, "job.undo", old)
    await alex.sees("This was undone already.", "Alex")
    assert await place.effects() == before


@pytest.mark.slow
async def test_what_an_undo_undid_can_be_undone_again_once_it_is_back(place: Town) -> None:
    place.line("101", "john", "6567891230", PHONE)
    alex = await place.connected()
    head = (*HEAD, "Addon license 2")
    await alex.send("more.csv", csv(("101", "6567891230", "John", PHONE, "Call Recording"), head=head))
    closing = await applied(alex, await alex.sees("Apply now"))
    await alex.click("Undo", closing)
    undone = await applied(alex, await alex.sees("Your plan", "Undo: more.csv"))
    await alex.becomes(closing, "Undone by Alex")
    await alex.click("Undo", undone)
    redone = await applied(alex, await alex.sees("Your plan", "Redo: more.csv"))
    await alex.becomes(undone, "Undone by Alex")
    again = await alex.until(lambda m: m.id == closing.id and "Undo" in m.actions)
    assert "Undone by" not in again.words
    await alex.click("Undo", redone)
    assert "Redo" not in (await alex.until(lambda m: "Apply now" in m.actions, "another undo")).words
