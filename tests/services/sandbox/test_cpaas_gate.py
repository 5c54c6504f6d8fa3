"""Keys, limits, idempotency, paging and the organisation of the sandbox's CPaaS."""

from __future__ import annotations

import pytest

from services.sandbox.faults import Rule
from tests.services.sandbox.conftest import CONTOSO, Box
from tests.services.sandbox.cpaas_calls import FABRIKAM_KEY, Cpaas

OTHER_TENANT = "7c9f2a52-0a4c-4c8e-9d6e-0d7b4d3f1a10"


@pytest.fixture
def cpaas(box: Box) -> Cpaas:
    return Cpaas(box)


async def test_a_call_without_a_known_key_is_refused(box: Box) -> None:
    reply = await Cpaas(box, "sb-nobody").call("GET", "/v1/organization")
    assert (reply.status, reply.body["code"]) == (401, "auth.invalidKey")
    assert reply.body["requestId"] == reply.headers["x-request-id"]


async def test_each_key_sees_its_own_organisation(box: Box) -> None:
    contoso = await Cpaas(box).get("/v1/organization")
    fabrikam = await Cpaas(box, FABRIKAM_KEY).get("/v1/organization")
    assert (contoso["name"], fabrikam["name"]) == ("Contoso", "Fabrikam")
    assert contoso["msTeamsTenant"] is None


async def test_the_twenty_first_call_at_once_waits(cpaas: Cpaas) -> None:
    cpaas.box.sandbox.live.clock.change_speed(1e-6)
    statuses = [(await cpaas.raw("GET", "/v1/organization")).status for _ in range(20)]
    assert statuses == [200] * 20
    refused = await cpaas.raw("GET", "/v1/organization")
    assert (refused.status, refused.body["code"]) == (429, "request.tooMany")
    assert float(refused.headers["retry-after"]) >= 1
    cpaas.box.advance(0.2)
    assert (await cpaas.raw("GET", "/v1/organization")).status == 200


async def test_one_keys_calls_do_not_use_up_anothers(box: Box) -> None:
    box.sandbox.live.clock.change_speed(1e-6)
    replies = [await Cpaas(box).raw("GET", "/v1/organization") for _ in range(21)]
    assert replies[-1].status == 429
    assert (await Cpaas(box, FABRIKAM_KEY).raw("GET", "/v1/organization")).status == 200


async def test_a_repeated_write_answers_again_without_a_second_effect(cpaas: Cpaas) -> None:
    body = {"items": [{"extKey": "201", "extLabel": "Lab"}]}
    first = await cpaas.call("POST", "/v1/extensions/batchCreate", body, Idempotency_Key="k1")
    again = await cpaas.call("POST", "/v1/extensions/batchCreate", body, Idempotency_Key="k1")
    assert again.body == first.body
    assert again.body["createdItems"][0]["extKey"] == "201"
    assert again.headers["idempotent-replayed"] == "true"
    assert "idempotent-replayed" not in first.headers
    assert cpaas.box.sandbox.world.effects == {"extension.create:201": 1}


async def test_a_write_whose_answer_was_lost_is_answered_when_repeated(cpaas: Cpaas) -> None:
    cpaas.box.sandbox.faults.add(Rule(system="cpaas", kind="after", match="batchCreate", status=503, times=1))
    body = {"items": [{"extKey": "201", "extLabel": "Lab"}]}
    headers = {"x-api-key": cpaas.key, "Idempotency-Key": "k9"}
    async with cpaas.box.http.post("/cpaas/v1/extensions/batchCreate", json=body, headers=headers) as lost:
        assert lost.status == 503
    again = await cpaas.call("POST", "/v1/extensions/batchCreate", body, Idempotency_Key="k9")
    assert [ext["extKey"] for ext in again.body["createdItems"]] == ["201"]
    assert cpaas.box.sandbox.world.effects == {"extension.create:201": 1}


async def test_a_repeated_refusal_is_the_same_refusal(cpaas: Cpaas) -> None:
    first = await cpaas.call("PATCH", "/v1/settings/extensions/999", {"outboundCall": {}}, Idempotency_Key="k2")
    again = await cpaas.call("PATCH", "/v1/settings/extensions/999", {"outboundCall": {}}, Idempotency_Key="k2")
    assert (first.status, again.status, again.body) == (404, 404, first.body)


async def test_a_key_used_for_another_request_is_refused(cpaas: Cpaas) -> None:
    await cpaas.call("POST", "/v1/extensions/batchDelete", {"items": [{"extKey": "301"}]}, Idempotency_Key="k3")
    other = await cpaas.call("POST", "/v1/extensions/batchDelete", {"items": [{"extKey": "302"}]}, Idempotency_Key="k3")
    assert (other.status, other.body["code"]) == (422, "idempotency.keyReused")


