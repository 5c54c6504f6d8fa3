"""Small talk is answered without the workspace's names; what these names make a request of isn't taken for it."""

from __future__ import annotations

import pytest

from bot.language.grammar import understand
from bot.language.interpretation import Interpretation
from bot.language.names import nothing
from bot.registry import load_commands
from bot.understanding import needs_no_names
from tests.bot.language.place import CORPUS, SEALED, TODAY, cases, read, world

load_commands()


@pytest.mark.long
@pytest.mark.parametrize("name", [*CORPUS, SEALED])
def test_what_is_answered_without_names_means_the_same_with_them(name: str) -> None:
    known, plain = world(name), nothing(TODAY)
    for utterance, _, _ in cases(name):
        alone = understand(utterance, plain)
        if alone is None or not needs_no_names(alone, utterance, plain):
            continue
        found = read(utterance, known)
        assert isinstance(alone, Interpretation)
        assert isinstance(found, Interpretation), utterance
        assert found.intent == alone.intent, utterance


@pytest.mark.parametrize(
    ("utterance", "answered"),
    [
        ("thanks a lot", True),
        ("don't do it", True),
        ("I don't want Ben to call abroad", False),
        ("Do not forward Alice to Ben, forward Ben to Alice", False),
        ("don't wait, give Ben 107", False),
    ],
)
def test_a_denial_that_names_somebody_waits_for_the_names(utterance: str, answered: bool) -> None:
    alone = understand(utterance, nothing(TODAY))
    assert (alone is not None and needs_no_names(alone, utterance, nothing(TODAY))) is answered
