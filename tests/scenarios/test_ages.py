"""What is on its way says since when; what takes longer than normal is stuck: whom to ask, what to quote."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from services.inventory.ages import Age, ages
from services.inventory.snapshot import read_snapshot
from tests.scenarios.test_numbers import three_lines
from tests.support.chat import Person
from tests.support.sheets import cells
from tests.support.town import Town
from tests.support.uploads import answered

LONG = 36_000.0


class Later:
    """The machine's time, some seconds on."""

    def __init__(self, place: Town, seconds: float) -> None:
        self._clock = place.bot.services.clock
        self._seconds = seconds

    def now(self) -> float:
        return self._clock.now() + self._seconds

    async def sleep(self, seconds: float) -> None:
        await self._clock.sleep(seconds)


async def under_way(place: Town) -> Person:
    """A number is uploaded and hangs somewhere."""
    three_lines(place)
    alex = await place.connected()
    before = {m.id for m in await alex.messages()}
    await alex.say("upload 6567891230")
    await alex.click("Apply now", await answered(alex, before))
    await alex.sees("Applied by Alex", "Upload 1 number")
    return alex


async def of(place: Town, later: float = 0.0) -> dict[str, Age]:
    """The ages as they will be."""
    services = place.bot.services
    workspace = await services.store.workspaces.get(place.tenant().id)
    live = await read_snapshot(services, workspace)
    moved = replace(services, clock=Later(place, later))
    return dict(await ages(moved, workspace.tenant_id, live))


async def shows(alex: Person, *parts: str) -> str:
    """What the list says of the number, once it says this."""
    for _ in range(100):
        words = (await alex.say("numbers 1230")).words
        if all(part in words for part in parts):
            return words
    raise AssertionError(f"never {parts}:\n{words}")


@pytest.mark.long
async def test_a_number_on_its_way_to_the_operator_says_since_when(place: Town) -> None:
    place.sandbox.delays.sync = LONG
    alex = await under_way(place)
    words = await shows(alex, "Uploading", "Uploading for less than a minute.")
    assert "Contact" not in words
    assert "Failed" not in words.replace("Failed (0)", "")
    age = (await of(place))["+6567891230"]
    assert not age.stuck
    assert age.request_id
    assert (await of(place, later=30.0))["+6567891230"].since == age.since


@pytest.mark.slow
async def test_uploaded_and_not_visible_yet_is_a_state_not_an_error(place: Town) -> None:
    place.sandbox.delays.visible = LONG
    alex = await under_way(place)
    await shows(alex, "Not visible yet", "Uploaded less than a minute ago, not visible in Teams yet.")
    age = (await of(place))["+6567891230"]
    assert age.request_id  # of the upload, which is what the operator can look up
    listed = await alex.say("numbers uploading")
    assert "1 number" in listed.words
    assert not {"Upload ticked", "Release ticked"} & set(listed.actions)
    await alex.click("As a file", listed)
    row = cells(await alex.take_file())[1]
    assert row[3:] == ["Not visible yet", "Uploaded less than a minute ago, not visible in Teams yet."]


@pytest.mark.slow
async def test_longer_than_normal_is_stuck_with_whom_to_ask_and_what_to_quote(place: Town) -> None:
    """The bound of the workspace's pace is passed at once, so that nobody has to wait for it here."""
    place.sandbox.delays.visible = LONG
    alex = await under_way(place)
    await shows(alex, "Not visible yet")
    assert (await of(place, later=place.bot.services.pace.normal + 5))["+6567891230"].stuck
    object.__setattr__(place.bot.services.pace, "normal", 0.0)
    words = await shows(alex, "Stuck", "not visible in Teams yet", "longer than normal. Contact your operator")
    quoted = (await of(place))["+6567891230"].request_id
    assert f"number +65 6789 1230, account contoso, request {quoted}" in words
    assert place.sandbox.world.operator.accounts["contoso"].numbers["+6567891230"].outcome == "synced"


@pytest.mark.long
async def test_it_was_brought_there_by_another_program(place: Town) -> None:
    """The CPaaS tells when it was uploaded; nobody knows a request of ours."""
    place.sandbox.delays.visible = LONG
    alex = await under_way(place)
    await shows(alex, "Not visible yet")
    services = place.bot.services
    workspace = await services.store.workspaces.get(place.tenant().id)
    live = await read_snapshot(services, workspace)
    stamp = datetime.fromtimestamp(services.clock.now() - 600, UTC).isoformat()
    number = replace(live.numbers["+6567891230"], uploaded_at=stamp)
    found = await ages(services, "a tenant without jobs", replace(live, numbers={"+6567891230": number}))
    assert found["+6567891230"].stuck  # normal is a minute here, the town's time runs sixty times faster
    assert found["+6567891230"].request_id == ""
    assert abs(found["+6567891230"].since - (services.clock.now() - 600)) < 5


@pytest.mark.slow
async def test_an_assignment_under_way_has_an_age_too(place: Town) -> None:
    alex = await under_way(place)
    await alex.sees("All done", "Upload 1 number")
    place.sandbox.delays.assign = LONG
    await alex.click("Apply now", await alex.say("assign number 6567891230 to john"))
    await shows(alex, "Assigning", "Being assigned for less than a minute.")
    assert (await of(place))["+6567891230"].request_id


@pytest.mark.long
async def test_nothing_under_way_has_no_age(place: Town) -> None:
    alex = await under_way(place)
    await alex.sees("All done", "Upload 1 number")
    assert await of(place) == {}
