"""Reads what people and programs write in place of a phone number: labels, extensions, several numbers, dates.

Text only: the result is the digits or what is wrong with them; whether the number exists is for `number.py`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import accumulate

from services.domain.phrases import tr
from services.domain.placeholders import stands_for_nothing

# Invisible marks that come along when a number is copied from a page or an address book.
_UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_NOISE = re.compile(r"[\s\-\u2010-\u2015\u2212\uff0d()._\u00a0\u2007\u2009\u202f]+")
_QUOTES = "'\"`\u00b4\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u2032\u00ab\u00bb\u2039\u203a"
_TEXT_FORMULA = re.compile(r'="([^"]*)"')  # how people keep a spreadsheet from rounding: ="6567891230"
_LINK = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")
_LABEL = re.compile(
    r"\+?(?:(?:tel|callto|phone|telephone|telefon|mobile|mob|cell|did|ddi|direct|office|work|home|ph|hp|number|no)\b"
    r"\s*[.:=]*(?://)?|[\u260e\u260f\u2706\u2121\U0001f4de\U0001f4f1\U0001f57f\U0001f57b\ufe0e\ufe0f]+)\s*",
    re.IGNORECASE,
)
# RFC 3966's parameter (https://www.rfc-editor.org/rfc/rfc3966#section-5.3) and what people write for it.
_EXTENSION = re.compile(
    r"(?<=[0-9)])\s*[,;]?\s*(?:ext\s*=|(?:extension|extn|ext|xtn|x|poste|interno|int|durchwahl|dw|ramal|anexo|доб"
    r"|内線|分机|分機|转|轉)\s*[.:=]*|\#)\s*([0-9]{1,7})$",
    re.IGNORECASE,
)
_SIP = re.compile(r"sips?:([^@]*)(?:@.*)?", re.IGNORECASE)
_DATE = re.compile(r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}(?:[T ][0-9:.]*)?|[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4}")
_SCIENTIFIC = re.compile(r"[+\-]?([0-9]+)(?:[.,]([0-9]+))?e([+\-]?[0-9]{1,4})", re.IGNORECASE)
_DECIMAL = re.compile(r"([+\-]?[0-9]{7,})[.,]([0-9]{1,2})")
_THOUSANDS = re.compile(r"([+\-]?[0-9]{1,3}(?:[,'\u2019][0-9]{2,3})*[,'\u2019][0-9]{3})(?:\.0{1,2})?")
_SERVICE = re.compile(r"[*#]+(?:[0-9]{1,4}[*#]+)*")
_BETWEEN = re.compile(r"[/\\|;,\n&]|\b(?:or|and|to)\b", re.IGNORECASE)
_GAPS = re.compile(r"[^\S\n]+")
_LOOKALIKES = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "|": "1"})
_LOOSE = re.compile(r"[\s+\-\u2010-\u2015\u2212~\uff5e]+")
MAX_DIGITS = 15  # E.164: https://www.itu.int/rec/T-REC-E.164
_MIN_DIGITS = 7
_MAX_CHARACTERS = 200  # characters; a number with everything around it is shorter
_ABROAD = ("0", "810", "119")  # how international prefixes begin; they count on top


@dataclass(frozen=True, slots=True)
class NumberFault:
    """Why a text isn't a phone number that can be used, and what to write instead.

    `e164` is the number that was written if only its range is unknown: a list of real numbers may know better. It is
    empty for anything else. `instead` is how to write what was probably meant.
    """

    code: str
    why: str
    fix: str
    e164: str = ""
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """The digits of a number as it was written.

    `plus`: the country code comes first. `zero`: a zero in brackets was left out. `groups`: after how many digits a gap
    comes. `extension`: what came after the number itself.
    """

    digits: str
    plus: bool = False
    zero: bool = False
    groups: tuple[int, ...] = ()
    extension: str = ""


@dataclass(frozen=True, slots=True)
class UnreadableNumber:
    """A text that isn't a number: the fault, and the digits that were probably meant."""

    fault: NumberFault
    meant: str = ""


def read_digits(text: str) -> Written | UnreadableNumber:
    """The digits in `text`, or why it isn't a number."""
    if len(text) > _MAX_CHARACTERS:
        return _fault(
            "number.length", tr("a number has 7 to 15 digits"), tr("write the whole number with country code")
        )
    written = _bare(text)
    if not written:
        return _fault("number.empty", tr("no number is written"), tr("write the whole number with country code"))
    if stands_for_nothing(written):
        return _fault(
            "number.placeholder", tr("it stands for no number"), tr("leave the cell empty, or write the number")
        )
    sip = _SIP.fullmatch(written)
    if sip:
        why = tr("it is the address of a SIP line, not a phone number")
        return _fault("number.sip", why, tr("write the number with country code"), sip[1])
    unlabelled = _LABEL.sub("", written, count=1) if _LABEL.match(written) else written
    if not any(sign.isdecimal() for sign in unlabelled):
        unlabelled = written
    return _figure(unlabelled) or _number(unlabelled)


def _bare(text: str) -> str:
    """The text without invisible marks, surrounding quotes, and the formula that keeps a number as text."""
    written = _GAPS.sub(" ", _UNSEEN.sub("", text).strip())
    formula = _TEXT_FORMULA.fullmatch(written.lstrip("'"))
    written = (formula[1] if formula else written).strip(_QUOTES + " \t\r\n").rstrip(";,:/| \t\r\n")
    link = _LINK.fullmatch(written)
    if link:
        shown, target = link[1].strip(), _LABEL.sub("", link[2], count=1)
        return (
            target
            if _digits_of(shown) in ("", _digits_of(target))
            else tr("{shown} / {target}", shown=shown, target=target)
        )
    return written


