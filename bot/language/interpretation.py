"""What an utterance can mean: one reading, several requests at once, or something that must be asked first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from bot.language.intent import Intent, Weight
from bot.language.names import Names
from bot.language.slots import Lead, Slots
from bot.language.things import Span, ThingKind
from services.domain.people import fold


@dataclass(frozen=True, slots=True)
class Interpretation:
    """One way to understand an utterance.

    `tie` is a name that several people have, `slips` are misspelt words that decide what is meant, `stranger` is a
    name that nobody has: with any of them, the bot asks first. `what_if`: the plan is only shown. `whole`: no word is
    left unexplained. `said` is the clause that was read, empty for the whole utterance.
    """

    intent: Intent
    items: tuple[Span, ...]
    words: frozenset[str]
    score: float = 0.0
    what_if: bool = False
    tie: Span | None = None
    slips: tuple[Span, ...] = ()
    stranger: str = ""
    whole: bool = True
    said: str = ""

    @property
    def doubt(self) -> bool:
        """Whether a misspelt word decides what is changed, or for whom."""
        return bool(self.slips)

    @property
    def label(self) -> str:
        """The intent's name, after a mark for what is still open."""
        mark = "nobody:" if self.stranger else "ask:" if self.tie or self.doubt else "if:" if self.what_if else ""
        return f"{mark}{self.intent.name}"

    @property
    def sure(self) -> bool:
        """Whether it can be done without a question."""
        return not (self.tie or self.doubt or self.stranger)

    def asks_of(self, words: str) -> bool:
        """Whether these words are what the bot must ask about: an unknown, ambiguous or misspelt name."""
        guessed = (item.text for item in self.items if item.slip)
        open_ = {fold(text) for text in (self.stranger, self.tie.text if self.tie else "", *guessed)}
        return fold(words) in open_ - {""}

    def lead(self, names: Names) -> Lead | None:
        """The command or click that it leads to; None if its things don't allow one."""
        return self.intent.lead(Slots(self.items, names, self.words))


def checked(reading: Interpretation) -> Interpretation:
    """The reading with what must be asked first: an ambiguous name, or a misspelling that could do harm."""
    tie = next((item for item in reading.items if len(item.people) > 1), None)
    weight = reading.intent.weight
    hard = weight is Weight.DESTRUCTIVE
    slips = [item for item in reading.items if _is_guessed(item, hard=hard) and weight is not Weight.READ]
    return replace(reading, tie=tie, slips=(*reading.slips, *slips))


def _is_guessed(item: Span, *, hard: bool) -> bool:
    """Whether the bot must ask what was meant: just “the app”, a misspelt name, or a misspelt thing to take away."""
    return item.vague or (item.slip and bool(item.people or hard))


@dataclass(frozen=True, slots=True)
class Several:
    """Several requests in one message, each in its own words."""

    clauses: tuple[str, ...]
    label: str = "ask:several"


_REMOVES = frozenset({"TAKE", "DELETE"})
_DATED = frozenset({"join", "leave"})  # the intents that can wait for a day


def _is_day(item: Span) -> bool:
    """Whether it is a day other than today."""
    return item.is_a(ThingKind.DATE) and not item.noise


class Hindrance(Enum):
    """Why nothing is planned, if the reason is known."""

    CONDITION = "condition"  # it depends on a condition
    TOLD = "told"  # it is reported, quoted or only possible (*maybe*)
    REMOVAL = "removal"  # it doesn't say what to remove
    LATER = "later"  # it names a day, and only leaving and joining can wait for one
    SEVERAL = "several"  # more than one thing is asked for
    NEAR = "near"  # what may have been meant is offered


_SEVERAL = "several"  # the intent that examples give to a sentence with several requests


@dataclass(frozen=True, slots=True)
class Unsure:
    """An utterance that isn't clear enough to act on, and what it may have meant, which the bot asks.

    `quoted`: the request stands in quotes. `readings` explain most of it. `offers` come nearest to its words and
    things, the nearest first. `likeliest` is what most sentences like it mean, if that can be offered. `chances` is how
    probable the intents are that many of them mean, even if this utterance lacks something for them.
    """

    items: tuple[Span, ...]
    readings: tuple[Interpretation, ...] = ()
    quoted: bool = False
    offers: tuple[Interpretation, ...] = ()
    likeliest: Interpretation | None = None
    chances: Mapping[str, float] = field(default_factory=dict)

    @property
    def near(self) -> tuple[Interpretation, ...]:
        """What may have been meant, the best first."""
        first = (self.likeliest,) if self.likeliest else ()
        found: dict[str, Interpretation] = {}
        for one in (*first, *self.readings, *self.offers):
            found.setdefault(one.intent.name, one)
        return tuple(found.values())

    @property
    def denies(self) -> bool:
        """Whether anything is denied in it."""
        return bool(
            {"DONT", "NOT", "NO"} & {concept for item in self.items if not item.means for concept in item.concepts}
        )

    @property
    def nearly_read(self) -> bool:
        """Whether it is nearly understood: no hindrance or denial, and a likeliest meaning or only questions near."""
        if self.hindrance not in (None, Hindrance.NEAR) or self.denies:
            return False
        asks = all(one.intent.weight is Weight.READ for one in self.near)
        return bool(self.likeliest or (self.readings and asks))

    @property
    def hindrance(self) -> Hindrance | None:
        """What keeps it from being planned; None if it just isn't understood."""
        said = {concept for item in self.items if not item.means for concept in item.concepts}
        if "IF" in said:
            return Hindrance.CONDITION
        if self.quoted or said & {"SAID", "MAYBE"}:
            return Hindrance.TOLD
        changes = [one for one in (*self.readings, *self.offers) if one.intent.weight is not Weight.READ]
        if self.readings and all(one.intent.weight is Weight.DESTRUCTIVE for one in self.readings) and said & _REMOVES:
            return Hindrance.REMOVAL
        if changes and changes[0].intent.name not in _DATED and any(map(_is_day, self.items)):
            return Hindrance.LATER
        if self.chances and max(self.chances, key=self.chances.__getitem__) == _SEVERAL:
            return Hindrance.SEVERAL
        return Hindrance.NEAR if self.readings else None

    @property
    def label(self) -> str:
        """The name of the first reading's intent, marked as near; a dash if there is no reading."""
        return f"near:{self.readings[0].intent.name}" if self.readings else "-"


Understood = Interpretation | Several | Unsure | None
