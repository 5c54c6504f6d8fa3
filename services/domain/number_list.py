"""Numbers as people list them: `6567891230-6567891250, +65 6789 1300`. Pure: text in, numbers and faults out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from services.domain.number import NumberFault, bare, display, parse_number
from services.domain.phrases import join_text, tr

MAX_NUMBERS = 1000
_BETWEEN = re.compile(r"[,;\n]|\band\b", re.IGNORECASE)
_TO = re.compile(r"\s*(?:[-\u2010-\u2015\u2212]|\.{2,}|…|\bto\b)\s*", re.IGNORECASE)
_SHORT = re.compile(r"[0-9]{1,8}")
_PLAIN = re.compile(r"[\s().]+")


@dataclass(frozen=True, slots=True)
class Unread:
    """A part of the list that can't be read: what was written, and why not."""

    written: str
    why: str


@dataclass(frozen=True, slots=True)
class NumberList:
    """The numbers that were named, each once and in order, and what can't be read."""

    numbers: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()


def read_list(text: str, country: str = "SG", most: int = MAX_NUMBERS, ours: Collection[str] = ()) -> NumberList:
    """The numbers that a list of numbers and ranges names; a range may be reversed or end in its last digits
    (`6567891230-50`).


    Numbers are separated by commas, semicolons, *and* or just spaces. No more than `most` are read. Numbers that are
    `ours` are valid, and so are the ends of a range that contains one of them.
    """
    reader = _Reader(country, most, ours)
    numbers: dict[str, None] = {}
    unread = []
    for part in filter(None, (piece.strip() for piece in _BETWEEN.split(text))):
        found = reader.part(part)
        if isinstance(found, Unread):
            unread.append(found)
        elif len(numbers) + len(found) > most:
            unread.append(
                Unread(
                    part, tr("that would be more than {most:,} numbers; take fewer at once, or send a file", most=most)
                )
            )
        else:
            numbers.update(dict.fromkeys(found))
    return NumberList(tuple(numbers), tuple(unread))


class _Reader:
    """Reads parts of a list: numbers, ranges, and numbers separated only by spaces."""

    def __init__(self, country: str, most: int, ours: Collection[str]) -> None:
        self._country = country
        self._most = most
        self._ours = ours

    def part(self, part: str) -> Sequence[str] | Unread:
        """The numbers that this part names, or why it names none."""
        alone = self._number(part)
        if isinstance(alone, str):
            return (alone,)
        ranged = self._range(part)
        return ranged or self._several(part) or Unread(part, tr("{why}; {fix}", why=alone.why, fix=alone.fix))

    def _number(self, text: str) -> str | NumberFault:
        return parse_number(text, self._country, self._ours)

    def _range(self, part: str) -> Sequence[str] | Unread | None:
        for first, last in self._ends(part):
            low, high = sorted((int(bare(first)), int(bare(last))))
            if len(first) != len(last):
                return Unread(part, tr("the two ends of the range aren't equally long"))
            if high - low >= self._most:
                return Unread(
                    part,
                    tr("this range has {high:,} numbers; take {most:,} at most", high=high - low + 1, most=self._most),
                )
            return tuple(f"+{n}" for n in range(low, high + 1))
        return None

    def _ends(self, part: str) -> Iterator[tuple[str, str]]:
        """The possible first and last numbers, one pair for each separator: a number may contain hyphens itself."""
        for sign in _TO.finditer(part):
            before, written = part[: sign.start()], part[sign.end() :]
            first = self._number(before)
            if not isinstance(first, str):
                found = self._around_ours(before, written)
                if found is not None:
                    yield found
                continue
            last = self._number(written)
            digits = "".join(written.split())
            if isinstance(last, NumberFault) and _SHORT.fullmatch(digits) and len(digits) < len(first) - 1:
                last = first[: -len(digits)] + digits
            if isinstance(last, str):
                yield first, last
            elif (found := self._around_ours(before, written)) is not None:
                yield found

    def _around_ours(self, before: str, written: str) -> tuple[str, str] | None:
        """The ends of a range that the numbering plans don't know but that contains a number of ours."""
        first, last = (_PLAIN.sub("", text).removeprefix("+") for text in (before, written))
        if not (first.isascii() and first.isdigit() and last.isascii() and last.isdigit()):
            return None
        last = first[: -len(last)] + last if len(last) < len(first) else last
        low, high = sorted((first, last))
        here = bisect_left(self._sorted, (len(first), low))
        inside = here < len(self._sorted) and self._sorted[here] <= (len(first), high)
        return (f"+{first}", f"+{last}") if inside else None

    @cached_property
    def _sorted(self) -> list[tuple[int, str]]:
        """Our numbers sorted by length and digits, so that those within a range are adjacent."""
        return sorted((len(digits), digits) for digits in map(bare, self._ours))

    def _several(self, part: str) -> Sequence[str] | None:
        words = part.split()
        if len(words) < 2:
            return None
        found: list[str] = []
        for word in words:
            one = self.part(word)
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
    return join_text(", ", (f"+{low}" if low == high else f"+{low}-+{high}" for low, high in runs))


def shown(numbers: Sequence[str], most: int = 3) -> str:
    """The first few of these numbers as people read them, and how many more there are."""
    more = tr(" and {numbers:,} more", numbers=len(numbers) - most) if len(numbers) > most else ""
    return join_text(", ", (display(e164) for e164 in numbers[:most])) + more
