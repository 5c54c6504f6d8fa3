"""Renders a number the way a spreadsheet's number format shows it.

The codes are those of ECMA-376, part 1, 18.8.30 and 18.8.31:
https://support.microsoft.com/en-gb/office/review-guidelines-for-customizing-a-number-format-c0a1d1fa-d3f4-4018-96b7-9c9354dd99f5
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

_MARK = re.compile(
    r'"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]?|General|AM/PM|A/P|[Ee][+-]|y+|m+|d+|h+|s+|g+|b+|[0#?]|.',
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?[0-9.]+)\]")
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_CURRENCY = re.compile(r"\[\$([^\]-]*)[^\]]*\]")
_MAX_DAYS = 2_958_466  # days; the first one after 31 December 9999
_MAX_FIGURE_CHARACTERS = 60  # characters; no real figure has more
_SECTIONS = re.compile(r'(?:"[^"]*"?|\\.|[^;"\\])*', re.DOTALL)
HASHES = "#####"  # what a spreadsheet shows for a value that the format can't show


@dataclass(frozen=True, slots=True)
class Shown:
    """A number as it is shown; `faithful`: with every digit, not rounded, scaled or turned into a date."""

    text: str
    faithful: bool


def is_plain(code: str) -> bool:
    """Whether this format shows a whole number as plain digits."""
    return code.strip() in ("", "@", "0", "#", "General", "GENERAL", "general", "Standard", "#0", "0_)", "0_ ")


def shown(code: str, value: float, *, since_1904: bool = False) -> Shown:
    """What a spreadsheet shows for this value in the format `code`; dates and times in ISO form."""
    if not -1e300 < value < 1e300:
        return Shown(HASHES, False)
    section, magnitude, sign = _section(code, value)
    if not section and ";" in code:
        return Shown("", value == 0)  # an empty section hides the number
    marks = _marks_of(section)
    if _is_date(marks):
        return Shown(_moment(marks, value, since_1904), False)
    if not any(mark in "0#?" or mark.casefold() == "general" for mark in marks):
        return _only_words(marks, value)
    try:
        return _figure(marks, magnitude, sign)
    except (InvalidOperation, ValueError):
        return Shown(HASHES, False)


def plain_figure(value: float) -> str:
    """The value as its exact text: whole numbers as digits, never rounded to a power of ten."""
    return repr(value).removesuffix(".0")  # up to 16 digits, which is more than a spreadsheet keeps


@lru_cache(maxsize=512)
def _split(code: str) -> tuple[str, ...]:
    parts: list[str] = []
    at = 0
    while at <= len(code) and len(parts) < 4:
        match = _SECTIONS.match(code, at)
        parts.append(match[0] if match else "")
        at = match.end() + 1 if match else at + 1
    return tuple(parts)


@lru_cache(maxsize=512)
def _marks_of(section: str) -> tuple[str, ...]:
    return tuple(_MARK.findall(section))


def _section(code: str, value: float) -> tuple[str, float, str]:
    """The section of the format that applies to this value, its absolute value, and the sign to show before it."""
    parts = _split(code)
    numeric = [part for part in parts if "@" not in re.sub(r'"[^"]*"|\\.', "", part)] or ["General"]
    for part in numeric:
        condition = _CONDITION.search(part)
        if condition and _holds(condition[1], value, float(condition[2] or 0)):
            return part, abs(value), "-" if value < 0 else ""
    if any(_CONDITION.search(part) for part in numeric):
        return next((p for p in reversed(numeric) if not _CONDITION.search(p)), "General"), abs(value), ""
    if value < 0 and len(numeric) > 1:
        return numeric[1], -value, ""
    if value == 0 and len(numeric) > 2:
        return numeric[2], value, ""
    return numeric[0], abs(value), "-" if value < 0 else ""


def _holds(sign: str, value: float, than: float) -> bool:
    return {
        "<": value < than,
        ">": value > than,
        "<=": value <= than,
        ">=": value >= than,
        "=": value == than,
        "<>": value != than,
    }[sign]


def _is_date(marks: tuple[str, ...]) -> bool:
    return any(mark[0].casefold() in "ymdhsgb" or _ELAPSED.fullmatch(mark) for mark in marks if _is_word(mark))


def _is_word(mark: str) -> bool:
    """Whether the token stands for a part of the value rather than for text to be shown as it is."""
    return mark[0] not in '"\\_*' and mark.casefold() != "general" and not mark.casefold().startswith("e")


def _moment(marks: tuple[str, ...], value: float, since_1904: bool) -> str:
    """The date, time or duration in ISO form."""
    if any(_ELAPSED.fullmatch(mark) for mark in marks):
        if abs(value) >= _MAX_DAYS:
            return HASHES
        seconds = round(abs(value) * 86_400)
        return f"{'-' if value < 0 else ''}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    days = value + (1462 if since_1904 else 0)
    if not 0 <= days < _MAX_DAYS:
        return HASHES
    return _calendar(days)


def _calendar(days: float) -> str:
    # Day 60 is 29 February 1900, which never was: https://learn.microsoft.com/en-us/office/troubleshoot/excel/wrongly-assumes-1900-is-leap-year
    epoch = datetime(1899, 12, 30) if days >= 61 else datetime(1899, 12, 31)
    try:
        moment = epoch + timedelta(seconds=round(days * 86_400))
    except OverflowError:
        return HASHES
    if days < 1:
        return time(moment.hour, moment.minute, moment.second).isoformat()
    whole = moment.time() == time()
    return date(moment.year, moment.month, moment.day).isoformat() if whole else moment.isoformat()


def _only_words(marks: tuple[str, ...], value: float) -> Shown:
    text = "".join(_literal(mark) for mark in marks)
    return Shown(text, False) if marks else Shown(plain_figure(value), True)


def _literal(mark: str) -> str:
    """The text that a token shows if it doesn't stand for a digit."""
    if mark[0] == '"':
        return mark.strip('"')
    if mark[0] == "\\":
        return mark[1:]
    if mark[0] == "_":
        return " "
    if mark[0] == "[":
        currency = _CURRENCY.fullmatch(mark)
        return currency[1] if currency else ""
    return "" if mark[0] == "*" else mark


