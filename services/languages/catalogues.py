"""Every sentence in every language: gettext catalogues, one a language, and how it writes numbers and dates.

https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from services.domain.phrases import ENGLISH, Reader
from services.domain.settings.countries import COUNTRIES
from services.languages.language import Language

FOLDER = Path(__file__).parent / "catalogues"
_BESIDE_POINTS = re.compile(r"(?<=[，。：；！？、）]) +(?=\S)| +(?=[，。：；！？、（）])")
TYPED = "typed"  # the context of what people type for a command


def catalogue(language: Language) -> Catalog:
    """The language's catalogue as it stands in its file."""
    with (FOLDER / f"{language}.po").open("rb") as file:
        return read_po(file, locale=str(language))


@cache
def reader_of(language: Language) -> Reader:
    """Somebody who reads this language; a sentence that its catalogue lacks stays English."""
    if language is Language.ENGLISH:
        return ENGLISH
    locale = Locale.parse(language.value)
    sentences = {**_countries(locale), **_sentences(language, context=None)}

    def lookup(template: str) -> str:
        return sentences.get(template, template)

    def format_value(value: Any, spec: str) -> str:
        return _written(value, spec, locale)

    return Reader(lookup, format_value, _without_spaces if language is Language.CHINESE else str)


@cache
def typed_words(language: Language) -> Mapping[str, str]:
    """What a speaker of the language types for each command: their words, lower case → the command's."""
    if language is Language.ENGLISH:
        return {}
    return {theirs.casefold(): ours for ours, theirs in _sentences(language, context=TYPED).items()}


def _without_spaces(text: str) -> str:
    """The text without spaces between its sentences: a Chinese full stop needs none.

    https://www.w3.org/TR/clreq/#h-typesetting_of_punctuation_marks
    """
    return _BESIDE_POINTS.sub("", text)


def _countries(locale: Locale) -> dict[str, str]:
    return {name: str(locale.territories.get(code, name)) for code, name in COUNTRIES.items()}


def _sentences(language: Language, context: str | None) -> dict[str, str]:
    return {
        str(message.id): str(message.string)
        for message in catalogue(language)
        if message.id and message.string and message.context == context
    }


def _written(value: Any, spec: str, locale: Locale) -> str:
    if isinstance(value, int) and spec == ",":
        return str(format_decimal(value, locale=locale))
    if isinstance(value, date) and "%" in spec:
        return value.strftime(_with_names(value, spec, locale))
    return format(value, spec)


def _with_names(value: date, spec: str, locale: Locale) -> str:
    """A `strftime` format in which month and day of the week stand in the language already."""
    months, days = locale.months["format"], locale.days["format"]
    named = {
        "%B": months["wide"][value.month],
        "%b": months["abbreviated"][value.month],
        "%A": days["wide"][value.weekday()],
        "%a": days["abbreviated"][value.weekday()],
    }
    for sign, name in named.items():
        spec = spec.replace(sign, str(name))
    return spec
