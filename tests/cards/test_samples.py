"""What the sample cards say is what the program says, so that each language's pictures show it."""

from __future__ import annotations

import pytest

from services.domain.phrases import Phrase, reading, told
from services.languages.catalogues import reader_of
from services.languages.language import Language
from tests.cards.every import drawn
from tests.cards.look import words
from tests.cards.said import said
from tests.scenarios.test_no_english_left import ACCENTED, left_on

# What people type, names of their own, and what another program answered.
TYPED = (
    "lines [name]",
    "lines",
    "licences",
    "line 101",
    "assign line",
    "Line 105",
    "The operator answered 503",
    "Please wait for the new seats.",
    "CHG-1042",
    "Not Omar, please.",
    "We are on another call.",
)


@pytest.mark.parametrize(
    ("english", "template", "chinese"),
    [
        ("Upload 12 numbers", "Upload {how_many}", "上传 12 个号码"),
        ("about 20 minutes", "about {how_many}", "约 20 分钟"),
        ("41 go by it", "{holders:,} go by it", "41 人使用"),
    ],
)
def test_a_sentence_is_found_by_its_template(english: str, template: str, chinese: str) -> None:
    found = said(english)
    assert isinstance(found, Phrase)
    assert (str(found), found.template) == (english, template)
    with reading(reader_of(Language.CHINESE)):
        assert told(found) == chinese


def test_what_the_program_never_says_is_no_sample() -> None:
    with pytest.raises(ValueError, match="never says"):
        said("This takes the last seat")


@pytest.mark.parametrize("language", [one for one in Language if one is not Language.ENGLISH])
def test_a_plans_findings_are_shown_in_the_readers_language(language: Language) -> None:
    with reading(reader_of(language)):
        shown = words(drawn("usual")["problems"])
    assert "guest" not in shown
    assert "directory" not in shown
    assert "SW-307" in shown


def test_no_sample_card_is_left_in_english() -> None:
    with reading(ACCENTED):
        left = {name: found for name, card in drawn("usual").items() if (found := left_on(card))}
    assert {name: lines for name, found in left.items() if (lines := _ours(found))} == {}


def _ours(lines: list[str]) -> list[str]:
    return [line for line in lines if not any(typed in line for typed in TYPED)]
