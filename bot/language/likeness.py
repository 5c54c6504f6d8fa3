"""Likeness: how probable each intent is, judged by sentences whose meaning somebody wrote down.

It is a logistic regression (https://en.wikipedia.org/wiki/Logistic_regression) over marks of a sentence: the beginnings
of words, the concepts of the lexicon, and which concepts follow each other. `weights.json` says how much each mark
speaks for each intent; `make weights` learns it from the sentences of the tests. It orders what is offered and settles
what only shows something; it never plans a change.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import exp
from pathlib import Path

from bot.language.find import concepts_of
from bot.language.lexicon import SOFT
from bot.language.things import Span
from services.domain.people import fold

WEIGHTS = Path(__file__).with_name("weights.json")
NOTHING = "-"  # what examples have for an intent if none may follow
_BEGINNING = 5  # only this many first letters of a word count
_MIN_BACKING = 0.2  # the least weight with which a word speaks for an intent
_MIN_CHANCE = 0.1  # the least probability of what is offered
_MIN_CHANGE = 0.05  # the same for a change, times the probability that anything may follow
_MIN_DOUBTED = 0.25  # the same, if it is more probable that nothing may follow
_MAX_TIMES = 3  # the likeliest intent may be this many times as probable as one offered

Token = tuple[str, frozenset[str]]  # the plain word or the letter of a thing, and its concepts


@dataclass(frozen=True, slots=True)
class Likeness:
    """How probable each intent is, by its name, and how probable that nothing may follow from it.

    `backed` are the intents that a word of the sentence speaks for, not only the things named.
    """

    intents: Mapping[str, float]
    nothing: float = 0.0
    backed: Set[str] = frozenset()

    def of(self, intent: str) -> float:
        """How probable it is among the intents."""
        return self.intents.get(intent, 0.0)

    def above(self, chance: float) -> tuple[str, ...]:
        """The intents that are at least this probable and that a word speaks for, the likeliest first."""
        found = {intent: of for intent, of in self.intents.items() if of >= chance and intent in self.backed}
        return tuple(sorted(found, key=lambda intent: -found[intent]))

    def speaks_for(self, intent: str, *, changes: bool) -> bool:
        """Whether it is probable enough to be offered; `changes`: it changes something."""
        chance = self.of(intent)
        enough = max(_MIN_CHANCE, max(self.intents.values(), default=0.0) / _MAX_TIMES)
        least = _MIN_DOUBTED if self.nothing > 0.5 else _MIN_CHANGE
        if changes and (intent not in self.backed or chance * (1 - self.nothing) < least):
            return False
        return chance >= enough


def likeness_of(items: Sequence[Span]) -> Likeness:
    """How probable each intent is for these items; empty if most words are unknown."""
    if _is_strange(items):
        return Likeness({})
    found = dict(model().probabilities(marks_of(tokens_of(items))))
    nothing = found.pop(NOTHING, 0.0)
    whole = sum(found.values()) or 1.0
    return Likeness({intent: chance / whole for intent, chance in found.items()}, nothing, _backed(items))


def _is_strange(items: Sequence[Span]) -> bool:
    """Whether most of its words are in no example."""
    said = [item for item in items if not (item.noise or item.concepts & SOFT)]
    unseen = [item for item in said if item.unknown and f"word {fold(item.text)[:_BEGINNING]}" not in model().weights]
    return 2 * len(unseen) > len(said)


def _backed(items: Sequence[Span]) -> Set[str]:
    words = tokens_of(item for item in items if not item.means and not item.noise and not item.concepts & SOFT)
    marks = {f"word {word[:_BEGINNING]}" for text, _ in words for word in text.split()}
    told = [model().weights.get(mark, {}) for mark in marks]
    return {
        intent
        for weights in told
        for intent, weight in weights.items()
        if weight >= max(_MIN_BACKING, weights.get(NOTHING, 0.0))
    }


def tokens_of(items: Iterable[Span]) -> tuple[Token, ...]:
    """The tokens that the model judges by; noise without a concept has none."""
    return tuple(
        (next(iter(item.means)).value, frozenset()) if item.means else (fold(item.meant or item.text), item.concepts)
        for item in items
        if item.means or item.concepts or not item.noise
    )


def marks_of(tokens: Sequence[Token]) -> frozenset[str]:
    """The marks of a sentence: the beginnings of its words, its concepts, and which of them follow each other."""
    return frozenset(_marks(tokens))


def _marks(tokens: Sequence[Token]) -> Iterator[str]:
    for text, concepts in tokens:
        yield from (f"word {word[:_BEGINNING]}" for word in text.split())
        yield from (f"concept {concept}" for concept in concepts)
    senses = ["^", *("/".join(sorted(concepts)) or text[:_BEGINNING] for text, concepts in tokens), "$"]
    yield from (f"row {one} {other}" for one, other in pairwise(senses))


@dataclass(frozen=True, slots=True)
class Model:
    """How much each mark speaks for each intent."""

    common: Mapping[str, float]  # by intent, the bias: higher for a common one
    weights: Mapping[str, Mapping[str, float]]  # by mark and intent

    def probabilities(self, marks: Iterable[str]) -> Mapping[str, float]:
        """How probable each intent is; marks that the model doesn't know are ignored."""
        scores = dict(self.common)
        for mark in marks:
            for intent, weight in self.weights.get(mark, {}).items():
                scores[intent] += weight
        most = max(scores.values())
        shares = {intent: exp(score - most) for intent, score in scores.items()}
        whole = sum(shares.values())
        return {intent: share / whole for intent, share in shares.items()}


@cache
def model() -> Model:
    """The model, read once, in some hundredths of a second."""
    read = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    intents = list(read["common"])
    return Model(
        read["common"],
        {
            mark: {intents[no]: tenths / 10 for no, tenths in zip(told[::2], told[1::2], strict=True)}
            for mark, told in read["marks"].items()
        },
    )


def seen_in(items: Iterable[Span]) -> str:
    """The words of a sentence as the model sees them, in one string, with things as letters."""
    return " ".join(text.replace(" ", "_") for text, _ in tokens_of(items))


def marks_in(seen: str) -> frozenset[str]:
    """The marks of a sentence, from the string that `seen_in` made of it."""
    texts = [word.replace("_", " ") for word in seen.split()]
    return marks_of([(text, frozenset() if text.isupper() else concepts_of(text)) for text in texts])
