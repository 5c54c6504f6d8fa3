"""Call history: newest first, by person, direction and day of the reader; numbers are covered for readers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.domain.calls import CallQuery, mask, read_words
from tests.support.sheets import cells
from tests.support.town import Town

# Where it is about noon while these tests run, so that no day ends among them, and a place five hours from there. The
# sign of these names is the other way round: https://github.com/eggert/tz/blob/main/etcetera
AHEAD = 12 - datetime.now(UTC).hour
HERE, THERE = (ZoneInfo(f"Etc/GMT{-hours:+d}") for hours in (AHEAD, AHEAD - 5 if AHEAD > 0 else AHEAD + 5))


def call(started: datetime, other: str = "6591234567", direction: str = "inbound", key: str = "100") -> dict[str, Any]:
    own = "6567891249"
    inbound = direction == "inbound"
    return {
        "callUuid": f"{key}-{started.timestamp()}",
        "extKey": key,
        "direction": direction,
        "fromNumber": other if inbound else own,
        "toNumber": own if inbound else other,
        "startedAt": started.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "durationSeconds": 61,
        "result": "answered" if inbound else "busy",
    }


def midnight() -> datetime:
    """The beginning of today, as everybody of Contoso reads it."""
    return datetime.now(HERE).replace(hour=0, minute=0, second=0, microsecond=0)


@pytest.fixture
def lines(place: Town) -> None:
    """Alice's line with two calls, one on each side of midnight, and one of the front desk."""
    for person in place.tenant().people.values():
        person.time_zone = HERE.key
    place.line("102", "alice", "6567891231")
    before, after = midnight() - timedelta(minutes=1), midnight() + timedelta(seconds=1)
    place.organisation().calls = [
        call(midnight() - timedelta(days=3), "6562223333"),
        call(before, "6598765432", key="102"),
        call(after, "6591234567", "outbound", "102"),
    ]


def order(words: str, *parts: str) -> None:
    """These parts stand in this order."""
    places = [words.index(part) for part in parts]
    assert places == sorted(places)


async def test_the_newest_call_comes_first_with_all_there_is_to_know(place: Town, lines: None) -> None:
    alex = await place.connected()
    card = await alex.say("calls")
    order(card.words, "+65 9123 4567", "+65 9876 5432", "+65 6222 3333")
    assert "today 00:00" in card.words
    assert "102 · Alice" in card.words
    assert "Call out" in card.words
    assert "Busy" in card.words
    assert "1 min 1 s" in card.words
    assert "3 calls" in card.words
    assert await place.effects() == {}


async def test_a_day_is_the_readers_own(place: Town, lines: None) -> None:
    alex = await place.connected()
    today = await alex.say("calls alice today")
    assert "+65 9123 4567" in today.words
    assert "+65 9876 5432" not in today.words
    yesterday = await alex.say("calls 102 yesterday")
    assert "+65 9876 5432" in yesterday.words
    assert "1 call" in yesterday.words
    place.somebody("Alex").time_zone = THERE.key
    started = midnight().astimezone(THERE)
    there = await alex.say(f"calls alice {started:%Y-%m-%d}")
    assert "2 calls" in there.words
    assert f"{started:%H:%M}" in there.words
    assert "00:00" not in there.words


async def test_calls_are_filtered_by_person_direction_and_day(place: Town, lines: None) -> None:
    alex = await place.connected()
    assert "2 calls" in (await alex.say("calls alice")).words
    card = await alex.say("calls inbound")
    assert "2 calls" in card.words
    await alex.click("Show", card, line="102", direction="all")
    card = await alex.becomes(card, "2 calls", "+65 9123 4567")
    day = (midnight() - timedelta(days=1)).date().isoformat()
    await alex.click("Show", card, day=day)
    card = await alex.becomes(card, "1 call", "+65 9876 5432")
    await alex.click("Show", card, day="", direction="outbound", line="all")
    card = await alex.becomes(card, "1 call", "+65 9123 4567")
    await alex.click("Show", card, day="2020-01-01")
    await alex.becomes(card, "No calls here.")


