"""People as both sides know them, and how a name in a file finds the person it means."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can hold a line: a directory user or resource account joined with the CPaaS member.

    `object_id` is empty for a member the directory doesn't know, `identity_uuid` for a user the CPaaS doesn't know.
    `phone_plans` are ids of service plans that are on, `licences` ids of Microsoft licences.
    """

    name: str
    user_name: str
    email: str
    object_id: str = ""
    identity_uuid: str = ""
    usage_location: str = ""
    is_resource: bool = False
    enabled: bool = True
    phone_plans: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The id that tells this person from all others."""
        return self.object_id or self.identity_uuid

    @property
    def label(self) -> str:
        """Name and user name: enough to tell two of the same name apart."""
        return f"{self.name} ({self.user_name})" if self.user_name else self.name


def fold(text: str) -> str:
    """`text` as names are compared: one normal form, no case, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).split()).casefold()


class Directory:
    """Finds people by object id, identity, user name, e-mail or display name."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.people = tuple(people)
        self._exact: dict[str, Person] = {}
        self._named: defaultdict[str, list[Person]] = defaultdict(list)
        for person in self.people:
            for key in (person.object_id, person.identity_uuid, person.user_name, person.email):
                if key:
                    self._exact.setdefault(fold(key), person)
            self._named[fold(person.name)].append(person)

    def find(self, text: str) -> tuple[Person, ...]:
        """Everybody `text` can mean: one, none, or several of the same name."""
        wanted = fold(text)
        exact = self._exact.get(wanted)
        if exact is not None:
            return (exact,)
        return tuple(self._named.get(wanted, ()))

    def one(self, text: str) -> Person | None:
        """The person `text` means, where it means exactly one."""
        found = self.find(text)
        return found[0] if len(found) == 1 else None

    def handle(self, person: Person) -> str:
        """The plainest text that means this person and nobody else: an address, a name, or else the key."""
        texts = (person.user_name, person.email, person.name)
        return next((text for text in texts if text and self.one(text) is person), person.key)

    def get(self, key: str) -> Person | None:
        """The person with this object id or identity."""
        return self._exact.get(fold(key)) if key else None

    def near(self, text: str, most: int = 3) -> tuple[Person, ...]:
        """Up to `most` people whose name or user name holds `text` or looks like it, best first."""
        import difflib

        wanted = fold(text)
        holding = [p for p in self.people if wanted and (wanted in fold(p.name) or wanted in fold(p.user_name))]
        if holding:
            return tuple(holding[:most])
        names = difflib.get_close_matches(wanted, list(self._named), n=most, cutoff=0.75)
        return tuple(p for name in names for p in self._named[name])[:most]
