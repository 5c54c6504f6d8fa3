"""The assembler drops nothing that was given, and keeps a card light."""

from __future__ import annotations

import pytest

from cards.assembler import MAX_CARD_BYTES, card, listing, weight
from cards.changes.clicks import ApprovePlan
from cards.changes.job_clicks import FileJobs, ShowJob
from cards.elements import button, buttons, execute, facts, mark, refresh, row, say, text
from cards.inputs import text_input, ticks_input
from tests.cards.walk import faults, of_type


def test_none_is_dropped_and_words_become_text() -> None:
    made = card("Title", None, "Words", None, actions=[None, execute("Go", FileJobs())])
    assert [node["text"] for node in made["body"]] == ["Title", "Words"]
    assert made["body"][0]["style"] == "heading"
    assert [action["title"] for action in made["actions"]] == ["Go"]
    assert "actions" not in card("Title")


def test_a_long_list_loses_rows_and_says_how_many() -> None:
    made = card("Title", listing([row(f"Row {i}", "x" * 150) for i in range(500)], 10_000))
    rows = of_type(made, "Container")
    assert weight(made) <= MAX_CARD_BYTES
    assert 20 < len(rows) < 500
    assert made["body"][-1]["text"] == f"…and {10_000 - len(rows):,} more"
    assert rows[0]["items"][0]["text"] == "Row 0"


def test_a_rows_details_have_its_whole_width() -> None:
    """Beside a badge, a phone leaves them half of it."""
    (head, detail) = card("Title", row("Lead", "detail", tag=mark("attention")))["body"][1]["items"]
    assert [column["width"] for column in head["columns"]] == ["stretch", "auto"]
    assert detail["text"] == "detail"


def test_only_the_longest_list_loses_rows() -> None:
    few = [row(f"Few {i}") for i in range(3)]
    made = card("Title", listing(few), listing([row(f"Row {i}", "x" * 150) for i in range(500)]))
    assert "Few 2" in str(made)
    assert weight(made) <= MAX_CARD_BYTES


def test_long_texts_are_cut_when_no_list_is_left() -> None:
    made = card("Title", *["🎉" * 600] * 5)
    assert weight(made) <= MAX_CARD_BYTES
    assert len(of_type(made, "TextBlock")) == 6


def test_what_cannot_be_made_light_is_refused() -> None:
    with pytest.raises(ValueError, match="weighs"):
        card("Title", actions=[execute("Go", ShowJob("y" * MAX_CARD_BYTES))])


def test_more_than_six_buttons_are_refused_wherever_they_are() -> None:
    six = [execute(f"Go {i}", FileJobs()) for i in range(6)]
    assert len(card("Title", actions=six)["actions"]) == 6
    with pytest.raises(ValueError, match="7 buttons"):
        card("Title", buttons(execute("Search", FileJobs())), actions=six)


def test_fallback_text_says_the_card_in_plain_words() -> None:
    made = card(
        "Title (new)",
        "Some *words*",
        facts(("Name", "a_b")),
        row("Lead", "detail", tag=mark("attention")),
        text_input("q", "Find"),
        ticks_input("t", "Tick", [("1", "[x](http://evil.example)")], []),
    )
    assert made["fallbackText"].splitlines() == [
        "Title (new)",
        "Some ∗words∗",
        "Name: a_b",
        "Lead",
        "⚠ Needs a look",
        "detail",
        "Find",
        "Tick",
        "- (x)(http://evil.example)",
    ]
    assert card("Title", fallback_text="Short")["fallbackText"] == "Short"


def test_refresh_names_at_most_sixty_people_and_full_width_is_asked_for() -> None:
    made = card("Title", refresh=refresh(ShowJob("1"), [f"29:{i}" for i in range(70)]), full_width=True)
    assert len(made["refresh"]["userIds"]) == 60
    assert made["refresh"]["action"]["data"] == {"d": {"job": "1"}}
    assert made["msteams"] == {"width": "full"}
    assert faults(made) == []


def test_a_click_carries_its_data_under_d() -> None:
    made = execute("Approve", ApprovePlan("p-7"), "positive").model_dump(by_alias=True, exclude_none=True)
    assert made == {
        "type": "Action.Execute",
        "title": "Approve",
        "style": "positive",
        "verb": "approval.approve",
        "data": {"d": {"plan": "p-7"}},
    }
    assert execute("Go", FileJobs(), inputs=False).associated_inputs == "none"
    said = button(say("Home", "home"))
    assert said is not None
    assert said.model_dump(exclude_none=True)["data"] == {"d": {"text": "home"}}


def test_words_with_markdown_signs_become_a_run_that_no_client_reads_as_markdown() -> None:
    assert text("Plain words").type == "TextBlock"
    made = text("alex_tan **x**", weight="Bolder")
    assert made.type == "RichTextBlock"
    assert made.model_dump(exclude_none=True)["inlines"][0]["text"] == "alex_tan **x**"
