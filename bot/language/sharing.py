"""Sharing: a request for several people, reworded for one of them."""

from __future__ import annotations

import re

_EACH = re.compile(r"\b(?:each of|both of|each|both|respectively)\s*", re.IGNORECASE)
_COUNTED = re.compile(
    r"\b(?P<count>[2-9]|two|three|four|five|six|seven|eight|nine)(?=\s+(?:\w+\s+)?numbers?\b)", re.IGNORECASE
)
_MANY = re.compile(r"\bnumbers\b", re.IGNORECASE)
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}


def for_one(before: str, name: str, after: str, people: int) -> str:
    """The sentence for this one of the people; “two numbers” for two people becomes “a number”."""
    return f"{_alone(before, people)}{name}{_alone(after, people)}"


def _alone(text: str, people: int) -> str:
    plain = _EACH.sub("", text)
    counted = _COUNTED.sub(lambda found: "a" if _count(found["count"]) == people else found[0], plain)
    return _MANY.sub("number", counted) if counted != plain else counted


def _count(word: str) -> int:
    return _COUNTS.get(word.casefold()) or int(word)