def _figure(marks: tuple[str, ...], size: float, sign: str) -> Shown:
    if any(mark.casefold() == "general" for mark in marks):
        general = plain_figure(size)
        return Shown(sign + "".join(general if t.casefold() == "general" else _literal(t) for t in marks), True)
    if any(mark[0] in "Ee" and mark[1:] in ("+", "-") for mark in marks):
        return Shown(f"{sign}{size:.{_decimals(marks)}E}", False)
    if "/" in marks:
        return Shown(sign + plain_figure(size), size == int(size))
    exact = Decimal(repr(size))
    scaled = exact * 100 ** marks.count("%") / 1000 ** _trailing_commas(marks)
    rounded = scaled.quantize(Decimal(1).scaleb(-_decimals(marks)), ROUND_HALF_UP)
    return Shown(sign + _laid_out(marks, rounded), rounded == exact)


def _decimals(marks: tuple[str, ...]) -> int:
    if "." not in marks:
        return 0
    after = marks[marks.index(".") + 1 :]
    power = next((at for at, mark in enumerate(after) if mark[0] in "Ee"), len(after))
    return min(sum(mark in ("0", "#", "?") for mark in after[:power]), _MAX_FIGURE_CHARACTERS)


def _trailing_commas(marks: tuple[str, ...]) -> int:
    """The number of commas right after the integer part's last digit; each divides the number by a thousand."""
    whole = marks[: marks.index(".")] if "." in marks else marks
    last = max((at for at, mark in enumerate(whole) if mark in ("0", "#", "?")), default=-1)
    count = 0
    for mark in whole[last + 1 :]:
        if mark != ",":
            break
        count += 1
    return count if last >= 0 else 0


def _laid_out(marks: tuple[str, ...], figure: Decimal) -> str:
    """The digits in the places of the format, with the text between them."""
    digits, _, decimals = f"{figure:f}".partition(".")
    at_point = marks.index(".") if "." in marks else len(marks)
    whole, rest = marks[:at_point], marks[at_point + 1 :]
    places = [at for at, mark in enumerate(whole) if mark in ("0", "#", "?")]
    grouped = bool(places) and "," in whole[places[0] : places[-1]]
    text = _whole(whole, places, "" if digits == "0" else digits, grouped)
    return text + _fraction(rest, decimals) if at_point < len(marks) else text


def _whole(marks: tuple[str, ...], places: list[int], digits: str, grouped: bool) -> str:
    out: list[str] = []
    left = len(digits)  # digits are placed from the right; the leftmost place takes all that remain
    shown = 0
    for at in range(len(marks) - 1, -1, -1):
        mark = marks[at]
        if at not in places:
            out.append("" if mark == "," else _literal(mark))
            continue
        take = left if at == places[0] else min(left, 1)
        for sign in reversed(digits[left - take : left]) if take else (["0"] if mark == "0" else []):
            if grouped and shown and shown % 3 == 0:
                out.append(",")
            out.append(sign)
            shown += 1
        left -= take
    return "".join(reversed(out))


def _fraction(marks: tuple[str, ...], decimals: str) -> str:
    kept = len(decimals.rstrip("0"))
    out, at = [], 0
    for mark in marks:
        if mark in ("0", "#", "?"):
            digit = decimals[at] if at < len(decimals) else "0"
            out.append(digit if mark == "0" or at < kept else "")
            at += 1
        else:
            out.append(_literal(mark))
    text = "".join(out)
    return f".{text}" if text else ""
