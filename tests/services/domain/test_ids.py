"""Ids have one form; what merely looks like one is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.domain.ids import folded_id

ID = "11111111-aaaa-4aaa-8aaa-1111111111ff"


@pytest.mark.parametrize("text", [ID, ID.upper(), f"{{{ID}}}", f" {ID}\n", f"{{ {ID.upper()} }}", ID.replace("-", "")])
def test_one_form(text: str) -> None:
    assert folded_id(text) == ID


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "{}",
        ID.replace("a", "\u0430"),
        ID.replace("1", "\u0661"),
        "\u212a",
        f"{ID}\u200b",
        f"{ID}/x",
        "a b",
        "a" * 65,
    ],
)
def test_no_id(text: str) -> None:
    assert folded_id(text) == ""


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = folded_id(text)
    assert folded_id(once) == once
    assert once.isascii()