async def test_pages_are_asked_for_one_at_a_time(place: Town) -> None:
    start = midnight() - timedelta(days=9)
    place.organisation().calls = [call(start + timedelta(minutes=n), f"65910000{n:02d}") for n in range(25)]
    alex = await place.connected()
    card = await alex.say("calls")
    assert "25 calls, page 1 of 3" in card.words
    assert "+65 9100 0024" in card.words
    before = await place.calls("/v1/calls")
    await alex.click("Next", card)
    card = await alex.becomes(card, "page 2 of 3", "+65 9100 0014")
    assert await place.calls("/v1/calls") == before + 1
    await alex.click("Next", card)
    card = await alex.becomes(card, "page 3 of 3", "+65 9100 0000")
    assert "Next" not in card.actions


async def test_a_reader_sees_covered_numbers_on_card_and_in_file(place: Town, lines: None) -> None:
    await place.connected()
    kim = await place.person("Kim")
    card = await kim.say("calls")
    assert "+65 9123 ••••" in card.words
    assert "4567" not in card.words
    await kim.click("As a file", card)
    rows = cells(await kim.take_file())
    assert rows[1][2:4] == ["+65 6789 ••••", "+65 9123 ••••"]
    assert "4567" not in str(rows)


async def test_the_file_holds_every_call_that_fits(place: Town, lines: None) -> None:
    alex = await place.connected()
    await alex.click("As a file", await alex.say("calls alice"))
    rows = cells(await alex.take_file())
    assert rows[0][:4] == ["When", "Direction", "Caller", "Called number"]
    assert [row[3] for row in rows[1:]] == ["+65 9123 4567", "+65 6789 1249"]
    assert rows[1][0] == f"{midnight():%Y-%m-%d} 00:00"


async def test_the_seeded_front_desk_has_calls(place: Town) -> None:
    alex = await place.connected()
    card = await alex.say("calls front desk")
    assert "12 calls, page 1 of 2" in card.words
    assert "Hidden number" in card.words


async def test_a_line_longer_than_any_address_is_refused_in_words(place: Town, lines: None) -> None:
    alex = await place.connected()
    card = await alex.say("calls")
    await alex.press(card, "calls.show", place.sealed("calls.show", {}), line="x" * 9_000)
    assert "too long to be looked for" in (await alex.sees("too long")).words


async def test_whoever_is_not_there_is_said(place: Town, lines: None) -> None:
    alex = await place.connected()
    assert "I can't find “bert”." in (await alex.say("calls bert today")).words
    card = await alex.say("calls")
    await alex.click("Show", card, day="soon")
    await alex.sees("“soon” is no day.")


async def test_calls_are_told_in_the_own_chat_and_to_readers_only(place: Town, lines: None) -> None:
    await place.connected()
    ben = await place.person("Ben")
    assert "You may not" in (await ben.say("calls")).words


@given(st.lists(st.sampled_from(["alice", "tan", "today", "yesterday", "inbound", "out", "2026-01-31", "of"])))
def test_every_word_is_used_once(words: list[str]) -> None:
    day = midnight().date()
    asked = read_words(" ".join(words), day)
    assert isinstance(asked, CallQuery)
    assert (asked.direction != "") == bool({"inbound", "out"} & set(words))
    assert (asked.day is not None) == bool({"today", "yesterday", "2026-01-31"} & set(words))
    assert ("alice" in asked.whose.split()) == ("alice" in words)


@given(st.from_regex(r"\+65 [0-9]{4} [0-9]{4}", fullmatch=True))
def test_a_mask_covers_the_last_four_digits_and_nothing_else(number: str) -> None:
    covered = mask(number)
    assert covered == f"{number[:-4]}••••"
