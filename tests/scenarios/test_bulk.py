"""The product's main job: Alex sends the provider's table, Sam approves, the lines work in Teams."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.sheets import HEAD, PHONE, TEAMS, cells, csv
from tests.support.town import Town

DATA = Path(__file__).parent.parent / "data"
ADDONS = {
    "101": {"device_import_msteams_OC", "device_mobile_app", "license_dnc_checking_enabled", "call_recording"},
    "102": {"device_import_msteams_OC", "device_mobile_app", "license_dnc_checking_enabled", "call_recording"},
    "104": {"device_import_msteams_OC_resource", "device_desktop_app", "call_recording"},
    "109": {"device_ip_phone", "device_desktop_app", "call_recording"},
}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["seed-bulk.xlsx", "seed-bulk.csv"])
async def test_guides_table_becomes_working_lines(place: Town, name: str) -> None:
    alex, sam = await place.connected("Alex"), await place.person("Sam")
    await alex.send(name, (DATA / name).read_bytes())
    plan = await alex.sees("Nothing is written yet", "Send for approval")
    assert "isn't uploaded" in plan.words or "won't be uploaded" in plan.words
    assert await place.in_teams() == {}
    await alex.click("Send for approval")
    await sam.sees("Approve", "Alex")
    await sam.click("Approve")
    await alex.sees("Result as a file", "4 done")
    numbers = await place.in_teams()
    assert numbers["+6567891230"]["assignment_status"] == "userAssigned"
    assert numbers["+6567891230"]["holder"] == "John"
    assert numbers["+6567891231"]["holder"] == "Alice"
    assert numbers["+6567891232"]["assignment_status"] == "voiceApplicationAssigned"
    assert "+6567891233" not in numbers
    extensions = (await place.in_cpaas())["extensions"]
    for key, codes in ADDONS.items():
        assert set(extensions[key]["addons"]) == codes
        assert extensions[key]["numbers"] == [f"656789123{list(ADDONS).index(key)}"]
    effects = await place.effects()
    assert all(count == 1 for count in effects.values()), effects
    await alex.send(name, (DATA / name).read_bytes())
    await alex.sees("Nothing to do", f"Everything in {name} is already so.")
    assert await place.effects() == effects


@pytest.mark.slow
async def test_a_plan_says_what_it_would_do(place: Town) -> None:
    alex = await place.connected("Alex")
    await alex.send("seed-bulk.csv", (DATA / "seed-bulk.csv").read_bytes())
    plan = await alex.sees("Your plan", "4 lines would change.")
    for words in ("101 John", "Create extensions", "Upload numbers to Teams", "Assign numbers in Teams"):
        assert words in plan.words
    assert "Teams Operator Connect" in plan.words
    assert "29 → 27 of 30" in plan.words
    assert "A second admin has to approve this." in plan.words
    await alex.click("Whole plan as a file", plan)
    rows = cells(await alex.take_file())
    assert rows[0] == ["Line", "Person", "Number", "Steps"]
    assert rows[1][:3] == ["101 John", "John (john@contoso.com)", "+65 6789 1230"]
    assert "create extension 101" in str(rows[1][3])
    assert rows[4][0] == "109 Hallie"
    assert "upload" not in str(rows[4][3])
    await alex.click("Discard", plan)
    await alex.becomes(plan, "Plan discarded")
    assert await place.effects() == {}


@pytest.mark.long
async def test_one_more_addon_is_all_that_a_second_file_changes(place: Town) -> None:
    place.line("101", "john", "6567891230", PHONE)
    alex = await place.connected("Alex")
    await alex.send("more.csv", csv(("101", "6567891230", "John", PHONE), ("101", "", "", "")))
    await alex.sees("Please mend the file")
    head = (*HEAD, "Addon license 2")
    await alex.send("more.csv", csv(("101", "6567891230", "John", PHONE, "Call Recording"), head=head))
    await alex.sees("Apply now", "Call Recording")
    await alex.click("Apply now")
    await alex.sees("All done", "more.csv")
    assert await place.effects() == {"addon.add:101:call_recording": 1}
    assert set((await place.in_cpaas())["extensions"]["101"]["addons"]) == {PHONE, "call_recording"}


@pytest.mark.slow
async def test_a_row_brings_several_numbers_to_one_person(place: Town) -> None:
    alex = await place.connected()
    head = ("Ext Key", "Number", "Number 2", "Private number", "User", "Addon license 1")
    row = ("101", "6567891230", "6567891231", "6567891232", "John", TEAMS)
    await alex.send("several.csv", csv(row, head=head))
    plan = await alex.sees("Your plan", "several.csv")
    await alex.click("Apply now", plan)
    await alex.sees("All done", "several.csv")
    teams = await place.in_teams()
    assert {number: (one["holder"], one["assignment_category"]) for number, one in teams.items()} == {
        "+6567891230": ("John", "primary"),
        "+6567891231": ("John", "alternate"),
        "+6567891232": ("John", "private"),
    }
