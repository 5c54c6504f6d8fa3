from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from services.domain.errors import RemoteRefused
from services.remote.paging import counted, linked
from tests.services.remote.support import Reply, Wire

INTEGER = TypeAdapter(int)


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
    total = {"x-pagination-total-count": "3"}
    wire.script = [Reply(body=[1, 2], headers=total), Reply(body=[3], headers=total)]
    assert [n async for n in counted(wire.remote(), "/n", INTEGER, {}, 1000)] == [1, 2, 3]
    assert [seen.path for seen in wire.seen] == ["/base/n?page=0&perPage=1000", "/base/n?page=1&perPage=1000"]


async def test_without_a_total_a_short_page_is_the_last(wire: Wire) -> None:
    wire.script = [Reply(body=[1, 2]), Reply(body=[3])]
    assert [n async for n in counted(wire.remote(), "/n", INTEGER, {}, 2)] == [1, 2, 3]


async def test_a_record_of_another_shape_is_told_by_its_place(wire: Wire) -> None:
    wire.script = [Reply(body={"value": ["no number"]})]
    with pytest.raises(RemoteRefused, match="unexpected shape"):
        assert [n async for n in linked(wire.remote(), "/n", INTEGER, {})]
