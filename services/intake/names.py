"""Cleans names and addresses in cells, and finds hidden or garbled characters in them."""

from __future__ import annotations

import re
import unicodedata

_QUOTED = re.compile(
    r"\s*(?:\"(?P<a>[^\"]*)\"|'(?P<b>[^']*)'|[\u201c\u201d\u201e\u201f](?P<c>[^\u201c\u201d\u201e\u201f]*)[\u201c\u201d\u201f]"
    r"|[\u2018\u201a\u201b\u2019](?P<d>[^\u2018\u2019\u201a\u201b]*)[\u2018\u2019\u201b]"
    r"|[\u00ab\u2039](?P<e>[^\u00ab\u00bb\u2039\u203a]*)[\u00bb\u203a]|\u300c(?P<f>[^\u300c\u300d]*)\u300d)\s*"
)
_TEXT_FORMULA = re.compile(r'\s*\'?="(?P<text>(?:[^"]|"")*)"\s*')  # ="00123": a spreadsheet then leaves it as it is
_OPENING = frozenset("\"'=\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u2039\u300c")
_ADDRESS = r"[^\s<>()\[\]|;,:\"]+@[^\s<>()\[\]|;,:\"]+"
_ADDRESS_IN_BRACKETS = re.compile(
    rf".*[<(\[]\s*(?:mailto:|smtp:|sip:)?({_ADDRESS})\s*[>)\]];?", re.IGNORECASE | re.DOTALL
)
_SCHEME = re.compile(r"(?:mailto|smtp|sips?|email|e-mail)\s*:\s*(?://)?", re.IGNORECASE)
_CLAIM = re.compile(r"[a-z]:0[a-z#.0-9!]+\|(?:[^|]*\|)*([^|]+)", re.IGNORECASE)  # a SharePoint account claim
# Characters that reorder or hide text: https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_HARMLESS = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2060\u2066\u2067\u2068\u2069\ufeff"  # at a text's ends
_JOINERS = "\u200c\u200d"
# https://www.unicode.org/reports/tr31/#Layout_and_Format_Control_Characters : where joiners change a word.
_JOINING = frozenset(
    (
        *("ARABIC", "SYRIAC", "MANDAIC", "MONGOLIAN", "NKO", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA"),
        *("TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA", "MYANMAR", "KHMER", "TIBETAN", "JAVANESE", "BALINESE"),
    )
)
_REPLACEMENT_CHARACTER = "\ufffd"  # what a program writes for a letter it couldn't read
# UTF-8 read as Windows-1252: Ã¼ for ü. The second byte and later ones are continuation bytes.
_GARBLED = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)


def unwrapped(text: str) -> str:
    """The text without quotation marks around all of it, and without a formula around it that only holds a text."""
    if text[:1] not in _OPENING:
        return text
    formula = _TEXT_FORMULA.fullmatch(text)
    if formula:
        return formula["text"].replace('""', '"').strip()
    quoted = _QUOTED.fullmatch(text)
    return next(inner for inner in quoted.groups() if inner is not None).strip() if quoted else text


def address_in(text: str) -> str:
    """The address in `Alice <alice@contoso.com>` or `mailto:alice@contoso.com`; where there is none, the text."""
    found = _CLAIM.fullmatch(text) or _ADDRESS_IN_BRACKETS.fullmatch(text)
    if found:
        return found[1].strip()
    plain = _SCHEME.sub("", text, count=1) if _SCHEME.match(text) else text
    return plain.rstrip(";,").strip() if "@" in plain else plain


def hides_something(text: str) -> bool:
    """Whether the text has invisible characters, other than joiners that scripts such as Persian or Sinhala need."""
    return any(not (mark[0] in _JOINERS and _joins(text, mark.start())) for mark in _UNSEEN.finditer(text))


def _joins(text: str, at: int) -> bool:
    """Whether the joiner is between two letters of a script that uses joiners."""
    around = {_script(text[at - 1 : at]), _script(text[at + 1 : at + 2])}
    return len(around) == 1 and around <= _JOINING


def _script(char: str) -> str:
    return unicodedata.name(char, "").partition(" ")[0] if char else ""


def without_marks(text: str) -> str:
    """The text without the invisible characters that copying leaves at its ends, where they are harmless."""
    return text if text.isascii() else text.strip(_HARMLESS + " \t\r\n\u00a0")


def is_garbled(text: str) -> bool:
    """Whether letters of the text were lost or misread before the file was made."""
    return _REPLACEMENT_CHARACTER in text or mended(text) != text


def mended(text: str) -> str:
    """The text before its UTF-8 was misread as Windows-1252; the text itself if that isn't what happened."""
    if text.isascii() or not _GARBLED.search(text):
        return text
    try:
        back = text.encode("cp1252").decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return text
    return back if all(unicodedata.category(char)[0] in "LMNPZ" for char in back) else text
