"""What people want: each intent with the ways of saying it and what it leads to.

A way of saying names what must be there, in capitals for a concept of the lexicon and by letter for a thing
(`ThingKind`; T is a person, line or number, X what is left out). `?` may be missing, `+` may stand several times, `*`
both, `/` is either. Order doesn't matter: what stands before a thing (to, from, like) tells its role.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from bot.language.slots import Lead, Slots


class Weight(Enum):
    """What comes of it."""

    READ = "read"  # an answer
    WRITE = "write"  # a plan
    DESTRUCTIVE = "destructive"  # a plan that takes something away


@dataclass(frozen=True, slots=True)
class Intent:
    """`follows`: “and ben?” after it means the same of Ben. `talk` needs no look at the workspace.

    `apart`: its people and lines play different parts, so two in one row (“Alice and Ben”) aren't meant by it.
    `form`: it leads to a form, and not to a plan.
    """

    name: str
    ways: tuple[str, ...]
    lead: Callable[[Slots], Lead | None]
    weight: Weight = Weight.READ
    follows: bool = False
    talk: bool = False
    apart: bool = False
    form: bool = False


def talk(name: str, lead: Callable[[Slots], Lead | None], *ways: str) -> Intent:
    """A short word that needs no look at anything."""
    return Intent(name, ways, lead, talk=True)


def read(
    name: str,
    lead: Callable[[Slots], Lead | None],
    *ways: str,
    follows: bool = False,
    apart: bool = False,
    form: bool = False,
) -> Intent:
    """A question, or something to be shown."""
    return Intent(name, ways, lead, follows=follows, apart=apart, form=form)


def write(
    name: str,
    lead: Callable[[Slots], Lead | None],
    *ways: str,
    follows: bool = False,
    apart: bool = False,
    form: bool = False,
) -> Intent:
    """A wish that leads to a plan, or to the form for one."""
    return Intent(name, ways, lead, Weight.WRITE, follows, apart=apart, form=form)


def take(
    name: str, lead: Callable[[Slots], Lead | None], *ways: str, follows: bool = False, apart: bool = False
) -> Intent:
    """A wish that takes something away."""
    return Intent(name, ways, lead, Weight.DESTRUCTIVE, follows, apart=apart)
