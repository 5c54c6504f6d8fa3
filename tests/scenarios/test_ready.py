"""Who can call: home, ready and lines tell what is true at this moment on every side."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from services.sandbox import numbering
from services.sandbox.directory import delete_person
from services.sandbox.world import TeamsNumber
from tests.support.road import applied
from tests.support.sheets import PHONE, TEAMS, cells
from tests.support.town import Town

RESOURCE = "device_import_msteams_OC_resource"
RULE = {"outboundCall": {"outgoingCallRule": "default-sg"}}
SEED = (Path(__file__).parent.parent / "data" / "seed-bulk.csv").read_bytes()


@pytest.mark.slow
async def test_numbers_follow_the_job(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    home = await alex.say("home")
    assert "Contoso Pte Ltd" in home.words
    assert "0 of 1 line" in home.words
    ready = await alex.say("ready")
    assert "0 of 1 person can call in Teams" in ready.words
    assert "number not in teams yet" in ready.words.casefold()
    await alex.send("seed-bulk.csv", SEED)
    await alex.sees("Send for approval")
    await alex.click("Send for approval")
    await sam.sees("Please check this plan")
    await sam.click("Approve")
    await alex.sees("All done", "seed-bulk.csv")
    home = await alex.say("home")
    assert "3 of 4 lines" in home.words
    ready = await alex.say("who can call")
    assert "1 of 4 people can call in Teams" in ready.words
    assert "no outbound rule" in ready.words.casefold()
    assert "2 people" in ready.words
    chain = await alex.say("ready alice")
    assert "102 Alice can't call in Teams yet." in chain.words
    assert "Outbound call rule" in chain.words
    assert "Without it the person can't call out" in chain.words
    assert "+65 6789 1231" in chain.words
    place.organisation().extensions["102"].settings = {"outboundCall": {"outgoingCallRule": "default-sg"}}
    assert "102 Alice can call in Teams." in (await alex.say("ready 102")).words
    assert "2 of 4 people can call in Teams" in (await alex.say("ready")).words


async def test_each_missing_link_is_named(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    place.line("102", "omar", "6567891231", TEAMS)
    place.line("103", "nadia", "", TEAMS)
    place.line("104", "", "6567891232", TEAMS)
    place.line("105", "hallie", "", PHONE)
    alex = await place.connected()
    ready = await alex.say("ready")
    assert "0 of 5 people can call in Teams" in ready.words
    lines = await alex.say("lines")
    for words in ("number not in teams yet", "no number", "nobody holds the line", "not in teams"):
        assert words in lines.words.casefold()
    assert "can't call in Teams yet" in (await alex.say("ready john")).words
    assert "I can't find “zoe”." in (await alex.say("ready zoe")).words
    assert "fits several lines" not in (await alex.say("ready 101")).words


async def test_nobody_is_said_to_call_who_cannot_sign_in(place: Town) -> None:
    place.line("101", "nadia", "6567891231", TEAMS)
    place.organisation().extensions["101"].settings = RULE
    number = TeamsNumber("+6567891231")
    numbering.put(place.tenant(), number)
    nadia = place.somebody("Nadia")
    alex = await place.connected()
    plan = await alex.say("assign number 6567891231 to nadia")
    nadia.enabled = False
    closing = await applied(alex, plan)
    assert "1 assigned, 0 can call" in closing.words
    assert "101 Nadia: No Microsoft account, or sign-in blocked" in closing.words
    ready = await alex.say("ready nadia")
    assert "101 Nadia can't call in Teams yet." in ready.words
    assert "Sign-in is blocked for Nadia (nadia@contoso.com)" in ready.words
    assert "0 of 2 people can call in Teams" in (await alex.say("ready")).words
    assert "0 of 2 lines" in (await alex.say("home")).words
    assert "Sign-in blocked" in (await alex.say("lines nadia")).words
    await alex.click("What to do", ready)
    await alex.sees("Can't mend: sign-in blocked", "Unblock the account in the Microsoft 365 admin centre")
    nadia.enabled = True
    assert "101 Nadia can call in Teams." in (await alex.say("ready nadia")).words
    delete_person(place.tenant(), nadia, 0.0)
    gone = await alex.say("ready nadia")
    assert "Nadia isn't in your Microsoft directory" in gone.words
    assert {"Give a phone licence", "Set usage location"}.isdisjoint(gone.actions)


async def test_lines_are_found_by_anything_they_are_known_by(place: Town) -> None:
    place.line("101", "john", "6567891230", PHONE)
    place.line("102", "alice", "6567891231", PHONE)
    alex = await place.connected()
    for words in ("101", "john", "JOHN@CONTOSO.COM", "+6567891230", "6789 1230", "line 101"):
        found = await alex.say(f"lines {words}")
        assert "1 line" in found.words.splitlines(), words
        assert "101 · Line 101" in found.words
        assert "Line 102" not in found.words
    nothing = await alex.say("lines nobody")
    assert "Nothing matches." in nothing.words
    await alex.click("Search", nothing, query="alice")
    await alex.becomes(nothing, "102 · Line 102", "IP phone", "+65 6789 1231")


async def test_lines_are_paged_and_given_as_a_file(place: Town) -> None:
    for no in range(20):
        place.line(str(200 + no), "", "", PHONE)
    alex = await place.connected()
    card = await alex.say("lines")
    assert "21 lines, page 1 of 4" in card.words
    assert "Previous" not in card.actions
    await alex.click("Next", card)
    card = await alex.becomes(card, "page 2 of 4", "207")
    await alex.click("Next", card)
    card = await alex.becomes(card, "page 3 of 4", "213")
    await alex.click("Next", card)
    card = await alex.becomes(card, "page 4 of 4", "219")
    assert "Next" not in card.actions
    await alex.click("Previous", card)
    card = await alex.becomes(card, "page 3 of 4")
    await alex.click("As a file", card)
    rows = cells(await alex.take_file())
    assert rows[0] == ["Ext Key", "Directory name", "User", "Numbers", "Add-ons", "Teams"]
    assert len(rows) == 22
    assert rows[1][:4] == ["100", "Front desk", "Wei Ling (wei.ling@contoso.com)", "+65 6789 1249"]


async def test_no_lines_at_all(place: Town) -> None:
    place.organisation().extensions.clear()
    place.organisation().index = None
    alex = await place.connected()
    assert "Lines come from a spreadsheet" in (await alex.say("lines")).words
    assert "Nobody has a line yet." in (await alex.say("ready")).words
    home = await alex.say("home")
    assert "no line in Teams yet" in home.words
    assert "1 of 6 steps done" in home.words
    await alex.click("A file", home)
    await alex.sees("Just send me the file here")


async def test_a_system_that_is_down_is_named(place: Town) -> None:
    alex = await place.connected()
    await place.fault(system="cpaas", kind="auth")
    card = await alex.say("lines")
    assert "The CPaaS answered 403." in card.words
    assert "Reference" in card.words
    await place.calm()
    assert "Front desk" in (await alex.say("lines")).words


@pytest.mark.long
async def test_a_number_on_its_way_waits_with_its_age(place: Town) -> None:
    place.sandbox.delays.visible = 100_000.0
    place.line("101", "john", "6567891230", TEAMS)
    place.organisation().extensions["101"].settings = RULE
    alex = await place.connected()
    await alex.say("mend upload 101")
    await alex.click("See the job")
    await alex.sees("1 line waits for Teams to show its number")
    chain = await alex.say("ready 101")
    assert "On its way" in chain.words
    assert "Uploaded less than a minute ago, not visible in Teams yet." in chain.words
    assert "Waiting" in chain.words
    assert "Missing" not in chain.words
    assert list(chain.actions) == ["Look again", "Home"]
    glance = await alex.say("ready")
    assert "1 can't call yet, 1 waits for the other side." in glance.words
    assert "Uploaded, not visible in Teams yet" in glance.words


@pytest.mark.slow
async def test_what_takes_longer_than_is_normal_is_stuck_with_whom_to_contact(place: Town) -> None:
    place.sandbox.delays.visible = 1e9
    place.line("101", "john", "6567891230", TEAMS)
    place.line("102", "alice", "6567891231", TEAMS)
    alex = await place.connected()
    await alex.say("mend upload 101")
    await alex.click("See the job")
    # From here on the job only looks, and writes nothing that would undo the next line.
    await alex.sees("1 line waits for Teams to show its number")
    long_ago = "UPDATE ledger SET began = began - 9000, since = since - 9000"
    async with place.bot.store.db.begin() as session:
        await session.execute(text(long_ago))
    chain = await alex.say("ready 101")
    assert "Uploaded about 2 hours ago, not visible in Teams yet. Stuck." in chain.words
    assert "takes longer than is normal. Contact your operator and quote +65 6789 1230 and the id " in chain.words
    assert "There is nothing to do but wait" not in chain.words
    line = await alex.say("line 101")
    assert "Uploaded about 2 hours ago, not visible in Teams yet. Stuck." in line.words
    assert "Contact your operator and quote +65 6789 1230 and the id " in line.words


@pytest.mark.slow
async def test_a_resource_account_can_answer_without_an_outbound_rule(place: Town) -> None:
    place.line("104", "resource.account", "6567891232", RESOURCE)
    alex = await place.connected()
    for words, done in (("mend upload 104", "Upload 1 number:"), ("mend assign 104", "Assign 1 number in Teams:")):
        await alex.say(words)
        await alex.sees("All done", done)
    chain = await alex.say("ready 104")
    assert "104 Resource Account can call in Teams." in chain.words
    assert "Outbound call rule" not in chain.words
    assert (await place.in_teams())["+6567891232"]["holder"] == "Resource Account"


@pytest.mark.slow
async def test_the_addon_that_does_not_fit_its_holder(place: Town) -> None:
    place.line("104", "resource.account", "6567891232", TEAMS)
    alex, sam = await place.connected(), await place.person("Sam")
    chain = await alex.say("ready 104")
    assert "it doesn't fit a resource account" in chain.words
    await alex.click("Give the Teams add-on", chain)
    await alex.click("Send for approval", await alex.sees("Your plan", "Teams add-on"))
    await sam.click("Approve", await sam.sees("Please check this plan"))
    await alex.sees("All done", "104 Resource Account")
    assert (await place.in_cpaas())["extensions"]["104"]["addons"] == [RESOURCE]


async def test_everybody_s_chain_as_a_file(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    place.line("104", "resource.account", "", RESOURCE)
    alex = await place.connected()
    await alex.click("As a file", await alex.say("ready"))
    rows = cells(await alex.take_file())
    assert rows[0][:4] == ["Ext Key", "User", "Number", "Can call"]
    assert [row[0] for row in rows[1:]] == ["100", "101", "104"]
    john = dict(zip(rows[0], rows[2], strict=True))
    assert john["Can call"] == "no"
    assert john["Number uploaded to Teams"] == "no: Not uploaded"
    assert john["Outbound call rule"] == "no: Without it the person can't call out"
    assert dict(zip(rows[0], rows[3], strict=True))["Outbound call rule"] == "not needed"
