"""Lists and ranges of numbers as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.domain.number_list import MAX_NUMBERS, as_ranges, read_list, shown

FIRST = 6567891000
numbers = st.integers(0, 900).map(lambda n: FIRST + n)
spelt = st.sampled_from(["{}", "+{}", " {} ", "+{} "])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6567891230", ["+6567891230"]),
        ("6567891230, 6567891231", ["+6567891230", "+6567891231"]),
        ("6567891230;+6567891231 and 65 6789 1232", ["+6567891230", "+6567891231", "+6567891232"]),
        ("6567891230 6567891231", ["+6567891230", "+6567891231"]),
        ("+65 6789 1230", ["+6567891230"]),
        ("+65 6789-1230", ["+6567891230"]),
        ("6567891230-6567891232", ["+6567891230", "+6567891231", "+6567891232"]),
        ("+6567891230 - +6567891231", ["+6567891230", "+6567891231"]),
        ("6567891230 to 6567891231", ["+6567891230", "+6567891231"]),
        ("6567891230 – 32", ["+6567891230", "+6567891231", "+6567891232"]),
        ("6567891230..6567891231", ["+6567891230", "+6567891231"]),
        ("65 6789-1230 - 65 6789-1231", ["+6567891230", "+6567891231"]),
        ("6567891240 6567891230-31", ["+6567891240", "+6567891230", "+6567891231"]),
        ("6567891230, 6567891230, 6567891230-31", ["+6567891230", "+6567891231"]),
        ("6567891230-", ["+6567891230"]),
        ("", []),
        (" , ; ", []),
    ],
)
def test_what_a_list_names(text: str, expected: list[str]) -> None:
    found = read_list(text)
    assert list(found.numbers) == expected
    assert found.unread == ()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("abc", "signs that are no digits"),
        ("67891230", "country code is missing"),
        ("6567891230-6567899999", "this range has 8,770 numbers"),
        ("6567891230 - 60321234567", "aren't equally long"),
        ("65-6789-123", "no such number"),
    ],
)
def test_what_cannot_be_read_is_named_with_why(text: str, why: str) -> None:
    found = read_list(f"6567891231, {text}")
    assert found.numbers == ("+6567891231",)
    assert [one.written for one in found.unread] == [text]
    assert why in found.unread[0].why


@given(st.text(max_size=200))
def test_any_text_is_read_without_harm(text: str) -> None:
    found = read_list(text)
    assert len(found.numbers) <= MAX_NUMBERS
    assert len(set(found.numbers)) == len(found.numbers)
    assert all(n.startswith("+") and n[1:].isdigit() for n in found.numbers)


@given(numbers, numbers, spelt, spelt, st.sampled_from(["-", " - ", "–", " to ", "..", " … "]))
def test_a_range_holds_all_from_end_to_end_whichever_comes_first(
    one: int, other: int, left: str, right: str, sign: str
) -> None:
    low, high = sorted((one, other))
    found = read_list(f"{left.format(one)}{sign}{right.format(other)}")
    assert found.unread == ()
    assert list(found.numbers) == [f"+{n}" for n in range(low, high + 1)]


@given(st.integers(0, 1500), st.integers(1, 50))
def test_no_range_is_longer_than_what_may_be_asked(length: int, most: int) -> None:
    found = read_list(f"{FIRST}-{FIRST + length}", most=most)
    assert len(found.numbers) == (length + 1 if length < most else 0)
    assert bool(found.unread) == (length >= most)


@given(st.lists(numbers, max_size=60))
def test_ranges_name_the_same_numbers_again(listed: list[int]) -> None:
    wanted = sorted({f"+{n}" for n in listed})
    assert sorted(read_list(as_ranges(wanted)).numbers) == wanted


def test_many_are_shown_by_their_first() -> None:
    assert shown(["+6567891230", "+6567891231"], 1) == "+65 6789 1230 and 1 more"
    assert shown(["+6567891230"]) == "+65 6789 1230"


def test_a_range_in_which_a_number_of_ours_lies_is_one_whatever_the_numbering_plans_know() -> None:
    ours = ("+6551234563", "+6551234567")
    wanted = tuple(f"+655123456{n}" for n in range(10))
    for text in ("6551234560-6551234569", "+65 5123 4560 to +65 5123 4569", "6551234569-60", "6551234560-9"):
        assert read_list(text, "SG", ours=ours).numbers == wanted, text
    assert read_list("6551234563-65", "SG", ours=ours).numbers == tuple(f"+655123456{n}" for n in (3, 4, 5))
    for text in ("6551234570-6551234579", "6551234560-6551234569x"):
        assert read_list(text, "SG", ours=ours).numbers == ()
