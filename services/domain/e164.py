"""A number as each side spells it: people, the CPaaS, and E.164 with its plus inside."""

from __future__ import annotations

import phonenumbers


def country_of(e164: str) -> str:
    """The two-letter country of an E.164 number; empty for a number of no country, or no number at all."""
    try:
        region = phonenumbers.region_code_for_number(phonenumbers.parse(e164, None))
    except phonenumbers.NumberParseException:
        return ""
    return region if region and region.isalpha() else ""


def display(e164: str) -> str:
    """The number as people read it: `+65 6789 1230`; anything else stays as it is."""
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
