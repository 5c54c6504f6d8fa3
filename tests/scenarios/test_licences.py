"""Licences: what is bought, used and free, who has it, and the lists as files."""

from __future__ import annotations

import pytest

from services.domain.addons import ADDONS
from tests.support.sheets import PHONE, TEAMS, cells
from tests.support.town import Town


async def test_every_code_with_its_seats(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS, "call_recording")
    place.organisation().pool["device_sim_card"] = 3
    alex = await place.connected()
    card = await alex.say("licences")
    assert "14 licences" in card.words
    for addon in ADDONS.values():
        assert f"{addon.name}: " in card.words
    for words in (
        "Phone System: 2 of 50 used, 48 free",
        "Teams Operator Connect: 2 of 30 used, 28 free",
        "Number: 2 of 60 used, 58 free",
        "Call Recording: 1 of 20 used, 19 free",
        "device_sim_card: 0 of 3 used, 3 free",
    ):
        assert words in card.words
    assert list(card.actions) == ["Show who", "Provision extensions", "As a file"]
    for words in ("licenses", "add-ons", "seats"):
        assert "14 licences" in (await alex.say(words)).words
    assert await place.effects() == {}


async def test_an_empty_pool_and_a_code_that_was_not_bought_are_said(place: Town) -> None:
    place.line("101", "john", "", PHONE)
    pool = place.organisation().pool
    pool[PHONE] = 1
    del pool["team_chat"]
    alex = await place.connected()
    card = await alex.say("licences")
    assert "IP phone: 1 of 1 used, none free" in card.words
    assert "Team Chat: none bought" in card.words


@pytest.mark.long
async def test_who_has_a_licence(place: Town) -> None:
    for no in range(10):
        place.line(str(201 + no), "john" if no == 3 else "", "", PHONE)
    place.line("300", "alice", "", "device_mobile_app", "device_mobile_app")
    alex = await place.connected()
    card = await alex.say("licences")
    await alex.click("Show who", card, code="")
    await alex.sees("No licence is chosen.")
    await alex.click("Show who", card, code=PHONE)
    card = await alex.becomes(
        card, "Who has this licence", "IP phone: 10 of 10 used, none free", "10 lines, page 1 of 2"
    )
    assert "204 · Line 204\nJohn (john@contoso.com)" in card.words
    assert "210" not in card.words
    await alex.click("Next", card)
    card = await alex.becomes(card, "page 2 of 2", "210 · Line 210")
    await alex.click("Open", card, line="210")
    await alex.sees("Line 210 · Line 210")
    await alex.click("All licences", card)
    await alex.becomes(card, "13 licences")
    by_words = await alex.say("licences mobile app")
    for words in ("300 · Line 300", "2 seats", "Alice (alice@contoso.com)"):
        assert words in by_words.words
    assert "1 line" in by_words.words
    everybody = await alex.say("licences phone system")
    assert "12 lines, page 1 of 2" in everybody.words
    assert "Number: 1 of 60 used" in (await alex.say("licences number")).words
    assert "I know no licence “teleporter”." in (await alex.say("licences teleporter")).words


async def test_the_lists_as_files(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    alex = await place.connected()
    await alex.click("As a file", await alex.say("licences"))
    rows = cells(await alex.take_file())
    assert rows[0] == ["Licence", "Code", "Kind", "Bought", "Used", "Free"]
    assert len(rows) == 14
    assert ["Phone System", "license_phone_system", "base", "50", "2", "48"] in rows
    assert ["IP phone", PHONE, "device", "10", "0", "10"] in rows
    await alex.click("As a file", await alex.say(f"licences {TEAMS}"))
    rows = cells(await alex.take_file())
    assert rows == [
        ["Ext Key", "Directory name", "User", "Seats"],
        ["100", "Front desk", "Wei Ling (wei.ling@contoso.com)", "1"],
        ["101", "Line 101", "John (john@contoso.com)", "1"],
    ]


async def test_a_reader_reads_licences(place: Town) -> None:
    await place.connected()
    kim = await place.person("Kim")
    card = await kim.say("licences")
    assert "13 licences" in card.words
    assert "Provision extensions" not in card.actions


async def test_many_unknown_codes_are_paged(place: Town) -> None:
    place.organisation().pool |= {f"code_{no:02}": 2 for no in range(9)}
    alex = await place.connected()
    card = await alex.say("licences")
    assert "22 licences, page 1 of 2" in card.words
    await alex.click("Next", card)
    card = await alex.becomes(card, "page 2 of 2", "code_08: 0 of 2 used")
    await alex.click("Previous", card)
    await alex.becomes(card, "page 1 of 2", "Phone System")
