"""Changing the secret key: cards that are out there go on working, and stored keys move to the new one."""

from __future__ import annotations

import asyncio
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import update
from typer.testing import CliRunner

from bot.__main__ import app
from bot.config import Settings
from bot.process import make_private
from bot.rotate import rotate
from bot.sealing import Sealer
from services.domain.errors import Stale
from services.store.migrate import migrate
from services.store.sealed import Resealed, Seal
from services.store.store import open_store
from services.store.tables import DraftRow, RecordKeyRow
from tests.store.test_drafts import a_draft
from tests.store.test_record import TENANT, entry
from tests.store.test_sealed import a_workspace

OLD, NEW = "vB3xq8TnE1zLr6HcYw0sMd5uGk9pJfA2", "Qw7Lk2Zs9Xv4Bn1Mc6Tr8Yp3Hd5Gf0Ja"
NOW = 1_800_000_000.0


def sealer(*keys: str) -> Sealer:
    seal = Seal(keys)
    return Sealer(seal.derived("cards"), older=seal.derived_before("cards"))


def test_cards_outlive_the_change_of_the_key() -> None:
    token = sealer(OLD).token("plan.submit", {"plan": "p"}, "contoso", NOW)
    assert sealer(NEW, OLD).open(token, "plan.submit", "contoso", NOW) == {"plan": "p"}
    with pytest.raises(Stale):
        sealer(NEW).open(token, "plan.submit", "contoso", NOW)
    with pytest.raises(Stale):
        sealer(NEW, OLD).open(token, "plan.submit", "fabrikam", NOW)
    with pytest.raises(Stale):
        sealer(NEW, OLD).open(token, "plan.submit", "contoso", NOW + 31 * 86_400)


async def test_rotate_makes_the_old_key_dispensable(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"

    def settings(keys: str) -> Settings:
        return Settings(
            _env_file=None,  # type: ignore[call-arg]
            local=True,
            secret_key=keys,  # type: ignore[arg-type]
            database_url=url,
            operator_url="http://127.0.0.1:1",
            cpaas_url="http://127.0.0.1:1",
        )

    assert await rotate(settings(OLD)) == Resealed()
    before = open_store(url, (OLD,))
    await before.workspaces.save(a_workspace())
    await before.drafts.add(a_draft("d"))
    await before.db.close()
    assert await rotate(settings(f"{NEW},{OLD}")) == Resealed(2)
    after = open_store(url, (NEW,))
    assert (await after.drafts.find("d")) == a_draft("d")
    assert (await after.workspaces.get(a_workspace().tenant_id)).key == a_workspace().key
    await after.db.close()
    assert (await rotate(settings(OLD))).closed == (f"cpaas-key:{a_workspace().tenant_id}", "draft:d")


async def test_one_damaged_key_keeps_no_other_from_being_sealed(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'a.db'}", (NEW, OLD))
    await migrate(store.db)
    await store.workspaces.save(a_workspace())
    for name in ("a", "bent"):
        await store.drafts.add(a_draft(name))
    async with store.db.begin() as session:
        row = await session.get_one(DraftRow, "bent")
        row.content = row.content[:-1] + b"!"
    assert await store.workspaces.reseal() + await store.drafts.reseal() == Resealed(2, ("draft:bent",))
    await store.db.close()


async def with_a_damaged_key(url: str) -> None:
    """Have three people's keys in a record, one of them damaged."""
    store = open_store(url, (OLD,))
    await migrate(store.db)
    await store.record.append(entry(1), entry(2, person="o-sam"))
    async with store.db.begin() as session:
        await session.execute(update(RecordKeyRow).where(RecordKeyRow.person == "o-jane").values(key_sealed="x"))
    await store.db.close()


def test_rotate_seals_all_others_names_a_damaged_key_and_ends_with_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    asyncio.run(with_a_damaged_key(url))
    given = {"LOCAL": "true", "SECRET_KEY": f"{NEW},{OLD}", "DATABASE_URL": url}
    given |= dict.fromkeys(("OPERATOR_URL", "CPAAS_URL"), "http://127.0.0.1:1")
    for name, value in given.items():
        monkeypatch.setenv(f"SWITCHBOARD_{name}", value)
    monkeypatch.chdir(tmp_path)
    said = CliRunner().invoke(app, ["rotate"])
    assert said.exit_code == 1
    assert "Sealed anew: 2." in said.output
    assert f"\nrecord-person:{TENANT}:o-jane:2023-11\n" in said.output


def test_what_the_program_writes_is_its_own(tmp_path: Path) -> None:
    code = "from bot.process import private_files; private_files(); open('made', 'w').close()"
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True, env={"PYTHONPATH": str(Path.cwd())})
    assert stat.S_IMODE((tmp_path / "made").stat().st_mode) == 0o600


def test_a_database_from_before_is_made_private(tmp_path: Path) -> None:
    for name in ("a.db", "a.db-wal"):
        (tmp_path / name).touch(0o644)
    make_private(str(tmp_path / "a.db"))
    make_private("")
    assert {stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir()} == {0o600}
