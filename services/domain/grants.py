"""Grants: roles that a workspace gave to people and groups, and which changes of them are allowed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter, ValidationError

from services.domain.access import Role
from services.domain.errors import BadInput, StoredWrong
from services.domain.phrases import tr
from services.domain.reach import EVERYWHERE, Reach, ReachKind


class Grantee(StrEnum):
    """Whom a role is given to."""

    PERSON = "person"  # one account
    GROUP = "group"  # everybody in a group of the directory


@dataclass(frozen=True, slots=True)
class Grant:
    """A role given to a person or group, by object id; `name` is what they were called then."""

    grantee: Grantee
    object_id: str
    name: str
    role: Role
    reach: Reach = EVERYWHERE

    @property
    def words(self) -> str:
        """The grant as people read it."""
        group = tr("the group ") if self.grantee is Grantee.GROUP else ""
        return tr(
            "{group}{name}: {value} of {words}",
            group=group,
            name=self.name,
            value=tr(self.role.value),
            words=self.reach.words,
        )

    @property
    def owns(self) -> bool:
        """Whether it makes somebody an owner of the whole workspace."""
        return self.role is Role.OWNER and self.reach.kind is ReachKind.WORKSPACE

    def same_as(self, other: Grant) -> bool:
        """Whether both give the same role to the same grantee, whatever the names."""
        mine, theirs = ((one.grantee, one.object_id, one.role, one.reach.kind, one.reach.what) for one in (self, other))
        return mine == theirs


def given(grants: Iterable[Grant], new: Grant, giver: Grant) -> tuple[Grant, ...]:
    """The grants with a new one. If nobody is an owner by a grant, the person who gives the first becomes one.

    BadInput when it exists already, or makes somebody an owner of a part.
    """
    there = tuple(grants)
    if any(one.same_as(new) for one in there):
        raise BadInput(tr("{name} has this already.", name=new.name), fix=tr("Say *access* to see who has what."))
    if new.role is Role.OWNER and new.reach.kind is not ReachKind.WORKSPACE:
        raise BadInput(tr("An owner has the whole workspace."), fix=tr("Give the role approver for a part of it."))
    first = () if any(one.owns for one in (*there, new)) else (giver,)
    return (*there, *first, new)


def taken(grants: Iterable[Grant], old: Grant) -> tuple[Grant, ...]:
    """The grants without one; BadInput when it isn't there, or when the rest would have no owner."""
    there = tuple(grants)
    left = tuple(one for one in there if not one.same_as(old))
    if len(left) == len(there):
        raise BadInput(
            tr("{name} hasn't got this any more.", name=old.name), fix=tr("Say *access* to see who has what.")
        )
    if old.owns and not any(one.owns for one in left):
        raise BadInput(
            tr("{name} is the last owner.", name=old.name),
            tr("Somebody has to be able to give access."),
            tr("Make somebody else an owner first."),
        )
    return left


_GRANTS = TypeAdapter(tuple[Grant, ...])


def grants_in(rules: Mapping[str, Any]) -> tuple[Grant, ...]:
    """The grants stored in these rules; StoredWrong when they can't be read."""
    try:
        return _GRANTS.validate_python(rules.get("grants", ()))
    except ValidationError:
        raise StoredWrong(tr("Who has access can't be read.")) from None


def rules_of(grants: Iterable[Grant]) -> dict[str, Any]:
    """The grants as rules are stored: plain values, so that two of the same are equal."""
    found: dict[str, Any] = {"grants": _GRANTS.dump_python(tuple(grants), mode="json", exclude_defaults=True)}
    return found if found["grants"] else {}
