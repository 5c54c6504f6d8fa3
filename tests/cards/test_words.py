"""Text from outside stays text; counts, times and numbers read as people say them."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cards.elements import text
from cards.inputs import lines_input, text_input
from cards.words import clean, count, duration, inert, number, plain, size, things, unbroken, unescaped
from services.domain.number import parse_number

ANY = st.text(alphabet=st.characters(), max_size=120) | st.text(alphabet="*_[]()`#><\\~|&;-+=1.! ax\n", max_size=60)


def shown(markdown: str) -> str:
    """What a markdown reader shows; fails on anything but plain words in one paragraph."""
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["strikethrough", "table"]).parse(markdown)
    assert [token.type for token in tokens] in (["paragraph_open", "inline", "paragraph_close"], [])
    inline = [child for token in tokens for child in token.children or []]
    assert {child.type for child in inline} <= {"text", "text_special"}
    return "".join(child.content for child in inline)


@given(ANY)
@example("[x](http://evil.example)")
@example("1. list")
@example("- list")
@example("---")
@example("&lt;b&gt; &#42;")
@example("<at>Boss</at>")
@example("![x](y)")
@example("a\\")
def test_plain_shows_exactly_the_words_and_no_markdown(words: str) -> None:
    assert shown(plain(words, 200)) == clean(words, 200)
    assert unescaped(plain(words, 200)) == clean(words, 200)


@given(ANY)
def test_inert_makes_no_link_no_code_and_no_html(text: str) -> None:
    assert not set("[]<>*`") & set(inert(text))


@given(ANY, st.integers(5, 60))
def test_clean_is_short_one_line_and_can_be_sent(text: str, most: int) -> None:
    made = clean(text, most)
    assert len(made) <= most
    assert "\n" not in made
    assert "  " not in made
    json.dumps(made).encode()
    made.encode()


def test_clean_strips_what_nobody_sees() -> None:
    assert clean("in\u202evoice\u200b\x07 \ud800\ufeff\tfile\u2028x") == "invoice file x"


# What Microsoft's renderer takes for a date or time to fill in, and anything near it.
DATES = st.builds(
    "{}{}{{{}{{{}{}({}{})}}}}{}".format,
    *[
        st.sampled_from(choices)
        for choices in (
            ("", "Ann "),
            ("", "{", "\u200b"),
            ("", "\u200b", "\u00ad"),
            ("", " "),
            ("DATE", "TIME", "date", "Time"),
            ("2017-02-14T06:08:39Z", "2026-11-24T00:00:00+08:00", ""),
            ("", ", SHORT", ",LONG"),
            ("", "}", " (Ann)"),
        )
    ],
)


@given(DATES, st.integers(5, 80))
def test_a_name_that_looks_like_a_date_to_fill_in_stays_a_name(name: str, most: int) -> None:
    for made in (clean(name, most), plain(name, most), inert(name, most), text(name).model_dump_json(by_alias=True)):
        assert not re.search(r"\{\{\s*(DATE|TIME)", made, re.IGNORECASE)
    assert len(clean(name, most)) <= most


def test_a_field_keeps_such_a_name_as_it_is() -> None:
    name = "{{DATE(2017-02-14T06:08:39Z, SHORT)}}"
    assert text_input("label", "Name", name).value == name
    assert lines_input("label", "Names", f"{name}\n{name}").value == f"{name}\n{name}"


def test_clean_says_where_it_cut() -> None:
    assert clean("a" * 10, 10) == "a" * 10
    assert clean("a" * 11, 10) == "a" * 9 + "…"
    assert clean("delete extension 101", 20) == "delete extension 101"
    assert clean("delete extension 101", 14) == "delete…"
    assert clean("delete extension 101", 17) == "delete extension…"
    assert clean(f"x {'a' * 40}", 30) == f"x {'a' * 27}…"
    assert clean(" " * 100 + "b", 10) == "…"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "less than a minute"),
        (46, "about 1 minute"),
        (180, "about 3 minutes"),
        (3_600, "about 1 hour"),
        (7_300, "about 2 hours"),
        (200_000, "about 2 days"),
    ],
)
def test_duration_in_words(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_counts_sizes_and_numbers() -> None:
    assert count(10_000) == "10,000"
    assert [things(1, "line"), things(1_200, "line"), things(0, "person", "people")] == [
        "1 line",
        "1,200 lines",
        "0 people",
    ]
    assert [size(1), size(12_000), size(999_700), size(1_400_000)] == ["1 byte", "12 KB", "1.0 MB", "1.4 MB"]
    assert number("+6567891230") == "+65 6789 1230"


def test_a_number_outside_every_plan_is_shown_as_it_came() -> None:
    assert number("+000") == "+000"
    assert number("+65oops") == "+65oops"


@given(st.sampled_from(("+65 6789 1230", "+62 812-3456-7890", "+1 202-555-0123", "+65 9123 ••••")), ANY)
def test_no_line_break_takes_a_phone_number_apart(spelt: str, words: str) -> None:
    whole = unbroken(f"{spelt} · {words}")
    assert " " not in whole.partition(" · ")[0]
    assert whole.replace("\u00a0", " ") == f"{spelt} · {words}".replace("\u00a0", " ")


def test_other_words_keep_their_spaces() -> None:
    for told in ("18 of 41 lines", "+ 3 more", "row +65", "1 2 3"):
        assert unbroken(told) == told


def test_a_number_copied_with_its_unbroken_spaces_is_read() -> None:
    assert parse_number("+65\u00a06789\u00a01230") == "+6567891230"
