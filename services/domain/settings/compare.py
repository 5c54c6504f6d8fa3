"""Changes of a setting in words; lists of records are compared record by record."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import JsonValue

from services.domain.phrases import join_text, tr
from services.domain.settings.catalogue import FIELDS
from services.domain.settings.fields import Field, FieldKind
from services.domain.settings.records import Record, key_of, name_of, records_of
from services.domain.settings.values import typed
from services.domain.settings.words import label_of, shown, value_words

Changed = tuple[str, str, str]  # what, before, now


def differences(path: str, before: JsonValue, after: JsonValue) -> list[Changed]:
    """What changes at this path as (what, before, now)."""
    field = FIELDS.get(path)
    if field is None or field.kind is not FieldKind.RECORDS:
        final = tr(" (can't be undone)") if field is not None and field.final else ""
        return [(f"{label_of(path)}{final}", value_words(path, before), value_words(path, after))]
    return _records(field, records_of(before), records_of(after))


def _records(field: Field, before: Sequence[Record], after: Sequence[Record]) -> list[Changed]:
    was, now = {key_of(r): r for r in before}, {key_of(r): r for r in after}
    gone = [(_what(field, r), summary(field, r), tr("none")) for key, r in was.items() if key not in now]
    come = [(_what(field, r), tr("none"), summary(field, r)) for key, r in now.items() if key not in was]
    both = [(was[key], r) for key, r in now.items() if key in was and was[key] != r]
    return [*gone, *come, *(change for one, other in both for change in _parts(field, one, other))]


def _what(field: Field, record: Record) -> str:
    return tr("{label}: {name_of}", label=field.label, name_of=name_of(record))


def summary(field: Field, record: Record) -> str:
    """A record in a few words, without its name: lists are counted, texts quoted."""
    words = (_brief(part, record.get(part.path)) for part in field.parts if part.path not in ("id", "name"))
    return join_text(", ", (word for word in words if word)) or "there"


def _brief(part: Field, value: JsonValue) -> str:
    if isinstance(value, list):
        one, many = _COUNTED.get(part.path, ("entry", "entries"))
        return tr("{len:,} {one}", len=len(value), one=one if len(value) == 1 else many)
    return shown(part, value) if value not in (None, "", 0) else ""


def _parts(field: Field, before: Record, after: Record) -> list[Changed]:
    found = []
    for part in field.parts:
        was, now = before.get(part.path), after.get(part.path)
        if was != now:
            found.append((tr("{name_of}: {label}", name_of=name_of(after), label=part.label), *_both(part, was, now)))
    return found


def _both(part: Field, was: JsonValue, now: JsonValue) -> tuple[str, str]:
    """Both values; for lists, only what is removed and added."""
    if not (isinstance(was, list) and isinstance(now, list)):
        return shown(part, was), shown(part, now)
    gone, come = [v for v in was if v not in now], [v for v in now if v not in was]
    return _several(part, gone, len(was)), _several(part, come, len(now))


def _several(part: Field, values: Sequence[JsonValue], total: int) -> str:
    words = typed(part, list(values)) if part.kind is FieldKind.RECORDS else shown(part, list(values))
    named = join_text(", ", (line for line in words.splitlines() if line)) if values else ""
    return tr("{total:,} with {named}", total=total, named=named) if named else f"{total:,}"


_COUNTED = {"countries": (tr("country"), tr("countries")), "dialPlans": (tr("dial plan"), tr("dial plans"))}
