from __future__ import annotations

import pytest

from services.domain.errors import RemoteBusy, RemoteRefused
from services.remote.operator_connect import OperatorConnect
from services.remote.operator_records import UploadRequest
from services.remote.retry import MAX_RETRY_AFTER_SECONDS
from tests.services.remote.support import CONTOSO, World

ACCOUNT = "contoso"
USAGE = "CallingUserAssignment"


@pytest.fixture
def operator(world: World) -> OperatorConnect:
    # On the fast clock the usual 5 s are over within 25 ms; here time passes only when a test says so.
    world.sandbox.delays.sync = 3600
    return world.clients.operator(CONTOSO)


def uploads(count: int) -> list[UploadRequest]:
    return [UploadRequest(f"+65640000{n:02d}", USAGE) for n in range(count)]


async def test_the_account_of_a_tenant_is_found(operator: OperatorConnect) -> None:
    account = await operator.account_for(CONTOSO.upper())
    assert account is not None
    assert (account.name, account.tenant_id, account.enabled) == (ACCOUNT, CONTOSO, True)
    assert await operator.account_for("00000000-0000-0000-0000-000000000001") is None
    assert {account.name async for account in operator.accounts()} == {"contoso", "fabrikam"}


async def test_numbers_go_from_pending_to_synced(world: World, operator: OperatorConnect) -> None:
    await world.fault(system="operator", kind="number_error", numbers=["+6564000001"], text="No such geography.")
    sent = await operator.upload(ACCOUNT, uploads(3))
    assert [(one.e164, one.status) for one in sent] == [(f"+656400000{n}", "pending") for n in range(3)]
    world.advance(4000)
    numbers = {number.e164: number async for number in operator.numbers(ACCOUNT)}
    assert numbers["+6564000000"].status == "synced"
    assert (numbers["+6564000000"].usage, numbers["+6564000000"].account) == (USAGE, ACCOUNT)
    assert numbers["+6564000000"].capabilities == ("InboundCalling", "OutboundCalling")
    failed = numbers["+6564000001"]
    assert (failed.status, failed.errors[0].message) == ("failed", "No such geography.")
    assert await operator.number(ACCOUNT, "+6564000002") == numbers["+6564000002"]
    assert await operator.number(ACCOUNT, "+6564009999") is None


async def test_a_hundred_go_in_one_call_and_the_rest_in_the_next(world: World, operator: OperatorConnect) -> None:
    items = [UploadRequest(f"+6564000{n:03d}", USAGE) for n in range(150)]
    assert {one.status for one in await operator.upload(ACCOUNT, items)} == {"pending"}
    assert world.count("createOrUpdateNumbers") == 2
    assert len([number async for number in operator.numbers(ACCOUNT)]) == 150


async def test_one_bad_number_does_not_spoil_the_others(world: World, operator: OperatorConnect) -> None:
    items = [
        *uploads(7),
        UploadRequest("+0123", USAGE),
        *[UploadRequest(f"+6564000{n}", USAGE) for n in range(200, 205)],
    ]
    results = await operator.upload(ACCOUNT, items)
    assert [one.e164 for one in results] == [item.e164 for item in items]
    bad = [one for one in results if one.error]
    assert [one.e164 for one in bad] == ["+0123"]
    assert isinstance(bad[0].error, RemoteRefused)
    assert {one.status for one in results if not one.error} == {"pending"}


async def test_an_upload_whose_answer_was_lost_has_one_effect(world: World, operator: OperatorConnect) -> None:
    await world.fault(system="operator", kind="timeout", match="createOrUpdate", times=1, seconds=0.05)
    assert [one.status for one in await operator.upload(ACCOUNT, uploads(2))] == ["pending", "pending"]
    assert world.sandbox.world.effects["upload:+6564000000"] == 1
    assert world.count("createOrUpdateNumbers") == 2


async def test_when_the_gateway_is_down_every_number_says_so(world: World, operator: OperatorConnect) -> None:
    await world.fault(system="operator", kind="429", retry_after=500)
    results = await operator.upload(ACCOUNT, uploads(2))
    assert all(
        isinstance(one.error, RemoteBusy) and one.error.retry_after == MAX_RETRY_AFTER_SECONDS for one in results
    )
    assert "left alone for 8 minutes; I ask again after 5 minutes" in str(results[0].error)
    assert all(isinstance(one.error, RemoteBusy) for one in await operator.delete(ACCOUNT, ["+6564000000"]))


async def test_numbers_are_deleted_and_absent_ones_count_as_gone(operator: OperatorConnect) -> None:
    await operator.upload(ACCOUNT, uploads(2))
    removed = await operator.delete(ACCOUNT, ["+6564000000", "+6564000001", "+6564000099"])
    assert [(one.e164, one.error) for one in removed] == [
        ("+6564000000", None),
        ("+6564000001", None),
        ("+6564000099", None),
    ]
    assert [number async for number in operator.numbers(ACCOUNT)] == []


async def test_consent_addresses_and_plans_are_read(operator: OperatorConnect) -> None:
    consent = await operator.consent(CONTOSO)
    assert consent is not None
    assert (consent.status, consent.countries, consent.relationship) == ("active", ("SG",), "ConsentAcknowledged")
    assert await operator.consent("00000000-0000-0000-0000-000000000001") is None
    addresses = [address async for address in operator.civic_addresses(ACCOUNT)]
    assert addresses[0].country == "SG"
    assert addresses[0].default_location_id in {location.id for location in addresses[0].locations}
    plans = await operator.capability_plans(ACCOUNT)
    assert USAGE in {plan.usage for plan in plans}


async def test_an_unknown_account_is_a_refusal(operator: OperatorConnect) -> None:
    with pytest.raises(RemoteRefused) as caught:
        assert [number async for number in operator.numbers("nobody")]
    assert caught.value.status == 404
