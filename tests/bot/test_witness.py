"""A witness signs the record's checkpoints, tells a rewrite, and holds nobody up."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from sqlalchemy import text

from bot import record
from bot.config import Settings
from services.changes.witnessing import have_witnessed, unwitnessed_since, witness_all
from services.domain.errors import RemoteRefused, RemoteUnknown, RemoteUnreadable, StoredWrong
from services.domain.record.checkpoints import notes_in
from services.domain.record.cosignatures import cosigned
from services.remote import witness as remote
from services.remote.witness import Witness
from services.store.store import Store, open_store
from tests.bot.test_record import rewrite
from tests.store.test_record import TENANT, entry, unlock
from tests.support.tables import tables_at
from tests.support.town import settings_for
from tests.support.witness import LoopbackWitness, loopback_witness


@pytest.fixture
async def by() -> AsyncIterator[LoopbackWitness]:
    """A witness that listens."""
    async with loopback_witness() as started:
        yield started


@pytest.fixture
async def settings(tmp_path: Path, by: LoopbackWitness) -> Settings:
    """Settings with this witness, and a database with three entries on record."""
    found = settings_for("http://127.0.0.1:1", tmp_path, witness_url=by.url, witness_key=str(by.key))
    await tables_at(tmp_path / "switchboard.db")
    store = open_store(found.database_url, found.secret_keys)
    await store.record.append(entry(1), entry(2), entry(3))
    key = await store.checkpoints.key(TENANT)
    by.known[key.name] = str(key)
    await store.db.close()
    return found


@pytest.fixture
async def store(settings: Settings) -> AsyncIterator[Store]:
    """The same database, open."""
    found = open_store(settings.database_url, settings.secret_keys)
    yield found
    await found.db.close()


@pytest.fixture
async def client(by: LoopbackWitness) -> AsyncIterator[Witness]:
    """What calls the witness."""
    async with aiohttp.ClientSession() as session:
        yield Witness(by.url, by.key, session)


async def test_each_checkpoint_is_signed_as_what_continues_the_one_before(
    store: Store, by: LoopbackWitness, client: Witness
) -> None:
    await store.checkpoints.sign_newest(TENANT, 1.0)
    await have_witnessed(store, client, TENANT)
    await store.record.append(*(entry(n) for n in range(4, 9)))
    await store.checkpoints.sign_newest(TENANT, 2.0)
    await have_witnessed(store, client, TENANT)
    await have_witnessed(store, client, TENANT)
    assert by.asked == ["old 0", "old 3"], "what is signed isn't sent again"
    assert by.sizes() == [8]
    kept = await store.checkpoints.find(TENANT, 8)
    assert kept == next(iter(by.latest.values()))
    assert (await store.checkpoints.verify(TENANT, [kept])).good
    (alone,) = notes_in(kept)
    assert kept.startswith(alone), "the witness's signature is no checkpoint of its own"


async def test_what_the_witness_holds_is_asked_of_it(store: Store, by: LoopbackWitness, client: Witness) -> None:
    await store.checkpoints.sign_newest(TENANT, 1.0)
    await have_witnessed(store, client, TENANT)
    await store.checkpoints.witnessed(TENANT, 3, "")
    await store.record.append(entry(4))
    await store.checkpoints.sign_newest(TENANT, 2.0)
    await have_witnessed(store, client, TENANT)
    assert by.asked == ["old 0", "old 0", "old 3"]
    assert by.sizes() == [4]


async def test_a_rewrite_is_told_by_the_witness_alone(
    settings: Settings, by: LoopbackWitness, capsys: pytest.CaptureFixture[str]
) -> None:
    await record.checkpoint(settings, "")
    assert "The witness signed it." in capsys.readouterr().out
    assert await record.verify(settings, [], "")
    await rewrite(settings)
    assert not await record.verify(settings, [], "")
    assert "Entry 1 or a later one up to 3" in capsys.readouterr().out
    with pytest.raises(RemoteRefused, match="409"):
        await record.checkpoint(settings, "")
    by.latest.clear()
    assert await record.verify(settings, [], ""), "nothing else gives it away"


async def test_a_witness_that_cant_be_asked_is_no_proof(
    settings: Settings, by: LoopbackWitness, capsys: pytest.CaptureFixture[str]
) -> None:
    await record.checkpoint(settings, "")
    by.latest = {origin: note.rpartition("— ")[0] for origin, note in by.latest.items()}
    assert not await record.verify(settings, [], "")
    assert "The witness couldn't be asked" in capsys.readouterr().out


async def test_a_cut_tail_is_told_by_the_witness(store: Store, by: LoopbackWitness, client: Witness) -> None:
    await store.record.append(*(entry(n) for n in range(4, 9)))
    await store.checkpoints.sign_newest(TENANT, 1.0)
    await have_witnessed(store, client, TENANT)
    await unlock(store)
    async with store.db.begin() as session:
        for statement in (
            "DELETE FROM record WHERE seq > 5",
            "DELETE FROM record_checkpoints",
            "UPDATE record_heads SET size = 5, last = (SELECT hash FROM record WHERE seq = 5)",
        ):
            await session.execute(text(statement))
    await store.checkpoints.sign_newest(TENANT, 2.0)
    with pytest.raises(StoredWrong, match="isn't what the witness signed"):
        await have_witnessed(store, client, TENANT)


async def test_another_key_than_the_witnesss_doesnt_count(store: Store, by: LoopbackWitness, client: Witness) -> None:
    note = await store.checkpoints.sign_newest(TENANT, 1.0)
    other = LoopbackWitness()
    assert cosigned(note.partition("\n\n")[0] + "\n", by.sign(note) + other.sign(note), by.key) == by.sign(note)
    with pytest.raises(RemoteUnreadable):
        await have_witnessed(store, Witness(by.url, other.key, client.session), TENANT)
    assert await store.checkpoints.witnessed_size(TENANT) == 0


async def test_a_witness_that_is_away_holds_nobody_up_and_is_asked_again(
    store: Store, by: LoopbackWitness, client: Witness, monkeypatch: pytest.MonkeyPatch
) -> None:
    services: Any = SimpleNamespace(store=store, witness=client)
    await store.checkpoints.sign_newest(TENANT, 1_000.0)
    by.away = True
    await witness_all(services)
    monkeypatch.setattr(remote, "_TIMEOUT", aiohttp.ClientTimeout(total=0.2))
    by.away, by.mute = False, True
    with pytest.raises(RemoteUnknown):
        await have_witnessed(store, client, TENANT)
    await witness_all(services)
    assert await unwitnessed_since(services, TENANT, 1_060.0) == 0.0
    assert await unwitnessed_since(services, TENANT, 90_000.0) == 1_000.0
    by.mute = False
    await witness_all(services)
    assert by.sizes() == [3]
    assert await unwitnessed_since(services, TENANT, 90_000.0) == 0.0


async def test_a_record_that_the_witness_doesnt_know_is_refused(
    store: Store, by: LoopbackWitness, client: Witness
) -> None:
    await store.checkpoints.sign_newest(TENANT, 1.0)
    by.known.clear()
    with pytest.raises(RemoteRefused, match="doesn't know the record"):
        await have_witnessed(store, client, TENANT)
