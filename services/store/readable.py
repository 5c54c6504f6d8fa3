"""Lists of rows of which one may be unreadable: it is logged and left out, so that it hides no other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import structlog
from sqlalchemy import Select, inspect
from sqlalchemy.ext.asyncio import AsyncSession

from services.store.conversion import value_of, values_of
from services.store.database_errors import is_broken, reason

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

V = TypeVar("V", bound="DataclassInstance")
log = structlog.get_logger()


async def readable(session: AsyncSession, kind: type[V], query: Select[Any]) -> tuple[V, ...]:
    """The rows that this query selects as values of this kind, in its order, without those that can't be read."""
    try:
        return values_of(kind, await session.scalars(query))
    except Exception as broke:
        if not is_broken(broke):
            raise
    return await _one_by_one(session, kind, query)


async def _one_by_one(session: AsyncSession, kind: type[V], query: Select[Any]) -> tuple[V, ...]:
    table = query.column_descriptions[0]["entity"]
    found: list[V] = []
    for key in (await session.execute(query.with_only_columns(*inspect(table).primary_key))).all():
        try:
            found.append(value_of(kind, await session.get_one(table, tuple(key))))
        except Exception as broke:
            if not is_broken(broke):
                raise
            log.error("a row can't be read", table=table.__tablename__, key=list(map(str, key)), why=reason(broke))
    return tuple(found)
