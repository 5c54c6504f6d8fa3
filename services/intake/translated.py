"""Translates headings and worded values back to English, so that a file can be read in every language it is written in.

The catalogues are read once per process, when the first heading or value that isn't English occurs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from services.domain.phrases import filled, tr, translated
from services.domain.settings.catalogue import FIELDS
from services.domain.settings.fields import Field, FieldKind
from services.languages.catalogues import reader_of
from services.languages.language import Language

_NUMBER_FIELD = "{no}"  # stands for the number in a heading, such as that of `Addon license 2`
_NUMBER = re.compile(r"[0-9]{1,3}")
_SEPARATORS = re.compile(r"[,;，；、\n]")
_IN_WORDS = (FieldKind.TOGGLE, FieldKind.CHOICE, FieldKind.MANY)
_ON_OFF = (tr("On"), tr("Off"))

Plain = Callable[[str], str]


def numbered(template: str) -> str:
    """The plain heading with its number replaced by `{no}`, as `english` looks it up."""
    return filled(template, no=_NUMBER_FIELD)


def words_in(texts: Iterable[str], plain: Plain) -> Mapping[str, str]:
    """The English of these phrases, by their plain spelling in every other language."""
    others = [reader_of(language) for language in Language if language is not Language.ENGLISH]
    return {plain(translated(text, reader)): str(text) for reader in others for text in texts}


def english(text: str, known: Mapping[str, str]) -> str:
    """The English heading for a plain one in another language; empty when `known` doesn't have it."""
    if text in known:
        return known[text]
    for found in _NUMBER.finditer(text):
        of_all = known.get(text[: found.start()] + _NUMBER_FIELD + text[found.end() :], "")
        if of_all:
            return of_all.replace(_NUMBER_FIELD, found[0])
    return ""


def value_in_english(field: Field, text: str, plain: Plain) -> str:
    """A cell's words in English; unchanged where no language has them as words of this field."""
    if field.kind not in _IN_WORDS:
        return text
    known = _values_of(field.path, plain)
    if field.kind is not FieldKind.MANY:
        return known.get(plain(text), text)
    return ", ".join(known.get(plain(part), part) for part in _SEPARATORS.split(text))


@lru_cache(maxsize=len(FIELDS))
def _values_of(path: str, plain: Plain) -> Mapping[str, str]:
    field = FIELDS[path]
    return words_in(_ON_OFF if field.kind is FieldKind.TOGGLE else [words for _, words in field.choices], plain)
