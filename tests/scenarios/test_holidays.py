"""Public holidays: added one by one and many at once, taken out, never twice, never over somebody else's change."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.marks import first_quick
from tests.support.road import applied
from tests.support.sheets import cells
from tests.support.town import Town

CHRISTMAS = {"date": "2026-12-25", "name": "Christmas"}
NEW_YEAR = {"date": "2027-01-01", "name": "New Year"}


async def there(place: Town) -> list[dict[str, Any]]:
    """The holidays in the CPaaS."""
    found: list[dict[str, Any]] = (await place.in_cpaas())["system_settings"]["publicHolidays"]
    return found


def given(place: Town, *holidays: dict[str, str]) -> None:
    """These holidays were there before."""
    place.organisation().system_settings["publicHolidays"] = [*holidays]


@pytest.mark.slow
async def test_a_day_is_added_and_undone(place: Town) -> None:
    alex = await place.connected()
    card = await alex.say("holidays")
    assert "No holidays here." in card.words
    await alex.click("Add", card, date="2026-12-25", name="Christmas")
    plan = await alex.becomes(card, "Your plan", "Add holiday Christmas", "You can apply this yourself.")
    assert "Public holidays: Christmas: none → 2026-12-25" in plan.words
    assert await place.effects() == {}
    closing = await applied(alex, plan)
    assert await there(place) == [CHRISTMAS]
    assert "Fri 25 Dec 2026 · Christmas" in (await alex.say("public holidays")).words
    await alex.click("Undo", closing)
    await applied(alex, await alex.sees("Undo: Add holiday Christmas", "You can apply this yourself."))
    assert await there(place) == []


async def test_a_day_is_added_by_words(place: Town) -> None:
    alex = await place.connected()
    plan = await alex.say("holidays 2026-12-25 Christmas")
    assert "Add holiday Christmas" in plan.words
    await applied(alex, plan)
    assert await there(place) == [CHRISTMAS]


@pytest.mark.long
@pytest.mark.parametrize(
    ("date", "name", "why"),
    [
        ("", "Christmas", "is no date such as 2026-12-25"),
        ("25.12.2026", "Christmas", "“25.12.2026” is no date"),
        ("2026-02-30", "No such day", "“2026-02-30” is no date"),
        ("2026-12-26", "", "A holiday needs a name"),
        ("2026-12-25", "Xmas", "2026-12-25 is there twice: Christmas and Xmas."),
    ],
)
async def test_what_cannot_be_comes_back_with_what_was_typed(place: Town, date: str, name: str, why: str) -> None:
    given(place, CHRISTMAS)
    alex = await place.connected()
    card = await alex.say("holidays")
    await alex.click("Add", card, date=date, name=name)
    again = await alex.becomes(card, why)
    assert all(part in again.words for part in (date, name))
    assert await there(place) == [CHRISTMAS]
    assert await place.effects() == {}


async def test_many_lines_are_imported_in_order_of_their_days(place: Town) -> None:
    given(place, CHRISTMAS)
    alex = await place.connected()
    await alex.click("Add many", await alex.say("holidays"))
    form = await alex.sees("One a line, the date first")
    await alex.click(
        "See the plan", form, lines="2027-01-01; New Year\n2026-12-25; Christmas\n\n2026-05-01; Labour Day"
    )
    plan = await alex.becomes(form, "Add 2 holidays")
    await applied(alex, plan)
    assert await there(place) == [{"date": "2026-05-01", "name": "Labour Day"}, CHRISTMAS, NEW_YEAR]
    assert await place.effects() == {"settings:system": 1}


@pytest.mark.parametrize(
    ("lines", "why"),
    first_quick(
        [
            ("2026-12-25; Christmas\nsoon; Holiday", "“soon; Holiday”"),
            ("2027-01-01; One\n2027-01-01; Two", "2027-01-01 is there twice"),
            ("", "at least one new day"),
            ("2026-12-25; Christmas; really", "it takes 2 parts"),
        ]
    ),
)
async def test_an_import_that_cannot_be_read_says_which_line(place: Town, lines: str, why: str) -> None:
    alex = await place.connected()
    await alex.click("Add many", await alex.say("holidays"))
    form = await alex.sees("One a line, the date first")
    await alex.click("See the plan", form, lines=lines)
    again = await alex.becomes(form, why)
    assert lines in again.words
    assert await place.effects() == {}


@pytest.mark.slow
async def test_ticked_days_are_removed(place: Town) -> None:
    given(place, CHRISTMAS, NEW_YEAR)
    alex = await place.connected()
    card = await alex.say("holidays")
    await alex.click("Remove ticked", card, ticked="")
    await alex.sees("No day is ticked.")
    await alex.click("Remove ticked", card, ticked="2026-12-25")
    plan = await alex.becomes(card, "Remove holiday Christmas", "You can apply this yourself.")
    await applied(alex, plan)
    assert await there(place) == [NEW_YEAR]


async def test_a_card_from_before_somebody_elses_change_overwrites_nothing(place: Town) -> None:
    given(place, CHRISTMAS)
    alex = await place.connected()
    card = await alex.say("holidays")
    given(place, CHRISTMAS, NEW_YEAR)
    await alex.click("Add", card, date="2026-05-01", name="Labour Day")
    refused = await alex.sees("Somebody changed this list since the card was shown.")
    assert await there(place) == [CHRISTMAS, NEW_YEAR]
    await alex.click("Show it fresh", refused)
    await alex.sees("New Year")
    assert await place.effects() == {}


@pytest.mark.slow
async def test_a_plan_from_before_somebody_elses_change_overwrites_nothing(place: Town) -> None:
    alex = await place.connected()
    plan = await alex.say("holidays 2026-12-25 Christmas")
    given(place, NEW_YEAR)
    await alex.click("Apply now", plan)
    await alex.sees("Somebody changed these settings since the plan was made.")
    assert await there(place) == [NEW_YEAR]


@pytest.mark.slow
async def test_a_second_click_has_no_second_effect(place: Town) -> None:
    alex = await place.connected()
    plan = await alex.say("holidays 2026-12-25 Christmas")
    await alex.click("Apply now", plan)
    await alex.click("Apply now", plan)
    await alex.sees("All done")
    assert await place.effects() == {"settings:system": 1}


async def test_a_long_list_pages_and_is_given_as_a_file(place: Town) -> None:
    days = [(month, day) for month in (1, 2) for day in range(1, 11)]
    given(place, *({"date": f"2026-{month:02d}-{day:02d}", "name": f"Day {day}"} for month, day in days))
    alex = await place.connected()
    card = await alex.say("holidays")
    assert "20 holidays, page 1 of 2" in card.words
    await alex.click("Next", card)
    card = await alex.becomes(card, "page 2 of 2", "Tue 10 Feb 2026")
    await alex.click("As a file", card)
    rows = cells(await alex.take_file())
    assert rows[:2] == [["Date", "Name"], ["2026-01-01", "Day 1"]]
    assert len(rows) == 21


async def test_a_reader_reads_them(place: Town) -> None:
    given(place, CHRISTMAS)
    await place.connected()
    kim = await place.person("Kim")
    card = await kim.say("holidays 2026-05-01 Labour Day")
    assert "Christmas" in card.words
    assert not {"Add", "Remove ticked", "Add many"} & set(card.actions)
    assert await place.effects() == {}
