"""Countries by their two letters, with their English names.

The codes are ISO 3166's (https://www.iso.org/iso-3166-country-codes.html); the names come with the numbering plans.
"""

from __future__ import annotations

from collections.abc import Mapping

from phonenumbers.geodata.locale import LOCALE_DATA

from services.domain.people import fold

_GONE = frozenset({"AN"})  # the Netherlands Antilles are no country any more
_MISSING = {"XK": "Kosovo"}


def _names() -> dict[str, str]:
    found = {code: _english(names) for code, names in LOCALE_DATA.items() if code not in _GONE}
    return dict(sorted((found | _MISSING).items()))


def _english(names: Mapping[str, str]) -> str:
    """The English name; `*xx` says that it is the same as in language xx."""
    name = names["en"]
    return names[name[1:]] if name.startswith("*") else name


COUNTRIES: Mapping[str, str] = _names()
_BY_NAME = {fold(name): code for code, name in COUNTRIES.items()}


def country_name(code: str) -> str:
    """The country's name; letters that are no country as they are."""
    return COUNTRIES.get(code, code)


def find_country(text: str) -> str:
    """The two letters of the country that is meant, by letters or by name; empty for none."""
    code = text.strip().upper()
    return code if code in COUNTRIES else _BY_NAME.get(fold(text), "")
