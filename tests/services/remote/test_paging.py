from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import TypeAdapter

from services.domain.errors import RemoteRefused, RemoteUnreadable
from services.remote.counted import counted
from services.remote.paging import linked
from tests.services.remote.support import Reply, Seen, Wire

INTEGER = TypeAdapter(int)
TOTAL = {"x-pagination-total-count": "3"}


def itself(number: int) -> int:
    return number


async def test_next_links_are_followed_to_the_end(wire: Wire) -> None:
    wire.script = [
        Reply(body={"value": [1, 2], "@odata.nextLink": "http://other/base/n?$skiptoken=x"}),
        Reply(body={"value": [3], "nextLink": "http://other/base/n?$skiptoken=y"}),
        Reply(body={"value": []}),
    ]
    assert [n async for n in linked(wire.remote(), "/n", INTEGER, {"$top": 2})] == [1, 2, 3]
    assert [seen.path for seen in wire.seen] == ["/base/n?$top=2", "/base/n?$skiptoken=x", "/base/n?$skiptoken=y"]


async def test_a_full_page_without_a_link_is_skipped_past(wire: Wire) -> None:
    wire.script = [Reply(body={"value": [1, 2]}), Reply(body={"value": [3]})]
    assert [n async for n in linked(wire.remote(), "/n", INTEGER, {"$top": 2}, skip_by=2)] == [1, 2, 3]
    assert [seen.path for seen in wire.seen] == ["/base/n?$top=2", "/base/n?$top=2&$skip=2"]


async def test_a_single_object_counts_as_a_list_of_one(wire: Wire) -> None:
    wire.script = [Reply(body={"value": {"a": 1}})]
    assert [x async for x in linked(wire.remote(), "/n", TypeAdapter(dict[str, int]), {})] == [{"a": 1}]


async def test_counted_pages_end_with_the_total(wire: Wire) -> None:
    wire.script = [Reply(body=[1, 2], headers=TOTAL), Reply(body=[3], headers=TOTAL)]
    assert [n async for n in counted(wire.remote(), "/n", INTEGER, {}, 1000, key=itself)] == [1, 2, 3]
    assert [seen.path for seen in wire.seen] == ["/base/n?page=0&perPage=1000", "/base/n?page=1&perPage=1000"]


async def test_without_a_total_a_short_page_is_the_last(wire: Wire) -> None:
    wire.script = [Reply(body=[1, 2]), Reply(body=[3])]
    assert [n async for n in counted(wire.remote(), "/n", INTEGER, {}, 2, key=itself)] == [1, 2, 3]


async def test_a_record_of_another_shape_makes_the_whole_answer_odd(wire: Wire) -> None:
    wire.otherwise = lambda _seen: Reply(body={"value": [1, "no number"]})
    with pytest.raises(RemoteUnreadable, match="data of another shape"):
        assert [n async for n in linked(wire.remote(), "/n", INTEGER, {})]


async def test_a_list_that_ends_too_soon_is_no_shorter_list(wire: Wire) -> None:
    wire.otherwise = lambda seen: Reply(body=[1, 2] if "page=0" in seen.path else [], headers=TOTAL)
    with pytest.raises(RemoteUnreadable, match="a list of 2 where 3 were announced"):
        assert [n async for n in counted(wire.remote(), "/n", INTEGER, {}, 2, key=itself)]


@pytest.mark.parametrize("same", [{"value": [1, 2], "nextLink": "http://other/base/n"}, {"value": [1, 2]}])
async def test_pages_that_lead_in_a_circle_end(wire: Wire, same: dict[str, object]) -> None:
    wire.otherwise = lambda _seen: Reply(body=same)
    with pytest.raises(RemoteUnreadable, match="the same page of a list twice"):
        assert [n async for n in linked(wire.remote(), "/n", INTEGER, {}, skip_by=2)]
    assert len(wire.seen) == 2


async def test_a_counted_page_that_comes_again_ends(wire: Wire) -> None:
    wire.otherwise = lambda _seen: Reply(body=[1, 2], headers={"x-pagination-total-count": "9"})
    with pytest.raises(RemoteUnreadable, match="the same page of a list twice"):
        assert [n async for n in counted(wire.remote(), "/n", INTEGER, {}, 2, key=itself)]


