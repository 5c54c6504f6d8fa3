"""Which language somebody reads."""

from __future__ import annotations

import pytest

from services.languages.language import OWN_NAMES, Language, find_language, language_accepted, language_of


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("", "en"),
        ("en-GB", "en"),
        ("vi-VN", "vi"),
        ("VI", "vi"),
        ("id_ID", "id"),
        ("in-ID", "id"),
        ("th-TH", "th"),
        ("zh-CN", "zh"),
        ("zh-Hans-SG", "zh"),
        ("zh-TW", "en"),
        ("zh-Hant-HK", "en"),
        ("de-DE", "en"),
        ("🙂", "en"),
    ],
)
def test_the_language_of_a_client(locale: str, language: str) -> None:
    assert language_of(locale) == language


@pytest.mark.parametrize("language", list(Language))
def test_a_language_is_found_by_its_own_name_its_english_name_and_its_code(language: Language) -> None:
    for words in (OWN_NAMES[language], OWN_NAMES[language].upper(), language.name.title(), language.value):
        assert find_language(f" {words} ") is language


def test_other_words_name_no_language() -> None:
    assert find_language("Klingon") is None


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("vi", "vi"),
        ("de-DE,de;q=0.9,th;q=0.8,en;q=0.7", "th"),
        ("en-US,en;q=0.9,vi;q=0.8", "en"),
        ("fr;q=0.1, zh-CN;q=0.5, id;q=0.9", "id"),
        ("vi;q=0, id;q=0.1", "id"),
        ("zh-TW,fr", "en"),
        ("*;q=0.5, x;q=lots", "en"),
        ("vi; q=0.2, th ;Q=0.9", "th"),
        ("vi;q=nan, id;q=0.1", "id"),
        ("vi;q=7, th;q=-1, id;q=0.001", "id"),
        ("VI-vn", "vi"),
        (" , ,;q=1,zh-Hans;q=1.000", "zh"),
    ],
)
def test_the_language_that_a_browser_asks_for_first_among_ours(header: str, language: str) -> None:
    assert language_accepted(header) == language
