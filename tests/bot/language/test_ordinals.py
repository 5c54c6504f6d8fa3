"""Answers chosen by their place."""

from __future__ import annotations

import pytest

from bot.language.ordinals import Remainder, choice_in


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("the second one", 1), ("2nd one", 1), ("1st", 0), ("Third one please", 2), ("option 2", 1), ("number 2", 1),
        ("the last one", 2), ("2", 1), ("the second john", 1), ("ok, the first", 0), ("4th", None), ("two weeks", None),
        ("neither", Remainder.NEITHER), ("none of them", Remainder.NEITHER),
        ("no, neither of these", Remainder.NEITHER),
        ("not that one, the other", Remainder.OTHER),
        ("the other john", Remainder.OTHER), ("no, the other one", Remainder.OTHER),
        ("john", None), ("give 102 to ben", None), ("", None),
    ],
)  # fmt: skip
def test_the_answer_is_the_one_of_that_place(text: str, place: int | Remainder | None) -> None:
    assert choice_in(text, 3, "john") == place
