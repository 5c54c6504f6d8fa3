"""The list of lines at one site, which is the emergency location that their numbers were uploaded with."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from services.changes import upload_options
from services.domain.errors import RemoteBusy
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
async def test_lines_of_one_site(place: Town, monkeypatch: pytest.MonkeyPatch) -> None:
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
    await without_names(alex, site, monkeypatch)


async def without_names(alex: Person, site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """While Microsoft can't tell the sites' names, their ids are shown, and the log says why."""

    async def away(*_: object) -> None:
        raise RemoteBusy("the operator", 503, "", "")

    monkeypatch.setattr(upload_options, "places", away)
    with capture_logs() as logs:
        assert site in (await alex.say("lines")).words
    assert ("sites listed by their ids", 503) in [(line["event"], line.get("status")) for line in logs]
