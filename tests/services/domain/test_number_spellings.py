"""Every spelling of a number that people and programs write: the number it is, or the right words for what it is."""

from __future__ import annotations

import csv
from itertools import chain
from pathlib import Path

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from phonenumbers import PhoneMetadata, PhoneNumberFormat, PhoneNumberType

from services.domain import number_plan
from services.domain.number import NumberFault, bare, extension_in, parse_number

_FILE = Path(__file__).parents[2] / "data/cases/numbers-all.csv"
SPELT = {row[0]: row[1] for row in csv.reader(_FILE.open(encoding="utf-8"))}
JOHN = "+6567891230"
MEANT = "if you mean +65 6789 1230, write 6567891230"
LOST = "its last digits are gone"
SEVERAL = "more than one number in one cell"
SCRIPT = "its digits are those of another script"

# By the row's key: the number, or what is said (a part of the reason, a part of what to do).
EXPECTED: dict[str, str | tuple[str, str]] = {
    "200": JOHN,
    "201": JOHN,
    "202": JOHN,
    "203": JOHN,
    "204": JOHN,
    "205": JOHN,
    "206": ("it is the address of a SIP line", MEANT),
    "207": JOHN,
    "208": ("it can mean +65 6789 1230 and +1 656-789-1230", "write +6567891230 or +16567891230"),
    "209": ("the zero in brackets", MEANT),
    "210": ("the zero in brackets", "if you mean +44 20 7946 0018, write 442079460018"),
    "211": JOHN,
    "212": (SCRIPT, MEANT),
    "213": (SCRIPT, MEANT),
    "214": (SCRIPT, MEANT),
    "215": JOHN,
    "216": JOHN,
    "217": JOHN,
    "218": JOHN,
    "219": JOHN,
    "220": (LOST, "format the column as text"),
    "221": (LOST, "format the column as text"),
    "222": (LOST, "format the column as text"),
    "223": ("as a power of ten", MEANT),
    "224": JOHN,
    "225": JOHN,
    "226": JOHN,
    "227": JOHN,
    "228": JOHN,
    "229": JOHN,
    "230": JOHN,
    "231": JOHN,
    "232": JOHN,
    "233": ("the country code is missing", MEANT),
    "234": "+6518001234567",
    "235": "+658001234567",
    "236": "+6580222781",
    "237": "+6531234567",
    "238": ("no such number exists", "write the whole number"),
    "239": "+62215551234",
    "240": "+6281234567890",
    "241": "+390612345678",
    "242": "+5491123456789",
    "243": ("as it is dialled within the country", "if you mean +54 9 11 2345-6789, write 5491123456789"),
    "244": ("as it is dialled within the country", "if you mean +52 55 1234 5678, write 525512345678"),
    "245": "+525512345678",
    "246": "+14255550100",
    "247": "+12025550123",
    "248": "+77012345678",
    "249": "+441481234567",
    "250": "+80012345678",
    "251": "+870773111632",
    "252": ("it begins with a dialling code (*)", MEANT),
    "253": ("it begins with a dialling code (#31#)", MEANT),
    "254": ("it has signs that are no digits", "if you mean +65 1800 356 9377"),
    "255": ("it stands for no number", "leave the cell empty"),
    "256": ("it stands for no number", "leave the cell empty"),
    "257": ("it stands for no number", "leave the cell empty"),
    "258": ("it stands for no number", "leave the cell empty"),
    "259": (SEVERAL, "keep one number"),
    "260": (SEVERAL, "keep one number"),
    "261": (SEVERAL, "keep one number"),
    "262": ("it is a date", "format the column as text"),
    "263": JOHN,
    "264": JOHN,
    "265": ("it has signs that are no digits", MEANT),
    "266": JOHN,
    "267": JOHN,
    "268": JOHN,
    "269": JOHN,
    "270": ("“O” in it is a letter", MEANT),
    "271": ("“l” in it is a letter", "if you mean +65 6789 1130, write 6567891130"),
}


def test_the_table_has_every_row_of_the_file() -> None:
    assert {*EXPECTED, "Ext Key"} == set(SPELT)


