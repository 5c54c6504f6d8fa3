"""Which number some digits mean, by the numbering plans of Google's libphonenumber.

https://github.com/daviddrysdale/python-phonenumbers
"""

from __future__ import annotations

import re
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneMetadata

from services.domain.e164 import bare, display
from services.domain.number_text import NumberFault, Written
from services.domain.phrases import tr

_DIALLED = tr("it is written as it is dialled within the country")
_MEXICO = "521"  # mobiles had a 1 after the country code until 2019: https://www.itu.int/oth/T020200008A/en


@lru_cache(maxsize=50_000)
def plain_number(digits: str, country: str) -> str | NumberFault:
    """`meant_number` for digits alone; cached, since a file and its plan ask for the same ones."""
    return meant_number(Written(digits), country)


def meant_number(written: Written, country: str) -> str | NumberFault:
    """The E.164 number that these digits mean in an organisation of `country`, or the fault."""
    digits = written.digits
    if written.plus or written.zero:
        return _international(digits.removeprefix("00"), country, written.zero)
    code = _calling_code(country)
    if digits.startswith(code) and _is_number(code, digits[len(code) :]):
        other = _whole_national(digits, country)
        return _either(f"+{digits}", other) if other else f"+{digits}"
    outside = _dialled_out(written, country)
    if len(outside) > 1:
        return _either(*outside[:2])
    if outside:
        return outside[0]
    # Eight digits of Singapore can be a whole number of Vanuatu (+678): without a plus the home reading is refused.
    national = _parsed(digits, country)
    if national is not None:
        return suggestion("number.national", tr("the country code is missing"), national, country)
    return _international(digits.removeprefix("00"), country)


def _international(digits: str, country: str, zero: bool = False) -> str | NumberFault:
    """The number with these digits after the plus; `zero`: a zero in brackets was left out somewhere."""
    parsed = _parsed(f"+{digits}", None)
    if zero:
        parsed = parsed or _with_zero(digits)
        if parsed is not None:
            why = tr("the zero in brackets is for calls within the country")
            return suggestion("number.trunk_zero", why, parsed, country)
    if parsed == f"+{digits}":
        return parsed
    parsed = parsed or _without_trunk(digits)
    if parsed is not None and len(digits.replace("0", "", 1)) == len(parsed) - 1 and "0" in digits:
        why = tr("the zero of calls within the country doesn't belong to it")
        return suggestion("number.trunk_zero", why, parsed, country)
    if parsed is not None:
        return suggestion("number.domestic", _DIALLED, parsed, country)
    fix = tr("write the whole number with country code, e.g. 6567891230") if country == "SG" else tr("check the digits")
    why = tr("no such number exists in the numbering plan")
    return NumberFault("number.invalid", why, fix, f"+{digits}" if not digits.startswith("0") else "")


def _dialled_out(written: Written, country: str) -> list[str]:
    """The numbers that can be meant after an international prefix: the country's own (001, 011, 810, …) or 00.

    In Singapore 0016567891230 is 001 and a number of Singapore, or 00 and one of the USA; as 001 65 6789 1230 it is
    the first.
    """
    metadata = PhoneMetadata.metadata_for_region(country)
    pattern = (metadata.international_prefix if metadata else None) or "00"
    own = re.match(pattern, written.digits)
    common = "00" if written.digits.startswith("00") else ""
    found: dict[str, str] = {}
    for prefix in filter(None, {own[0] if own else common: None, common: None}):
        e164 = f"+{written.digits[len(prefix) :]}"
        if _parsed(e164, None) == e164:
            found[prefix] = e164
    fits = {e164: _gaps(written, prefix, e164) for prefix, e164 in found.items()}
    best = [e164 for e164, gaps in fits.items() if gaps == max(fits.values())]
    return best if len(best) == 1 else list(found.values())


def _gaps(written: Written, prefix: str, e164: str) -> int:
    """How many gaps were written where this reading expects them: after the prefix, and after the country code."""
    code = str(phonenumbers.parse(e164, None).country_code)
    return sum(end in written.groups for end in (len(prefix), len(prefix) + len(code)))


def _is_number(code: str, national: str) -> bool:
    if _is_usual(code, national):
        return True
    # Numbers without a leading zero need no parsing, which takes a while in a long file.
    if not national.startswith("0"):
        number = phonenumbers.PhoneNumber(country_code=int(code), national_number=int(national or "0"))
        return phonenumbers.is_valid_number(number)
    return _parsed(f"+{code}{national}", None) == f"+{code}{national}"


