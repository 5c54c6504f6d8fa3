"""Sentences that are stored: their English text, and beside it what it was made of, so that each reader gets their own.

The English stays where it always was: a version from before, which knows nothing of templates, reads on, and so do
rows from that version here. What was kept counts only while it still says the very text that is stored.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from services.domain.phrases import Phrase

V = TypeVar("V")


def kept_text(text: str) -> str:
    """What is stored beside a sentence's English text; empty for a text that is no phrase."""
    return json.dumps(_packed(text), ensure_ascii=False, sort_keys=True) if isinstance(text, Phrase) else ""


def phrase_of(kept: str, text: str) -> str:
    """The stored English `text` as the phrase it was made of; as it is where nothing of it was kept."""
    return _if_same(json.loads(kept), text) if kept else text


def phrases_in(found: object) -> dict[str, Any]:
    """What every phrase in these values was made of, by its English text: stored once beside all of them."""
    return {str(phrase): _packed(phrase) for phrase in _phrases(found)}


def with_phrases(found: V, kept: Mapping[str, Any]) -> V:
    """Stored values, lists and mappings of them, with every text a phrase again of which something was kept."""
    return _with_phrases(found, kept) if kept else found


def _with_phrases(found: Any, kept: Mapping[str, Any]) -> Any:
    if isinstance(found, str) and not isinstance(found, StrEnum):
        return _if_same(kept[found], found) if found in kept else found
    if isinstance(found, Mapping):
        return {name: _with_phrases(value, kept) for name, value in found.items()}
    if isinstance(found, list | tuple):
        return type(found)(_with_phrases(value, kept) for value in found)
    if not is_dataclass(found) or isinstance(found, type):
        return found
    return replace(found, **{one.name: _with_phrases(getattr(found, one.name), kept) for one in fields(found)})


def _phrases(found: object) -> Iterator[Phrase]:
    if isinstance(found, Phrase):
        yield found
    elif is_dataclass(found):
        yield from (phrase for one in fields(found) for phrase in _phrases(getattr(found, one.name)))
    elif isinstance(found, Mapping):
        yield from (phrase for value in found.values() for phrase in _phrases(value))
    elif isinstance(found, Iterable) and not isinstance(found, str | bytes):
        yield from (phrase for value in found for phrase in _phrases(value))


def _packed(phrase: Phrase) -> dict[str, Any]:
    return {"template": phrase.template, "values": {name: _value(value) for name, value in phrase.values.items()}}


def _value(value: object) -> Any:
    if isinstance(value, Phrase):
        return _packed(value)
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return value if isinstance(value, str | int | float) else str(value)


def _if_same(kept: Mapping[str, Any], text: str) -> str:
    found = _unpacked(kept)
    return found if found == text else text


def _unpacked(kept: Any) -> Any:
    if not isinstance(kept, Mapping):
        return kept
    if "moment" in kept:
        return datetime.fromisoformat(kept["moment"])
    if "day" in kept:
        return date.fromisoformat(kept["day"])
    return Phrase(kept["template"], {name: _unpacked(value) for name, value in kept["values"].items()})
