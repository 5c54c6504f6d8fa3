"""The languages that Switchboard speaks, and which of them somebody reads."""

from __future__ import annotations

import re
from enum import StrEnum


class Language(StrEnum):
    """A language by its code of two letters (ISO 639-1)."""

    ENGLISH = "en"  # what everything is written in
    VIETNAMESE = "vi"  # as it is spoken in Vietnam
    INDONESIAN = "id"  # Bahasa Indonesia
    THAI = "th"  # as it is spoken in Thailand
    CHINESE = "zh"  # in simplified characters


OWN_NAMES = {
    Language.ENGLISH: "English",
    Language.VIETNAMESE: "Tiếng Việt",
    Language.INDONESIAN: "Bahasa Indonesia",
    Language.THAI: "ไทย",
    Language.CHINESE: "简体中文",
}

# What Teams wants of a language's name in an app package, and Babel for its dates and numbers.
TAGS = {
    Language.ENGLISH: "en",
    Language.VIETNAMESE: "vi",
    Language.INDONESIAN: "id",
    Language.THAI: "th",
    Language.CHINESE: "zh-cn",
}

_MAX_HEADER_CHARACTERS = 500
_WEIGHT = re.compile(r"q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)", re.IGNORECASE)
_FORMERLY = {"in": Language.INDONESIAN}  # its code until 1989, which some clients still send
# Who reads traditional characters is told in English, as whoever reads any other language is.
_TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")


def language_of(locale: str) -> Language:
    """The language of a client's locale (`vi-VN`, `zh_CN`), English where it is none of ours."""
    tag = locale.strip().replace("_", "-").casefold()
    if tag.startswith(_TRADITIONAL):
        return Language.ENGLISH
    code = tag.partition("-")[0]
    return _FORMERLY.get(code) or (Language(code) if code in set(Language) else Language.ENGLISH)


def language_accepted(header: str) -> Language:
    """The language that a browser's `Accept-Language` asks for first among ours; English where it names none of them.

    https://www.rfc-editor.org/rfc/rfc9110#name-accept-language
    """
    offered: list[tuple[float, int, str]] = []
    for place, one in enumerate(header[:_MAX_HEADER_CHARACTERS].split(",")):
        tag, _, weight = one.partition(";")
        if (quality := _quality(weight)) > 0:
            offered.append((-quality, place, tag))
    return next((language_of(tag) for _, _, tag in sorted(offered) if _is_ours(tag)), Language.ENGLISH)


def _quality(weight: str) -> float:
    """How much a language is wanted, 0 to 1; 0 for a weight that can't be read."""
    if not weight.strip():
        return 1.0
    found = _WEIGHT.fullmatch(weight.strip())
    return float(found[1]) if found else 0.0


def _is_ours(tag: str) -> bool:
    return language_of(tag) is not Language.ENGLISH or tag.strip().casefold().startswith("en")


def find_language(words: str) -> Language | None:
    """The language that these words name: its own name, its English name or its code; None for any other words."""
    wanted = words.strip().casefold()
    for language in Language:
        if wanted in (language.value, language.name.casefold(), OWN_NAMES[language].casefold(), TAGS[language]):
            return language
    return None