async def test_a_next_link_with_blanks_in_it_is_followed(wire: Wire) -> None:
    link = "https://other/base/n?$filter=a eq 'b%20c'&skip=2"
    wire.script = [Reply(body={"value": [1], "nextLink": link}), Reply(body={"value": [2]})]
    assert [n async for n in linked(wire.remote(), "/n", INTEGER, {})] == [1, 2]
    assert wire.seen[1].path == "/base/n?$filter=a%20eq%20'b%20c'&skip=2"


EXPIRED = {"error": {"code": "Directory_ExpiredPageToken", "message": "The specified page token value has expired."}}


@pytest.mark.parametrize("status", [400, 410])
async def test_a_list_whose_link_has_expired_is_read_anew_and_nothing_comes_twice(wire: Wire, status: int) -> None:
    link = "http://other/base/n?$skiptoken=x"
    wire.script = [
        Reply(body={"value": [1, 2], "@odata.nextLink": link}),
        Reply(status, EXPIRED),
        Reply(body={"value": [0, 1, 2], "@odata.nextLink": link}),
        Reply(body={"value": [3]}),
    ]
    assert [n async for n in linked(wire.remote(), "/n", INTEGER, {"$top": 2}, key=itself)] == [1, 2, 0, 3]
    assert [seen.path for seen in wire.seen] == ["/base/n?$top=2", "/base/n?$skiptoken=x"] * 2


async def test_a_list_is_begun_anew_once_and_a_first_page_that_is_refused_never(wire: Wire) -> None:
    first = Reply(body={"value": [1], "@odata.nextLink": "http://other/base/n?$skiptoken=x"})
    wire.script = [first, Reply(400, EXPIRED), first, Reply(400, EXPIRED)]
    with pytest.raises(RemoteRefused):
        assert [n async for n in linked(wire.remote(), "/n", INTEGER, {}, key=itself)]
    wire.script = [Reply(400, EXPIRED)]
    with pytest.raises(RemoteRefused):
        assert [n async for n in linked(wire.remote(), "/n", INTEGER, {}, key=itself)]
    assert len(wire.seen) == 5


async def test_what_stands_on_two_pages_comes_once(wire: Wire) -> None:
    wire.script = [
        Reply(body={"value": [1, 2], "@odata.nextLink": "http://other/base/n?$skiptoken=x"}),
        Reply(body={"value": [2, 3]}),
    ]
    assert [n async for n in linked(wire.remote(), "/n", INTEGER, {}, key=itself)] == [1, 2, 3]


async def test_what_goes_between_two_pages_without_links_hides_nothing(wire: Wire) -> None:
    there = list(range(250))
    skips: list[int] = []

    def page(seen: Seen) -> Reply:
        if len(skips) in {1, 2}:
            del there[: 1 if len(skips) == 1 else 30]
        skips.append(int(parse_qs(urlsplit(seen.path).query).get("$skip", ["0"])[0]))
        return Reply(body={"value": there[skips[-1] :][:100]})

    wire.otherwise = page
    found = [n async for n in linked(wire.remote(), "/n", INTEGER, {"$top": 100}, skip_by=100, key=itself)]
    assert set(there) <= set(found)
    assert len(found) == len(set(found)) == 250
    assert skips == [0, 98, 196, 0, 98, 196], "one that goes is bridged, and where thirty went all is read anew"


async def test_skipping_without_links_gives_up_where_each_reading_has_a_gap(wire: Wire) -> None:
    there = list(range(1_000))

    def page(seen: Seen) -> Reply:
        del there[:50]
        skip = int(parse_qs(urlsplit(seen.path).query).get("$skip", ["0"])[0])
        return Reply(body={"value": there[skip:][:100]})

    wire.otherwise = page
    with pytest.raises(RemoteUnreadable, match="changes too fast"):
        assert [n async for n in linked(wire.remote(), "/n", INTEGER, {"$top": 100}, skip_by=100, key=itself)]


async def test_an_empty_page_that_should_reach_back_is_no_end(wire: Wire) -> None:
    there = list(range(110))
    asked: list[str] = []

    def page(seen: Seen) -> Reply:
        if len(asked) == 1:
            del there[:30]
        asked.append(seen.path)
        skip = int(parse_qs(urlsplit(seen.path).query).get("$skip", ["0"])[0])
        return Reply(body={"value": there[skip:][:100]})

    wire.otherwise = page
    found = [n async for n in linked(wire.remote(), "/n", INTEGER, {"$top": 100}, skip_by=100, key=itself)]
    assert set(there) <= set(found)
