"""Rows become values and values rows, field by field of the same name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

from services.domain.errors import StoredWrong
from services.domain.kept_phrases import kept_text, phrase_of
from services.domain.subject import Subject, read_subject
from services.store.tables import Base

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

V = TypeVar("V", bound="DataclassInstance")


def value_of(kind: type[V], row: object) -> V:
    """The row as a frozen value of this kind. StoredWrong when it holds a state that doesn't exist."""
    return kind(**{name: _told(row, name, _read(getattr(row, name), hint)) for name, hint in _hints(kind)})


def values_of(kind: type[V], rows: Iterable[object]) -> tuple[V, ...]:
    """The same for several rows."""
    return tuple(value_of(kind, row) for row in rows)


def columns_of(value: DataclassInstance) -> dict[str, Any]:
    """The value's fields as a row takes them."""
    return {one.name: getattr(value, one.name) for one in fields(value)}


def with_said(table: type[Base], values: Mapping[str, Any]) -> dict[str, Any]:
    """These columns' values, and beside each sentence what it was made of, where the table has a column for that."""
    said = {f"{name}_said": kept_text(value) for name, value in values.items() if hasattr(table, f"{name}_said")}
    return {**values, **said}


def _told(row: object, name: str, value: Any) -> Any:
    """The value; a sentence as the phrase it was made of, where that is known."""
    kept = getattr(row, f"{name}_said", "")
    return phrase_of(kept, value) if kept else value


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
