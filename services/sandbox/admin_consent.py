"""Microsoft's admin consent endpoint: a question with two answers, each redirecting back to the app.

https://learn.microsoft.com/entra/identity-platform/v2-admin-consent
"""

from __future__ import annotations

from html import escape
from ipaddress import ip_address

from aiohttp import web
from yarl import URL

from services.sandbox import tokens
from services.sandbox.catalogue import GRANTED
from services.sandbox.state import SANDBOX
from services.sandbox.world import Tenant

_SCOPE = f"{tokens.GRAPH}/.default"
_DECLINED = "AADSTS65004: The resource owner or authorization server denied the request."
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>Permissions requested | sandbox</title>
<link rel="stylesheet" href="/page/portal.css"></head><body><h1>Permissions requested <small>sandbox</small></h1>
<p>Switchboard asks for these in the whole of {tenant}:</p><ul>{permissions}</ul>
<p><a href="{accept}">Accept</a> &nbsp; <a href="{cancel}">Cancel</a></p></body></html>
"""


def routes() -> list[web.RouteDef]:
    """The endpoint, and the two links of its page."""
    return [
        web.get("/login/{tenant}/v2.0/adminconsent", ask),
        web.get("/login/{tenant}/v2.0/adminconsent/{answer:accept|cancel}", decide),
    ]


async def ask(request: web.Request) -> web.Response:
    """The page that asks an administrator."""
    tenant = _checked(request)
    permissions = "".join(f"<li>{escape(name)}</li>" for name in sorted(GRANTED))
    here = request.rel_url
    links = {name: escape(str(here.with_path(f"{here.path}/{name}").with_query(here.query))) for name in _ANSWERS}
    page = _PAGE.format(tenant=escape(tenant.display_name), permissions=permissions, **links)
    return web.Response(text=page, content_type="text/html")


async def decide(request: web.Request) -> web.Response:
    """Redirect to the app that asked, with the decision."""
    tenant = _checked(request)
    back = {"admin_consent": "True", "tenant": tenant.id}
    if "state" in request.query:
        back["state"] = request.query["state"]
    if request.match_info["answer"] == "accept":
        tenant.granted_roles = set(GRANTED)
        back["scope"] = _SCOPE
    else:
        back |= {"error": "consent_required", "error_description": _DECLINED}
    where = str(URL(request.query["redirect_uri"]).update_query(back))
    return web.Response(status=302, headers={"Location": where})


_ANSWERS = ("accept", "cancel")


def _checked(request: web.Request) -> Tenant:
    """The tenant that is asked; an error page when the app or its redirect address isn't known."""
    query, tenants = request.query, request.app[SANDBOX].world.tenants
    tenant = tenants.get(request.match_info["tenant"].lower())
    if tenant is None:
        raise web.HTTPBadRequest(text="AADSTS90002: Tenant not found.")
    if query.get("client_id") != tokens.CLIENT_ID:
        raise web.HTTPBadRequest(text="AADSTS700016: The application was not found in the directory.")
    if query.get("scope") != _SCOPE:
        raise web.HTTPBadRequest(text="AADSTS70011: The provided value for the input parameter 'scope' is not valid.")
    if not _is_registered(query.get("redirect_uri", "")):
        raise web.HTTPBadRequest(text="AADSTS50011: The redirect URI does not match those of the application.")
    return tenant


def _is_registered(uri: str) -> bool:
    """Whether the redirect address is registered: any on this machine is, since every run has another port."""
    try:
        return ip_address(URL(uri).host or "").is_loopback
    except ValueError:
        return False
