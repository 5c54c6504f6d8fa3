"""`switchboard record`: checks, signs, exports and forgets, for whoever runs the program."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import typer

from bot.config import Settings
from bot.core import witness_of
from services.changes.publishing import publish
from services.changes.witnessing import have_witnessed
from services.domain.errors import BadInput, RemoteError
from services.domain.record.checkpoints import notes_in
from services.domain.record.entries import Recorded, ToRecord
from services.domain.subject import Subject, SubjectKind
from services.remote.transport import new_session
from services.remote.witness import Witness
from services.store.migrate import migrate
from services.store.record.exporting import exported
from services.store.store import Store, open_store
from services.timing.pace import SystemWallClock


async def verify(settings: Settings, files: Sequence[Path], tenant: str) -> bool:
    """Print what the check of each workspace's record found; True when all of them hold."""
    given = [note for file in files for note in notes_in(file.read_text(encoding="utf-8"))]
    good = True
    async with _opened(settings) as store:
        for tenant_id in await _tenants(store, tenant):
            key = await store.checkpoints.key(tenant_id)
            own = [note for note in given if note.startswith(f"{key.name}\n")]
            own, silent = await _with_the_witness(settings, key.name, own)
            found = await store.checkpoints.verify(tenant_id, own)
            known = {*own, *await store.checkpoints.all(tenant_id)}
            words = "it holds" if found.good else str(found)
            typer.echo(f"{tenant_id}: {words} ({len(known)} checkpoints){silent}")
            good = good and found.good and not silent
    return good


async def checkpoint(settings: Settings, tenant: str) -> None:
    """Make a checkpoint of each workspace's record, print it, and have it posted."""
    async with _opened(settings) as store:
        for tenant_id in await _tenants(store, tenant):
            typer.echo(await publish(store, tenant_id, SystemWallClock().now()))
            async with _witness(settings) as witness:
                if witness:
                    await have_witnessed(store, witness, tenant_id)
                    typer.echo("The witness signed it.")


async def key(settings: Settings, tenant: str) -> None:
    """Print the public key of each workspace's record."""
    async with _opened(settings) as store:
        for tenant_id in await _tenants(store, tenant):
            typer.echo(str(await store.checkpoints.key(tenant_id)))


async def export(settings: Settings, target: Path, tenant: str) -> None:
    """Write the record of one workspace, with proofs, under a fresh checkpoint."""
    async with _opened(settings) as store:
        tenants = await _tenants(store, tenant)
        if len(tenants) != 1:
            raise BadInput(f"There are {len(tenants)} records here.", fix="Name one with --tenant.")
        text = await exported(store, tenants[0], SystemWallClock().now())
    await asyncio.to_thread(target.write_text, text, encoding="utf-8", newline="")
    typer.echo(f"Wrote {target}")


async def forget(settings: Settings, person: str, tenant: str) -> None:
    """Destroy the keys of what the records say of this person."""
    async with _opened(settings) as store:
        for tenant_id in await _tenants(store, tenant):
            at, subject = SystemWallClock().now(), Subject(SubjectKind.PERSON, person)
            entry = ToRecord(tenant_id, at, Recorded.FORGOTTEN, "switchboard", subject)
            gone = await store.forget(tenant_id, person, entry)
            typer.echo(f"{tenant_id}: {gone} keys destroyed")


async def _with_the_witness(settings: Settings, origin: str, notes: Sequence[str]) -> tuple[list[str], str]:
    """The notes and what the witness signed last, and why that isn't known where it can't be asked."""
    async with _witness(settings) as witness:
        try:
            latest = await witness.latest(origin) if witness else ""
        except RemoteError as error:
            return list(notes), f"\n  The witness couldn't be asked: {error}"
    return [*notes, *([latest] if latest else [])], ""


@asynccontextmanager
async def _witness(settings: Settings) -> AsyncIterator[Witness | None]:
    async with new_session() as session:
        yield witness_of(settings, session)


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[Store]:
    store = open_store(settings.database_url, settings.secret_keys)
    try:
        await migrate(store.db)
        await store.carry_over(SystemWallClock().now())
        yield store
    finally:
        await store.db.close()


async def _tenants(store: Store, tenant: str) -> Sequence[str]:
    return (tenant,) if tenant else await store.record_search.tenants()
