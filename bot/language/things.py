"""The parts of an utterance: things (people, lines, numbers, …), words of the lexicon, and unknown words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cards.lines.sentence_clicks import TargetRole
from services.domain.people import Person


class ThingKind(StrEnum):
    """The kind of a thing; its letter stands for it in an intent's ways of saying it (`intent.py`)."""

    PERSON = "P"  # a name or address of a person
    LINE = "L"  # an extension
    NUMBER = "N"  # a phone number
    RANGE = "R"  # numbers from one to another
    CODE = "C"  # an add-on, by its name or code
    SECTION = "S"  # a section of the settings
    RULE = "U"  # an outbound call rule
    COUNTRY = "K"  # a country
    DATE = "D"  # a day
    COUNT = "Q"  # how many
    TEMPLATE = "E"  # a template of settings
    GROUP = "G"  # people of a department, office or country, or extensions in a row
    TIME = "H"  # a time of the day
    LENGTH = "W"  # how long


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of what was typed: a thing (with a value for each kind it can be), a word of the lexicon, or neither.

    `people` are all whom a name fits: several are a tie. `part`: it is only a part of their name. `slip`: it is
    misspelt, and `meant` is the right spelling. `vague`: it is short for one of several things, and `meant` is the
    likeliest. `after_break`: a comma or another break comes before it.
    """

    text: str
    start: int
    end: int
    concepts: frozenset[str] = frozenset()
    means: Mapping[ThingKind, str] = field(default_factory=dict, hash=False)
    people: tuple[Person, ...] = ()
    part: bool = False
    noise: bool = False
    slip: bool = False
    meant: str = ""
    role: TargetRole = TargetRole.NONE
    after_break: bool = False
    vague: bool = False

    @property
    def unknown(self) -> bool:
        """Whether it is neither a thing nor a known word."""
        return not (self.concepts or self.means or self.noise)

    def is_a(self, kind: ThingKind) -> bool:
        """Whether it can be a thing of this kind."""
        return kind in self.means


# The role that a preposition gives to the thing after it.
PREPOSITIONS: Mapping[str, TargetRole] = {
    "to": TargetRole.TO, "into": TargetRole.TO, "onto": TargetRole.TO, "on": TargetRole.TO, "with": TargetRole.TO,
    "from": TargetRole.FROM, "off": TargetRole.FROM, "of": TargetRole.OF, "for": TargetRole.FOR,
    "4": TargetRole.FOR, "2": TargetRole.TO,
}  # fmt: skip
