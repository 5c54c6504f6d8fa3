"""Likeness: which intents a sentence is like, judged by sentences whose meaning somebody wrote down.

`examples.txt` has one of them a line, as the reader sees it: its intent, then its words in their plain forms, with a
letter for each thing (`ThingKind`). What they have in common with a sentence is counted (naive Bayes,
https://en.wikipedia.org/wiki/Naive_Bayes_classifier): the beginnings of words, the concepts of the lexicon, and which
concepts follow each other. It orders what is offered and settles what only shows; it never plans a change.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import exp, log
from pathlib import Path

from bot.language.find import concepts_of
from bot.language.lexicon import SOFT
from bot.language.things import Span
from services.domain.people import fold

EXAMPLES = Path(__file__).with_name("examples.txt")
NOTHING = "-"  # the intent of what is to be asked back
_BEGINNING = 5  # letters of a word that count
_UNSEEN = 0.1  # how often what never occurred with an intent is taken to have occurred
_EVIDENCE = 0.35  # what a mark counts of its full worth, as marks depend on each other
_MIN_CHANCE = 0.1  # of what is offered
_MIN_CHANGE = 0.05  # the same of a change, that anything may follow at all being counted
_MAX_TIMES = 3  # how much more probable another may be
_COMMONNESS = 0.3  # the same of how common an intent is

Token = tuple[str, frozenset[str]]  # the plain word or the letter of a thing, and its concepts


@dataclass(frozen=True, slots=True)
class Likeness:
    """How probable each intent is, by its name, and how probable that nothing may follow from it.

    `backed` are the intents of which a word speaks, and not only which things are named.
    """

    intents: Mapping[str, float]
    nothing: float = 0.0
    backed: Set[str] = frozenset()

    def of(self, intent: str) -> float:
        """How probable it is among the intents."""
        return self.intents.get(intent, 0.0)

    def speaks_for(self, intent: str, *, changes: bool) -> bool:
        """Whether it is probable enough to be offered; `changes`: it changes something."""
        chance = self.of(intent)
        enough = max(_MIN_CHANCE, max(self.intents.values(), default=0.0) / _MAX_TIMES)
        if changes and (intent not in self.backed or chance * (1 - self.nothing) < _MIN_CHANGE):
            return False
        return chance >= enough


def likeness_of(items: Sequence[Span]) -> Likeness:
    """What sentences like these items mean; nothing where most words are unknown."""
    if _is_strange(items):
        return Likeness({})
    found = dict(model().probabilities(marks_of(tokens_of(items))))
    nothing = found.pop(NOTHING, 0.0)
    whole = sum(found.values()) or 1.0
    return Likeness({intent: chance / whole for intent, chance in found.items()}, nothing, _backed(items))


def _is_strange(items: Sequence[Span]) -> bool:
    """Whether most of its words are in no example."""
    said = [item for item in items if not (item.noise or item.concepts & SOFT)]
    unseen = [item for item in said if item.unknown and f"word {fold(item.text)[:_BEGINNING]}" not in model().present]
    return 2 * len(unseen) > len(said)


def _backed(items: Sequence[Span]) -> Set[str]:
    words = tokens_of(item for item in items if not item.means and not item.noise and not item.concepts & SOFT)
    marks = {f"word {word[:_BEGINNING]}" for text, _ in words for word in text.split()}
    return {intent for mark in marks for intent in model().present.get(mark, ())}


def tokens_of(items: Iterable[Span]) -> tuple[Token, ...]:
    """What counts of the items: no noise without a concept."""
    return tuple(
        (next(iter(item.means)).value, frozenset()) if item.means else (fold(item.meant or item.text), item.concepts)
        for item in items
        if item.means or item.concepts or not item.noise
    )


def marks_of(tokens: Sequence[Token]) -> frozenset[str]:
    """What a sentence is known by."""
    return frozenset(_marks(tokens))


def _marks(tokens: Sequence[Token]) -> Iterator[str]:
    for text, concepts in tokens:
        yield from (f"word {word[:_BEGINNING]}" for word in text.split())
        yield from (f"concept {concept}" for concept in concepts)
    senses = ["^", *("/".join(sorted(concepts)) or text[:_BEGINNING] for text, concepts in tokens), "$"]
    yield from (f"row {one} {other}" for one, other in pairwise(senses))


@dataclass(frozen=True, slots=True)
class Model:
    """How common each intent is, and what each mark tells of it."""

    common: Mapping[str, float]
    absent: Mapping[str, float]  # by intent, what a mark tells that it never had
    present: Mapping[str, Mapping[str, float]]  # by mark and intent, what more it tells

    def probabilities(self, marks: Iterable[str]) -> Mapping[str, float]:
        """How probable each intent is; marks that no example has tell nothing."""
        known = [mark for mark in marks if mark in self.present]
        scores = {intent: self.common[intent] + len(known) * self.absent[intent] for intent in self.common}
        for mark in known:
            for intent, more in self.present[mark].items():
                scores[intent] += more
        most = max(scores.values())
        shares = {intent: exp(score - most) for intent, score in scores.items()}
        whole = sum(shares.values())
        return {intent: share / whole for intent, share in shares.items()}


def model_of(examples: Iterable[tuple[str, frozenset[str]]]) -> Model:
    """What examples, each an intent with its marks, tell."""
    common: Counter[str] = Counter()
    found: dict[str, Counter[str]] = defaultdict(Counter)  # by mark
    total: Counter[str] = Counter()
    for intent, marks in examples:
        common[intent] += 1
        total[intent] += len(marks)
        for mark in marks:
            found[mark][intent] += 1
    return Model(
        {intent: _COMMONNESS * log(count) for intent, count in common.items()},
        {intent: _EVIDENCE * log(_UNSEEN / (total[intent] + _UNSEEN * len(found))) for intent in common},
        {
            mark: {intent: _EVIDENCE * log(1 + count / _UNSEEN) for intent, count in counts.items()}
            for mark, counts in found.items()
        },
    )


@cache
def model() -> Model:
    """What the examples tell; built once, in some tenths of a second."""
    lines = EXAMPLES.read_text(encoding="utf-8").splitlines()
    return model_of(example(line) for line in lines)


def example(line: str) -> tuple[str, frozenset[str]]:
    """Intent and marks of a line of `examples.txt`."""
    intent, _, words = line.partition(" | ")
    texts = [word.replace("_", " ") for word in words.split()]
    return intent, marks_of([(text, frozenset() if text.isupper() else concepts_of(text)) for text in texts])


def written(intent: str, items: Iterable[Span]) -> str:
    """The line of `examples.txt` for a sentence with these items."""
    return f"{intent} | {' '.join(text.replace(' ', '_') for text, _ in tokens_of(items))}"
