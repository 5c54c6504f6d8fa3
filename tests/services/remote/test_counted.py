"""Lists by page number: what is there from the first page to the last is found, whatever comes and goes meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import TypeAdapter

from services.domain.errors import RemoteUnreadable
from services.remote.counted import counted
from tests.services.remote.support import Reply, Seen, Wire

NUMBER = TypeAdapter(int)
_PER_PAGE = 100


def itself(number: int) -> int:
    return number


class Shelf:
    """A sorted list that is served by page number; `between` may change it before each page but the first."""

    def __init__(self, wire: Wire, count: int, between: Callable[[int, list[int]], None]) -> None:
        self.there = list(range(0, 10 * count, 10))
        self.pages = 0
        self._between = between
        wire.otherwise = self._page

    def _page(self, seen: Seen) -> Reply:
        if self.pages:
            self._between(self.pages, self.there)
        self.pages += 1
        asked = parse_qs(urlsplit(seen.path).query)
        page, size = int(asked["page"][0]), int(asked["perPage"][0])
        assert size <= _PER_PAGE
        records = self.there[page * size :][:size]
        return Reply(body=records, headers={"x-pagination-total-count": str(len(self.there))})


async def read(wire: Wire) -> list[int]:
    return [n async for n in counted(wire.remote(), "/n", NUMBER, {}, _PER_PAGE, key=itself)]


async def test_a_quiet_list_is_read_once_and_its_pages_overlap(wire: Wire) -> None:
    shelf = Shelf(wire, 1_000, lambda _page, _there: None)
    assert await read(wire) == shelf.there
    assert shelf.pages <= 12


@pytest.mark.parametrize("gone", [1, 3, 40])
async def test_what_is_deleted_between_two_pages_hides_nothing(wire: Wire, gone: int) -> None:
    def between(page: int, there: list[int]) -> None:
        if page == 1:
            del there[:gone]

    shelf = Shelf(wire, 250, between)
    assert await read(wire) == shelf.there


async def test_what_is_deleted_while_as_much_is_made_hides_nothing(wire: Wire) -> None:
    def between(page: int, there: list[int]) -> None:
        if page == 1:
            del there[:5]
            there.extend(range(10_001, 10_006))

    shelf = Shelf(wire, 250, between)
    assert await read(wire) == shelf.there


async def test_what_moves_to_a_place_already_read_is_found(wire: Wire) -> None:
    def between(page: int, there: list[int]) -> None:
        if page == 1:
            there.remove(2_000)
            there.insert(1, 5)

    shelf = Shelf(wire, 250, between)
    assert await read(wire) == shelf.there


async def test_what_comes_in_front_all_the_time_is_no_reason_to_read_again(wire: Wire) -> None:
    shelf = Shelf(wire, 300, lambda page, there: there.insert(0, -page))
    assert await read(wire) == list(range(0, 3_000, 10))
    assert shelf.pages <= 4


async def test_a_list_that_loses_a_record_at_each_page_is_still_whole(wire: Wire) -> None:
    shelf = Shelf(wire, 300, lambda _page, there: there.pop(0))
    found = await read(wire)
    assert set(shelf.there) <= set(found)


async def test_a_list_with_a_gap_each_time_is_unreadable(wire: Wire) -> None:
    def between(_page: int, there: list[int]) -> None:
        del there[:50]

    Shelf(wire, 3_000, between)
    with pytest.raises(RemoteUnreadable, match="changes too fast"):
        await read(wire)


@pytest.mark.parametrize("seed", range(25))
async def test_whoever_stays_is_found_whatever_comes_and_goes(wire: Wire, seed: int) -> None:
    rng = Random(seed)

    def between(_page: int, there: list[int]) -> None:
        for _ in range(rng.choice([0, 0, 0, 1, 2])):
            if rng.random() < 0.5:
                there.pop(rng.randrange(len(there)))
            else:
                there.append(rng.choice(_odd(there)))
                there.sort()

    shelf = Shelf(wire, rng.choice([90, 150, 420]), between)
    before = set(shelf.there)
    found = await read(wire)
    assert len(found) == len(set(found))
    assert before & set(shelf.there) <= set(found)


def _odd(there: Sequence[int]) -> list[int]:
    return [number for number in range(1, 4_000, 10) if number not in there]
