"""Countries by their two letters, with their English names.

The codes are ISO 3166's (https://www.iso.org/iso-3166-country-codes.html); the names are those of the numbering plans'
library, kept in a file of their own, since its table of all languages takes a quarter of a second and 100 MB to load.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from services.domain.people import fold
from services.domain.phrases import tr

COUNTRIES: Mapping[str, str] = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
_BY_NAME = {fold(name): code for code, name in COUNTRIES.items()}


def country_name(code: str) -> str:
    """The country's name; an unknown code stays as it is."""
    return tr(COUNTRIES[code]) if code in COUNTRIES else code


def find_country(text: str) -> str:
    """The two letters of the country that is meant, by letters or by name; empty for none."""
    code = text.strip().upper()
    return code if code in COUNTRIES else _BY_NAME.get(fold(text), "")
