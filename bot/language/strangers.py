"""Strangers: unknown words where a person's name is expected, for one name or a list of names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, takewhile

from bot.language.fitting import readings
from bot.language.intent import Weight
from bot.language.interpretation import Interpretation, Several
from bot.language.things import Span, ThingKind

# An unknown word after one of these isn't a person's name.
_ARTICLES = frozenset({"the", "a", "an", "some", "any", "all", "his", "her", "their", "my", "our", "this", "that"})
_PRONOUNS = frozenset({"IT", "SHE"})
_MAX_WORDS = 3  # of one name
_MAX_NEWCOMERS = 6  # that a card has buttons for
_BESIDE = frozenset({ThingKind.DATE, ThingKind.COUNT, ThingKind.GROUP})  # what may be said beside the names
_TURNS = frozenset({"DONT", "NOT", "IF", "SAID", "MAYBE", "OR", "EXCEPT", "WHAT_IF"})


def stranger(items: Sequence[Span], *, what_if: bool) -> Interpretation | None:
    """The change or form that this would ask for if its unknown words were somebody's name; None if there is none."""
    unknown = [
        item
        for before, item in zip((None, *items), items, strict=False)
        if (item.unknown and not (before and before.text.casefold() in _ARTICLES))
        or (item.concepts & _PRONOUNS and not item.means and not item.noise)
    ]
    if not 1 <= len(unknown) <= _MAX_WORDS:
        return None
    name = _first_name(unknown, items)
    filled = [
        replace(item, means=_anybody(item, name)) if item is unknown[0] else item
        for item in items
        if item is unknown[0] or not any(item is one for one in unknown)
    ]
    found = [one for one in readings(filled, asks=False) if _is_for_somebody(one)]
    best = max(found, key=lambda one: one.score, default=None)
    return replace(best, stranger=name, what_if=what_if) if best else None


def _first_name(unknown: Sequence[Span], items: Sequence[Span]) -> str:
    """The first of these and those that follow right after it: “put Blorb on 102, Zed” names two."""
    at = next(no for no, item in enumerate(items) if item is unknown[0])
    beside = takewhile(lambda item: any(item is one for one in unknown) and not item.after_break, items[at + 1 :])
    return " ".join(item.text for item in (unknown[0], *beside))


def is_open(item: Span) -> bool:
    """Whether it is a pronoun for a person (*she*, *them*) that hasn't been resolved."""
    return "SHE" in item.concepts and not item.means and not item.noise


def _is_for_somebody(reading: Interpretation) -> bool:
    """Whether the reading changes something, or opens a form and explains every word."""
    return reading.intent.weight is not Weight.READ or (reading.intent.form and reading.whole)


def _anybody(item: Span, name: str) -> dict[ThingKind, str]:
    """What an unknown word may stand for: a person; a pronoun may also stand for a line or number."""
    kinds = (ThingKind.PERSON, ThingKind.LINE, ThingKind.NUMBER) if item.concepts else (ThingKind.PERSON,)
    return dict.fromkeys(kinds, name)


def newcomers(items: Sequence[Span]) -> Several | None:
    """A request for each of several unknown people who join: “two new people, Tom and Ana”; None for anything else."""
    said = frozenset(concept for item in items if not item.means for concept in item.concepts)
    if "JOIN" not in said or said & _TURNS:
        return None
    day = next((f" on {item.means[ThingKind.DATE]}" for item in items if item.is_a(ThingKind.DATE)), "")
    names = next((row for row in _rows(items) if len(row) > 1), ())
    if any(item.means.keys() - _BESIDE and item.text not in names for item in items):
        return None  # “what Ben has” would be lost
    return Several(tuple(f"{name} joins{day}" for name in names)) if 1 < len(names) <= _MAX_NEWCOMERS else None


def _rows(items: Sequence[Span]) -> Iterator[tuple[str, ...]]:
    """The lists of names joined by commas or *and*, each with at least one unknown name."""
    for named, run in groupby(items, key=lambda item: _is_name(item) or "AND" in item.concepts):
        row = list(run)
        if named and any(item.unknown for item in row):
            yield tuple(_names(row))


def _names(row: Sequence[Span]) -> Iterator[str]:
    words: list[str] = []
    for item in row:
        if words and (item.after_break or "AND" in item.concepts or item.people):
            yield " ".join(words)
            words = []
        if "AND" not in item.concepts:
            words.append(item.text)
    if words:
        yield " ".join(words)


def _is_name(item: Span) -> bool:
    """Whether it may be part of a name: it fits a known person, or is an unknown word with a capital letter."""
    return bool(item.people) or (item.unknown and item.text[:1].isupper())
