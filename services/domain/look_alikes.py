"""Names that look like others: letters of another alphabet among Latin ones, signs nobody sees, figures for letters.

Such names are never taken for each other: `people.fold` keeps them apart. Here they are found, to be pointed out. The
letters are those of https://www.unicode.org/Public/security/latest/confusables.txt that names are written with.
"""

from __future__ import annotations

import re
import unicodedata

from services.domain.phrases import join_text

_CYRILLIC = "АВЕЅІЈКМНОРСТУХаеѕіјорсухһԁԛԝ", "ABESIJKMHOPCTYXaesijopcyxhdqw"
_GREEK = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαιοκνρυ", "ABEZHIKMNOPTYXaioKvpu"
_ARMENIAN = "օսոհ", "ouhh"
_OTHERS = str.maketrans(*("".join(parts) for parts in zip(_CYRILLIC, _GREEK, _ARMENIAN, strict=True)))
_ALIKE = str.maketrans({"0": "o", "1": "l", "|": "l", "ı": "i", "ɡ": "g"})
_JOINERS = "\u200c\u200d"
_LATIN = re.compile("[A-Za-z]")
_BETWEEN = re.compile(r"[\s@.,_'()-]+")
_UNSEEN = frozenset({"Cf", "Cc", "Cs", "Co", "Mn"})


def looks(text: str) -> str:
    """What the text looks like: two of the same looks may be different texts."""
    plain = text if _is_plain(text) else _without_unseen(text).translate(_OTHERS)
    latin = join_text(" ", plain.split()).casefold()
    return latin.translate(_ALIKE).replace("rn", "m").replace("vv", "w")


def odd_signs(text: str) -> tuple[str, ...]:
    """The signs that look like Latin letters in a word with some, or like nothing at all, by their Unicode names."""
    if _is_plain(text):
        return ()
    words = _BETWEEN.split(unicodedata.normalize("NFKC", text))
    odd = [sign for word in words for sign in word if _is_odd(sign, beside_latin=bool(_LATIN.search(word)))]
    return tuple(dict.fromkeys(unicodedata.name(sign, f"U+{ord(sign):04X}") for sign in odd))


def _is_plain(text: str) -> bool:
    """Whether it is written with the letters, figures and marks of every keyboard, as nearly all names are."""
    return text.isascii() and text.isprintable()


def _without_unseen(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) not in _UNSEEN)


def _is_odd(sign: str, *, beside_latin: bool) -> bool:
    if sign in _JOINERS or ord(sign) in _OTHERS:
        return beside_latin  # among letters of its own alphabet it is at home
    return unicodedata.category(sign) in ("Cf", "Cc", "Cs")
