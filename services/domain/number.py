"""Phone numbers: E.164 strings with plus inside, other spellings only at the edges.

The rules for what a file or a person may write follow the numbering plans in Google's libphonenumber
(https://github.com/daviddrysdale/python-phonenumbers).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers

# Spaces, dashes, dots, brackets, and the invisible marks that come along when a number is copied from a page.
_NOISE = re.compile(
    r"[\s\-\u2010-\u2015\u2212().\u00a0\u00ad\u061c\u200b-\u200f\u2009\u202a-\u202f\u2060-\u2069\ufeff]+"
)
_MARKS = re.compile(r"^['\s\u200e\u200f\u202a-\u202e\ufeff]*(?:tel:)?", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"[0-9]+([.,][0-9]+)?e\+?[0-9]+", re.IGNORECASE)
_DECIMAL = re.compile(r"(\+?[0-9]{7,})[.,]([0-9]{1,2})")
_DIGITS = re.compile(r"\+?[0-9]+")
_LONGEST = 15  # E.164: https://www.itu.int/rec/T-REC-E.164


@dataclass(frozen=True, slots=True)
class NumberFault:
    """Why a text is no phone number we can use, and what to write instead."""

    code: str
    why: str
    fix: str


def parse_number(text: str, country: str = "SG", ours: Collection[str] = ()) -> str | NumberFault:
    """The E.164 number that `text` means, or the fault in it.

    `ours` are the numbers that the organisation owns: each of these is one, whatever the numbering plans know of it.

    With a plus, `00`, or a country code and the right length the number is international; a national number
    without country code is refused, since a guess could ring somebody else. A whole number as spreadsheets write
    it (`6567891230.0`) is that number; digits other than 0-9 are refused.
    """
    written = _MARKS.sub("", text.strip(), count=1).rstrip()
    decimal = _DECIMAL.fullmatch(written)
    if decimal and decimal[2].strip("0"):
        return NumberFault("number.fraction", "it has digits after the decimal point", "write the whole number as text")
    compact = decimal[1] if decimal else _NOISE.sub("", written)
    fault = _unreadable(written, compact)
    if fault:
        return fault
    digits = compact.removeprefix("+")
    international = digits != compact or digits.startswith("00")
    digits = digits.removeprefix("00")
    if f"+{digits}" in ours and (international or f"+{_calling_code(country)}{digits}" not in ours):
        return f"+{digits}"
    return _valid(digits, country, international)


@lru_cache(maxsize=200_000)
def _valid(digits: str, country: str, international: bool) -> str | NumberFault:
    code = _calling_code(country)
    if digits.startswith(code) and _is_plain(int(code), digits[len(code) :]):
        return f"+{digits}"
    # Eight digits of Singapore can be a whole number of Vanuatu (+678): without a plus the home reading is refused.
    national = None if international else _parsed(digits, country)
    if national is not None:
        return _write("number.national", "the country code is missing", national)
    parsed = _parsed(f"+{digits}", None)
    if parsed == f"+{digits}":
        return parsed
    if parsed is not None:
        return _write("number.trunk_zero", "the zero of calls within the country doesn't belong to it", parsed)
    fix = "write the whole number with country code, e.g. 6567891230" if code == "65" else "check the digits"
    return NumberFault("number.invalid", "no such number exists in the numbering plan", fix)


@lru_cache
def _calling_code(country: str) -> str:
    return str(phonenumbers.country_code_for_region(country))


def _is_plain(code: int, national: str) -> bool:
    # Numbers without leading zero need no parsing, which is most of the work on a long file.
    if not national or national.startswith("0"):
        return False
    return phonenumbers.is_valid_number(phonenumbers.PhoneNumber(country_code=code, national_number=int(national)))


def _parsed(text: str, country: str | None) -> str | None:
    try:
        parsed = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _write(code: str, why: str, e164: str) -> NumberFault:
    return NumberFault(code, why, f"if you mean {display(e164)}, write {bare(e164)}")


def _unreadable(written: str, compact: str) -> NumberFault | None:
    if not compact:
        return NumberFault("number.empty", "no number is written", "write the whole number with country code")
    if _SCIENTIFIC.fullmatch(compact) or _SCIENTIFIC.fullmatch(written):
        return NumberFault(
            "number.lost_digits",
            "the spreadsheet turned it into a rounded figure, so its last digits are gone",
            "format the column as text, type the number again and save",
        )
    if any(sign in compact for sign in "/;,|") or len(written.splitlines()) > 1 or compact.count("+") > 1:
        return NumberFault(
            "number.several", "more than one number in one cell", "keep one number, and give the others later"
        )
    if not _DIGITS.fullmatch(compact):
        return NumberFault(
            "number.not_digits", "it has signs that are no digits", "use the digits 0-9 with the country code"
        )
    if not 7 <= len(compact.removeprefix("+").removeprefix("00")) <= _LONGEST:
        return NumberFault("number.length", "a number has 7 to 15 digits", "write the whole number with country code")
    return None


def country_of(e164: str) -> str:
    """The two-letter country of an E.164 number; an empty string for one of no country, or no number at all."""
    try:
        region = phonenumbers.region_code_for_number(phonenumbers.parse(e164, None))
    except phonenumbers.NumberParseException:
        return ""
    return region if region and region.isalpha() else ""


def display(e164: str) -> str:
    """The number as people read it: `+65 6789 1230`; what is no number is shown as it is."""
    try:
        parsed = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def bare(e164: str) -> str:
    """The number as the CPaaS spells it: no plus."""
    return e164.removeprefix("+")


def from_bare(digits: str) -> str:
    """E.164 from the CPaaS's spelling."""
    return f"+{digits.removeprefix('+')}"
