"""Who of those that a job gave a number can call, and why others can't."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import CardElement

from cards.elements import Click, group, muted, strong, text
from cards.words import things
from services.domain.phrases import tr


@dataclass(frozen=True, slots=True)
class Lack:
    """Why some people can't call: in words, how many of them, and the first by name."""

    why: str
    lines: int
    who: str = ""


@dataclass(frozen=True, slots=True)
class Calling:
    """How many people a job gave a number and how many of them `can` call (None: couldn't be read).

    `lacks` are the reasons why others can't; `mend` is the button that puts the first of them right.
    """

    assigned: int
    can: int | None
    lacks: Sequence[Lack] = ()
    mend: Click | None = None

    @property
    def good(self) -> bool:
        """Whether everybody can call."""
        return self.can == self.assigned


def who_can(calling: Calling) -> CardElement:
    """Whether those who were given a number can call, and why not."""
    if calling.can is None:
        return muted(tr("Who can call couldn't be read just now: say “ready”."), spacing="Small")
    lacks = [
        text(tr("{who}: {why}", who=lack.who or things(lack.lines, "line"), why=lack.why)) for lack in calling.lacks[:4]
    ]
    return group(strong(tr("Not everybody can call yet:")), *lacks, style="warning")
