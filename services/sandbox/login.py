"""Microsoft's login at /login: discovery documents and tokens for client credentials.

https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-client-creds-grant-flow and
https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes
"""

from __future__ import annotations

import hmac
import uuid
from typing import Any

from aiohttp import web
from yarl import URL

from services.sandbox import proofs, tokens
from services.sandbox.state import SANDBOX, Sandbox

_AUDIENCES = {f"{audience}/.default": audience for audience in (tokens.GRAPH, tokens.OPERATOR, tokens.BOT)}
# Tenants of applications rather than of customers: the bot's and the operator's.
_OTHER_TENANTS = {"common", "botframework.com", tokens.OPERATOR_TENANT_ID}


class LoginError(Exception):
    """A refusal: status, OAuth error, and Microsoft's own error number and message."""

    def __init__(self, status: int, error: str, number: int, text: str) -> None:
        super().__init__(f"AADSTS{number}: {text}")
        self.status = status
        self.error = error
        self.number = number


def routes() -> list[web.RouteDef]:
    """The login's routes."""
    return [
        web.get("/login/common/discovery/instance", instances),
        web.get("/login/{tenant}/v2.0/.well-known/openid-configuration", openid_configuration),
        web.get("/login/{tenant}/discovery/v2.0/keys", keys),
        web.post("/login/{tenant}/oauth2/v2.0/token", token),
    ]


async def instances(request: web.Request) -> web.Response:
    """The instance discovery document: this login is an authority of its own."""
    # The authority that the caller uses; msal leaves out its port, so only the path matters.
    asked = URL(request.query.get("authorization_endpoint", "/login/common")).path
    tenant_path = f"https://{request.host}{asked.removesuffix('/oauth2/v2.0/authorize')}"
    return web.json_response(
        {
            "tenant_discovery_endpoint": f"{tenant_path}/v2.0/.well-known/openid-configuration",
            "api-version": "1.1",
            "metadata": [
                {"preferred_network": request.host, "preferred_cache": request.host, "aliases": [request.host]}
            ],
        }
    )


async def openid_configuration(request: web.Request) -> web.Response:
    """A tenant's OpenID configuration, its addresses on the host that the caller used, and always https."""
    try:
        tenant_id = _tenant_id(request.app[SANDBOX], request.match_info["tenant"])
    except LoginError as error:
        return _refused(error)
    root = f"{_root(request)}/{tenant_id}"
    return web.json_response(
        {
            "issuer": f"{root}/v2.0",
            "authorization_endpoint": f"{root}/oauth2/v2.0/authorize",
            "token_endpoint": f"{root}/oauth2/v2.0/token",
            "jwks_uri": f"{root}/discovery/v2.0/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"],
            "response_types_supported": ["code"],
            "tenant_region_scope": "AS",
        }
    )


async def keys(_request: web.Request) -> web.Response:
    """The public keys of tokens: none, since the sandbox checks its own tokens by a secret."""
    return web.json_response({"keys": []})


async def token(request: web.Request) -> web.Response:
    """A token for the one application of the sandbox, or Microsoft's refusal."""
    sandbox = request.app[SANDBOX]
    form = {name: str(value) for name, value in (await request.post()).items()}
    try:
        tenant_id = _tenant_id(sandbox, request.match_info["tenant"])
        audience = _granted_audience(sandbox, form, f"{_root(request)}/{tenant_id}/oauth2/v2.0/token")
    except LoginError as error:
        return _refused(error)
    return web.json_response(
        {
            "token_type": "Bearer",
            "expires_in": tokens.LIFETIME,
            "ext_expires_in": tokens.LIFETIME,
            "access_token": tokens.issue(sandbox, tenant_id, audience),
        }
    )


def _root(request: web.Request) -> str:
    return f"https://{request.host}/login"


def _tenant_id(sandbox: Sandbox, name: str) -> str:
    """The tenant behind an id or a domain, in any case."""
    wanted = name.lower()
    if wanted in sandbox.world.tenants or wanted in _OTHER_TENANTS:
        return wanted
    for tenant in sandbox.world.tenants.values():
        if wanted == tenant.domain:
            return tenant.id
    raise LoginError(
        400, "invalid_request", 90002, f"Tenant '{name}' not found. Check to make sure you have the correct tenant ID."
    )


def _granted_audience(sandbox: Sandbox, form: dict[str, str], endpoint: str) -> str:
    if form.get("grant_type") != "client_credentials":
        raise LoginError(400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type.")
    if form.get("client_id") != tokens.CLIENT_ID:
        text = f"Application with identifier '{form.get('client_id', '')}' was not found in the directory."
        raise LoginError(400, "unauthorized_client", 700016, text)
    _check_proof(sandbox, form, endpoint)
    if (audience := _AUDIENCES.get(form.get("scope", "").strip())) is None:
        text = f"The provided value for the input parameter 'scope' is not valid: {form.get('scope', '')}"
        raise LoginError(400, "invalid_scope", 70011, text)
    return audience


def _check_proof(sandbox: Sandbox, form: dict[str, str], endpoint: str) -> None:
    if form.get("client_assertion_type") == proofs.KIND:
        try:
            return proofs.check_assertion(sandbox, form.get("client_assertion", ""), endpoint)
        except proofs.ProofError as error:
            raise LoginError(401, "invalid_client", error.number, str(error)) from error
    if not hmac.compare_digest(form.get("client_secret", "").encode(), tokens.CLIENT_SECRET.encode()):
        raise LoginError(401, "invalid_client", 7000215, "Invalid client secret provided.")
    return None


def _refused(error: LoginError) -> web.Response:
    request_id = str(uuid.uuid4())
    body: dict[str, Any] = {
        "error": error.error,
        "error_description": f"{error} Trace ID: {request_id}",
        "error_codes": [error.number],
        "trace_id": request_id,
        "correlation_id": request_id,
    }
    return web.json_response(body, status=error.status)
