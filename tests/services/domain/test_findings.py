"""How many findings are listed, and that the others are counted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services.domain.findings import capped, more_like, number_of
from services.domain.plan import Finding, Severity

kinds = st.sampled_from(["a", "b", "c"])


@given(st.lists(kinds, max_size=40), st.integers(1, 10))
def test_the_first_of_each_kind_are_listed_and_none_is_lost(codes: list[str], most: int) -> None:
    findings = [Finding(Severity.ERROR, code, f"{code}{no}", row=no) for no, code in enumerate(codes, start=2)]
    kept = capped(findings, most)
    assert number_of(kept) == len(findings)
    for code in "abc":
        listed = [one for one in kept if one.code == code and not one.others]
        assert listed == [one for one in findings if one.code == code][:most]
    assert capped(kept, most) == kept


def test_one_that_stands_for_others_says_how_many() -> None:
    one = Finding(Severity.ERROR, "a", "This is wrong.", "Mend it.", 7, "User", "x", "101")
    more = more_like(one, 12_000, at_least=True)
    assert (more.message, more.fix) == ("At least 12,000 more like this: This is wrong.", "Mend it.")
    assert (more.row, more.column, more.value, more.key, more.stands_for) == (0, "", "", "", 12_000)
