"""Each catalogue holds exactly what the code says, whole, with everything that fills it and every word to type."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache
from string import Formatter

import pytest

from services.domain.phrases import reading, told, tr
from services.languages.catalogues import TYPED, catalogue, reader_of, typed_words
from services.languages.language import Language
from tools.messages import Key, sentences

OTHERS = [language for language in Language if language is not Language.ENGLISH]
_TO_TYPE = re.compile(r"(?<!\*)\*([a-zA-Z][^*]*)\*(?!\*)")


@cache
def _sentences() -> set[Key]:
    return set(sentences())


def _known(language: Language) -> dict[Key, str]:
    return {(m.context or "", str(m.id)): str(m.string) for m in catalogue(language) if m.id}


def _names(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_has_every_sentence_of_the_code_and_no_other(language: Language) -> None:
    """`python tools/messages.py` brings new ones in, for somebody to translate."""
    known = _known(language)
    assert set(known) == _sentences()
    assert [key for key, said in known.items() if not said.strip()] == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_is_filled_by_what_its_sentence_is_filled_with(language: Language) -> None:
    wrong = [
        text for (context, text), said in _known(language).items() if not (context or _names(said) <= _names(text))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_to_be_typed_stays_as_it_is(language: Language) -> None:
    for (_, text), said in _known(language).items():
        assert [word for word in _TO_TYPE.findall(text) if f"*{word}*" not in said] == [], text


@pytest.mark.parametrize("language", OTHERS)
def test_a_word_of_one_letter_is_translated_too(language: Language) -> None:
    for said in (tr("{rest} s", rest=12), tr("{name}'s", name="Alice")):
        with reading(reader_of(language)):
            assert told(said) != said


@pytest.mark.parametrize("language", OTHERS)
def test_spaces_at_the_ends_stay_where_parts_are_put_together(language: Language) -> None:
    for (_, text), said in _known(language).items():
        assert text.startswith(" ") == said.startswith(" "), text


@pytest.mark.parametrize("language", OTHERS)
def test_each_command_has_words_of_its_own(language: Language) -> None:
    commands = {text for context, text in _sentences() if context == TYPED}
    assert set(typed_words(language).values()) == commands


def test_numbers_and_days_are_written_as_the_language_does() -> None:
    there = datetime(2026, 11, 27, 18, 0, tzinfo=UTC)
    said = tr("{n:,} · {there:%A} {day} {there:%B}, {there:%H:%M}", n=12_345, there=there, day=there.day)
    assert said == "12,345 · Friday 27 November, 18:00"
    with reading(reader_of(Language.INDONESIAN)):
        assert told(said) == "12.345 · Jumat 27 November, 18:00"
