"""What a click carries: the data that its button was made with, and what was entered into the card's inputs.

They are separate records: we sealed the data, while the inputs are whatever a client sent. A verb has one record for
its data and, where it reads inputs, one for those. Both are parsed once, before the verb's handler gets them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, TypeVar, get_args, get_type_hints

from pydantic import BeforeValidator, StringConstraints, TypeAdapter, ValidationError

from services.domain.errors import BadInput, Stale
from services.domain.phrases import join_text, tr


@dataclass(frozen=True, slots=True)
class ActionData:
    """What a button carries, sealed in transit; a subclass is a frozen dataclass that names its verb."""

    verb: ClassVar[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PagedData(ActionData):
    """What a button that shows a page of a list carries; pages are counted from 1."""

    page: int = 1


@dataclass(frozen=True, slots=True)
class NoData:
    """What a button carries that has only a verb."""

    verb: ClassVar[str]


@dataclass(frozen=True, slots=True)
class ActionInputs:
    """What was entered into a card's inputs; a client leaves out those that are empty, so each has a default."""


Carried = ActionData | NoData
DataT = TypeVar("DataT", bound=Carried)
InputsT = TypeVar("InputsT", bound=ActionInputs)


@dataclass(frozen=True, slots=True)
class Say(ActionData):
    """Does the same as typing these words."""

    verb: ClassVar[str] = "say"
    text: str


@dataclass(frozen=True, slots=True)
class Prefixed:
    """Marks a field as the mapping of all inputs whose id begins with the prefix, by the rest of the id."""

    prefix: str


def _parted(value: object) -> object:
    return tuple(part for part in value.split(",") if part) if isinstance(value, str) else value


Text = Annotated[str, StringConstraints(strip_whitespace=True)]
# https://learn.microsoft.com/adaptive-cards/authoring-cards/input-validation: several choices come joined by commas.
Ticks = Annotated[tuple[str, ...], BeforeValidator(_parted)]
Everything = Annotated[Mapping[str, str], Prefixed("")]


def data_of(carried: Carried) -> dict[str, Any]:
    """What the button carries on the wire; a field that holds its default is left out."""
    found: dict[str, Any] = _adapter(type(carried)).dump_python(
        carried, mode="json", by_alias=True, exclude_defaults=True
    )
    return found


def read_data(kind: type[DataT], sealed: Mapping[str, object]) -> DataT:
    """The button's data as a record; raises Stale when the card lacks a field that the record needs."""
    try:
        found: DataT = _adapter(kind).validate_python(dict(sealed))
    except ValidationError as error:
        why = tr("Its button doesn't say what I need now: {places}.", places=_places(error))
        raise Stale(tr("This card is too old to act on."), why, tr("Ask for a fresh one.")) from None
    return found


def read_inputs(kind: type[InputsT], entered: Mapping[str, str]) -> InputsT:
    """The entered values as a record; raises BadInput for a value of the wrong type."""
    gathered = {name: _with_prefix(entered, prefix) for name, prefix in _prefixed(kind)}
    try:
        found: InputsT = _adapter(kind).validate_python({**entered, **gathered})
    except ValidationError as error:
        raise BadInput(
            tr("I can't read what was entered."),
            tr("It is about {places}.", places=_places(error)),
            tr("Check it there."),
        ) from None
    return found


def _with_prefix(entered: Mapping[str, str], prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix): value for name, value in entered.items() if name.startswith(prefix)}


def _prefixed(kind: type[ActionInputs]) -> Iterator[tuple[str, str]]:
    for name, hint in get_type_hints(kind, include_extras=True).items():
        yield from ((name, mark.prefix) for mark in get_args(hint) if isinstance(mark, Prefixed))


def _places(error: ValidationError) -> str:
    return join_text(", ", dict.fromkeys(str(one["loc"][0]) for one in error.errors() if one["loc"])) or tr("its data")


_ADAPTERS: dict[type[object], TypeAdapter[Any]] = {}


def _adapter(kind: type[object]) -> TypeAdapter[Any]:
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]
