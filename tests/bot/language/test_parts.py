"""The parts of understanding: days, figures, slips, tables, names, and how long a topic is remembered."""

from __future__ import annotations

from datetime import date

import pytest

from bot.language.dates import find_date
from bot.language.find import find_items
from bot.language.intents import INTENTS
from bot.language.lexicon import CONCEPTS
from bot.language.memory import RecentTopics, Topic
from bot.language.slips import nearest
from bot.language.text import is_table
from bot.language.things import ThingKind
from tests.bot.language.place import TODAY, names

KNOWN = names()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", date(2026, 11, 25)),
        ("tomorrow", date(2026, 11, 26)),
        ("wednesday", date(2026, 11, 25)),
        ("on friday", date(2026, 11, 27)),
        ("next friday", date(2026, 12, 4)),
        ("30 november", date(2026, 11, 30)),
        ("the 30th of november", date(2026, 11, 30)),
        ("november 30", date(2026, 11, 30)),
        ("1 march", date(2027, 3, 1)),
        ("1 march 2028", date(2028, 3, 1)),
        ("2026-12-24", date(2026, 12, 24)),
        ("end of the month", date(2026, 11, 30)),
        ("31 february", None),
        ("2026-13-01", None),
        ("friday the moon", None),
        ("", None),
    ],
)
def test_days(text: str, day: date | None) -> None:
    assert find_date(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("give 102 6567891240", [("L", "102"), ("N", "+6567891240")]),
        ("give 6567891240 102", [("N", "+6567891240"), ("L", "102")]),
        ("+65 6789 1240 102", [("N", "+6567891240"), ("L", "102")]),
        ("swap 101, 105", [("L", "101"), ("L", "105")]),
        ("6789 1231", [("N", "+6567891231")]),
        ("ext101 and x105", [("L", "101"), ("L", "105")]),
        ("6567891230-6567891235", [("R", "+6567891230-+6567891235")]),
        ("65 6789 1230 to 65 6789 1235", [("R", "+6567891230-+6567891235")]),
        ("5 extensions from 120", [("Q", "5"), ("L", "120")]),
        ("+44 20 7946 0000", [("N", "+442079460000")]),
    ],
)
def test_figures_are_ours_before_they_are_anything_else(text: str, means: list[tuple[str, str]]) -> None:
    found = [next(iter(item.means.items())) for item in find_items(text, KNOWN) if item.means]
    assert [(kind.value, value) for kind, value in found] == means


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Zoe", ["Zoë Müller"]),
        ("soren angstrom", ["Søren Ångström"]),
        ("maria", ["Maria Tan", "Maria Lim"]),
        ("chris lee", ["Chris Lee", "Chris Lee"]),
        ("will Ready Home be there", ["Ready Home"]),
        ("will it be free", []),
        ("what may I do", []),
    ],
)
def test_people_are_found_by_whole_words_of_their_names(text: str, people: list[str]) -> None:
    assert [person.name for item in find_items(text, KNOWN) for person in item.people] == people


def test_slips_are_a_letter_or_two_and_never_two_words_at_once() -> None:
    known = frozenset({"release", "licence", "swap", "give", "live"})
    assert nearest("lisence", known) == ("licence",)
    assert nearest("relaese", known) == ("release",)
    assert nearest("five", known) == ("give", "live")
    assert nearest("swp", known) == ()
    assert nearest("pizza", known) == ()


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("Ext Key\tUser\n101\talice", True),
        ("101\t6567891230\talice\n102\t6567891231\tben", True),
        ("Ext Key,User\n101,alice", True),
        ("Ext Key;User\n101;alice\n\n", True),
        ("101,6567891230,alice\n102,6567891231,ben", True),  # without headings, which it is told
        ("101; alice\n102; ben", True),
        ("101, 102\n103, 104", False),
        ("101, 6567891230\n102, 6567891231", False),
        ("Ext Key,User", False),
        ("upload 6567891230, 6567891231\n6567891232, 6567891233", False),
        ("give alice recording, please\nthank you, bot", False),
        ("hello\nthere", False),
        ("give 101\tto bob", False),
    ],
)
def test_rows_are_told_from_sentences(text: str, table: bool) -> None:
    assert is_table(text) is table


def test_a_topic_is_remembered_for_ten_minutes_by_person_and_place() -> None:
    now = 0.0
    memory = RecentTopics(lambda: now)
    memory.keep("chat", "alex", Topic(text="alice"))
    now = 599.0
    assert memory.of("chat", "alex") == Topic(text="alice")
    assert memory.of("chat", "sam") is None
    assert memory.of("group", "alex") is None
    now = 601.0
    assert memory.of("chat", "alex") is None


def test_ways_speak_of_concepts_and_things_there_are() -> None:
    kinds = {kind.value for kind in ThingKind} | {"T", "X"}
    for intent in INTENTS:
        for way in intent.ways:
            for word in way.split():
                assert set(word.rstrip("?+*").split("/")) <= kinds | set(CONCEPTS), (intent.name, way)


def test_there_are_many_intents_each_called_its_own_name() -> None:
    assert len({intent.name for intent in INTENTS}) == len(INTENTS) >= 58
