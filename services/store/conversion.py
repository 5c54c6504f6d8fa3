"""Rows become values and values rows, field by field of the same name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

from services.domain.errors import StoredWrong
from services.domain.subject import Subject, read_subject

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

V = TypeVar("V", bound="DataclassInstance")


def value_of(kind: type[V], row: object) -> V:
    """The row as a frozen value of this kind. StoredWrong when it holds a state that doesn't exist."""
    return kind(**{name: _read(getattr(row, name), hint) for name, hint in _hints(kind)})


def values_of(kind: type[V], rows: Iterable[object]) -> tuple[V, ...]:
    """The same for several rows."""
    return tuple(value_of(kind, row) for row in rows)


def columns_of(value: DataclassInstance) -> dict[str, Any]:
    """The value's fields as a row takes them."""
    return {one.name: getattr(value, one.name) for one in fields(value)}


@cache
def _hints(kind: type[DataclassInstance]) -> tuple[tuple[str, Any], ...]:
    hints = get_type_hints(kind)
    return tuple((one.name, hints[one.name]) for one in fields(kind))


def _read(stored: Any, hint: Any) -> Any:
    if hint is Subject:
        return subject_in(stored)
    if isinstance(stored, list):
        return tuple(stored)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        try:
            return hint(stored)
        except ValueError:
            raise StoredWrong(f"A stored {hint.__name__} can't be read.") from None
    return stored


def subject_in(stored: str) -> Subject:
    """The subject of this text; StoredWrong when there is no such kind."""
    subject = read_subject(stored)
    if subject is None:
        raise StoredWrong("A stored subject can't be read.")
    return subject
