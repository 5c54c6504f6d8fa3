"""What people ask for: each intent has its patterns (`ways` of saying it) and what it leads to.

A pattern lists what must be said: a concept of the lexicon by its name in capitals, a thing by its letter (`ThingKind`;
T is a person, line or number, X a thing excepted). A part with `?` may be missing, with `+` occur several times, with
`*` both; `/` separates alternatives. Order doesn't matter: the word before a thing (to, from, like) gives its role.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from bot.language.slots import Lead, Slots


class Weight(Enum):
    """What an intent results in."""

    READ = "read"  # an answer
    WRITE = "write"  # a plan
    DESTRUCTIVE = "destructive"  # a plan that takes something away


@dataclass(frozen=True, slots=True)
class Intent:
    """One kind of thing that people ask for.

    `follows`: “and ben?” after it asks the same for Ben. `talk`: a short word, answered without reading the workspace.
    `apart`: its people and lines have different roles, so two in one row (“Alice and Ben”) aren't meant by it.
    `form`: it leads to a form, not to a plan.
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
    """An intent for a short word, answered without reading the workspace."""
    return Intent(name, ways, lead, talk=True)


def read(
    name: str,
    lead: Callable[[Slots], Lead | None],
    *ways: str,
    follows: bool = False,
    apart: bool = False,
    form: bool = False,
) -> Intent:
    """An intent for a question, or a request to be shown something."""
    return Intent(name, ways, lead, follows=follows, apart=apart, form=form)


def write(
    name: str,
    lead: Callable[[Slots], Lead | None],
    *ways: str,
    follows: bool = False,
    apart: bool = False,
    form: bool = False,
) -> Intent:
    """An intent for a change: it leads to a plan, or to the form for one."""
    return Intent(name, ways, lead, Weight.WRITE, follows, apart=apart, form=form)


def take(
    name: str, lead: Callable[[Slots], Lead | None], *ways: str, follows: bool = False, apart: bool = False
) -> Intent:
    """An intent for a change that takes something away."""
    return Intent(name, ways, lead, Weight.DESTRUCTIVE, follows, apart=apart)
