"""Numbers as people list them: `6567891230-6567891250, +65 6789 1300`. Pure: text in, numbers and faults out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.domain.number import NumberFault, bare, display, parse_number

MOST = 1000
_BETWEEN = re.compile(r"[,;\n]|\band\b", re.IGNORECASE)
_TO = re.compile(r"\s*(?:[-\u2010-\u2015\u2212]|\.{2,}|…|\bto\b)\s*", re.IGNORECASE)
_SHORT = re.compile(r"[0-9]{1,8}")


@dataclass(frozen=True, slots=True)
class Unread:
    """A part of the list that names no numbers: what was written, and why not."""

    written: str
    why: str


@dataclass(frozen=True, slots=True)
class NumberList:
    """The numbers that were named, each once and in order, and what can't be read."""

    numbers: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()


def read_list(text: str, country: str = "SG", most: int = MOST) -> NumberList:
    """What a list of numbers and ranges names; a range may be reversed or end in its last digits (`6567891230-50`).

    Commas, semicolons, *and* or mere spaces stand between numbers. No more than `most` are read.
    """
    numbers: dict[str, None] = {}
    unread = []
    for part in filter(None, (piece.strip() for piece in _BETWEEN.split(text))):
        found = _part(part, country, most)
        if isinstance(found, Unread):
            unread.append(found)
        elif len(numbers) + len(found) > most:
            unread.append(Unread(part, f"that would be more than {most:,} numbers; take fewer at once, or send a file"))
        else:
            numbers.update(dict.fromkeys(found))
    return NumberList(tuple(numbers), tuple(unread))


def _part(part: str, country: str, most: int) -> Sequence[str] | Unread:
    alone = parse_number(part, country)
    if isinstance(alone, str):
        return (alone,)
    ranged = _range(part, country, most)
    return ranged or _several(part, country, most) or Unread(part, f"{alone.why}; {alone.fix}")


def _range(part: str, country: str, most: int) -> Sequence[str] | Unread | None:
    for first, last in _ends(part, country):
        low, high = sorted((int(bare(first)), int(bare(last))))
        if len(first) != len(last):
            return Unread(part, "the two ends of the range aren't equally long")
        if high - low >= most:
            return Unread(part, f"this range has {high - low + 1:,} numbers; take {most:,} at most")
        return tuple(f"+{n}" for n in range(low, high + 1))
    return None


def _ends(part: str, country: str) -> Iterator[tuple[str, str]]:
    """The first and last number, for every sign that can stand between them: a number may hold hyphens itself."""
    for sign in _TO.finditer(part):
        first, written = parse_number(part[: sign.start()], country), part[sign.end() :]
        if not isinstance(first, str):
            continue
        last = parse_number(written, country)
        digits = "".join(written.split())
        if isinstance(last, NumberFault) and _SHORT.fullmatch(digits) and len(digits) < len(first) - 1:
            last = first[: -len(digits)] + digits
        if isinstance(last, str):
            yield first, last


def _several(part: str, country: str, most: int) -> Sequence[str] | None:
    """Numbers with nothing but spaces between them, where each stands for itself."""
    words = part.split()
    if len(words) < 2:
        return None
    found: list[str] = []
    for word in words:
        one = _part(word, country, most)
        if isinstance(one, Unread):
            return None
        found += one
    return found


def as_ranges(numbers: Sequence[str]) -> str:
    """The shortest list that names these numbers again: runs become ranges."""
    runs: list[tuple[int, int]] = []
    for n in sorted({int(bare(e164)) for e164 in numbers}):
        if runs and runs[-1][1] == n - 1:
            runs[-1] = (runs[-1][0], n)
        else:
            runs.append((n, n))
    return ", ".join(f"+{low}" if low == high else f"+{low}-+{high}" for low, high in runs)


def shown(numbers: Sequence[str], most: int = 3) -> str:
    """The first of these numbers as people read them, and how many more there are."""
    more = f" and {len(numbers) - most:,} more" if len(numbers) > most else ""
    return ", ".join(display(e164) for e164 in numbers[:most]) + more
