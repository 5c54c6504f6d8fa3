"""Long computations in parts, so that others don't wait for all of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import TypeVar

T = TypeVar("T")
RECORDED_PART = 20  # entries of the record that are made at a time: some milliseconds, since each is sealed and hashed


async def in_parts(items: Iterable[T], part: int) -> AsyncIterator[T]:
    """The items one by one; after each `part` of them the event loop serves others."""
    for no, item in enumerate(items, 1):
        yield item
        if no % part == 0:
            await asyncio.sleep(0)
