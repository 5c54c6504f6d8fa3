"""What is asked about a file itself before it is planned: its columns, its letters, its figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scenarios.findings import findings_of
from tests.support.sheets import PHONE, TEAMS, cells, csv
from tests.support.town import Town

CASES = Path(__file__).parent.parent / "data/cases"
UPN = ("Ext Key", "Number", "UPN", "Addon license 1")
ALICE = ("201", "+6567891231", "alice@contoso.com", TEAMS)


@pytest.mark.slow
async def test_a_heading_under_another_name_is_asked_about_once(place: Town) -> None:
    alex = await place.connected()
    await alex.send("one.csv", csv(ALICE, head=UPN))
    card = await alex.sees("Is this what you mean?", "“UPN” is User?", "alice@contoso.com")
    assert await place.effects() == {}
    await alex.click("Yes, use it", card)
    plan = await alex.becomes(card, "Your plan", "201 Alice", "The column 'UPN' was read as 'User'")
    await alex.click("Yes, use it", card, later="yes")
    await alex.sees("You answered this already.")
    await alex.click("Apply now", plan)
    await alex.sees("All done", "one.csv")
    await alex.click("Result as a file")
    assert cells(await alex.take_file())[0][:4] == list(UPN)
    await alex.send("two.csv", csv(("202", "", "hallie@contoso.com", PHONE), head=UPN))
    await alex.sees("Your plan", "two.csv", "202 Hallie", "was read as 'User'")
    assert "“upn” is User" in (await alex.say("bulk")).words
    await alex.click("Forget these headings")
    await alex.send("three.csv", csv(("203", "", "nadia@contoso.com", PHONE), head=UPN))
    card = await alex.sees("Is this what you mean?", "three.csv")
    await alex.click("No, leave it out", card)
    await alex.becomes(card, "Your plan", "The column 'UPN' isn't read, as was chosen.")


async def test_several_columns_are_asked_about_on_one_card(place: Town) -> None:
    alex = await place.connected()
    await alex.send("e-upn-headings.csv", (CASES / "e-upn-headings.csv").read_bytes())
    card = await alex.sees("Is this what you mean?", "“TelephoneNumber” is Number?", "“UPN” is User?")
    await alex.click("Continue", card, column_number="7", column_person="nobody", changes="1")
    card = await alex.becomes(card, "Is this what you mean?", "“UPN” is User?")
    await alex.click("Continue", card, column_number="2", column_person="1")
    await alex.becomes(card, "Your plan", "201 Alice", "+65 6789 1231")


@pytest.mark.slow
async def test_names_in_another_encoding_are_confirmed_before_they_are_written(place: Town) -> None:
    alex = await place.connected()
    await alex.send("e-gbk-label.csv", (CASES / "e-gbk-label.csv").read_bytes())
    card = await alex.sees("Is this what you mean?", "isn't written in UTF-8", "王伟 (GBK, Chinese)")
    assert await place.effects() == {}
    await alex.click("Continue", card, encoding="gb18030")
    plan = await alex.becomes(card, "Your plan", "王伟")
    await alex.click("Apply now", plan)
    await alex.sees("All done", "e-gbk-label.csv")
    assert (await place.in_cpaas())["extensions"]["301"]["ext_label"] == "王伟"
    await alex.click("Result as a file")
    assert "王伟" in cells(await alex.take_file())[1]


async def test_faults_come_before_questions_about_columns(place: Town) -> None:
    alex = await place.connected()
    await alex.send("h-upn.csv", (CASES / "h-upn.csv").read_bytes())
    card = await alex.sees("Please mend the file", "There is no column 'Ext Key'.")
    assert not any(title.startswith("Plan the other") for title in card.actions)
    await alex.send("mixed.csv", csv(("12", "", "alice@contoso.com", PHONE), ALICE, head=UPN))
    card = await alex.sees("Please mend the file", "mixed.csv", "3 to 5 digits")
    await alex.click("Plan the other line", card)
    card = await alex.becomes(card, "Is this what you mean?", "“UPN” is User?")
    await alex.click("Yes, use it", card)
    await alex.becomes(card, "Your plan", "201 Alice", "Left out.")


@pytest.mark.slow
async def test_a_file_of_thousands_of_faults_counts_them_all_and_lists_the_first(place: Town) -> None:
    alex = await place.connected()
    head = ("Ext Key", "User", *(f"Addon license {no}" for no in range(1, 31)))
    rows = [(f"{10000 + no}", "", *(f"z{no}x{at}" for at in range(30))) for no in range(200)]
    await alex.send("flood.csv", csv(*rows, ("901", "Hallie", PHONE, *[""] * 29), head=head))
    card = await alex.sees("Please mend the file", "flood.csv · 201 rows", "6,000 errors")
    await alex.click("All as a file", card)
    found = findings_of(await alex.take_file())
    assert len([one for one in found if one.kind == "error"]) == 1_001
    assert any(one.what.startswith("5,000 more like this") for one in found)
    await alex.click("Plan the other line", card)
    await alex.becomes(card, "Your plan", "901 Hallie", "Left out.")
