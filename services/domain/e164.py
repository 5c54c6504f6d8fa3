"""A number as each side spells it: people, the CPaaS, and E.164 with its plus inside."""

from __future__ import annotations

import re

import phonenumbers

_COMPLETE = re.compile(r"\+[0-9]{7,15}")  # of a length at which the library judges by the calling code alone
_LONGEST_CALLING_CODE = 3  # digits; none is the beginning of another one


def country_of(e164: str) -> str:
    """The two-letter country of an E.164 number; empty for a number of no country, or no number at all."""
    region = _only_region(e164) if _COMPLETE.fullmatch(e164) else ""
    return _alphabetic(region or _parsed_region(e164))


def _only_region(e164: str) -> str:
    """The region of the number's calling code, empty where several share it. A tenant's numbers are many, codes few."""
    for end in range(2, _LONGEST_CALLING_CODE + 2):
        regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(int(e164[1:end]), ())
        if regions:
            return str(regions[0]) if len(regions) == 1 else ""
    return ""


def _parsed_region(e164: str) -> str:
    try:
        region = phonenumbers.region_code_for_number(phonenumbers.parse(e164, None))
    except phonenumbers.NumberParseException:
        return ""
    return region or ""


def _alphabetic(region: str) -> str:
    return region if region.isalpha() else ""  # “001” stands for no country


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
