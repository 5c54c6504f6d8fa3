"""A step in words: of one thing, with the names of things as they are written."""

from __future__ import annotations

import pytest

from bot.views.changes.step_words import words_of
from services.domain.steps import ObjectState, Step, StepKind


@pytest.mark.parametrize("kind", StepKind)
def test_a_step_is_told_of_one_thing_and_names_keep_their_capitals(kind: StepKind) -> None:
    words = words_of(Step(kind, "101", ObjectState(), ObjectState()))
    assert "teams" not in words
    assert "microsoft" not in words
    assert "extensions" not in words