def check(found: object, expected: str | tuple[str, str]) -> None:
    """The number that is expected, or a fault with these words."""
    if isinstance(expected, str):
        assert found == expected
    else:
        assert isinstance(found, NumberFault)
        assert expected[0] in found.why
        assert expected[1] in found.fix


@pytest.mark.parametrize("key", EXPECTED)
def test_each_spelling_is_its_number_or_gets_the_right_words(key: str) -> None:
    check(parse_number(SPELT[key]), EXPECTED[key])


# Brothers of those rows: what is written, in an organisation of which country, and what it is.
BROTHERS: list[tuple[str, str, str | tuple[str, str]]] = [
    ("001 65 6789 1233", "SG", "+6567891233"),
    ("001 65 6789 1233", "HK", "+6567891233"),
    ("(001) 65-6789-1233", "SG", "+6567891233"),
    ("00 1 656 789 1233", "HK", "+16567891233"),
    ("0044 121 234 5678", "SG", "+441212345678"),
    ("011 65 6789 1230", "US", JOHN),
    ("0011 65 6789 1230", "AU", JOHN),
    ("810 65 6789 1230", "RU", JOHN),
    ("010 65 6789 1230", "JP", JOHN),
    ("0016567891230", "DE", "+16567891230"),
    ("390612345678", "IT", "+390612345678"),
    ("39 06 1234 5678", "IT", "+390612345678"),
    ("3906123456", "IT", ("it can mean +39 06 123456 and +39 390 612 3456", "write +3906123456 or +393906123456")),
    ("+39 (0)6 1234 5678", "SG", ("the zero in brackets", "if you mean +39 06 1234 5678, write 390612345678")),
    ("2250707070707", "CI", "+2250707070707"),
    ("+7 8 912 345-67-89", "RU", ("as it is dialled within the country", "write 79123456789")),
    ("+65 0 6789 1230", "SG", ("the zero of calls within the country", MEANT)),
    ("06567891230", "SG", ("the zero of calls within the country", MEANT)),
    ("+49 89/123456", "SG", "+4989123456"),
    ("6567891230;", "SG", JOHN),
    ("6567891230,", "SG", JOHN),
    ("“6567891230”", "SG", JOHN),
    ('"6567891230"', "SG", JOHN),
    ("6'567'891'230", "SG", JOHN),
    ("6,567,891,230.00", "SG", JOHN),
    ("callto:+6567891230", "SG", JOHN),
    ("tel://+6567891230", "SG", JOHN),
    ("Mobile: +65 6789 1230", "SG", JOHN),
    ("\U0001f4de +65 6789 1230", "SG", JOHN),
    ("+65 6789 1230 Ext: 12", "SG", JOHN),
    ("+65 6789 1230 extension 12", "SG", JOHN),
    ("+65 6789 1230 #12", "SG", JOHN),
    ("[call](tel:+6567891230)", "SG", JOHN),
    ("[+6567891231](tel:+6567891230)", "SG", (SEVERAL, "")),
    ("6567891230 or 31", "SG", (SEVERAL, "")),
    ("6567891230 & 6567891231", "SG", (SEVERAL, "")),
    ("6567891230 (office)", "SG", ("it has signs that are no digits", MEANT)),
    ("01-02-2026", "SG", ("it is a date", "")),
    ("2026-02-01T09:00:00", "SG", ("it is a date", "")),
    ("(none)", "SG", ("it stands for no number", "")),
    ("sip:alice@contoso.com", "SG", ("it is the address of a SIP line", "write the number")),
]


@pytest.mark.parametrize(("text", "country", "expected"), BROTHERS)
def test_brothers_of_those_spellings(text: str, country: str, expected: str | tuple[str, str]) -> None:
    check(parse_number(text, country), expected)


def test_an_extension_is_told_apart_from_the_number() -> None:
    written = ("tel:+6567891234;ext=402", "+65 6789 1230 x12", "6567891230 ext. 7", "6567891230", "N/A")
    assert [extension_in(text) for text in written] == ["402", "12", "7", "", ""]


