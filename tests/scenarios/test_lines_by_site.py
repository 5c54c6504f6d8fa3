"""The list of lines at one site, which is the emergency location that their numbers were uploaded with."""

from __future__ import annotations

import pytest

from tests.scenarios.test_numbers import three_lines
from tests.scenarios.test_upload import places_of
from tests.support.chat import Person
from tests.support.town import Town
from tests.support.uploads import planned


async def upload(alex: Person, number: str, at: str) -> str:
    """Upload a number for the site of this name; its id."""
    form = await alex.say("upload options")
    site = next(value for value, title in places_of(form.card).items() if title.startswith(at))
    await alex.click("Save", form, place=site)
    await alex.sees("Kept for the next uploads")
    plan = await planned(alex, "Upload ticked", await alex.say("numbers"), ticked=number)
    await alex.click("Apply now", plan)
    await alex.becomes(plan, "Applied by Alex", "The job has ended.")
    return site


@pytest.mark.slow
async def test_lines_of_one_site(place: Town) -> None:
    three_lines(place)
    (address,) = place.sandbox.world.operator.civic_addresses["contoso"]
    jurong = {"id": "jurong", "description": "Jurong", "isDefault": False}
    address["locations"].append({**address["locations"][0], **jurong})
    alex = await place.connected()
    await upload(alex, "+6567891230", "Head office")
    one = await alex.say("lines")
    assert "All sites" not in one.words  # nothing to choose from
    site = await upload(alex, "+6567891231", "Head office, Jurong")
    every = await alex.say("lines")
    assert "All sites" in every.words
    assert "Jurong, 1 Raffles Place" in every.words
    await alex.click("Search", every, query="", site=site)
    there = await alex.becomes(every, "1 line", "102")
    assert "101 ·" not in there.words
    await alex.click("Search", there, query="", site="all")
    await alex.becomes(there, "101 ·", "102 ·")
