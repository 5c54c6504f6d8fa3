"""Country names are those of the numbering plans' library, without its table in memory."""

from __future__ import annotations

import subprocess
import sys

from phonenumbers.geodata.locale import LOCALE_DATA

from services.domain.settings.countries import COUNTRIES, find_country

GONE = {"AN"}  # the Netherlands Antilles are no country any more
MISSING = {"XK": "Kosovo"}


def test_every_name_is_the_librarys() -> None:
    english = {
        code: names[names["en"][1:]] if names["en"][0] == "*" else names["en"] for code, names in LOCALE_DATA.items()
    }
    assert {code: name for code, name in english.items() if code not in GONE} | MISSING == COUNTRIES
    assert list(COUNTRIES) == sorted(COUNTRIES)


def test_a_country_is_found_by_letters_and_by_name() -> None:
    assert (find_country("sg"), find_country("singapore"), find_country("Nowhere")) == ("SG", "SG", "")


def test_the_program_loads_no_table_of_all_languages() -> None:
    asked = "import sys, bot.wiring; print(any(name.startswith('phonenumbers.geodata.') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout == "False\n"