def _is_usual(code: str, national: str) -> bool:
    """Whether it is a fixed-line or mobile number, as the library would find; other kinds aren't checked."""
    found = any(len(national) in lengths and pattern.fullmatch(national) for lengths, pattern in _usual(code))
    return found and bool(_of_the_code(code).fullmatch(national))


@lru_cache
def _of_the_code(code: str) -> re.Pattern[str]:
    """The pattern of all numbers of a calling code that only one country has."""
    (region,) = phonenumbers.COUNTRY_CODE_TO_REGION_CODE[int(code)]
    metadata = PhoneMetadata.metadata_for_region(region)
    return re.compile(
        (metadata.general_desc.national_number_pattern if metadata and metadata.general_desc else "") or ""
    )


@lru_cache
def _usual(code: str) -> tuple[tuple[frozenset[int], re.Pattern[str]], ...]:
    """Lengths and patterns of fixed-line and mobile numbers of a calling code that only one country has.

    Most numbers are such, and the library takes ten times as long, since it tries every other kind first.
    """
    regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(int(code), ())
    metadata = PhoneMetadata.metadata_for_region(regions[0]) if len(regions) == 1 else None
    kinds = (metadata.fixed_line, metadata.mobile) if metadata else ()
    listed = (kind for kind in kinds if kind is not None and kind.possible_length and kind.national_number_pattern)
    return tuple((frozenset(kind.possible_length), re.compile(kind.national_number_pattern or "")) for kind in listed)


def _whole_national(digits: str, country: str) -> str | None:
    """The national number that these digits also are, in a country without a trunk prefix."""
    pattern = _nationals(country)
    if pattern is None or not pattern.fullmatch(digits):
        return None
    code = _calling_code(country)
    return f"+{code}{digits}" if _is_number(code, digits) else None


@lru_cache
def _nationals(country: str) -> re.Pattern[str] | None:
    """The pattern of the country's numbers if it has no trunk prefix."""
    metadata = PhoneMetadata.metadata_for_region(country)
    if metadata is None or metadata.national_prefix or metadata.general_desc is None:
        return None
    return re.compile(metadata.general_desc.national_number_pattern or "")


@lru_cache
def _calling_code(country: str) -> str:
    return str(phonenumbers.country_code_for_region(country))


def _without_trunk(digits: str) -> str | None:
    """The number without the trunk prefix, or without a zero before everything."""
    if digits.startswith(_MEXICO) and (found := _parsed(f"+52{digits[3:]}", None)):
        return found
    if digits.startswith("0"):
        return _parsed(f"+{digits[1:]}", None)
    for length in (1, 2, 3):
        regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(int(digits[:length]), ())
        metadata = PhoneMetadata.metadata_for_region(regions[0]) if regions else None
        for trunk in ("0", metadata.national_prefix if metadata else None):
            if metadata and trunk and digits[length:].startswith(trunk):
                found = _parsed(f"+{digits[:length]}{digits[length + len(trunk) :]}", None)
                if found:
                    return found
    return None


def _with_zero(digits: str) -> str | None:
    """The number of a country whose numbers keep their zero, such as Italy, if a zero in brackets was left out."""
    codes = (digits[:length] for length in (1, 2, 3))
    code = next((code for code in codes if int(code) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE), "")
    return _parsed(f"+{code}0{digits[len(code) :]}", None) if code else None


def _parsed(text: str, country: str | None) -> str | None:
    try:
        parsed = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _either(one: str, other: str) -> NumberFault:
    why = tr("it can mean {one} and {other}", one=display(one), other=display(other))
    return NumberFault("number.ambiguous", why, tr("write {one} or {other}, with the plus", one=one, other=other))


def suggestion(code: str, why: str, e164: str, country: str) -> NumberFault:
    """The fault of a text that probably means this number, with how to write it."""
    instead = _spelling(e164, country)
    return NumberFault(
        code, why, tr("if you mean {e164}, write {instead}", e164=display(e164), instead=instead), instead=instead
    )


def _spelling(e164: str, country: str) -> str:
    """How to write the number so that it is read as this one: without a plus if that is enough."""
    return bare(e164) if plain_number(bare(e164), country) == e164 else e164
