"""Where Microsoft sends an administrator's browser after the question of consent: a plain page with what came of it."""

from __future__ import annotations

from html import escape

from aiohttp import web

from bot.web.pages import HEADERS
from services.changes.consent import take_answer
from services.context import Services
from services.domain.errors import BadInput, Stale

PATH = "/consent"
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} | Switchboard</title></head><body><h1>{title}</h1><p>{words}</p></body></html>
"""
_DONE = "Thank you: access is granted"
_NEXT = "You can close this page. The checklist in Teams ticks by itself."


def add_consent(app: web.Application, services: Services) -> None:
    """Add the route for Microsoft's answers to `app`."""

    async def answered(request: web.Request) -> web.Response:
        try:
            await take_answer(services, request.query)
        except (BadInput, Stale) as fault:
            return _page(fault.what.rstrip("."), f"{fault.why} {fault.fix.replace('*', '')}", 400)
        return _page(_DONE, _NEXT, 200)

    app.router.add_get(PATH, answered)


def _page(title: str, words: str, status: int) -> web.Response:
    """A page with these words; it may show nothing else, and isn't kept: its address holds the state."""
    text = _PAGE.format(title=escape(title), words=escape(words))
    headers = {**HEADERS, "Cache-Control": "no-store"}
    return web.Response(text=text, status=status, content_type="text/html", charset="utf-8", headers=headers)
