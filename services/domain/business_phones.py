"""Business phones of directory entries: the same number may be written with spaces, brackets and dashes."""

from __future__ import annotations

from collections.abc import Iterable


def digits(phone: str) -> str:
    """The digits of a number."""
    return "".join(sign for sign in phone if sign.isdigit())


def same_phones(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether two entries hold the same numbers."""
    return {digits(phone) for phone in one} == {digits(phone) for phone in other}
