"""Backups of a SQLite store: made while the program runs, restored while it doesn't."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from services.domain.errors import BadInput, SettingWrong
from services.store.file_lock import FileLock

ENGINE = ".jobs"  # what the durable engine's file is called behind the store's name
_LOCK_NAMES = ("answers", "works")  # the locks of processes that use the file: `presence.py`
_LOG = ("-wal", "-shm")


def copy_out(database: Path, target: Path) -> None:
    """Copy the store and the engine's file, as they are at one moment, to `target` and beside it.

    BadInput when the target exists. The engine's file is copied first: work that only the store knows of is resumed at
    the start, as after a crash.
    """
    for suffix in (ENGINE, ""):
        _copy(Path(f"{database}{suffix}"), Path(f"{target}{suffix}"))


def copy_in(source: Path, database: Path) -> None:
    """Restore the store from a copy. SettingWrong while a process uses it."""
    _check(source)
    locks = [FileLock(Path(f"{database}.{part}.lock")) for part in _LOCK_NAMES]
    try:
        if not all(lock.take() for lock in locks):
            raise SettingWrong("This database is in use.", f"A process runs on {database}.", "End it first.")
        for suffix in (ENGINE, ""):
            _put(Path(f"{source}{suffix}"), Path(f"{database}{suffix}"))
    finally:
        for lock in locks:
            lock.release()


def _copy(source: Path, target: Path) -> None:
    if not source.exists():
        raise BadInput(f"There is no file {source}.")
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError as there:
        raise BadInput(f"There is a file {target} already.", fix="Name another one.") from there
    # SQLite's own way to copy while others write: https://www.sqlite.org/backup.html
    with closing(sqlite3.connect(source, timeout=30)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def _put(source: Path, database: Path) -> None:
    beside = Path(f"{database}.new")
    beside.unlink(missing_ok=True)
    _copy(source, beside)
    # What the old file's log holds belongs to the old file.
    for suffix in _LOG:
        Path(f"{database}{suffix}").unlink(missing_ok=True)
        Path(f"{beside}{suffix}").unlink(missing_ok=True)
    beside.replace(database)


def _check(source: Path) -> None:
    """BadInput when the file isn't a whole copy of a store."""
    if not source.exists():
        raise BadInput(f"There is no file {source}.")
    try:
        with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as copy:
            whole = copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            copy.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as error:
        raise BadInput(f"{source} isn't a copy of Switchboard's database.", str(error)) from error
    if not whole:
        raise BadInput(f"{source} is damaged.", fix="Take an older copy.")
