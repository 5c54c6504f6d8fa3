"""One entry of the record, or one key of it, is damaged: that one says so, and everything else can still be read."""

from __future__ import annotations

import pytest
from sqlalchemy import update
from structlog.testing import capture_logs

from bot.views.record import recorded
from services.changes.publishing import publish_daily
from services.store.tables import RecordEntryRow, RecordKeyRow
from tests.store.test_record import unlock
from tests.support.chat import Person
from tests.support.road import applied
from tests.support.sheets import PHONE
from tests.support.town import Town
from tests.tools.test_verify_record import SECOND

DAMAGED = "Not all of this entry can be read"


async def two_changed(place: Town) -> Person:
    """An admin who has given an add-on to John's line and to Alice's."""
    place.line("101", "john", "6567891230", PHONE)
    place.line("102", "alice", "6567891231", PHONE)
    alex = await place.connected()
    for name in ("john", "alice"):
        await applied(alex, await alex.say(f"give {name} call recording"))
    return alex


async def damage_key(place: Town, name: str) -> None:
    """Have the key that seals what is said of somebody be another text, and nobody remember it."""
    async with place.bot.store.db.begin() as session:
        of = RecordKeyRow.person.in_((place.somebody(name).id, "line:101"))
        await session.execute(update(RecordKeyRow).where(of).values(key_sealed="x"))
    await place.restart()


@pytest.mark.long
async def test_a_damaged_key_spoils_its_own_entry_alone(place: Town) -> None:
    alex = await two_changed(place)
    await damage_key(place, "John")
    shown = (await alex.say("record")).words
    assert DAMAGED in shown
    assert "102 Line 102: add" in shown
    assert "101 Line 101" not in shown
    assert DAMAGED not in (await alex.say("record 102")).words
    assert DAMAGED in (await alex.say("record 101")).words


@pytest.mark.long
async def test_files_and_checkpoints_are_made_with_a_damaged_key(place: Town) -> None:
    alex = await two_changed(place)
    await damage_key(place, "John")
    store, tenant = place.bot.store, place.tenant().id
    card = await alex.say("record")
    await alex.click("As CSV", card)
    rows = (await alex.take_file()).decode("utf-8-sig").splitlines()
    assert any(DAMAGED in row for row in rows)
    assert any("102 Alice" in row for row in rows)
    await alex.click("To check (JSON)", card)
    assert SECOND.verify((await alex.take_file()).decode(), str(await store.checkpoints.key(tenant))) > 2
    before = len(await store.checkpoints.all(tenant))
    await alex.say("record")
    await publish_daily(store, place.bot.services.clock.now() + 90_000.0)
    assert len(await store.checkpoints.all(tenant)) == before + 1


@pytest.mark.long
async def test_a_damaged_entry_spoils_no_other(place: Town) -> None:
    alex = await two_changed(place)
    store = place.bot.store
    await unlock(store)
    for leaf in ("x", "[]", '{"sealed":5}', '{"detail":7}', '{"detail":{"effect":"x"},"sealed":[]}'):
        async with store.db.begin() as session:
            johns = RecordEntryRow.line == "101"
            await session.execute(update(RecordEntryRow).where(johns).values(leaf=leaf))
        assert DAMAGED in (await alex.say("record 101")).words, leaf
        assert "102 Line 102: add" in (await alex.say("record 102")).words, leaf
        await alex.click("As CSV", await alex.say("record"))
        assert DAMAGED in (await alex.take_file()).decode("utf-8-sig"), leaf


async def test_a_fault_of_ours_in_telling_an_entry_is_logged_without_what_it_says(
    place: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    alex = await place.connected()

    def wrong(*_: object) -> str:
        raise KeyError("John")

    monkeypatch.setattr(recorded, "_word", wrong)
    with capture_logs() as logs:
        assert DAMAGED in (await alex.say("record")).words
    told = [line for line in logs if line["event"] == "an entry of the record isn't told"]
    assert {(line["error"], line["where"].partition(":")[0]) for line in told} == {("KeyError", "wrong")}
    assert all(line["seq"] for line in told)
    assert "John" not in str(told)


@pytest.mark.long
async def test_what_follows_a_damaged_key_is_done_and_told(place: Town) -> None:
    alex = await two_changed(place)
    await damage_key(place, "John")
    await applied(alex, await alex.say("give john mobile app"))
    told = (await alex.say("record 101")).words
    assert "101 Line 101: add" in told
    assert "Mobile" in told
    assert DAMAGED in told, "what was sealed before"
    assert (await place.bot.store.checkpoints.verify(place.tenant().id)).good


async def test_whoever_has_a_damaged_key_goes_on(place: Town) -> None:
    alex = await place.connected()
    await damage_key(place, "Alex")
    with capture_logs() as logs:
        shown = (await alex.say("record")).words  # which is recorded, with Alex's name
    assert "Alex read the record" in (await alex.say("record")).words
    assert DAMAGED in shown
    assert "a key of the record can't be opened" in {line["event"] for line in logs}
    assert (await place.bot.store.checkpoints.verify(place.tenant().id)).good
