"""Phone numbers: E.164 strings with plus inside, other spellings only at the edges.

The rules for what a file or a person may write follow the numbering plans in Google's libphonenumber
(https://github.com/daviddrysdale/python-phonenumbers).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers

_NOISE = re.compile(r"[\s\-\u2010-\u2015\u2212().\u00a0\u200b\u2009\u202f\ufeff]+")
_SCIENTIFIC = re.compile(r"^\d+([.,]\d+)?e\+?\d+$", re.IGNORECASE)
_DIGITS = re.compile(r"^\+?[0-9]+$")


@dataclass(frozen=True, slots=True)
class NumberFault:
    """Why a text is no phone number we can use, and what to write instead."""

    code: str
    why: str
    fix: str


def parse_number(text: str, country: str = "SG") -> str | NumberFault:
    """The E.164 number that `text` means, or the fault in it.

    With a plus, `00`, or the country code and the right length the number is international; a national number
    without country code is refused, since a guess could ring somebody else.
    """
    compact = _NOISE.sub("", text.strip().removeprefix("'").removeprefix("tel:"))
    fault = _unreadable(compact)
    if fault:
        return fault
    digits = compact.removeprefix("+").removeprefix("00")
    return _valid(digits, country)


@lru_cache(maxsize=200_000)
def _valid(digits: str, country: str) -> str | NumberFault:
    code = phonenumbers.country_code_for_region(country)
    try:
        parsed = phonenumbers.parse(f"+{digits}", None)
    except phonenumbers.NumberParseException:
        return _no_country_code(digits, code)
    if phonenumbers.is_valid_number(parsed):
        return f"+{digits}"
    national = phonenumbers.parse(f"+{code}{digits}", None) if digits and len(digits) <= 15 - len(str(code)) else None
    if national is not None and phonenumbers.is_valid_number(national):
        return _no_country_code(digits, code)
    return NumberFault(
        "number.invalid",
        "no such number exists in the numbering plan",
        f"write the whole number with country code, e.g. {code}67891230" if code == 65 else "check the digits",
    )


def _no_country_code(digits: str, code: int) -> NumberFault:
    return NumberFault(
        "number.national",
        "the country code is missing",
        f"write it as {code}{digits}" if digits else "write the number",
    )


def _unreadable(compact: str) -> NumberFault | None:
    if _SCIENTIFIC.match(compact):
        return NumberFault(
            "number.lost_digits",
            "the spreadsheet turned it into a rounded figure, so its last digits are gone",
            "format the column as text, type the number again and save",
        )
    if any(sign in compact for sign in "/;,|") or compact.count("+") > 1:
        return NumberFault(
            "number.several", "more than one number in one cell", "keep one number, and give the others later"
        )
    if not _DIGITS.match(compact):
        return NumberFault(
            "number.not_digits", "it has signs that are no digits", "use the digits 0-9 with the country code"
        )
    if not 7 <= len(compact.lstrip("+")) <= 15:
        return NumberFault("number.length", "a number has 7 to 15 digits", "write the whole number with country code")
    return None


def country_of(e164: str) -> str:
    """The two-letter country of an E.164 number, or an empty string for none."""
    return phonenumbers.region_code_for_number(phonenumbers.parse(e164, None)) or ""


def display(e164: str) -> str:
    """The number as people read it: `+65 6789 1230`."""
    return phonenumbers.format_number(phonenumbers.parse(e164, None), phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def bare(e164: str) -> str:
    """The number as the CPaaS spells it: no plus."""
    return e164.removeprefix("+")


def from_bare(digits: str) -> str:
    """E.164 from the CPaaS's spelling."""
    return f"+{digits.removeprefix('+')}"
