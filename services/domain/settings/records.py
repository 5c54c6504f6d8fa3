"""Settings that are lists of records: identified, named, and changed as a whole."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence

from pydantic import JsonValue

from services.domain.people import fold
from services.domain.phrases import join_text
from services.domain.settings.fields import Field
from services.domain.settings.paths import value_at
from services.domain.settings.values import Wrong, read

Record = dict[str, JsonValue]
_NOT_IN_ID = re.compile(r"[^a-z0-9]+")
_MAX_ID_CHARACTERS = 40
_RESERVED = frozenset({"all", "none", "leave"})  # what forms say for everything and for nothing


def records_at(settings: Mapping[str, JsonValue], path: str) -> list[Record]:
    """The records of the list at the path, none when nothing was set."""
    return records_of(value_at(settings, path))


def records_of(value: JsonValue) -> list[Record]:
    """The records of a list; anything else in it is left out."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def fingerprint(records: Sequence[Mapping[str, JsonValue]]) -> str:
    """A short mark of exactly this list, for checking whether it is still the one that somebody saw."""
    written = json.dumps(list(records), sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(written.encode()).hexdigest()[:12]


def key_of(record: Mapping[str, JsonValue]) -> str:
    """The key of a record within its list: its id, date or name."""
    own = record.get("id") or record.get("date") or record.get("name")
    return str(own or join_text(" ", (str(record[part]) for part in ("type", "number") if record.get(part))))


def name_of(record: Mapping[str, JsonValue]) -> str:
    """What people call the record."""
    return str(record.get("name") or key_of(record))


def new_id(name: str, taken: Iterable[str]) -> str:
    """An id made from the name that no other record has."""
    start = _NOT_IN_ID.sub("-", fold(name)).strip("-")[: _MAX_ID_CHARACTERS - 4] or "rule"
    used, found, no = {*taken, *_RESERVED}, start, 2
    while found in used:
        found, no = f"{start}-{no}", no + 1
    return found


def read_record(parts: Sequence[Field], texts: Mapping[str, str], country: str) -> Record | Wrong:
    """The record that was typed, part by part; parts nobody typed take their default."""
    record: Record = {}
    for part in parts:
        typed = texts.get(part.path, "").strip()
        value = part.default if not typed and part.default is not None else read(part, typed, country=country)
        if isinstance(value, Wrong):
            return value
        record[part.path] = value
    return record
