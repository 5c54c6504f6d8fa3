"""Checks how an application proves its identity without a secret: by certificate, or by a token of an issuer it trusts.

https://learn.microsoft.com/entra/identity-platform/certificate-credentials and
https://learn.microsoft.com/entra/workload-id/workload-identity-federation
"""

from __future__ import annotations

import base64
import time
from collections.abc import Mapping

import jwt
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from services.sandbox import tokens
from services.sandbox.state import SANDBOX, Sandbox

KIND = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
EXCHANGE = "api://AzureADTokenExchange"
IDENTITY = "22222222-2222-2222-2222-222222222222"  # client id of the managed identity of this machine
IDENTITY_HEADER = "sandbox-identity-header"
_ISSUER = "https://issuer.sandbox.example"
_KEY = b"the sandbox's other issuer signs with this key"
_LIFETIME = 3600
_THUMBPRINTS: Mapping[str, tuple[str, hashes.HashAlgorithm]] = {
    "PS256": ("x5t#S256", hashes.SHA256()),
    "RS256": ("x5t", hashes.SHA1()),  # noqa: S303 - as documented before 2024, and still sent by older libraries
}  # the header that names the certificate, and the hash it holds, by the assertion's algorithm


class ProofError(Exception):
    """An invalid assertion, with Microsoft's error number and message."""

    def __init__(self, number: int, text: str) -> None:
        super().__init__(text)
        self.number = number


def routes() -> list[web.RouteDef]:
    """The endpoints at which Azure gives a machine its identity's tokens, for virtual machines and for App Service."""
    return [
        web.get("/metadata/identity/oauth2/token", on_a_machine),
        web.get("/msi/token", in_app_service),
    ]


def workload_token(subject: str, audience: str = EXCHANGE) -> str:
    """A token of another issuer, which identifies this workload."""
    now = int(time.time())
    claims = {"iss": _ISSUER, "sub": subject, "aud": audience, "iat": now, "nbf": now, "exp": now + _LIFETIME}
    return jwt.encode(claims, _KEY, algorithm="HS256")


def check_assertion(sandbox: Sandbox, assertion: str, endpoint: str) -> None:
    """Raise `ProofError` unless the application itself, or an issuer it trusts, signed the assertion."""
    try:
        header = jwt.get_unverified_header(assertion)
        if header["alg"] == "HS256":
            _check_trusted(sandbox, assertion)
        else:
            _check_signed(sandbox, assertion, header, endpoint)
    except jwt.ExpiredSignatureError as error:
        raise ProofError(700024, "Client assertion is not within its valid time range.") from error
    except (jwt.InvalidTokenError, KeyError) as error:
        raise ProofError(700027, "Client assertion failed signature validation.") from error


def _check_signed(sandbox: Sandbox, assertion: str, header: Mapping[str, str], endpoint: str) -> None:
    named, algorithm = _THUMBPRINTS[header["alg"]]
    for pem in sandbox.world.app.certificates:
        certificate = x509.load_pem_x509_certificate(pem.encode())
        if header[named].rstrip("=") != _base64url(certificate.fingerprint(algorithm)):
            continue
        key = certificate.public_key()
        claims = jwt.decode(assertion, key, algorithms=[header["alg"]], audience=endpoint)  # type: ignore[arg-type]
        if claims.get("iss") == claims.get("sub") == tokens.CLIENT_ID:
            return
    raise ProofError(700027, f"The certificate with which the assertion was signed ({named}) is not registered.")


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _check_trusted(sandbox: Sandbox, assertion: str) -> None:
    claims = jwt.decode(assertion, _KEY, algorithms=["HS256"], audience=EXCHANGE)
    if claims["sub"] not in sandbox.world.app.trusted:
        raise ProofError(70021, "No matching federated identity record found for presented assertion subject.")


async def on_a_machine(request: web.Request) -> web.Response:
    """https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token"""
    if request.headers.get("Metadata") != "true":
        return _no("bad_request_102", "Required metadata header not specified")
    if request.query.get("client_id", IDENTITY) != IDENTITY:
        return _no("invalid_request", "Identity not found")
    return web.json_response({**_answer(request), "expires_in": str(_LIFETIME)})


async def in_app_service(request: web.Request) -> web.Response:
    """https://learn.microsoft.com/azure/app-service/overview-managed-identity"""
    if request.headers.get("X-IDENTITY-HEADER") != IDENTITY_HEADER:
        denied = {"statusCode": 401, "message": "Access to the token service denied."}
        return web.json_response(denied, status=401)
    return web.json_response(_answer(request))


def _no(error: str, text: str) -> web.Response:
    return web.json_response({"error": error, "error_description": text}, status=400)


def _answer(request: web.Request) -> dict[str, str]:
    resource = request.query.get("resource", "")
    ours = tokens.issue(request.app[SANDBOX], tokens.OPERATOR_TENANT_ID, tokens.BOT, IDENTITY)
    return {
        "access_token": ours if resource == tokens.BOT else workload_token(IDENTITY, resource),
        "client_id": IDENTITY,
        "expires_on": str(int(time.time()) + _LIFETIME),
        "resource": resource,
        "token_type": "Bearer",
    }
