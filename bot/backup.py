"""`switchboard backup` and `switchboard restore`."""

from __future__ import annotations

from pathlib import Path

from bot.config import Settings
from services.domain.errors import SettingWrong
from services.store.copies import copy_in, copy_out
from services.store.database import parse_url


def backup(settings: Settings, target: Path) -> None:
    """Copy the store to `target`; this may be done while the program runs."""
    copy_out(_file(settings, "pg_dump"), target)


def restore(settings: Settings, source: Path) -> None:
    """Replace the store by a copy, while nothing runs."""
    copy_in(source, _file(settings, "pg_restore"))


def _file(settings: Settings, tool: str) -> Path:
    url = parse_url(settings.database_url)
    if not url.drivername.startswith("sqlite") or not url.database:
        what = "SWITCHBOARD_DATABASE_URL names a PostgreSQL database."
        raise SettingWrong("PostgreSQL is copied by its own tools.", what, f"Use {tool}: docs/deploy.md says how.")
    return Path(url.database)
