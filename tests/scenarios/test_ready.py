"""Who can call: home, ready and lines tell what is true at this moment on every side."""

from __future__ import annotations

from pathlib import Path

from tests.support.sheets import PHONE, TEAMS, cells
from tests.support.town import Town

SEED = (Path(__file__).parent.parent / "data" / "seed-bulk.csv").read_bytes()


async def test_numbers_follow_the_job(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    home = await alex.say("home")
    assert "Contoso Pte Ltd" in home.words
    assert "0 of 1 lines" in home.words
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
    assert "21 lines, page 1 of 3" in card.words
    assert "Previous" not in card.actions
    await alex.click("Next", card)
    card = await alex.becomes(card, "page 2 of 3", "207")
    await alex.click("Next", card)
    card = await alex.becomes(card, "page 3 of 3", "219")
    assert "Next" not in card.actions
    await alex.click("Previous", card)
    card = await alex.becomes(card, "page 2 of 3")
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
    await alex.click("Send a file", home)
    await alex.sees("Just send me the file here")


async def test_a_system_that_is_down_is_named(place: Town) -> None:
    alex = await place.connected()
    await place.fault(system="cpaas", kind="auth")
    card = await alex.say("lines")
    assert "The CPaaS answered 403." in card.words
    assert "Reference" in card.words
    await place.calm()
    assert "Front desk" in (await alex.say("lines")).words
