"""The page to which Microsoft redirects an administrator's browser after consent, with the result."""

from __future__ import annotations

from html import escape

from aiohttp import web

from bot.web.pages import HEADERS
from bot.web.reader import language_asked, language_headers
from services.changes.consent import take_answer
from services.context import Services
from services.domain.errors import BadInput, Stale
from services.domain.phrases import join_text, reading, told, tr
from services.languages.catalogues import reader_of
from services.languages.language import TAGS, Language

PATH = "/consent"
_PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} | Switchboard</title></head><body><h1>{title}</h1><p>{words}</p></body></html>
"""
_DONE = tr("Thank you: access is granted")
_NEXT = tr("You can close this page. The checklist in Teams ticks by itself.")


def add_consent(app: web.Application, services: Services) -> None:
    """Add the route for Microsoft's answers to `app`."""

    async def answered(request: web.Request) -> web.Response:
        language = language_asked(request)
        with reading(reader_of(language)):
            try:
                await take_answer(services, request.query)
            except (BadInput, Stale) as fault:
                words = join_text(" ", (fault.why, fault.fix))
                return _page(language, told(fault.what.rstrip(".")), told(words).replace("*", ""), 400)
            return _page(language, told(_DONE), told(_NEXT), 200)

    app.router.add_get(PATH, answered)


def _page(language: Language, title: str, words: str, status: int) -> web.Response:
    """A page with these words, which may load nothing and isn't cached, as its address contains the state."""
    text = _PAGE.format(lang=TAGS[language], title=escape(title), words=escape(words))
    headers = {**HEADERS, **language_headers(language), "Cache-Control": "no-store"}
    return web.Response(text=text, status=status, content_type="text/html", charset="utf-8", headers=headers)
