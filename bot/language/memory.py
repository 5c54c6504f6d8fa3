"""What was talked about just now, by conversation and person: for ten minutes, and of so many people at most."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cachetools import TTLCache

from bot.language.things import Span

if TYPE_CHECKING:
    from bot.language.interpretation import Interpretation

KEPT_MINUTES = 10.0
_MAX_PEOPLE = 5_000  # people


@dataclass(frozen=True, slots=True)
class Topic:
    """The things that were named last, and how they were understood; `text` where nobody has looked for them yet,
    and then `before` is what counts when there are none in it."""

    items: tuple[Span, ...] = ()
    reading: Interpretation | None = None
    text: str = ""
    before: Topic | None = None


class RecentTopics:
    """Topics, in this process only: whoever is answered by another one is asked once more."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._topics: TTLCache[tuple[str, str], Topic] = TTLCache(_MAX_PEOPLE, KEPT_MINUTES * 60, timer=clock)

    def of(self, conversation: str, who: str) -> Topic | None:
        """What this person talked about here; None when that is too long ago."""
        return self._topics.get((conversation, who))

    def keep(self, conversation: str, who: str, topic: Topic) -> None:
        """Remember what is talked about now."""
        self._topics[conversation, who] = topic