def _digits_of(text: str) -> str:
    return "".join(sign for sign in text if sign.isdecimal())


def _figure(written: str) -> Written | UnreadableNumber | None:
    """The fault of a number as spreadsheets distort it: power of ten, decimals, thousands, date; None otherwise."""
    scientific = _SCIENTIFIC.fullmatch("".join(written.split()))
    if scientific:
        return _scientific(scientific)
    if _DATE.fullmatch(written) and len(_digits_of(written.split("T")[0])) <= 8:
        return _fault(
            "number.date", tr("it is a date"), tr("format the column as text, type the number again and save")
        )
    decimal = _DECIMAL.fullmatch(written)
    if decimal and decimal[2].strip("0"):
        return _fault(
            "number.fraction", tr("it has digits after the decimal point"), tr("write the whole number as text")
        )
    whole = decimal or _THOUSANDS.fullmatch(written)
    return _sized(_digits_of(whole[1]), whole[1].startswith("+")) if whole else None


def _scientific(found: re.Match[str]) -> UnreadableNumber:
    whole, decimals, power = found[1], found[2] or "", int(found[3])
    if len(whole) == 1 and len(decimals) == power:
        why = tr("the spreadsheet wrote it as a power of ten")
        return _fault("number.lost_digits", why, tr("format the column as text"), f"{whole}{decimals}")
    why = tr("the spreadsheet turned it into a rounded figure, so its last digits are gone")
    return _fault("number.lost_digits", why, tr("format the column as text, type the number again and save"))


def _number(written: str) -> Written | UnreadableNumber:
    extension = _EXTENSION.search(written)
    if extension and len(_digits_of(written[: extension.start()])) >= _MIN_DIGITS:
        found = _number(written[: extension.start()])
        return replace(found, extension=extension[1]) if isinstance(found, Written) else found
    several = _several(written)
    if several:
        return several
    service = _SERVICE.match(written)
    if service:
        why = tr(
            "it begins with a dialling code ({service}), not with a number; use the digits 0-9 only", service=service[0]
        )
        return _no_digits(written[service.end() :], why)
    zero = "(0)" in written
    compact = _NOISE.sub("", written.replace("(0)", "", 1) if zero else written)
    plus = compact.startswith("+")
    digits = _BETWEEN.sub("", compact.lstrip("+"))
    if digits.isascii() and digits.isdigit():
        ends = accumulate(len(group) for group in re.findall("[0-9]+", written))
        return _sized(digits, plus, zero, tuple(ends)[:-1])
    if not compact:
        return _fault("number.empty", tr("no number is written"), tr("write the whole number with country code"))
    return _no_digits(written, tr("it has signs that are no digits"))


def _sized(digits: str, plus: bool, zero: bool = False, groups: tuple[int, ...] = ()) -> Written | UnreadableNumber:
    longest = MAX_DIGITS + 5 if not plus and digits.startswith(_ABROAD) else MAX_DIGITS
    if not _MIN_DIGITS <= len(digits.removeprefix("00")) <= longest:
        return _fault(
            "number.length", tr("a number has 7 to 15 digits"), tr("write the whole number with country code")
        )
    return Written(digits, plus, zero, groups)


def _several(written: str) -> UnreadableNumber | None:
    """The fault of several numbers in one text; a slash or comma may also separate the digits of one."""
    parts = list(filter(None, map(_digits_of, _BETWEEN.split(written))))
    loose = list(map(_digits_of, _LOOSE.split(written)))
    shortened = len(parts) > 1 and len(parts[0]) >= _MIN_DIGITS + 2  # 6567891230/31
    if _long(parts) > 1 or shortened or (sum(map(len, loose)) > MAX_DIGITS and _long(loose) > 1):
        why = tr("more than one number in one cell")
        return _fault("number.several", why, tr("keep one number, and give the others later"))
    return None


def _long(parts: list[str]) -> int:
    return sum(len(part) >= _MIN_DIGITS for part in parts)


def _no_digits(written: str, why: str) -> UnreadableNumber:
    """The fault for characters that aren't digits, saying what they are, with the digits that were probably meant."""
    plain = unicodedata.normalize("NFKC", written)
    translated = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in plain)
    digits = _NOISE.sub("", translated)
    swapped = digits.translate(_LOOKALIKES)
    if any(sign.isdecimal() and not sign.isascii() for sign in written) and digits.lstrip("+").isdigit():
        why = tr("its digits are those of another script, which are no digits to phone systems")
    elif swapped != digits and swapped.lstrip("+").isdigit():
        wrong = next(sign for sign in digits if sign.translate(_LOOKALIKES) != sign)
        why = tr("“{wrong}” in it is a letter: it looks like a digit, and there are no digits but 0-9", wrong=wrong)
        digits = swapped
    elif not any(sign.isalpha() for sign in digits):
        digits = ("+" if digits.startswith("+") else "") + _digits_of(digits)
    fix = tr("use the digits 0-9 with the country code")
    return _fault("number.not_digits", why, fix, digits)


def _fault(code: str, why: str, fix: str, meant: str = "") -> UnreadableNumber:
    return UnreadableNumber(NumberFault(code, why, fix), meant)
