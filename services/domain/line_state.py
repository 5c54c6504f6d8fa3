"""A line's whole state as one value: what it is in the CPaaS, the directory and Teams, now or after a change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import JsonValue

from services.domain import addons
from services.domain.line import Category, Line, Number
from services.domain.people import Person


@dataclass(frozen=True, slots=True)
class LineState:
    """The whole state of one extension. `diff` compares two of them, `requirements` checks one.

    `key` is the extension, empty for a number that is on none, `SYSTEM` for the organisation's own settings; `exists`
    tells whether the extension exists. `identity_uuid` is its holder in the CPaaS, `holder` the same person as the
    directory knows them. `settings` is the document as the CPaaS keeps it.

    `numbers` are those on the line, the primary one first, then others that a change adds or removes. Each has its
    state at the operator and in Teams. `others` are further people whom a change concerns: those who lose the line or
    get it.
    """

    key: str
    exists: bool = False
    label: str = ""
    base: str = ""
    identity_uuid: str = ""
    holder: Person | None = None
    addons: tuple[str, ...] = ()
    numbers: tuple[Number, ...] = ()
    settings: Mapping[str, JsonValue] = field(default_factory=dict, hash=False)
    others: tuple[Person, ...] = ()

    @property
    def own(self) -> tuple[str, ...]:
        """The numbers on the line, E.164, the primary one first."""
        return tuple(number.e164 for number in self.numbers if number.ext_key == self.key) if self.exists else ()

    @property
    def teams_code(self) -> str | None:
        """The Teams add-on, or None: then the line's numbers stay in the CPaaS."""
        return addons.teams_code(self.addons)

    @property
    def for_resource(self) -> bool:
        """Whether the Teams add-on is the one for resource accounts."""
        return self.teams_code == addons.TEAMS_RESOURCE

    @property
    def calling(self) -> str:
        """The number its holder calls with: the one that is primary in Teams, otherwise the line's first."""
        own = self.own
        given = (number.e164 for number in self.numbers if number.e164 in own and self._calls_with(number))
        return next(given, next(iter(own), ""))

    @property
    def line(self) -> Line | None:
        """The extension as the CPaaS has it; None if there is none."""
        if not self.exists:
            return None
        return Line(self.key, self.label, self.identity_uuid, self.addons, self.own, base=self.base)

    def has(self, number: Number) -> bool:
        """Whether this number is on the line."""
        return self.exists and number.ext_key == self.key

    def number(self, e164: str) -> Number | None:
        """One of its numbers, including those that a change takes off."""
        return next((number for number in self.numbers if number.e164 == e164), None)

    def person(self, object_id: str) -> Person | None:
        """The holder or another person concerned, by the object id of their account."""
        people = (*((self.holder,) if self.holder else ()), *self.others)
        return next((person for person in people if object_id and person.object_id == object_id), None)

    def _calls_with(self, number: Number) -> bool:
        mine = self.holder is not None and number.target == self.holder.object_id
        return bool(number.target) and mine and number.category in (None, Category.PRIMARY)
