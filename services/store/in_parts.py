"""Long computations in parts, so that nobody else waits for all of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import TypeVar

T = TypeVar("T")
RECORDED_PART = 20  # entries of the record that are made in one go: some milliseconds, as each is sealed and hashed


async def in_parts(items: Iterable[T], part: int) -> AsyncIterator[T]:
    """The items one by one; after each `part` of them whoever else waits for the event loop has a turn."""
    for no, item in enumerate(items, 1):
        yield item
        if no % part == 0:
            await asyncio.sleep(0)
