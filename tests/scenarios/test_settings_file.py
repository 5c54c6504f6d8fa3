"""Settings by file: everybody's as a workbook that comes back, changed or not; and columns beside the usual ones."""

from __future__ import annotations

from typing import Any

import pytest

from services.sandbox.graph.policies import policy_id_of
from tests.support.chat import Person
from tests.support.road import approved
from tests.support.sheets import HEAD, TEAMS, cells, csv, xlsx
from tests.support.town import Town

RULE, WAITING, RING = "Outbound Call: Outbound call rule", "Devices: Call waiting", "Devices: Seconds, all at once"


def lines(place: Town) -> None:
    """Alice with settings of every kind, John with none, and a line that nobody has."""
    place.line("101", "alice", "6567891230", TEAMS, "call_recording")
    place.organisation().extensions["101"].settings = {
        "overview": {"timeZone": "Asia/Kolkata", "email": "alice@contoso.com"},
        "callForwarding": {"enabled": True, "numbers": ["6567891249", "102"]},
        "callRecording": {
            "incoming": True,
            "announcement": 'Calls are recorded; say "no" to object, please.\nThank you.',
        },
        "inboundFilter": {"rules": [{"type": "startWith", "number": "659", "action": "block"}]},
        "outboundCall": {"outgoingCallRule": "default-sg"},
        "workingHours": {"days": ["mon", "tue"], "start": "08:30"},
    }
    place.line("102", "john", "6567891231", TEAMS)
    place.line("103")


async def held(place: Town, key: str) -> dict[str, Any]:
    """What the CPaaS has of an extension's settings."""
    found: dict[str, Any] = (await place.in_cpaas())["extensions"][key]["settings"]
    return found


async def exported(alex: Person, words: str = "settings file") -> list[list[Any]]:
    """The rows of the settings file."""
    await alex.say(words)
    return cells(await alex.take_file())


def changed(rows: list[list[Any]], key: str, **values: str) -> bytes:
    """The file with other values in one line's cells, by heading."""
    head = list(rows[0])
    for row in rows[1:]:
        for name, value in values.items() if row[0] == key else ():
            row[head.index(name)] = value
    return xlsx(*rows[1:], head=head)


async def test_a_file_sent_back_as_it_is_changes_nothing(place: Town) -> None:
    lines(place)
    alex = await place.connected()
    await alex.say("settings file")
    content = await alex.take_file()
    rows = cells(content)
    assert rows[0][:3] == ["Ext Key", "User", "Overview: Language"]
    assert [row[:2] for row in rows[1:]] == [
        ["100", "wei.ling@contoso.com"],
        ["101", "alice@contoso.com"],
        ["102", "john@contoso.com"],
        ["103", ""],
    ]
    alices = dict(zip(rows[0], rows[2], strict=True))
    assert alices["Call Forwarding: Numbers or extensions"] == "+65 6789 1249, 102"
    assert alices[RULE] == "Singapore default"
    assert alices["Inbound Call Filter: More rules"] == "Starts with; 659; Block"
    assert alices[WAITING] == "On"
    await alex.send("settings.xlsx", content)
    card = await alex.sees("Nothing to do")
    assert "Everything in settings.xlsx is already so." in card.words
    assert await place.effects() == {}


