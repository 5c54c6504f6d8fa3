"""Checks of the database: whether it answers, its version, and whether its tables are this version's."""

from __future__ import annotations

from sqlalchemy import text

from bot.checks.result import CheckReport
from services.domain.errors import SettingWrong
from services.store.database import Database
from services.store.migrate import known, newest, revision
from services.store.record.keys import RecordKeys

_MAX_NAMED = 5  # damaged keys
_POSTGRESQL = 15  # the oldest version that the program is tested with


async def database(db: Database) -> CheckReport:
    """Which database it is; raises SettingWrong when it is read-only or too old."""
    if why := await db.trouble():
        raise SettingWrong(f"The database can't be worked with: {why}.", fix="Look at SWITCHBOARD_DATABASE_URL.")
    where = db.url.render_as_string(hide_password=True)
    query = "SELECT sqlite_version()" if db.is_sqlite else "SHOW server_version"
    async with db.read() as session:
        version = str(await session.scalar(text(query)))
    need_recent(version, is_sqlite=db.is_sqlite)
    return CheckReport(f"{'SQLite' if db.is_sqlite else 'PostgreSQL'} {version}, {where}")


def need_recent(version: str, *, is_sqlite: bool) -> None:
    """Raise SettingWrong for a PostgreSQL server older than those tested; SQLite comes with Python."""
    if not is_sqlite and int(version.split(".")[0].split()[0]) < _POSTGRESQL:
        raise SettingWrong(f"This is PostgreSQL {version}.", fix=f"Take version {_POSTGRESQL} or newer.")


async def tables(db: Database) -> CheckReport:
    """Whether the tables are this version's; changes nothing."""
    found, wanted = await revision(db), newest()
    if not found:
        return CheckReport("empty; the first start makes the tables")
    if found == wanted:
        return CheckReport(f"at revision {found}")
    if not known(found):
        what = f"The tables are at revision {found}, which this version doesn't know."
        raise SettingWrong(what, "A newer version has run on this database.", "Run that version, or put a copy back.")
    return CheckReport(f"at revision {found}; this version's are {wanted}, and its first start changes them")


async def record_keys(db: Database, keys: RecordKeys) -> CheckReport:
    """Whether the secret keys open every key of the records; a damaged one is a warning, since it hinders nobody."""
    if await revision(db) != newest():
        return CheckReport("can't be read before the tables are this version's")
    if not (closed := await keys.closed()):
        return CheckReport("all can be opened")
    named = ", ".join(closed[:_MAX_NAMED])
    fix = (
        "Put their rows back from a copy of the database, or have what they sealed forgotten; docs/record.md says how."
    )
    return CheckReport(f"{len(closed):,} can't be opened, the first: {named}", fix)