def test_a_range_that_nobody_knows_is_told_apart_from_what_is_no_number() -> None:
    unknown = [parse_number(text) for text in ("6551234567", "+6551234567", "+65 5123 4567")]
    assert {fault.e164 for fault in unknown if isinstance(fault, NumberFault)} == {"+6551234567"}
    others = [parse_number(text) for text in ("N/A", "abc", "67891230", "6.57E+09", "sip:6551234567@x", "123")]
    assert [fault.e164 for fault in others if isinstance(fault, NumberFault)] == [""] * len(others)


_TYPES = (PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE, PhoneNumberType.TOLL_FREE, PhoneNumberType.VOIP)


def _examples(region: str) -> set[str]:
    found = (phonenumbers.example_number_for_type(region, kind) for kind in _TYPES)
    valid = (number for number in found if number and phonenumbers.is_valid_number(number))
    e164 = {phonenumbers.format_number(number, PhoneNumberFormat.E164) for number in valid}
    return {number for number in e164 if len(number) > 7}


@pytest.mark.parametrize("region", sorted(phonenumbers.SUPPORTED_REGIONS))
def test_in_every_country_its_own_numbers_are_read_in_every_spelling(region: str) -> None:
    prefix = PhoneMetadata.metadata_for_region(region).international_prefix or "00"
    prefixes = ["00", prefix] if prefix.isdigit() else ["00"]
    for e164 in _examples(region):
        number = phonenumbers.parse(e164, None)
        forms = (PhoneNumberFormat.INTERNATIONAL, PhoneNumberFormat.RFC3966)
        spelt = [phonenumbers.format_number(number, form) for form in forms]
        out = [f"{sign} {number.country_code} {bare(e164)[len(str(number.country_code)) :]}" for sign in prefixes]
        for text in chain([e164, bare(e164)], spelt, out):
            assert parse_number(text, region) == e164, text


@given(
    st.sampled_from(sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)), st.text("0123456789", min_size=3, max_size=12)
)
@settings(max_examples=400)
def test_what_is_a_number_says_the_library(code: int, national: str) -> None:
    try:
        number = phonenumbers.parse(f"+{code}{national}", None)
    except phonenumbers.NumberParseException:
        number = None
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164) if number else ""
    valid = e164 == f"+{code}{national}" and phonenumbers.is_valid_number(number)
    assert (parse_number(f"+{code}{national}") == f"+{code}{national}") == valid
    home = phonenumbers.region_code_for_country_code(code)
    found = parse_number(f"{code}{national}", home) if 7 <= len(f"{code}{national}") <= 15 and home != "001" else ""
    assert found != f"+{code}{national}" or valid


USUAL = [code for code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE if number_plan._usual(str(code))]


def test_a_number_that_no_plan_of_its_country_holds_is_none() -> None:
    """It fits a kind of number there, and not what all numbers of the country have to be."""
    assert not number_plan._is_number("49", "4920000000000")


@given(st.sampled_from(USUAL), st.data())
@settings(max_examples=400, deadline=None)
def test_the_usual_numbers_of_a_code_are_numbers_to_the_library(code: int, data: st.DataObject) -> None:
    _, pattern = data.draw(st.sampled_from(number_plan._usual(str(code))))
    national = data.draw(st.from_regex(pattern, fullmatch=True, alphabet=st.characters(codec="ascii")))
    if number_plan._is_usual(str(code), national):
        assert phonenumbers.is_valid_number(phonenumbers.parse(f"+{code}{national}", None))


@pytest.mark.parametrize("region", sorted(phonenumbers.SUPPORTED_REGIONS))
def test_in_every_country_a_number_without_its_code_is_refused_with_the_whole_one(region: str) -> None:
    for e164 in _examples(region):
        text = phonenumbers.format_number(phonenumbers.parse(e164, None), PhoneNumberFormat.NATIONAL)
        if sum(sign.isdigit() for sign in text) < 7:
            continue
        found = parse_number(text, region)
        if isinstance(found, str):
            assert found == e164  # in the USA and its neighbours the code is the 1 that is dialled before
        else:
            assert bare(e164) in found.fix, (text, found)
            spelling = found.fix.rpartition("write ")[2]
            assert found.code == "number.ambiguous" or parse_number(spelling, region) == e164
