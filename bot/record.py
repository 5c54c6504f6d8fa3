"""`switchboard record`: checks, signs, exports and forgets, for operators of the program."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import typer

from bot.config import Settings
from bot.core import witness_of
from services.changes.publishing import publish
from services.changes.witnessing import have_witnessed
from services.domain.errors import BadInput, RemoteError, StoredWrong
from services.domain.ids import folded_id
from services.domain.record.checkpoints import notes_in, origin_of
from services.domain.record.entries import Recorded, ToRecord
from services.domain.subject import Subject, SubjectKind
from services.remote.transport import new_session
from services.remote.witness import Witness
from services.store.migrate import migrate
from services.store.record.exporting import exported
from services.store.store import Store, open_store
from services.timing.pace import SystemWallClock

_ORIGIN = origin_of("")
_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")  # an object id, whose letters have no case


async def verify(settings: Settings, files: Sequence[Path], tenant: str) -> bool:
    """Check and print each workspace's record; True when all are intact."""
    given = _notes_of(files)
    good = True
    async with _opened(settings) as store:
        known = await _tenants(store, tenant)
        for tenant_id in known:
            good = await _holds(store, settings, tenant_id, given) and good
    for tenant_id in () if tenant else sorted({*map(_tenant_in, given)} - {*known}):
        typer.echo(f"{tenant_id}: its record isn't here, and checkpoints of it are")
        good = False
    return good


async def _holds(store: Store, settings: Settings, tenant_id: str, given: Sequence[str]) -> bool:
    """Check and print this workspace's record; whether it is intact."""
    try:
        key = await store.checkpoints.key(tenant_id)
    except StoredWrong as wrong:
        typer.echo(f"{tenant_id}: {wrong}")
        return False
    own = [note for note in given if _tenant_in(note) == tenant_id]
    own, silent = await _with_the_witness(settings, key.name, own)
    found = await store.checkpoints.verify(tenant_id, own)
    notes = {*own, *await store.checkpoints.all(tenant_id)}
    words = "it holds" if found.good else str(found)
    typer.echo(f"{tenant_id}: {words} ({len(notes)} checkpoints){silent}")
    return found.good and not silent


def _notes_of(files: Sequence[Path]) -> list[str]:
    """The checkpoints in these files; raises BadInput for a file without any, which would compare nothing."""
    given: list[str] = []
    for file in files:
        notes = notes_in(file.read_text(encoding="utf-8"))
        if not (found := [note for note in notes if note.startswith(_ORIGIN)]):
            raise BadInput(f"There is no checkpoint in {file}.", fix="Copy whole checkpoints out of the channel.")
        given += found
    return given


def _tenant_in(note: str) -> str:
    """The workspace to which a checkpoint says it belongs."""
    return note.partition("\n")[0].removeprefix(_ORIGIN)


async def checkpoint(settings: Settings, tenant: str) -> None:
    """Make and print a checkpoint of each workspace's record, and have it posted."""
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
    """Destroy the keys of what the records say about this person."""
    person = person.lower() if _GUID.fullmatch(person) else person
    async with _opened(settings) as store:
        for tenant_id in await _tenants(store, tenant):
            at, subject = SystemWallClock().now(), Subject(SubjectKind.PERSON, person)
            entry = ToRecord(tenant_id, at, Recorded.FORGOTTEN, "switchboard", subject)
            gone = await store.forget(tenant_id, person, entry)
            typer.echo(f"{tenant_id}: {gone} keys destroyed")


async def _with_the_witness(settings: Settings, origin: str, notes: Sequence[str]) -> tuple[list[str], str]:
    """The notes with what the witness signed last, and the reason when it can't be asked."""
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
    """The workspace that was asked for, or all; raises BadInput for one without a record."""
    there, asked = await store.record_search.tenants(), folded_id(tenant)
    if tenant and asked not in there:
        raise BadInput(f"There is no record of {tenant} here.", fix="Leave --tenant out to see all.")
    return (asked,) if tenant else there