@pytest.mark.slow
async def test_changed_cells_are_the_plan(place: Town) -> None:
    lines(place)
    alex, sam = await place.connected(), await place.person("Sam")
    rows = await exported(alex)
    changed(rows, "101", **{WAITING: "off", RING: "45"})
    await alex.send(
        "settings.xlsx", changed(rows, "102", **{RULE: "singapore DEFAULT", "Working Hours: Days": "Friday"})
    )
    plan = await alex.sees("Your plan", "2 of 4 lines would change, 2 already as requested.")
    assert "Devices: Call waiting: on → off" in plan.words
    assert "John" in plan.words
    await alex.click("Send for approval", plan)
    await sam.click("Approve", await sam.sees("Please check this plan"))
    closing = await alex.sees("All done", "4 done")
    assert (await held(place, "101"))["devices"] == {"callWaiting": False, "ringAllSeconds": 45}
    assert (await held(place, "101"))["workingHours"] == {"days": ["mon", "tue"], "start": "08:30"}
    assert await held(place, "102") == {
        "outboundCall": {"outgoingCallRule": "default-sg"},
        "workingHours": {"days": ["fri"]},
    }
    assert await place.effects() == {"settings:101": 1, "settings:102": 1}
    await alex.click("Result as a file", closing)
    result = cells(await alex.take_file())
    assert result[0][:2] == ["Ext Key", "User"]
    assert result[2][result[0].index("Outcome")] == "done"


async def test_a_file_of_a_few_columns_is_enough(place: Town) -> None:
    lines(place)
    alex = await place.connected()
    rows = [("102", "Off", ""), ("101", "", "")]
    await alex.send("few.csv", csv(*rows, head=("ext key", "devices.callWaiting", "OUTBOUND CALL: outbound call rule")))
    plan = await alex.sees("Your plan", "1 of 2 lines would change", "Devices: Call waiting: on → off")
    assert "There is no column" not in plan.words
    assert "No user is given" not in plan.words
    assert "Found:" not in plan.words
    await alex.click("Apply now", plan)
    await alex.sees("All done")
    assert await held(place, "102") == {"devices": {"callWaiting": False}}
    assert await place.in_teams() == {}


@pytest.mark.slow
async def test_every_faulty_cell_is_named(place: Town) -> None:
    lines(place)
    alex = await place.connected()
    head = ("Ext Key", WAITING, RING, RULE, "Delegate: Delegates", "Call Recording: Recording of incoming calls")
    rows = [
        ("101", "maybe", "61", "", "", ""),
        ("102", "on", "", "Mars", "999", "On"),
        ("107", "off", "", "", "", ""),
        ("100", "#N/A", "", "", "", ""),
    ]
    await alex.send("wrong.xlsx", xlsx(*rows, head=head))
    card = await alex.sees("Please mend the file")
    assert "Call waiting: “maybe” is neither on nor off." in card.words
    assert "“61” isn't a whole number from 5 to 60." in card.words
    assert "There is no outbound call rule “Mars”. There are: Singapore default." in card.words
    assert "There is no extension 999." in card.words
    assert "takes the add-on Call Recording, which 102 doesn't have" in card.words
    assert "There is no extension 107." in card.words
    assert "The spreadsheet shows an error in this cell." in card.words
    assert f"Row 3 · {RULE} · “Mars”" in card.words
    assert await place.effects() == {}


async def test_columns_that_are_misspelt_or_there_twice(place: Town) -> None:
    lines(place)
    alex = await place.connected()
    await alex.send("a.csv", csv(("101", "off"), head=("Ext Key", "Devices: Call wating")))
    await alex.sees("isn't known", "Devices: call waiting")
    await alex.send("b.csv", csv(("101", "off", "on"), head=("Ext Key", WAITING, "devices.callWaiting")))
    await alex.sees("is there twice")
    assert await place.effects() == {}


@pytest.mark.long
async def test_somebody_else_in_the_user_column_is_no_way_to_give_a_line_away(place: Town) -> None:
    lines(place)
    alex = await place.connected()
    rows = await exported(alex)
    await alex.send("settings.xlsx", changed(rows, "101", User="john@contoso.com"))
    await alex.sees("Please mend the file", "Extension 101 belongs to Alice")
    assert await place.effects() == {}


