"""The CPaaS's portal at /sandbox/portal, as an organisation's own administrators see it."""

from __future__ import annotations

from html import escape

from aiohttp import web

from services.sandbox.cpaas.link_code import shown_code
from services.sandbox.state import SANDBOX
from services.sandbox.world import Organisation

_PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>CPaaS portal | sandbox</title>
<link rel="icon" href="/page/icon.svg" type="image/svg+xml"><link rel="stylesheet" href="/page/portal.css"></head>
<body><h1>CPaaS portal <small>sandbox</small></h1>
<p>What the administrators of each organisation see. The link code works once; reload for the next one.</p>
{organisations}</body></html>
"""
_ORGANISATION = """<section><h2>{name}</h2><dl>
<dt>API key</dt><dd><code>{key}</code></dd>
<dt>Link code</dt><dd><code>{code}</code></dd>
<dt>Microsoft tenant</dt><dd>{tenant}</dd></dl></section>
"""


async def portal(request: web.Request) -> web.Response:
    """GET /sandbox/portal: key and link code of every organisation."""
    organisations = request.app[SANDBOX].world.organisations.values()
    page = _PAGE.format(organisations="".join(map(_organisation, organisations)))
    headers = {"Content-Security-Policy": "default-src 'self'", "Cache-Control": "no-store"}
    return web.Response(text=page, content_type="text/html", headers=headers)


def _organisation(one: Organisation) -> str:
    tenant, code = one.tenant_id or "none linked", shown_code(one)
    return _ORGANISATION.format(name=escape(one.name), key=escape(one.api_key), code=code, tenant=escape(tenant))
