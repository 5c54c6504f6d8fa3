"""What comes over the wire: bytes become JSON, and JSON becomes the record it should be, or is told to be odd.

Pieces for the records: camelCase names, and null where a text or list is empty. A field that a fact hangs on has no
default, so that an answer without it is no answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Generic, NoReturn, Protocol, TypeVar

from pydantic import AfterValidator, BeforeValidator, ConfigDict, TypeAdapter
from pydantic.alias_generators import to_camel

from services.domain.country import iso
from services.domain.ids import folded_id

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

CAMEL = ConfigDict(alias_generator=to_camel, populate_by_name=True)
OK = frozenset({200})
_HALF = re.compile("[\ud800-\udfff]")
MAX_BODY_BYTES = 64 * 2**20  # a page of 999 people with their plans has 15 MB


def _text(value: object) -> object:
    return "" if value is None else value


def _items(value: object) -> object:
    return () if value is None else value


def _flag(value: object) -> object:
    return False if value is None else value


def _something(value: str) -> str:
    if not value.strip():
        raise ValueError("it is empty")
    return value


def _id_or_nothing(value: str) -> str:
    found = folded_id(value)
    if value and not found:
        raise ValueError("it is no id")
    return found


Text = Annotated[str, BeforeValidator(_text)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Items = Annotated[tuple[T, ...], BeforeValidator(_items)]
Name = Annotated[str, AfterValidator(_something)]
"""A text that is never empty: an id, a key, a state."""
Ident = Annotated[str, AfterValidator(folded_id), AfterValidator(_something)]
"""The id of a tenant or an account of Microsoft's, in its one form."""
MaybeIdent = Annotated[str, BeforeValidator(_text), AfterValidator(_id_or_nothing)]
"""One that may be left out."""
Account = Annotated[str, BeforeValidator(_text), AfterValidator(folded_id)]
"""The id of an account in its one form, or an empty text where something else is named."""
Word = Annotated[str, BeforeValidator(_text), AfterValidator(str.casefold)]
"""One of several words, in small letters, or an empty text."""
State = Annotated[str, AfterValidator(str.casefold), AfterValidator(_something)]
"""A state, never empty, in small letters: the systems' own pages write one word in several ways."""
Country = Annotated[str, BeforeValidator(_text), AfterValidator(iso)]
"""A country's two letters as ISO 3166 writes them, or an empty text."""


class Shape(Protocol[T_co]):
    """What a good answer to a call looks like: its statuses, and what its body holds."""

    @property
    def statuses(self) -> frozenset[int]:
        """The statuses of a good answer."""
        ...

    async def read(self, body: object) -> T_co:
        """What the body holds; ValidationError when it is something else."""
        ...


@dataclass(frozen=True, slots=True)
class Record(Generic[T]):
    """The shape of an answer that is one record."""

    kind: TypeAdapter[T]
    statuses: frozenset[int] = OK

    async def read(self, body: object) -> T:
        """The record; ValidationError when the body holds none."""
        return self.kind.validate_python(body)


@dataclass(frozen=True, slots=True)
class Single(Generic[T]):
    """The shape of an answer that is one record, bare or wrapped in `value`.

    Graph's reference prints single records wrapped where its metadata has them bare:
    https://learn.microsoft.com/graph/api/teamsadministration-telephonenumberlongrunningoperation-get
    """

    kind: TypeAdapter[T]
    statuses: frozenset[int] = OK

    async def read(self, body: object) -> T:
        """The record; ValidationError when the body holds none."""
        inner = body.get("value") if isinstance(body, dict) else None
        return self.kind.validate_python(inner if isinstance(inner, dict) else body)


NOTHING: Record[None] = Record(TypeAdapter(None), frozenset({204}))
"""The shape of an answer that says that it is done and no more."""


class UnreadableBody(ValueError):
    """The bytes are no JSON; `saw` tells in a few words what they are."""

    def __init__(self, saw: str) -> None:
        super().__init__(saw)
        self.saw = saw


def decoded(headers: Mapping[str, str], raw: bytes) -> Any:
    """The JSON of an answer, None for an empty one; UnreadableBody for anything that isn't declared as JSON and is it.

    Halves of characters become U+FFFD and NUL goes: no database and no card takes them.
    """
    if not raw.strip():
        return None
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if not (kind == "application/json" or kind.endswith("+json")):
        page = kind == "text/html" or raw.lstrip()[:1] == b"<"
        raise UnreadableBody("a web page instead of data" if page else f"{kind or 'something'} instead of JSON")
    try:
        body = json.loads(raw, parse_constant=_refuse)
        return _clean(body) if b"\\u" in raw or b"\xed" in raw else body
    except (ValueError, RecursionError) as bad:
        raise UnreadableBody("data that is broken or cut short") from bad


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON: https://www.rfc-editor.org/rfc/rfc8259#section-6")


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return _HALF.sub("\ufffd", value).replace("\0", "")
    if isinstance(value, list):
        return [_clean(item) for item in value]
    return {_clean(name): _clean(item) for name, item in value.items()} if isinstance(value, dict) else value
