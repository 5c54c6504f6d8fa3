"""The four pages that the app package links to: what this is, privacy, terms and support."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Awaitable, Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web

from bot.config import Settings
from bot.web.kept import KEPT
from bot.web.reader import PARAMETER, language_asked, language_chosen, language_headers
from services.domain.phrases import reading, tr
from services.languages.catalogues import reader_of
from services.languages.language import OWN_NAMES, TAGS, Language

if TYPE_CHECKING:
    from mako.lookup import TemplateLookup

_HOME = Path(__file__).parent / "templates"
_STYLE = (_HOME / "style.css").read_text(encoding="utf-8")
# A page may show its own style and nothing else: https://developer.mozilla.org/docs/Web/HTTP/Guides/CSP
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "public, max-age=3600",
}
# Browsers heed it over https alone: https://www.rfc-editor.org/rfc/rfc6797#section-8.1
_ONLY_HTTPS = {"Strict-Transport-Security": "max-age=31536000"}
PAGES = {"/": "home", "/privacy": "privacy", "/terms": "terms", "/support": "support"}
TITLES = {"home": "Switchboard", "privacy": tr("Privacy"), "terms": tr("Terms of use"), "support": tr("Support")}


def add_pages(app: web.Application, settings: Settings) -> None:
    """Add the four pages to `app`."""
    for path, name in PAGES.items():
        elsewhere = _elsewhere(settings, name)
        app.router.add_get(path, _leading(elsewhere) if elsewhere else _showing(settings, name))


def rendered(settings: Settings, name: str, language: Language = Language.ENGLISH, *, chosen: bool = False) -> str:
    """A page as HTML in this language, with what this deployment's settings say.

    `chosen`: whether the page's address names the language, so that the links to the other pages do, too.
    """
    from bot.web.markup import link

    contact = settings.contact
    values = {
        "settings": settings,
        "kept": KEPT,
        "style": _STYLE,
        "pages": PAGES,
        "titles": TITLES,
        "who": settings.company or tr("the organisation that offers you this app"),
        "contact": link(f"mailto:{contact}", contact) if contact else tr("the administrator who gave you this app"),
        "link": link,
        "language": language,
        "languages": OWN_NAMES,
        "tags": TAGS,
        "query": f"?{PARAMETER}={language}" if chosen else "",
    }
    with reading(reader_of(language)):
        html: str = templates().get_template(f"{name}.mako").render(title=TITLES[name], **values)
    return html


def _elsewhere(settings: Settings, name: str) -> str:
    """Redirect to the deployer's own page."""
    urls = {"privacy": settings.privacy_url, "terms": settings.terms_url, "support": settings.support_url}
    return urls.get(name, "")


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def _showing(settings: Settings, name: str) -> Handler:
    headers = HEADERS | (_ONLY_HTTPS if settings.public_url.startswith("https://") else {})

    async def show(request: web.Request) -> web.StreamResponse:
        language = language_asked(request)
        html = rendered(settings, name, language, chosen=language_chosen(request) is not None)
        said = headers | language_headers(language)
        return web.Response(text=html, content_type="text/html", charset="utf-8", headers=said)

    return show


def _leading(url: str) -> Handler:
    async def lead(_request: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={**HEADERS, "Location": url})

    return lead


@cache
def templates() -> TemplateLookup:
    """The pages' templates; each is given `tr`, and what it shows goes through `html`."""
    # Most processes never serve a page, so the template library is loaded at the first request.
    from mako.lookup import TemplateLookup

    imports = ["from bot.web.markup import html", "from services.domain.phrases import tr"]
    return TemplateLookup(
        [str(_HOME)], default_filters=["html"], imports=imports, strict_undefined=True, input_encoding="utf-8"
    )
