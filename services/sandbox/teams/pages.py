"""The chat page and its files."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web

_PAGE = Path(__file__).parent.parent / "page"
_KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".json": "application/json"}
_VENDOR = {
    "adaptivecards.js": "adaptivecards/dist/adaptivecards.min.js",
    "markdown-it.js": "markdown-it/dist/browser/markdown-it.esm.min.mjs",
}
_POLICY = "default-src 'self'; img-src * data:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'"


async def index(_request: web.Request) -> web.StreamResponse:
    """GET /"""
    headers = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-cache"}
    return web.FileResponse(_PAGE / "index.html", headers=headers)


async def asset(request: web.Request) -> web.StreamResponse:
    """GET /page/{name}: the page's own scripts, styles and drawings"""
    path = _PAGE / request.match_info["name"]
    if path.parent != _PAGE or path.suffix not in _KINDS or not path.is_file():
        raise web.HTTPNotFound
    return web.FileResponse(path, headers={"Content-Type": _KINDS[path.suffix], "Cache-Control": "no-cache"})


async def vendor(request: web.Request) -> web.StreamResponse:
    """GET /page/vendor/{name}: the renderer and the markdown library, once `npm ci` has fetched them"""
    known = _VENDOR.get(request.match_info["name"])
    path = _PAGE / "node_modules" / (known or "")
    if known is None:
        raise web.HTTPNotFound
    if not path.is_file():
        raise web.HTTPServiceUnavailable(text="Run npm ci in services/sandbox/page first.")
    return web.FileResponse(path, headers={"Content-Type": "text/javascript", "Cache-Control": "no-cache"})
