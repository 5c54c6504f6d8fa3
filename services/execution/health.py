"""Whether the program works, for monitoring."""

from __future__ import annotations

from dataclasses import dataclass

from services.context import Services
from services.domain.phrases import join_text, tr
from services.store.database import is_away, is_broken, reason

_MAX_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Unwell:
    """What is wrong: a word for machines and the reason for people, without anybody's name or number."""

    status: str
    why: str


async def unwell(services: Services) -> Unwell | None:
    """What is wrong with the database or with jobs; None when all is well."""
    if why := await services.store.db.trouble():
        return Unwell("database", why)
    try:
        stuck = await services.store.ledger.stuck()
    except Exception as error:
        if not (is_away(error) or is_broken(error)):
            raise
        return Unwell("database", reason(error))
    if stuck:
        more = tr(" and {stuck} more", stuck=len(stuck) - _MAX_SHOWN) if len(stuck) > _MAX_SHOWN else ""
        return Unwell(
            "stuck",
            tr(
                "begun anew since they showed no sign of life: jobs {names}{more}",
                names=join_text(", ", stuck[:_MAX_SHOWN]),
                more=more,
            ),
        )
    return None
