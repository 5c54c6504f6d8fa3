"""Type-ahead: what fields offer while somebody types, by tenant and right; nothing is planned from it."""

from __future__ import annotations

import pytest

from tests.support.chat import Person, choices_of
from tests.support.marks import first_quick
from tests.support.sheets import TEAMS
from tests.support.town import OTHER_KEY, Town

RESOURCE = "device_import_msteams_OC_resource"


async def found(who: Person, dataset: str, typed: str = "") -> list[str]:
    """The titles that are offered."""
    return [choice["title"] for choice in await offered(who, dataset, typed)]


async def offered(who: Person, dataset: str, typed: str = "") -> list[dict[str, str]]:
    """The choices as Teams gets them."""
    asked = {"dataset": dataset, "queryText": typed}
    async with who.http.post(f"/chat/{who.name}/search", json=asked) as answer:
        body = await answer.json()
    assert body["statusCode"] == 200, body
    results: list[dict[str, str]] = body["value"]["results"]
    return results


def some_lines(place: Town) -> None:
    """John's and a resource account's line, one that nobody holds, and a number in Teams that nobody uses."""
    place.line("101", "john", "6567891230", TEAMS)
    place.line("102", "", "6567891231", TEAMS)
    place.line("104", "resource.account", "6567891232", RESOURCE)


@pytest.mark.long
async def test_people_by_any_part_of_their_name(place: Town) -> None:
    alex = await place.connected()
    assert await found(alex, "people", "ali") == ["Alice (alice@contoso.com)"]
    assert await found(alex, "people", "ALICE@CONTOSO") == ["Alice (alice@contoso.com)"]
    both = await offered(alex, "people", "chris lee")
    assert [choice["title"] for choice in both] == [
        "Chris Lee (chris.lee@contoso.com)",
        "Chris Lee (chris.lee2@contoso.com)",
    ]
    assert len({choice["value"] for choice in both}) == 2
    assert await found(alex, "people", "nobody at all") == []
    assert len(await found(alex, "people")) == 14


async def test_a_country_is_found_by_its_letters_and_its_name(place: Town) -> None:
    alex = await place.connected()
    assert (await found(alex, "countries", "us"))[0] == "United States (US)"
    assert (await found(alex, "countries", "sing")) == ["Singapore (SG)"]
    assert (await found(alex, "countries", "united"))[:2] == ["United Arab Emirates (AE)", "United Kingdom (GB)"]
    assert await offered(alex, "countries", "viet") == [{"title": "Vietnam (VN)", "value": "Vietnam"}]
    assert await found(alex, "countries", "atlantis") == []


@pytest.mark.parametrize("words", ["assign", "assign number", "give 101"])
async def test_a_choice_of_somebody_is_their_address(place: Town, words: str) -> None:
    """A client without type-ahead shows the value where nobody is chosen by name: an id would say nothing."""
    place.line("101", "ben", "6567891230", TEAMS)
    alex = await place.connected()
    card = await alex.say(words)
    choices = choices_of(card.card, "person")
    everybody = {p.user_principal_name for p in place.tenant().people.values()}
    assert choices["Alice (alice@contoso.com)"] == "alice@contoso.com"
    assert set(choices.values()) <= everybody
    assert {choice["value"] for choice in await offered(alex, "people")} <= everybody


async def test_resource_accounts_are_people_too(place: Town) -> None:
    alex = await place.connected()
    assert await found(alex, "people", "resource") == ["Resource Account (resource.account@contoso.onmicrosoft.com)"]


async def test_free_numbers_however_they_are_written(place: Town) -> None:
    some_lines(place)
    alex = await place.connected()
    for typed in ("1233", "+65 6789 1233", "6789-1233", "6567891233"):
        assert await offered(alex, "numbers.free", typed) == [{"title": "+65 6789 1233", "value": "+6567891233"}], typed
    assert await found(alex, "numbers.free", "1230") == []
    assert len(await found(alex, "numbers.free")) == 15


async def test_numbers_that_teams_has_and_nobody_uses(place: Town) -> None:
    some_lines(place)
    alex = await place.connected()
    await alex.say("mend upload john")
    await alex.sees("All done", "Upload 1 number")
    titles = await found(alex, "numbers.unassigned")
    assert len(titles) == 1
    assert titles[0].startswith("+65 6789 1230 · ext 101")


async def test_lines_and_those_that_nobody_holds(place: Town) -> None:
    some_lines(place)
    alex = await place.connected()
    assert [choice["value"] for choice in await offered(alex, "lines")] == ["100", "101", "102", "104"]
    assert [choice["value"] for choice in await offered(alex, "lines", "line 104")] == ["104"]
    assert [choice["value"] for choice in await offered(alex, "lines.free")] == ["102"]


async def test_an_unknown_data_set_offers_nothing(place: Town) -> None:
    alex = await place.connected()
    assert await found(alex, "passwords", "a") == []
    assert await found(alex, "", "a") == []


async def test_before_the_tenant_is_connected_there_is_nothing(place: Town) -> None:
    alex = await place.person("Alex")
    before = len(await alex.messages())
    assert await found(alex, "people", "ali") == []
    assert len(await alex.messages()) == before


async def test_readers_may_look_and_others_may_not(place: Town) -> None:
    await place.connected()
    kim, john = await place.person("Kim"), await place.person("John")
    assert await found(kim, "people", "ali") == ["Alice (alice@contoso.com)"]
    before = len(await john.messages())
    assert await found(john, "people", "ali") == []
    assert len(await john.messages()) == before


@pytest.mark.parametrize(
    "dataset", first_quick(["people", "numbers.free", "numbers.unassigned", "lines", "lines.free"])
)
async def test_another_tenant_s_are_never_shown(place: Town, dataset: str) -> None:
    some_lines(place)
    alex, fiona = await place.connected(), await place.connected("Fiona", OTHER_KEY)
    mine = {choice["value"] for choice in await offered(alex, dataset)}
    theirs = {choice["value"] for choice in await offered(fiona, dataset)}
    assert mine.isdisjoint(theirs)
    if dataset == "people":
        assert await found(fiona, "people", "alice") == []
        assert await found(alex, "people", "fiona") == []
        assert await found(fiona, "people", "fi") == ["Finn (finn@fabrikam.com)", "Fiona (fiona@fabrikam.com)"]


@pytest.mark.long
async def test_a_system_that_is_down_offers_nothing_and_says_nothing(place: Town) -> None:
    alex = await place.connected()
    before = len(await alex.messages())
    await place.fault(system="cpaas", kind="auth")
    assert await found(alex, "people", "ali") == []
    assert len(await alex.messages()) == before
    await place.calm()
    assert await found(alex, "people", "ali") == ["Alice (alice@contoso.com)"]


async def test_typing_costs_one_look_and_nothing_is_planned_from_it(place: Town) -> None:
    place.line("101", "john", "", TEAMS)
    alex = await place.connected()
    assert "+65 6789 1230" in await found(alex, "numbers.free", "6789")
    looks = await place.calls("GET /cpaas")
    assert "+65 6789 1231" in await found(alex, "numbers.free", "1231")
    assert await place.calls("GET /cpaas") == looks > 0
    place.line("102", "alice", "6567891230", TEAMS)
    assert "+65 6789 1230" in await found(alex, "numbers.free", "1230")
    await alex.say("mend number 101")
    await alex.sees("All done", "Give 1 free number")
    extensions = (await place.in_cpaas())["extensions"]
    assert (extensions["101"]["numbers"], extensions["102"]["numbers"]) == (["6567891231"], ["6567891230"])
