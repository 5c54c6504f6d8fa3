"""What an utterance is about: things that there are (people, lines, numbers, …) and words of the lexicon, in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cards.lines.sentence_clicks import TargetRole
from services.domain.people import Person


class ThingKind(StrEnum):
    """What a thing is; the letter stands for it in the rules of the intents."""

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
    """A stretch of what was typed: a thing (by kind, as it may be several), a word of the lexicon, or neither.

    `people` are all who fit a person's name: several are a tie, and `part` says that it is a part of their name only.
    `slip` says that it isn't spelt as it should be, and `meant` how it is then; `after_break`: a comma comes before.
    `vague`: it is short for one of several, and `meant` says for which most likely.
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
        """Whether nobody knows what it means."""
        return not (self.concepts or self.means or self.noise)

    def is_a(self, kind: ThingKind) -> bool:
        """Whether it can be a thing of this kind."""
        return kind in self.means


# What a preposition makes of the thing after it.
PREPOSITIONS: Mapping[str, TargetRole] = {
    "to": TargetRole.TO, "into": TargetRole.TO, "onto": TargetRole.TO, "on": TargetRole.TO, "with": TargetRole.TO,
    "from": TargetRole.FROM, "off": TargetRole.FROM, "of": TargetRole.OF, "for": TargetRole.FOR,
    "4": TargetRole.FOR, "2": TargetRole.TO,
}  # fmt: skip
