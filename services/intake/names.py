"""Names and addresses in cells: what stands around them taken off, and what hides in them told."""

from __future__ import annotations

import re
import unicodedata

_QUOTED = re.compile(
    r"\s*(?:\"(?P<a>[^\"]*)\"|'(?P<b>[^']*)'|[\u201c\u201d\u201e\u201f](?P<c>[^\u201c\u201d\u201e\u201f]*)[\u201c\u201d\u201f]"
    r"|[\u2018\u201a\u201b\u2019](?P<d>[^\u2018\u2019\u201a\u201b]*)[\u2018\u2019\u201b]"
    r"|[\u00ab\u2039](?P<e>[^\u00ab\u00bb\u2039\u203a]*)[\u00bb\u203a]|\u300c(?P<f>[^\u300c\u300d]*)\u300d)\s*"
)
_TEXT_FORMULA = re.compile(r'\s*\'?="(?P<text>(?:[^"]|"")*)"\s*')  # how people keep a spreadsheet from changing a text
_OPENING = frozenset("\"'=\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u2039\u300c")
_ADDRESS = r"[^\s<>()\[\]|;,:\"]+@[^\s<>()\[\]|;,:\"]+"
_BEHIND = re.compile(rf".*[<(\[]\s*(?:mailto:|smtp:|sip:)?({_ADDRESS})\s*[>)\]];?", re.IGNORECASE | re.DOTALL)
_SCHEME = re.compile(r"(?:mailto|smtp|sips?|email|e-mail)\s*:\s*(?://)?", re.IGNORECASE)
_CLAIM = re.compile(r"[a-z]:0[a-z#.0-9!]+\|(?:[^|]*\|)*([^|]+)", re.IGNORECASE)  # how SharePoint names an account
# Marks that turn or hide text: https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_HARMLESS = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2060\u2066\u2067\u2068\u2069\ufeff"  # around a text
_JOINERS = "\u200c\u200d"
# https://www.unicode.org/reports/tr31/#Layout_and_Format_Control_Characters : where joiners change what is read.
_JOINING = frozenset(
    (
        *("ARABIC", "SYRIAC", "MANDAIC", "MONGOLIAN", "NKO", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA"),
        *("TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA", "MYANMAR", "KHMER", "TIBETAN", "JAVANESE", "BALINESE"),
    )
)
_LOST = "\ufffd"  # what a program writes where it couldn't read a letter
# UTF-8 read as Windows-1252: Ã¼ for ü. The second byte and later ones are continuation bytes.
_GARBLED = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)


def unwrapped(text: str) -> str:
    """The text without quotation marks that stand around all of it, and out of a formula that only says a text."""
    if text[:1] not in _OPENING:
        return text
    formula = _TEXT_FORMULA.fullmatch(text)
    if formula:
        return formula["text"].replace('""', '"').strip()
    quoted = _QUOTED.fullmatch(text)
    return next(inner for inner in quoted.groups() if inner is not None).strip() if quoted else text


def address_in(text: str) -> str:
    """What names the person: the address in `Alice <alice@contoso.com>` or `mailto:alice@contoso.com`, or the text."""
    found = _CLAIM.fullmatch(text) or _BEHIND.fullmatch(text)
    if found:
        return found[1].strip()
    plain = _SCHEME.sub("", text, count=1) if _SCHEME.match(text) else text
    return plain.rstrip(";,").strip() if "@" in plain else plain


def hides_something(text: str) -> bool:
    """Whether it holds marks that nobody sees, other than the joiners that scripts such as Persian or Sinhala need."""
    return any(not (mark[0] in _JOINERS and _joins(text, mark.start())) for mark in _UNSEEN.finditer(text))


def _joins(text: str, at: int) -> bool:
    """Whether a joiner stands between two letters of one of the scripts that join their letters."""
    around = {_script(text[at - 1 : at]), _script(text[at + 1 : at + 2])}
    return len(around) == 1 and around <= _JOINING


def _script(sign: str) -> str:
    return unicodedata.name(sign, "").partition(" ")[0] if sign else ""


def without_marks(text: str) -> str:
    """The text without marks at its ends that come along when it is copied, and turn nothing there."""
    return text if text.isascii() else text.strip(_HARMLESS + " \t\r\n\u00a0")


def is_garbled(text: str) -> bool:
    """Whether letters of the text were lost or misread before the file was made."""
    return _LOST in text or mended(text) != text


def mended(text: str) -> str:
    """What the text was before UTF-8 was read as Windows-1252; the text itself where that isn't what happened."""
    if text.isascii() or not _GARBLED.search(text):
        return text
    try:
        back = text.encode("cp1252").decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return text
    return back if all(unicodedata.category(sign)[0] in "LMNPZ" for sign in back) else text
