"""Slips of the finger (typos): the known word that an unknown one is a letter or two away from."""

from __future__ import annotations

from collections.abc import Collection

from rapidfuzz import process
from rapidfuzz.distance import OSA

_MIN_LETTERS = 4  # letters: a shorter word has too many neighbours


def reach(word: str) -> int:
    """How many letters may be wrong, swapped, missing or too many in a word of this length."""
    if len(word) < _MIN_LETTERS or any(sign.isdigit() for sign in word):
        return 0
    return 1 if len(word) < 8 else 2


def nearest(word: str, known: Collection[str]) -> tuple[str, ...]:
    """The known words that are nearest to it, within reach; several when they are equally near."""
    most = reach(word)
    if not most:
        return ()
    found = process.extract(word, known, scorer=OSA.distance, score_cutoff=most, limit=None)
    # People swap letters, and get the middle of a word wrong rather than its first letter.
    ranked = sorted(
        (distance, other[:1] != word[:1], sorted(other) != sorted(word), other)
        for other, distance, _ in found
        if len(other) >= _MIN_LETTERS - 1
    )
    return tuple(other for *how, other in ranked if tuple(how) == ranked[0][:3])
