"""A SQLite file with the tables already created, as creating them takes longer than most tests."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from services.store.migrate import migrate
from services.store.store import open_store

_made: list[bytes] = []


async def tables_at(file: Path) -> None:
    """Create all tables, empty."""
    with TemporaryDirectory() as elsewhere:
        await _make(Path(elsewhere) / "first.db")
    _copy_to(file)


async def _make(file: Path) -> None:
    if _made:
        return
    store = open_store(f"sqlite:///{file}", ("a" * 32,))
    await migrate(store.db)
    await store.db.close()
    _made.append(_content(file))


def _content(file: Path) -> bytes:
    return file.read_bytes()


def _copy_to(file: Path) -> None:
    file.write_bytes(_made[0])
