"""Numbers of the sandbox's CPaaS."""

from __future__ import annotations

import pytest

from services.sandbox.app import Options
from services.sandbox.world import OperatorNumber
from tests.services.sandbox.conftest import CONTOSO, Box, running
from tests.services.sandbox.cpaas_calls import Cpaas


@pytest.fixture
async def cpaas(box: Box) -> Cpaas:
    """Contoso's CPaaS, linked to its tenant."""
    cpaas = Cpaas(box)
    await cpaas.prove(CONTOSO)
    await cpaas.call("PUT", "/v1/organization/msTeamsTenant", {"tenantId": CONTOSO})
    return cpaas


def upload(box: Box, number: str, outcome: str = "synced") -> None:
    """Put a number into the operator's account as if just written; it settles in 5 seconds."""
    now = box.sandbox.clock.now()
    errors = [{"code": "internal_error", "message": "Back end said no"}] if outcome == "failed" else []
    account = box.sandbox.world.operator.accounts["contoso"]
    account.numbers[f"+{number}"] = OperatorNumber({}, now, now + 5, "e", outcome, errors)


async def test_a_number_shows_who_has_it(cpaas: Cpaas) -> None:
    (held,) = await cpaas.get("/v1/numbers?keyword=6567891249")
    assert (held["extKey"], held["extLabel"]) == ("100", "Front desk")
    assert held["identityUuid"] == await cpaas.member("wei.ling")
    assert held["info"]["assignedAt"] is not None
    (free,) = await cpaas.get("/v1/numbers?keyword=6567891230")
    assert free == {
        "number": "6567891230",
        "extKey": None,
        "extLabel": None,
        "identityUuid": None,
        "info": {
            "number": "6567891230",
            "sku": "license_number",
            "assignedAt": None,
            "uploadedAt": None,
            "uploadStatus": "notUploaded",
        },
        "errorMessage": None,
    }


async def test_the_upload_status_follows_the_operator(cpaas: Cpaas) -> None:
    upload(cpaas.box, "6567891230")
    upload(cpaas.box, "6567891231", outcome="failed")
    assert (await cpaas.call("GET", "/v1/numbers?fetchType=fetchNotUploaded")).total == 20
    cpaas.box.advance(5)
    (uploaded,) = await cpaas.get("/v1/numbers?fetchType=fetchUploaded")
    assert (uploaded["number"], uploaded["info"]["uploadStatus"]) == ("6567891230", "uploaded")
    assert uploaded["info"]["uploadedAt"] is not None
    (failed,) = await cpaas.get("/v1/numbers?fetchType=fetchFailedUploaded")
    assert (failed["number"], failed["errorMessage"]) == ("6567891231", "Back end said no")
    assert (await cpaas.call("GET", "/v1/numbers?fetchType=fetchNotUploaded")).total == 18


async def test_without_a_linked_tenant_nothing_is_uploaded(cpaas: Cpaas) -> None:
    upload(cpaas.box, "6567891230")
    cpaas.box.advance(5)
    await cpaas.call("DELETE", "/v1/organization/msTeamsTenant")
    assert await cpaas.get("/v1/numbers?fetchType=fetchUploaded") == []


async def test_numbers_are_sorted_either_way(cpaas: Cpaas) -> None:
    up = [item["number"] for item in await cpaas.get("/v1/numbers?sort=ASC")]
    down = [item["number"] for item in await cpaas.get("/v1/numbers?sort=DESC")]
    assert up == sorted(up) == down[::-1]
    assert len(up) == 20


async def test_a_keyword_finds_the_holder_too(cpaas: Cpaas) -> None:
    assert [item["number"] for item in await cpaas.get("/v1/numbers?keyword=front desk")] == ["6567891249"]
    assert len(await cpaas.get("/v1/numbers?keyword=%2B656789124")) == 10


@pytest.mark.parametrize("query", ["fetchType=uploaded", "sort=up"])
async def test_an_unknown_choice_is_refused(cpaas: Cpaas, query: str) -> None:
    assert (await cpaas.call("GET", f"/v1/numbers?{query}")).body["code"] == "request.invalid"


async def test_a_number_bought_later_is_known_at_once(cpaas: Cpaas) -> None:
    await cpaas.get("/v1/numbers")
    next(iter(cpaas.box.sandbox.world.organisations.values())).numbers.append("6567890000")
    assert [item["number"] for item in await cpaas.get("/v1/numbers?keyword=6567890000")] == ["6567890000"]
    assert (await cpaas.update({"extKey": "100", "addNumbers": ["6567890000"]})).codes == []


async def test_a_page_of_a_hundred_thousand_numbers_builds_only_itself() -> None:
    async with running(Options(numbers=100_000)) as box:
        cpaas = Cpaas(box)
        reply = await cpaas.call("GET", "/v1/numbers?page=100&perPage=1000")
        assert (reply.total, len(reply.body)) == (100_020, 20)
        index = next(iter(box.sandbox.world.organisations.values())).index
        await cpaas.call("GET", "/v1/numbers?page=50&perPage=1000")
        assert next(iter(box.sandbox.world.organisations.values())).index is index
