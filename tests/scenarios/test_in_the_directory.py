"""What lives in a directory besides people: deleted and synchronised accounts, shared mailboxes, other addresses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.sandbox.catalogue import MCOEV
from services.sandbox.patch import Patch, apply
from tests.support.sheets import TEAMS
from tests.support.town import Town

ON_PREMISES = "if it comes from your Active Directory on premises, set it there (msExchUsageLocation)"


def changed(place: Town, name: str, **wanted: Any) -> None:
    """Change somebody in the directory, as an admin there would."""
    apply(place.sandbox.world, Patch.model_validate({"people": {place.somebody(name).id: wanted}}))


async def test_a_deleted_person_who_holds_a_line_is_told_as_such_until_when(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    now = place.sandbox.clock.now()
    last = f"{datetime.fromtimestamp(now, UTC) - timedelta(days=3) + timedelta(days=30):%-d %B %Y}"
    changed(place, "John", deleted_at=now - 3 * 86400.0)
    alex = await place.connected()
    card = await alex.say("line 101")
    assert f"John (john) · deleted, can be restored until {last}" in card.words
    assert f"John was deleted from your Microsoft directory; the account can be restored until {last}" in card.words
    assert "not in your Microsoft directory" not in card.words
    plan = await alex.say(f"assign 102 to john with {TEAMS}, 6567891231")
    assert f"can be restored until {last}." in plan.words
    assert "Restore the account in Entra (Users > Deleted users), or choose somebody else." in plan.words


async def test_after_thirty_days_a_deleted_person_is_not_in_the_directory(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    changed(place, "John", deleted_at=place.sandbox.clock.now() - 31 * 86400.0)
    card = await (await place.connected()).say("line 101")
    assert "not in your Microsoft directory" in card.words


async def test_a_shared_mailbox_is_named_before_it_gets_a_line(place: Town) -> None:
    place.line("101", "hallie", "6567891230", TEAMS)
    changed(place, "Hallie", shared_mailbox=True)
    alex = await place.connected()
    assert "sign-in blocked, like a shared mailbox's" in (await alex.say("line 101")).words
    plan = await alex.say(f"assign 102 to hallie with {TEAMS}, 6567891231")
    assert "looks like a shared mailbox: sign-in is blocked, and it has mail without a licence." in plan.words
    assert "Choose a person, or a resource account for a shared number." in plan.words


async def test_a_mail_address_that_is_no_principal_name_is_said_to_be_the_same_account(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    changed(place, "John", principal_name="jsmith@contoso.com")
    changed(place, "John", mail="john@contoso.com")
    alex = await place.connected()
    assert "John (jsmith@contoso.com) · mail john@contoso.com" in (await alex.say("line 101")).words
    plan = await alex.say(f"assign 102 to john@contoso.com with {TEAMS}, 6567891231")
    assert "John gets mail at john@contoso.com and signs in as jsmith@contoso.com." in plan.words


async def test_a_phone_service_that_was_switched_off_for_somebody_is_no_licence(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    changed(place, "John", disabled_plans={sku: {MCOEV} for sku in place.somebody("John").sku_ids})
    alex = await place.connected()
    assert "Give Microsoft 365 E5: 101 John" in (await alex.say("mend licence 101")).words


@pytest.mark.long
async def test_somebody_from_on_premises_is_said_to_be_and_where_the_way_out_is(place: Town) -> None:
    place.line("101", "priya", "6567891230", TEAMS)
    changed(place, "Priya", synchronised=True, location_on_premises=True)
    changed(place, "John", synchronised=True)
    alex = await place.connected()
    assert ON_PREMISES in (await alex.say("line 101")).words
    plan = await alex.say(f"assign 102 to john with {TEAMS}, 6567891231")
    assert "John comes from your Active Directory on premises. If a number is set there" in plan.words
    assert "Clear it there (msRTCSIP-Line) and let it synchronise first." in plan.words
    await alex.say("mend location 101")
    await alex.sees("This is kept in your Active Directory on premises.", "Change it there and let it synchronise")
