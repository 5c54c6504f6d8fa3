"""Pieces from which records read JSON: camelCase names, and null where a text or list is empty."""

from __future__ import annotations

from typing import Annotated, TypeVar

from pydantic import BeforeValidator, ConfigDict
from pydantic.alias_generators import to_camel

T = TypeVar("T")

CAMEL = ConfigDict(alias_generator=to_camel, populate_by_name=True)


def _text(value: object) -> object:
    return "" if value is None else value


def _items(value: object) -> object:
    return () if value is None else value


def _flag(value: object) -> object:
    return False if value is None else value


Text = Annotated[str, BeforeValidator(_text)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Items = Annotated[tuple[T, ...], BeforeValidator(_items)]
