"""Pools: which licences there are, who holds them, and which extensions are free."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from services.domain import addons
from services.domain.addons import AddonKind
from services.domain.line import Line, Seats, is_key
from services.inventory.licence_pools import base_codes, codes_to_give, holders, keys_from, next_free, pools
from tests.services.worlds import snapshot

KEYS = st.integers(0, 130).map(lambda n: f"{n:03d}")


@given(st.sets(KEYS), st.integers(1, 12), KEYS)
def test_the_next_free_run_is_free_and_the_first(taken: set[str], count: int, start: str) -> None:
    live = snapshot(lines=[Line(key) for key in taken])
    found = next_free(live, start, count)
    assert not taken & set(keys_from(found, count))
    assert len(keys_from(found, count)) == count
    earlier = (f"{n:03d}" for n in range(int(start), int(found)))
    assert all(taken & set(keys_from(key, count)) for key in earlier)


def test_extensions_end_at_five_digits() -> None:
    assert keys_from("998", 4) == ["998", "999", "1000", "1001"]
    assert keys_from("0998", 3) == ["0998", "0999", "1000"]
    assert keys_from("99998", 5) == ["99998", "99999"]
    assert next_free(snapshot(lines=[Line("99999")]), "99998", 2) == ""
    assert not any(is_key(text) for text in ("12", "123456", "12a", "", "१२३", "-12"))


def test_pools_of_every_sort() -> None:
    live = snapshot(lines=[Line("101", addons=("odd", "odd"), numbers=("+65",)), Line("102", base="other_base")])
    seats = {addons.BASE: Seats(addons.BASE, 9, 1, True), "other_base": Seats("other_base", 2, 1, True)}
    live = replace(live, seats={**seats, "new_code": Seats("new_code", 1, 0)})
    codes = [pool.code for pool in pools(live)]
    assert codes == [addons.BASE, "other_base", *addons.ADDONS, "new_code", "odd"]
    assert base_codes(live) == [addons.BASE, "other_base"]
    assert [(h.line.key, h.seats) for h in holders(live, "odd")] == [("101", 2)]
    assert [h.line.key for h in holders(live, addons.NUMBER)] == ["101"]
    assert [h.line.key for h in holders(live, "other_base")] == ["102"]
    # Only what was bought can be given, and what a line has is shown even so.
    assert codes_to_give(live) == {AddonKind.DEVICE: [], AddonKind.FEATURE: [], None: ["new_code"]}
    assert codes_to_give(live, live.lines["101"])[None] == ["new_code", "odd"]
