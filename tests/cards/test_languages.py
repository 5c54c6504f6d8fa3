"""Cards in every language: no state is cut short where it is told in a word or two."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from services.domain.phrases import reading
from services.languages.catalogues import reader_of
from services.languages.language import Language
from tests.cards.every import drawn


def short_words(node: Any) -> Iterator[str]:
    """What badges and buttons say."""
    if isinstance(node, list):
        for one in node:
            yield from short_words(one)
    elif isinstance(node, dict):
        kind = str(node.get("type", ""))
        if kind == "Badge" or kind.startswith("Action."):
            yield str(node.get("text") or node.get("title") or "")
        yield from (words for key, value in node.items() if key != "data" for words in short_words(value))


@pytest.mark.parametrize("language", list(Language))
def test_no_badge_and_no_button_is_cut_short(language: Language) -> None:
    with reading(reader_of(language)):
        cards = drawn("usual")
    cut = {name: words for name, card in cards.items() for words in short_words(card) if words.endswith("…")}
    english = {name: words for name, card in drawn("usual").items() for words in short_words(card) if words[-1:] == "…"}
    assert set(cut) <= set(english)
