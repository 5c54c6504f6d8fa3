"""`switchboard record`: what it prints, and what its exit code says."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from bot import record
from bot.config import Settings
from services.store.migrate import migrate
from services.store.store import open_store
from tests.store.test_record import TENANT, entry
from tests.support.town import settings_for
from tests.tools.test_verify_record import SECOND


@pytest.fixture
async def settings(tmp_path: Path) -> Settings:
    """Settings of a database with three entries on record."""
    found = settings_for("http://127.0.0.1:1", tmp_path)
    store = open_store(found.database_url, found.secret_keys)
    await migrate(store.db)
    await store.record.append(entry(1), entry(2), entry(3))
    await store.db.close()
    return found


async def rewrite(settings: Settings) -> None:
    """Write the whole record anew, with fresh hashes and no checkpoint of before."""
    store = open_store(settings.database_url, settings.secret_keys)
    async with store.db.begin() as session:
        for statement in (
            "DROP TRIGGER record_no_delete",
            "DELETE FROM record",
            "UPDATE record_heads SET size = 0, last = ''",
            "DELETE FROM record_checkpoints",
        ):
            await session.execute(text(statement))
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
