"""Policies by name and of a person: what Graph prints, and what else it may say."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from services.domain.errors import RemoteRefused
from services.domain.voice_policies import HeldPolicy, PolicyKind, PolicySource, VoicePolicy
from services.remote.graph import Graph
from tests.services.remote.support import Reply, Wire, scripted
from tests.services.remote.test_odd_answers import client

FOUND = {"value": [{"name": "Tag:AllOn", "policyId": "p"}]}
NOT_FOUND = Reply(404, {"error": {"code": "NotFound", "message": "Resource not found."}})


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with scripted() as started:
        yield started


async def test_a_policy_is_found_by_its_name_in_one_quoted_call(wire: Wire) -> None:
    wire.otherwise = lambda _seen: Reply(200, FOUND)
    found = await client(Graph, wire).policies_called(PolicyKind.CALLING, "Ann's / all")
    assert found == (VoicePolicy(PolicyKind.CALLING, "p", "AllOn"),)
    (seen,) = wire.seen
    assert "getPolicyId(type='TeamsCallingPolicy',name=" in seen.path
    assert "Ann%27%27s%20%2F%20all" in seen.path


async def test_a_name_that_no_policy_has_is_none_where_an_empty_list_says_so(wire: Wire) -> None:
    wire.otherwise = lambda _seen: Reply(200, {"value": []})
    assert await client(Graph, wire).policies_called(PolicyKind.CALLING, "x") == ()


async def test_a_name_that_no_policy_has_is_none_where_a_refusal_says_so(wire: Wire) -> None:
    wire.otherwise = lambda _seen: NOT_FOUND
    assert await client(Graph, wire).policies_called(PolicyKind.CALLING, "x") == ()


async def test_a_persons_policies_are_read_and_others_than_voice_left_out(wire: Wire) -> None:
    def one(kind: str, how: str) -> dict[str, object]:
        instance = {"assignmentType": how, "displayName": f"Tag:{kind}", "policyId": how, "groupId": None}
        return {"policyType": kind, "policyAssignment": instance}

    kinds = [one("teamsCallingPolicy", "direct"), one("TenantDialPlan", "group"), one("TeamsMeetingPolicy", "direct")]
    wire.otherwise = lambda _seen: Reply(200, {"id": "u", "effectivePolicyAssignments": kinds})
    assert await client(Graph, wire).policies_of("u") == (
        HeldPolicy(VoicePolicy(PolicyKind.CALLING, "direct", "teamsCallingPolicy"), PolicySource.DIRECT),
        HeldPolicy(VoicePolicy(PolicyKind.DIAL_PLAN, "group", "TenantDialPlan"), PolicySource.GROUP),
    )


async def test_somebody_teams_does_not_know_has_no_policies_to_conclude_from(wire: Wire) -> None:
    wire.otherwise = lambda _seen: NOT_FOUND
    with pytest.raises(RemoteRefused):
        await client(Graph, wire).policies_of("u")


@pytest.mark.parametrize(
    ("features", "voice", "phone"),
    [
        (["Teams", "PhoneSystem"], False, True),
        (["Teams"], True, True),
        (["Teams"], False, False),
        ([], None, False),
        (None, None, False),
    ],
)
async def test_teams_has_set_up_the_phone_where_it_shows_the_feature_or_voice(
    wire: Wire, features: list[str] | None, voice: bool | None, phone: bool
) -> None:
    said = {"id": "ada", "effectivePolicyAssignments": [], "featureTypes": features, "isEnterpriseVoiceEnabled": voice}
    wire.otherwise = lambda _seen: Reply(200, said)
    assert (await client(Graph, wire).in_teams("ada")).phone is phone


async def test_everybodys_policies_are_read_to_the_last_page(wire: Wire) -> None:
    first, last = ([{"id": str(no), "effectivePolicyAssignments": []} for no in some] for some in (range(3), (3,)))
    wire.script = [Reply(200, {"value": first, "@odata.nextLink": f"{wire.url}/more"}), Reply(200, {"value": last})]
    found = [one async for one, _ in client(Graph, wire).everybodys_policies()]
    assert found == ["0", "1", "2", "3"]
