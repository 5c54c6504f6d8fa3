"""A page of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ListPage(Generic[T]):
    """Some rows of a list; pages are counted from 1."""

    rows: Sequence[T]
    number: int
    pages: int


def pages_of(total: int, size: int) -> int:
    """The number of pages for that many rows, at least one."""
    return max(1, -(-total // size))


def page_of(rows: Sequence[T], number: int, size: int) -> ListPage[T]:
    """Page `number` of the rows, or the nearest existing one."""
    pages = pages_of(len(rows), size)
    number = min(max(1, number), pages)
    return ListPage(rows[(number - 1) * size : number * size], number, pages)