@pytest.mark.slow
async def test_settings_beside_the_columns_of_a_new_line(place: Town) -> None:
    alex = await place.connected()
    row = ("105", "6567891235", "Alice", TEAMS, "Singapore default", "Off")
    await alex.send("new.csv", csv(row, head=(*HEAD, RULE, WAITING)))
    plan = await alex.sees("Your plan", "Nothing is written yet.")
    await alex.click("Apply now", plan)
    await alex.sees("All done")
    assert await held(place, "105") == {
        "outboundCall": {"outgoingCallRule": "default-sg"},
        "devices": {"callWaiting": False},
    }
    assert (await place.in_teams())["+6567891235"]["holder"] == "Alice"


@pytest.mark.long
async def test_a_dash_empties_a_text_and_a_list(place: Town) -> None:
    lines(place)
    alex = await place.connected()
    head = ("Ext Key", "Overview: E-mail for notices", "Inbound Call Filter: More rules", RULE)
    await alex.send("empty.csv", csv(("101", "-", "none", ""), head=head))
    await alex.click("Apply now", await alex.sees("Your plan", "alice@contoso.com → none"))
    await alex.sees("All done")
    after = await held(place, "101")
    assert after["overview"]["email"] == ""
    assert after["inboundFilter"]["rules"] == []
    assert after["outboundCall"] == {"outgoingCallRule": "default-sg"}


CALLING, DIAL = "Calling policy", "Dial plan policy"


@pytest.mark.long
async def test_voice_policies_are_columns_that_come_back_and_an_unchanged_file_plans_nothing(place: Town) -> None:
    lines(place)
    alice, john = (place.somebody(name).id for name in ("Alice", "John"))
    deny, quiet = policy_id_of("TeamsCallingPolicy", "DisallowCalling"), policy_id_of("CallingLineIdentity", "Gone")
    place.tenant().policies[alice] = {"TeamsCallingPolicy": deny, "CallingLineIdentity": quiet}
    place.tenant().group_policies[john] = {"TeamsCallingPolicy": deny}
    alex, sam = await place.connected(), await place.person("Sam")
    await alex.say("settings file")
    content = await alex.take_file()
    rows = cells(content)
    at = rows[0].index(CALLING)
    # By a group isn't their own, and a policy that nobody can find by its name stays as it is.
    assert {row[0]: row[at] for row in rows[1:]} == {"100": "", "101": "DisallowCalling", "102": "", "103": ""}
    assert "global" in str(cells(content, 1))
    await alex.send("settings.xlsx", content)
    await alex.sees("Nothing to do")
    changed(rows, "101", **{CALLING: "global"})
    await alex.send("settings.xlsx", changed(rows, "102", **{DIAL: "Singapore"}))
    plan = await alex.sees("Your plan", "DisallowCalling → inherited", "inherited → Singapore")
    await approved(alex, sam, plan)
    held = place.tenant().policies
    assert held[alice] == {"CallingLineIdentity": quiet}
    assert held[john] == {"TenantDialPlan": policy_id_of("TenantDialPlan", "Singapore")}


async def test_a_file_without_the_permission_for_policies_says_which(place: Town) -> None:
    lines(place)
    alex = await place.connected()
    place.tenant().granted_roles -= {"TeamsUserConfiguration.Read.All"}
    place.forget_tokens()
    offer = await alex.say("settings file")
    assert "TeamsUserConfiguration.Read.All" in str(offer.raw["attachments"])
    assert CALLING not in cells(await alex.take_file())[0]


async def test_the_file_of_those_that_fit(place: Town) -> None:
    lines(place)
    alex = await place.connected()
    rows = await exported(alex, "settings file john")
    assert [row[0] for row in rows[1:]] == ["102"]
    await alex.click("As a file", await alex.say("settings many alice"))
    assert [row[0] for row in cells(await alex.take_file())[1:]] == ["101"]


async def test_a_reader_takes_the_file_and_sends_none(place: Town) -> None:
    lines(place)
    await place.connected()
    kim = await place.person("Kim")
    rows = await exported(kim)
    await kim.send("settings.xlsx", changed(rows, "101", **{WAITING: "off"}))
    await kim.sees("You may not change anything.")
    assert await place.effects() == {}
