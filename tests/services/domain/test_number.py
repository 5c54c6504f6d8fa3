"""What counts as a phone number, and what is said about the rest."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.domain.number import NumberFault, bare, country_of, display, from_bare, parse_number

JOHN = "+6567891230"


@pytest.mark.parametrize(
    "text",
    [
        "6567891230",
        "+6567891230",
        " +65 6789 1230 ",
        "'6567891230",
        "'+6567891230",
        "006567891230",
        "00 65 6789 1230",
        "(65) 6789-1230",
        "65.6789.1230",
        "65\u00a06789\u20091230",
        "65\u20116789\u20131230",
        "\u202a+6567891230\u202c",
        "\ufeff6567891230\u200b",
        "tel:+65-6789-1230",
        "TEL:+6567891230",
        "6567891230.0",
        "6567891230.00",
        "6567891230,0",
    ],
)
def test_a_number_is_read_however_it_is_spelt(text: str) -> None:
    assert parse_number(text) == JOHN


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "number.empty"),
        ("   ", "number.empty"),
        ("6.57E+09", "number.lost_digits"),
        ("6,57E+09", "number.lost_digits"),
        ("6.56789123e9", "number.lost_digits"),
        ("6567891230.5", "number.fraction"),
        ("6567891230 / 6567891231", "number.several"),
        ("6567891230;6567891231", "number.several"),
        ("+6567891230+6567891231", "number.several"),
        ("6567891230\n6567891231", "number.several"),
        ("６５６７８９１２３０", "number.not_digits"),
        ("٦٥٦٧٨٩١٢٣٠", "number.not_digits"),
        ("६५६७८९१२३०", "number.not_digits"),
        ("65 6789 123O", "number.not_digits"),
        ("65+67891230", "number.not_digits"),
        ("65678", "number.length"),
        ("6567891230678912", "number.length"),
        ("67891230", "number.national"),
        ("65123456", "number.national"),
        ("12345678", "number.invalid"),
        ("+6512345678", "number.invalid"),
        ("+44 (0)20 7946 0018", "number.trunk_zero"),
    ],
)
def test_a_text_that_is_no_number_is_told_why(text: str, code: str) -> None:
    fault = parse_number(text)
    assert isinstance(fault, NumberFault)
    assert fault.code == code
    assert fault.why
    assert fault.fix


def test_eight_digits_are_the_home_country_even_where_vanuatu_has_that_number() -> None:
    fault = parse_number("67822333")
    assert isinstance(fault, NumberFault)
    assert fault.code == "number.national"
    assert "6567822333" in fault.fix
    assert parse_number("+67822333") == "+67822333"


def test_a_whole_number_of_another_country_needs_no_plus() -> None:
    assert parse_number("442079460018") == "+442079460018"
    assert parse_number("390612345678", "SG") == "+390612345678"


def test_the_country_says_what_national_means() -> None:
    fault = parse_number("0612345678", "IT")
    assert isinstance(fault, NumberFault)
    assert fault.fix == "if you mean +39 06 1234 5678, write 390612345678"


@given(st.text(alphabet="0123456789+-. ()'eE,/６٦\u200b\n", max_size=24) | st.text(max_size=24))
def test_a_number_read_has_only_digits_that_were_written(text: str) -> None:
    number = parse_number(text)
    if isinstance(number, str):
        written = "".join(sign for sign in text if sign in "0123456789")
        assert number[1:] in written
        # What was left out are zeros: the international prefix, or the decimals a spreadsheet adds.
        assert set(written.replace(number[1:], "", 1)) <= {"0"}


@given(st.integers(0, 9999))
def test_every_spelling_of_one_number_is_that_number(last: int) -> None:
    digits = f"656789{last:04}"
    spellings = [digits, f"+{digits}", f"00{digits}", f"{digits}.0", f"'{digits}", display(f"+{digits}")]
    assert {parse_number(spelling) for spelling in spellings} == {f"+{digits}"}


def test_numbers_are_shown_and_spelt_for_each_side() -> None:
    assert display(JOHN) == "+65 6789 1230"
    assert bare(JOHN) == "6567891230"
    assert from_bare("6567891230") == JOHN
    assert from_bare(JOHN) == JOHN
    assert country_of(JOHN) == "SG"
    assert country_of("+80012345678") == ""


_CODES = sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)


@given(st.sampled_from([*_CODES, 0, 999]), st.text("0123456789", max_size=17))
def test_the_country_of_a_number_is_the_one_that_the_numbering_plans_give(code: int, rest: str) -> None:
    assert country_of(f"+{code}{rest}") == _by_the_plans(f"+{code}{rest}")


def _by_the_plans(e164: str) -> str:
    try:
        region = phonenumbers.region_code_for_number(phonenumbers.parse(e164, None))
    except phonenumbers.NumberParseException:
        return ""
    return region if region and region.isalpha() else ""


def test_what_a_system_holds_as_a_number_is_shown_even_when_it_is_none() -> None:
    assert display("+999") == "+999"
    assert country_of("+999") == ""


OURS = ("+6551234567", "+67891234")


@pytest.mark.parametrize(
    "text", ["6551234567", "+65 5123 4567", "006551234567", "6551234567.0", "tel:+6551234567", "'6551234567"]
)
def test_what_the_organisation_owns_is_a_number_whatever_the_numbering_plans_know(text: str) -> None:
    assert isinstance(parse_number(text, "SG"), NumberFault)
    assert parse_number(text, "SG", OURS) == "+6551234567"


def test_a_number_that_can_be_two_of_ours_is_refused_like_any_other() -> None:
    both = (*OURS, "+6567891234")
    assert parse_number("67891234", "SG", OURS) == "+67891234"
    assert isinstance(parse_number("67891234", "SG", both), NumberFault)
    assert parse_number("+67891234", "SG", both) == "+67891234"
