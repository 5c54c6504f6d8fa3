"""Which language somebody reads whose browser asks for a page."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from services.languages.language import TAGS, Language, find_language, language_accepted

PARAMETER: Final = "language"


def language_chosen(request: web.Request) -> Language | None:
    """The language that the page's address names (`?language=vi`); None where it names none of ours."""
    return find_language(request.query.get(PARAMETER, ""))


def language_asked(request: web.Request) -> Language:
    """The language that the page's address names, else the first of ours that the browser accepts, else English."""
    return language_chosen(request) or language_accepted(",".join(request.headers.getall("Accept-Language", ())))


def language_headers(language: Language) -> dict[str, str]:
    """What an answer in this language says of it, so that nothing between keeps it for readers of another one.

    https://www.rfc-editor.org/rfc/rfc9110#name-content-language
    """
    return {"Content-Language": TAGS[language], "Vary": "Accept-Language"}
