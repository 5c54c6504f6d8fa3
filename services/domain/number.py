"""Phone numbers: E.164 strings with plus inside, other spellings only at the edges."""

from __future__ import annotations

from collections.abc import Collection

import phonenumbers
from phonenumbers import PhoneNumberMatcher

from services.domain.e164 import bare, country_of, display, from_bare
from services.domain.number_plan import meant_number, plain_number, suggestion
from services.domain.number_text import NumberFault, UnreadableNumber, Written, read_digits

__all__ = ["NumberFault", "bare", "country_of", "display", "extension_in", "from_bare", "parse_number"]

_MAX_CHARACTERS = 60  # characters of a text that is searched for a number


def parse_number(text: str, country: str = "SG", ours: Collection[str] = ()) -> str | NumberFault:
    """The E.164 number that `text` means in an organisation of `country`, or the fault in it.

    `ours` are the numbers that the organisation owns: these are valid whatever the numbering plans say.

    With a plus, a dial-out prefix of the country (`00`, `001`, `011`, …), or a country code and the right length the
    number is international; a national number without country code is refused, since a guess could ring somebody
    else, and so is one that can mean two numbers. A whole number as spreadsheets write it (`6567891230.0`) is that
    number; digits other than 0-9 are refused. An extension after the number is left out: see `extension_in`.
    """
    if 7 <= len(text) <= 15 and text.isascii() and text.isdigit():
        written, found = Written(text), plain_number(text, country)
    else:
        read = read_digits(text)
        if isinstance(read, UnreadableNumber):
            return _hinted(read, text, country)
        written, found = read, meant_number(read, country)
    if isinstance(found, NumberFault) and ours:
        return _owned(written, country, ours) or found
    return found


def _owned(written: Written, country: str, ours: Collection[str]) -> str | None:
    """The organisation's number with these digits; without a plus they must not also be a national number of ours."""
    digits = written.digits.removeprefix("00")
    international = written.plus or digits != written.digits
    at_home = f"+{phonenumbers.country_code_for_region(country)}{digits}" in ours
    return f"+{digits}" if f"+{digits}" in ours and (international or not at_home) else None


def extension_in(text: str) -> str:
    """The extension that is written after a number, such as 402 in `tel:+6567891234;ext=402`; empty when none is."""
    read = read_digits(text)
    return read.extension if isinstance(read, Written) else ""


def _hinted(read: UnreadableNumber, text: str, country: str) -> NumberFault:
    """The fault, with the number that was probably meant as its fix, if there is one."""
    written = Written(read.meant.lstrip("+"), read.meant.startswith("+"))
    meant = meant_number(written, country) if _is_digits(written.digits) else None
    if not isinstance(meant, str) and read.fault.code == "number.not_digits":
        found = _found(text, country)
        meant = phonenumbers.format_number(found[0], phonenumbers.PhoneNumberFormat.E164) if len(found) == 1 else None
    return suggestion(read.fault.code, read.fault.why, meant, country) if isinstance(meant, str) else read.fault


def _found(text: str, country: str) -> list[phonenumbers.PhoneNumber]:
    """The numbers among other words, or in letters (1-800-FLOWERS); searching for them takes a while."""
    if len(text) > _MAX_CHARACTERS or not any(sign.isdecimal() for sign in text):
        return []
    found = [match.number for match in PhoneNumberMatcher(text, country)]
    spelt = phonenumbers.convert_alpha_characters_in_number(text) if not found else ""
    return found or [match.number for match in PhoneNumberMatcher(spelt, country)]


def _is_digits(text: str) -> bool:
    return 7 <= len(text) <= 20 and text.isascii() and text.isdigit()
