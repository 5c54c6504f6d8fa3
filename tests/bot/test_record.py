"""`switchboard record`: what it prints, and what its exit code says."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from bot import record
from bot.config import Settings
from services.domain.errors import BadInput
from services.store.store import open_store
from tests.store.test_record import TENANT, entry
from tests.support.tables import tables_at
from tests.support.town import settings_for
from tests.tools.test_verify_record import SECOND


@pytest.fixture
async def settings(tmp_path: Path) -> Settings:
    """Settings of a database with three entries on record."""
    found = settings_for("http://127.0.0.1:1", tmp_path)
    await tables_at(tmp_path / "switchboard.db")
    store = open_store(found.database_url, found.secret_keys)
    await store.record.append(entry(1), entry(2), entry(3))
    await store.db.close()
    return found


async def bend(settings: Settings, *statements: str) -> None:
    """Do this to the database."""
    store = open_store(settings.database_url, settings.secret_keys)
    async with store.db.begin() as session:
        for statement in statements:
            await session.execute(text(statement))
    await store.db.close()


async def rewrite(settings: Settings) -> None:
    """Write the whole record anew, with fresh hashes and no checkpoint of before."""
    end = "UPDATE record_heads SET size = 0, last = ''"
    await bend(settings, "DROP TRIGGER record_no_delete", "DELETE FROM record", end, "DELETE FROM record_checkpoints")
    store = open_store(settings.database_url, settings.secret_keys)
    await store.record.append(entry(4), entry(5), entry(6))
    await store.db.close()


async def test_a_rewrite_is_told_with_a_checkpoint_that_was_kept(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await record.checkpoint(settings, "")
    kept = tmp_path / "channel.txt"
    kept.write_text(f"On Monday:\n{capsys.readouterr().out}", encoding="utf-8")
    assert await record.verify(settings, [kept], "")
    assert "it holds (1 checkpoints)" in capsys.readouterr().out
    await rewrite(settings)
    assert await record.verify(settings, [], ""), "nothing beside the entries gives it away"
    assert not await record.verify(settings, [kept], "")
    assert "Entry 1 or a later one up to 3" in capsys.readouterr().out


async def test_an_export_holds_for_the_second_verifier(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await record.key(settings, TENANT)
    key = capsys.readouterr().out.strip()
    await record.export(settings, tmp_path / "record.jsonl", "")
    assert SECOND.verify((tmp_path / "record.jsonl").read_text(encoding="utf-8"), key) == 3


async def test_forgetting_tells_how_many_keys_went(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    await record.forget(settings, "o-jane", "")
    assert "1 keys destroyed" in capsys.readouterr().out
    assert await record.verify(settings, [], TENANT)


async def test_a_record_that_is_gone_is_told_by_what_is_left_of_it_or_by_a_checkpoint(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await record.checkpoint(settings, "")
    kept = tmp_path / "channel.txt"
    kept.write_text(capsys.readouterr().out, encoding="utf-8")
    await bend(settings, "DROP TRIGGER record_no_delete", "DELETE FROM record")
    assert not await record.verify(settings, [], "")
    assert "Entry 1 or a later one up to 3: it is gone" in capsys.readouterr().out
    await bend(settings, "DELETE FROM record_heads", "DELETE FROM record_checkpoints")
    assert await record.verify(settings, [], ""), "nothing is left that tells"
    assert not await record.verify(settings, [kept], "")
    assert f"{TENANT}: its record isn't here" in capsys.readouterr().out


async def test_a_key_that_is_bent_keeps_no_other_record_from_being_checked(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    store = open_store(settings.database_url, settings.secret_keys)
    await store.record.append(entry(1, "tenant-0"))
    await store.db.close()
    await bend(settings, "UPDATE record_heads SET key_public = 'x' WHERE tenant_id = 'tenant-0'")
    assert not await record.verify(settings, [], "")
    said = capsys.readouterr().out
    assert "tenant-0: The stored key of the record can't be read." in said
    assert f"{TENANT}: it holds" in said


@pytest.mark.parametrize("words", ["", "nothing of ours\n", "somebody/else\n7\nAAAA\n\n— somebody/else Uw2Q\n"])
async def test_a_file_without_a_checkpoint_of_ours_is_no_proof(settings: Settings, tmp_path: Path, words: str) -> None:
    kept = tmp_path / "channel.txt"
    kept.write_text(words, encoding="utf-8")
    with pytest.raises(BadInput, match="no checkpoint"):
        await record.verify(settings, [kept], "")


async def test_of_a_workspace_without_a_record_nothing_is_said_to_hold(settings: Settings) -> None:
    with pytest.raises(BadInput, match="no record of tenant-7"):
        await record.verify(settings, [], "tenant-7")
    with pytest.raises(BadInput, match="no record"):
        await record.forget(settings, "o-jane", "tenant-7")


async def test_ids_mean_the_same_in_either_case(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    person = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
    store = open_store(settings.database_url, settings.secret_keys)
    await store.record.append(entry(4, person=person))
    await store.db.close()
    await record.forget(settings, person.upper(), TENANT.upper())
    assert f"{TENANT}: 1 keys destroyed" in capsys.readouterr().out
