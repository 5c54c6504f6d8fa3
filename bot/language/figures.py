"""Finds numbers, ranges, extensions and counts in any spelling; numbers that we own win over other readings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.language.names import Names
from bot.language.text import Word
from bot.language.things import Span, ThingKind
from services.domain.e164 import bare
from services.domain.line import is_key
from services.domain.number import parse_number

_FIGURES = re.compile(r"(?:tel:|callto:|sip:)?\+?[0-9][0-9().\-\u2010-\u2015/]*", re.IGNORECASE)
# No number is longer than these bounds. Without them, a long row of figures would cost quadratic time.
_LEAD = r"(?:\b(?:block|range|batch)(?: of(?: numbers)?)?(?: from)? )?"
_UP_TO = r"(?:\bup )?(?:\bto and including|\bto)\b"
_TAIL = r"(?: inclusive(?:ly)?\b| included\b| (?:block|range|batch)\b)?"
_RANGE = re.compile(
    rf"{_LEAD}(\+?[0-9][0-9 ().]{{5,40}}[0-9])"
    rf"\s*(?:-|\u2013|\u2014|\.{{2,}}|…|{_UP_TO}|\buntil\b|\bthrough\b|\bthru\b|\btill\b)\s*"
    rf"(\+?[0-9][0-9 ().]{{0,40}}){_TAIL}",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\bbetween (\+?[0-9][0-9 ().]{5,40}[0-9]) (?:and|to) (\+?[0-9][0-9 ().]{5,40}[0-9])", re.IGNORECASE
)
_ENDINGS = re.compile(
    r"\b([0-9]{4,5})\s*(?:-|\u2013|\bup to\b|\bto\b|\buntil\b|\bthrough\b|\bthru\b|\btill\b)\s*([0-9]{4,5})\b"
)
_SAID_EXTENSION = re.compile(
    r"\b(?:ext\.?|exts|extensions?|lines?)\s+(?:(?:from|between|number|no\.?)\s+)?$", re.IGNORECASE
)
_EXTENSION = re.compile(r"(?:x|ext\.?|#)?([0-9]{3,5})", re.IGNORECASE)
# “To” alone may be where something goes, so it needs a plural, a *block* or an *inclusive* to make a row.
_SPREAD = re.compile(
    rf"(?:{_LEAD}(?:ext\.?s?|extensions?|lines?)? ?(?:from )?([0-9]{{3,5}}) ?"
    r"(?:-|\u2013|\.\.+|through|thru|up to(?: and including)?|to and including) ?([0-9]{3,5})"
    r"|(?:exts|extensions|lines|(?:block|range|batch)(?: of)?) (?:from )?([0-9]{3,5}) (?:to|till|until) ([0-9]{3,5})"
    r"|(?:ext|extension|line) (?:from )?([0-9]{3,5}) (?:till|until) ([0-9]{3,5})"
    r"|(?:exts?|extensions?|lines?|ones) between ([0-9]{3,5}) (?:and|to) ([0-9]{3,5})"
    r"|(?:from )?([0-9]{3,5}) to ([0-9]{3,5})(?= inclusive| included)"
    rf"){_TAIL}",
    re.IGNORECASE,
)
_SMALL = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "dozen": 12,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "hundred": 100,
}
_ENDING = (4, 5)  # how many last figures people call a number by
_MAX_PIECES = 5  # one number is written in at most this many pieces
_MAX_SPREAD_WORDS = 9  # “block of extensions from 116 up to and including 119”


def ranges_in(text: str, names: Names) -> tuple[Span, ...]:
    """The ranges of numbers in a text, each as `first-last`, the form that the commands take in their lists."""
    found = []
    for match in (*_RANGE.finditer(text), *_BETWEEN.finditer(text)):
        first, last = (parse_number(part, names.country, names.ours) for part in match.groups())
        short = match[2].strip().isdigit() and len(match[2].strip()) <= 4 and match[0].count(" to ") == 0
        if isinstance(first, str) and (isinstance(last, str) or short):
            end = last if isinstance(last, str) else match[2].strip()
            found.append(Span(match[0], match.start(), match.end(), means={ThingKind.RANGE: f"{first}-{end}"}))
    return (*found, *_ranges_by_ending(text, names))


def _ranges_by_ending(text: str, names: Names) -> Iterator[Span]:
    """The ranges of our numbers whose ends are written by their last four or five figures only."""
    for match in _ENDINGS.finditer(text):
        first, last = (_our_by_ending(digits, names) for digits in match.groups())
        if _SAID_EXTENSION.search(text[: match.start()]):
            continue
        if first and last and len(first) == len(last):
            yield Span(match[0], match.start(), match.end(), means={ThingKind.RANGE: f"{first}-{last}"})


def figure_at(words: Sequence[Word], at: int, text: str, names: Names) -> tuple[Span, int] | None:
    """The number, extension or count that begins at this word, and how many words it takes; None if none does."""
    pieces = _pieces(words, at)
    spans = [(text[words[at].start : words[at + n - 1].end], n) for n in range(pieces, 0, -1)]
    ours = ((_our(span, names), n) for span, n in spans)
    found = next(((e164, n) for e164, n in ours if e164), None) or _foreign(spans, names)
    first, last = words[at], words[at + (found[1] if found else 1) - 1]
    if found:
        return Span(text[first.start : last.end], first.start, last.end, means={ThingKind.NUMBER: found[0]}), found[1]
    means = _short(first, names, is_extension=bool(_SAID_EXTENSION.search(text[: first.start])))
    return (Span(first.raw, first.start, first.stem_end, means=means), 1) if means else None


def spread_at(words: Sequence[Word], at: int, text: str) -> tuple[Span, int] | None:
    """Extensions in a row (101-109, extensions 101 to 109, between 101 and 109) and how many words they take."""
    for count in range(_MAX_SPREAD_WORDS, 0, -1):
        if at + count > len(words):
            continue
        if found := _SPREAD.fullmatch(text[words[at].start : words[at + count - 1].end]):
            means = {ThingKind.GROUP: "-".join(filter(None, found.groups()))}
            last = words[at + count - 1]
            return Span(text[words[at].start : last.end], words[at].start, last.end, means=means), count
    return None


def _pieces(words: Sequence[Word], at: int) -> int:
    """How many words in a row, from this one, consist of figures, with no comma between them."""
    count = 0
    while at + count < len(words) and count < _MAX_PIECES and _FIGURES.fullmatch(words[at + count].raw.rstrip("'s")):
        if count and words[at + count].after_break:
            break
        count += 1
    return count


def _our(span: str, names: Names) -> str:
    """The number of ours that is written here, in full or as dialled within the country; empty if none is."""
    parsed = parse_number(span, names.country, names.ours)
    if isinstance(parsed, str):
        return parsed if parsed in names.ours else ""
    digits = "".join(sign for sign in span if sign.isdigit())
    if len(digits) < 7:
        return ""
    fits = [e164 for e164 in names.ours if bare(e164).endswith(digits.lstrip("0"))]
    return fits[0] if len(fits) == 1 else ""


def _our_by_ending(digits: str, names: Names) -> str:
    """The only number of ours with this ending; empty if there are several, or extensions have as many figures."""
    if not digits.isdigit() or len(digits) not in _ENDING or len(digits) in {len(key) for key in names.lines}:
        return ""
    fits = [e164 for e164 in names.ours if e164.endswith(digits)] if names.lines else []
    return fits[0] if len(fits) == 1 else ""


def _foreign(spans: Sequence[tuple[str, int]], names: Names) -> tuple[str, int] | None:
    """A number that isn't ours, made of all the pieces together, and how many they are; None if they make none."""
    for span, n in spans[:1]:
        parsed = parse_number(span, names.country, names.ours)
        if isinstance(parsed, str):
            return parsed, n
        if n > 1 and parsed.instead and not any(piece in names.lines for piece in span.split()):
            return f"+{parsed.instead}", n  # as dialled within the country
    return None


def _short(word: Word, names: Names, *, is_extension: bool) -> dict[ThingKind, str]:
    found = _EXTENSION.fullmatch(word.stem)
    if not is_extension and (ours := _our_by_ending(word.stem, names)):
        return {ThingKind.NUMBER: ours}
    if found and is_key(found[1]):
        return {ThingKind.LINE: found[1]}
    if word.folded in _SMALL:
        return {ThingKind.COUNT: str(_SMALL[word.folded])}
    return (
        {ThingKind.COUNT: word.folded}
        if word.folded.isascii() and word.folded.isdigit() and len(word.folded) <= 3
        else {}
    )