async def test_two_organisations_may_use_the_same_idempotency_key(box: Box) -> None:
    body = {"items": [{"extKey": "201", "extLabel": "Lab"}]}
    for key in (Cpaas(box).key, FABRIKAM_KEY):
        reply = await Cpaas(box, key).call("POST", "/v1/extensions/batchCreate", body, Idempotency_Key="same")
        assert "idempotent-replayed" not in reply.headers
        assert len(reply.body["createdItems"]) == 1


@pytest.mark.parametrize(
    "query", ["page=-1", "page=x", "perPage=0", "perPage=1001", "perPage=1.5", "page=%D9%A1", "page="]
)
async def test_a_page_that_makes_no_sense_is_refused(cpaas: Cpaas, query: str) -> None:
    reply = await cpaas.call("GET", f"/v1/members?{query}")
    assert (reply.status, reply.body["code"]) == (400, "request.invalid")


async def test_pages_cover_a_list_once(cpaas: Cpaas) -> None:
    whole = await cpaas.get("/v1/members?perPage=1000")
    pages = [await cpaas.call("GET", f"/v1/members?page={page}&perPage=5") for page in range(4)]
    assert [member for reply in pages for member in reply.body] == whole
    assert {reply.total for reply in pages} == {len(whole)} == {14}


@pytest.mark.parametrize(
    "body", [None, [], {"items": 3}, {"items": [{}]}, {"things": []}, {"items": [{"extKey": 101, "extLabel": "x"}]}]
)
async def test_a_body_of_another_shape_is_refused(cpaas: Cpaas, body: object) -> None:
    reply = await cpaas.call("POST", "/v1/extensions/batchCreate", body)
    assert (reply.status, reply.body["code"]) == (400, "request.invalid")


async def test_more_than_a_hundred_items_are_refused(cpaas: Cpaas) -> None:
    reply = await cpaas.delete(*(str(key) for key in range(1000, 1101)))
    assert (reply.status, reply.body["code"]) == (400, "request.invalid")


async def test_an_unknown_path_is_refused_in_the_cpaas_words(box: Box) -> None:
    async with box.http.get("/cpaas/v1/nothing") as answer:
        assert (answer.status, (await answer.json())["code"]) == (404, "notFound")


async def test_linking_a_tenant_counts_once_and_excludes_another(cpaas: Cpaas) -> None:
    await cpaas.prove(CONTOSO)
    for _ in range(2):
        reply = await cpaas.call("PUT", "/v1/organization/msTeamsTenant", {"tenantId": CONTOSO})
        assert reply.body["msTeamsTenant"] == {"tenantId": CONTOSO}
    other = await cpaas.call("PUT", "/v1/organization/msTeamsTenant", {"tenantId": OTHER_TENANT})
    assert (other.status, other.body["code"]) == (409, "tenant.linked")
    assert cpaas.box.sandbox.world.effects == {f"tenant.link:{CONTOSO}": 1}


async def test_a_tenant_belongs_to_one_organisation(box: Box) -> None:
    await Cpaas(box).prove(CONTOSO)
    await Cpaas(box).call("PUT", "/v1/organization/msTeamsTenant", {"tenantId": CONTOSO})
    other = await Cpaas(box, FABRIKAM_KEY).call("PUT", "/v1/organization/msTeamsTenant", {"tenantId": CONTOSO})
    assert (other.status, other.body["code"]) == (409, "tenant.linked")


async def test_unlinking_frees_the_organisation(cpaas: Cpaas) -> None:
    await cpaas.prove(CONTOSO)
    await cpaas.call("PUT", "/v1/organization/msTeamsTenant", {"tenantId": CONTOSO})
    for _ in range(2):
        assert (await cpaas.call("DELETE", "/v1/organization/msTeamsTenant")).body["msTeamsTenant"] is None
    assert cpaas.box.sandbox.world.effects[f"tenant.unlink:{CONTOSO}"] == 1
    await cpaas.prove(OTHER_TENANT)
    assert (await cpaas.call("PUT", "/v1/organization/msTeamsTenant", {"tenantId": OTHER_TENANT})).status == 200


async def test_a_tenant_id_is_a_guid(cpaas: Cpaas) -> None:
    reply = await cpaas.call("PUT", "/v1/organization/msTeamsTenant", {"tenantId": "contoso.com"})
    assert (reply.status, reply.body["code"]) == (400, "request.invalid")


async def test_members_are_found_by_any_part_of_their_name_or_address(cpaas: Cpaas) -> None:
    both = await cpaas.get("/v1/members?keyword=chris LEE")
    assert sorted(member["username"] for member in both) == ["chris.lee", "chris.lee2"]
    (resource,) = await cpaas.get("/v1/members?keyword=resource.account@")
    assert resource["displayName"] == "Resource Account"
