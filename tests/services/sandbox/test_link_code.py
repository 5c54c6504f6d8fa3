"""The code of the CPaaS portal: without it no tenant is linked, and it can't be guessed."""

from __future__ import annotations

from tests.services.sandbox.conftest import Box
from tests.services.sandbox.cpaas_calls import Cpaas

TENANT = "11111111-1111-4111-8111-111111111111"
OTHER = "22222222-2222-4222-8222-222222222222"
_LINK = "/v1/organization/msTeamsTenant"


async def proof(cpaas: Cpaas, code: str, tenant: str = TENANT) -> tuple[int, str]:
    """Status and code of the answer to a code."""
    reply = await cpaas.call("POST", f"{_LINK}/proof", {"tenantId": tenant, "code": code})
    return reply.status, str(reply.body.get("code", ""))


async def test_a_tenant_is_linked_by_the_code_that_the_portal_shows(box: Box) -> None:
    cpaas = Cpaas(box)
    unproven = await cpaas.call("PUT", _LINK, {"tenantId": TENANT})
    assert (unproven.status, unproven.body["code"]) == (409, "link.unproven")
    async with box.http.get("/sandbox/portal") as answer:
        page = await answer.text()
    code = page.split("Link code</dt><dd><code>")[1][:9]
    assert await proof(cpaas, code.lower().replace("-", " ")) == (200, "")
    assert (await cpaas.call("PUT", _LINK, {"tenantId": OTHER})).body["code"] == "link.unproven"
    assert (await cpaas.call("PUT", _LINK, {"tenantId": TENANT})).status == 200


async def test_a_code_works_once_and_for_one_link(box: Box) -> None:
    cpaas, organisation = Cpaas(box), next(iter(box.sandbox.world.organisations.values()))
    code = organisation.link_code
    assert (await proof(cpaas, code))[0] == 200
    assert await proof(cpaas, code) == (422, "link.codeWrong")
    await cpaas.call("PUT", _LINK, {"tenantId": TENANT})
    await cpaas.call("DELETE", _LINK)
    assert (await cpaas.call("PUT", _LINK, {"tenantId": TENANT})).body["code"] == "link.unproven"


async def test_after_a_few_wrong_ones_it_is_another_code(box: Box) -> None:
    cpaas, organisation = Cpaas(box), next(iter(box.sandbox.world.organisations.values()))
    code = organisation.link_code
    for no in range(5):
        assert await proof(cpaas, f"AAAA-AAA{no}") == (422, "link.codeWrong")
    assert await proof(cpaas, code) == (422, "link.codeWrong")
    assert organisation.link_code != code
