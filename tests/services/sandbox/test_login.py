"""The login: tokens, refusals and discovery, by plain HTTP and by Microsoft's own msal."""

from __future__ import annotations

import asyncio
from typing import Any

import jwt
import msal
import pytest
import requests

from services.sandbox.tokens import BOT, CLIENT_ID, CLIENT_SECRET, GRAPH, OPERATOR
from tests.services.sandbox.conftest import CONTOSO, Box

FORM = {
    "grant_type": "client_credentials",
    "client_id": CLIENT_ID,
    "client_secret": CLIENT_SECRET,
    "scope": f"{GRAPH}/.default",
}


async def _ask(box: Box, tenant: str = CONTOSO, **changes: str) -> tuple[int, dict[str, Any]]:
    async with box.http.post(f"/login/{tenant}/oauth2/v2.0/token", data={**FORM, **changes}) as answer:
        return answer.status, await answer.json()


def _claims(token: str) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return claims


async def test_a_graph_token_says_who_where_and_what_for(box: Box) -> None:
    status, body = await _ask(box)
    claims = _claims(body["access_token"])
    assert (status, body["token_type"], body["expires_in"]) == (200, "Bearer", 3599)
    assert (claims["tid"], claims["appid"], claims["aud"]) == (CONTOSO, CLIENT_ID, GRAPH)
    assert "TeamsTelephoneNumber.ReadWrite.All" in claims["roles"]


async def test_a_domain_names_its_tenant(box: Box) -> None:
    _, body = await _ask(box, tenant="Contoso.onmicrosoft.com")
    assert _claims(body["access_token"])["tid"] == CONTOSO


async def test_the_operators_token_carries_the_operators_role(box: Box) -> None:
    _, body = await _ask(box, tenant="common", scope=f"{OPERATOR}/.default")
    assert _claims(body["access_token"])["roles"] == ["ProvisioningAPI.Admin"]


async def test_the_bots_token_has_no_roles(box: Box) -> None:
    _, body = await _ask(box, tenant="botframework.com", scope=f"{BOT}/.default")
    assert _claims(body["access_token"])["roles"] == []


async def test_a_token_lives_an_hour_of_real_time_however_fast_the_clock(box: Box) -> None:
    box.sandbox.live.clock.change_speed(100)
    _, body = await _ask(box)
    claims = _claims(body["access_token"])
    assert claims["exp"] - claims["iat"] == pytest.approx(359_900, abs=2)


async def test_without_consent_a_token_has_no_roles(box: Box) -> None:
    box.sandbox.world.tenants[CONTOSO].granted_roles.clear()
    _, body = await _ask(box)
    assert _claims(body["access_token"])["roles"] == []


@pytest.mark.long
@pytest.mark.parametrize(
    ("tenant", "changes", "status", "error", "number"),
    [
        (CONTOSO, {"client_secret": "wrong"}, 401, "invalid_client", "AADSTS7000215"),
        (CONTOSO, {"client_id": "nobody"}, 400, "unauthorized_client", "AADSTS700016"),
        (CONTOSO, {"scope": "User.Read"}, 400, "invalid_scope", "AADSTS70011"),
        (CONTOSO, {"grant_type": "password"}, 400, "unsupported_grant_type", "AADSTS70003"),
        ("nowhere.example", {}, 400, "invalid_request", "AADSTS90002"),
    ],
)
async def test_refusals(box: Box, tenant: str, changes: dict[str, str], status: int, error: str, number: str) -> None:
    answered, body = await _ask(box, tenant, **changes)
    assert (answered, body["error"]) == (status, error)
    assert body["error_description"].startswith(f"{number}: ")
    assert body["error_codes"] == [int(number.removeprefix("AADSTS"))]


async def test_discovery_answers_with_the_name_it_was_called_by(box: Box) -> None:
    path = f"/login/{CONTOSO}/v2.0/.well-known/openid-configuration"
    async with box.http.get(path, headers={"Host": "login.example:4430"}) as answer:
        document = await answer.json()
    assert document["token_endpoint"] == f"https://login.example:4430/login/{CONTOSO}/oauth2/v2.0/token"
    assert document["issuer"] == f"https://login.example:4430/login/{CONTOSO}/v2.0"


async def test_discovery_of_an_unknown_tenant_is_refused(box: Box) -> None:
    async with box.http.get("/login/nowhere.example/v2.0/.well-known/openid-configuration") as answer:
        assert answer.status == 400


class PlainLoopback(requests.Session):
    """Sends msal's https calls to the loopback as http."""

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:  # type: ignore[override]
        return super().request(method, url.replace("https://127.0.0.1", "http://127.0.0.1", 1), *args, **kwargs)


@pytest.mark.parametrize("discovery", [False, True])
async def test_msal_gets_a_token(box: Box, discovery: bool) -> None:
    root = box.url.replace("http://", "https://")

    def sign_in() -> dict[str, Any]:
        app = msal.ConfidentialClientApplication(
            CLIENT_ID,
            client_credential=CLIENT_SECRET,
            authority=f"{root}/login/{CONTOSO}",
            instance_discovery=f"{root}/login/common/discovery/instance" if discovery else False,
            http_client=PlainLoopback(),
        )
        answer: dict[str, Any] = app.acquire_token_for_client([f"{GRAPH}/.default"])
        return answer

    answer = await asyncio.to_thread(sign_in)
    assert _claims(answer["access_token"])["tid"] == CONTOSO
