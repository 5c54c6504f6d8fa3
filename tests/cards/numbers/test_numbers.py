"""The list of numbers keeps ticks over pages and asks for exactly what was ticked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cards.numbers import numbers
from cards.numbers.numbers import NumberRow, NumbersPage
from tests.cards.look import clicks, field, sent, words
from tests.cards.walk import of_type

ROWS = (
    NumberRow("+6567891230", "101", "John", "Not uploaded", tickable=True),
    NumberRow("+6567891231", "102", "Alice", "Failed", "Attention", tickable=True),
    NumberRow("+6567891232", "103", "Hallie", "Assigned", "Good"),
)


def _page(**more: Any) -> NumbersPage:
    return NumbersPage(ROWS, total=40, pages=4, page=2, **more)


def test_only_numbers_that_can_be_uploaded_have_a_box() -> None:
    made = numbers.numbers(_page())
    assert [choice["value"] for choice in field(made, "ticked")["choices"]] == ["+6567891230", "+6567891231"]
    titles = [choice["title"] for choice in field(made, "ticked")["choices"]]
    assert titles == ["+65 6789 1230 · ext 101 · John", "+65 6789 1231 · ext 102 · Alice · Failed"]
    assert "+65 6789 1232\nAssigned\n✔ Assigned\next 103 · Hallie" in words(made)


def test_ticks_of_this_page_stay_ticked_and_others_travel_with_every_click() -> None:
    made = numbers.numbers(_page(ticked=("+6567891231", "+6567899999")))
    assert field(made, "ticked")["value"] == "+6567891231"
    for title in ("Upload ticked", "Next", "Previous", "Show"):
        assert sent(made, title)[1]["ticked"] == ["+6567899999"]
        assert "associatedInputs" not in clicks(made)[title]
    assert "1 number ticked on other pages" in words(made)
    assert sent(made, "Next")[1]["page"] == 3


def test_no_more_ticks_travel_than_a_card_can_carry() -> None:
    made = numbers.numbers(_page(ticked=tuple(f"+65{i:08}" for i in range(500))))
    assert len(sent(made, "Upload ticked")[1]["ticked"]) == numbers.MAX_CARRIED
    assert "most I can keep" in words(made)


def test_all_of_a_filter_can_be_uploaded_at_once() -> None:
    made = numbers.numbers(_page(filter="not_uploaded", tickable_total=1_312))
    assert sent(made, "Upload all 1,312") == ("numbers.upload", {"all": True, "filter": "not_uploaded"})
    assert "Upload all 2" not in clicks(numbers.numbers(_page(tickable_total=2)))


def test_filter_counts_and_bar() -> None:
    made = numbers.numbers(_page(counts={"all": 1_240, "uploaded": 900}, filter="uploaded", query="john"))
    assert field(made, "filter")["value"] == "uploaded"
    assert [choice["title"] for choice in field(made, "filter")["choices"]] == ["All numbers (1,240)", "Uploaded (900)"]
    assert "900 of 1,240 numbers uploaded to Teams" in words(made)
    assert of_type(made, "ProgressBar")[0]["value"] == 900
    # Between two pages what the ticks are for comes before the file, which the first and the last page have.
    assert {"Previous", "Next", "Unassign ticked", "Release ticked", "Assign ticked"} <= set(clicks(made))
    first = numbers.numbers(replace(_page(filter="uploaded", query="john"), page=1))
    assert sent(first, "As a file") == ("numbers.file", {"filter": "uploaded", "query": "john"})


def test_a_status_too_long_for_its_badge_is_told_in_full() -> None:
    row = NumberRow("+6567891230", status="Assigned to Wei Ling of Sales", style="Good")
    assert "Assigned to Wei Ling of Sales" in words(numbers.numbers(NumbersPage([row], total=1))).splitlines()


def test_nothing_to_upload_means_no_upload_button() -> None:
    made = numbers.numbers(NumbersPage(ROWS[2:], total=1))
    assert not any(title.startswith("Upload") for title in clicks(made))


def test_what_failed_is_told_once_for_all_it_is_about() -> None:
    failed = [
        NumberRow(f"+656789123{no}", str(100 + no), "John", "Failed", "Attention", detail=why, tickable=True)
        for no, why in enumerate(("No address", "No address", "Refused"))
    ]
    said = words(numbers.numbers(numbers.NumbersPage(failed, "failed", total=3)))
    assert said.count("No address") == 1
    assert "ext 100 · John, ext 101 · John" in said
    assert "+65 6789 1230" not in said  # its box says it
    same = words(numbers.numbers(numbers.NumbersPage(failed[:2], "failed", total=2)))
    assert "All of these" in same


def test_a_filter_that_holds_nothing_is_named_all_the_same() -> None:
    made = numbers.numbers(NumbersPage((), "failed", {"all": 20, "not_uploaded": 20}))
    chosen = field(made, "filter")
    assert (chosen["value"], chosen["choices"][-1]["title"]) == ("failed", "Failed")
