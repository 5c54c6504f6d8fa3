"""What a setting is: one field of a section, with its kind, limits and default. Everything else follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pydantic import JsonValue

Choices = tuple[tuple[str, str], ...]  # (value on the wire, words)


class FieldKind(StrEnum):
    """What a field holds."""

    TOGGLE = "toggle"  # true or false
    CHOICE = "choice"  # one of its choices
    MANY = "many"  # several of its choices, a list
    NUMBER = "number"  # a whole number, `least` to `most`
    TEXT = "text"  # `least` to `most` characters
    TIME = "time"  # HH:MM
    DATE = "date"  # YYYY-MM-DD
    ENTRIES = "entries"  # a list of at most `most` short texts, one a line; with choices, of those, in order
    RULE = "rule"  # the id of an outbound call rule that the system has
    RECORDS = "records"  # a list of at most `most` objects with `parts`
    RESET = "reset"  # a counter: increasing it makes new credentials


class Entry(StrEnum):
    """What a text, or an entry of a list, holds."""

    ANY = "any"  # any text
    PHONE = "phone"  # a phone number or an extension
    LINE = "line"  # an extension there is
    COUNTRY = "country"  # two letters
    ZONE = "zone"  # a time zone such as Asia/Singapore
    EMAIL = "email"  # an e-mail address
    DIGITS = "digits"  # the beginning of a number, or all of it


@dataclass(frozen=True, slots=True)
class Field:
    """One setting. `path` is where it stands (`section.field`); in a record's `parts` it is the field's own name.

    `known` is False if nothing public describes the provider's field: it is modelled as users of such systems expect,
    and may have another name there. `needs` are (value, path): with this value, the other field must not be empty. A
    `personal` field belongs to the line's holder alone: no template holds it, and the next holder doesn't get it.
    """

    path: str
    label: str
    kind: FieldKind
    default: JsonValue = None
    help: str = ""
    choices: Choices = ()
    least: int = 0
    most: int = 200
    entry: Entry = Entry.ANY
    parts: tuple[Field, ...] = ()
    known: bool = False
    addon: str = ""  # the licence code that is needed to switch it on
    needs: tuple[tuple[JsonValue, str], ...] = ()
    personal: bool = False

    @property
    def name(self) -> str:
        """Its name within its section."""
        return self.path.rsplit(".", 1)[-1]

    @property
    def final(self) -> bool:
        """Whether a change of it can't be undone."""
        return self.kind is FieldKind.RESET


@dataclass(frozen=True, slots=True)
class Section:
    """A tab of the provider's settings, in its own words; `addon` is the licence code that it needs as a whole.

    The settings in a section that `goes_with_holder` were chosen by the line's holder and don't pass to the next one; a
    template may hold them nevertheless.
    """

    name: str
    title: str
    help: str
    fields: tuple[Field, ...]
    compulsory: bool = False
    addon: str = ""
    source: str = ""
    goes_with_holder: bool = False
