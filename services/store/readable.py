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


async def readable(session: AsyncSession, kind: type[V], query: Select[Any], most: int | None = None) -> tuple[V, ...]:
    """The rows that this query selects as values of this kind, in its order, without those that can't be read.

    With `most` as many readable ones at most. When there are rows and none can be read, the first one's error is
    raised: an empty list would say that there is nothing. What must not miss a row reads strictly, by `values_of`.
    """
    try:
        return values_of(kind, await session.scalars(query.limit(most) if most is not None else query))
    except Exception as broke:
        if not is_broken(broke):
            raise
    return await _one_by_one(session, kind, query, most)


async def _one_by_one(session: AsyncSession, kind: type[V], query: Select[Any], most: int | None) -> tuple[V, ...]:
    table = query.column_descriptions[0]["entity"]
    found: list[V] = []
    first: Exception | None = None
    for key in (await session.execute(query.with_only_columns(*inspect(table).primary_key))).all():
        try:
            found.append(value_of(kind, await session.get_one(table, tuple(key))))
            if len(found) == most:
                break
        except Exception as broke:
            if not is_broken(broke):
                raise
            first = first or broke
            log.error("a row can't be read", table=table.__tablename__, key=list(map(str, key)), why=reason(broke))
    if first is not None and not found:
        raise first
    return tuple(found)
