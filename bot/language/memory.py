"""Recent topics: what each person talked about last in each conversation, kept for ten minutes."""

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
    """The things that somebody named last, and the reading of the sentence that named them.

    Until a text has been searched for things, it is kept as `text`; if it names none, `before` is still the topic.
    """

    items: tuple[Span, ...] = ()
    reading: Interpretation | None = None
    text: str = ""
    before: Topic | None = None


class RecentTopics:
    """Recent topics, in this process only: another process has to ask what a pronoun stands for."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._topics: TTLCache[tuple[str, str], Topic] = TTLCache(_MAX_PEOPLE, KEPT_MINUTES * 60, timer=clock)

    def of(self, conversation: str, who: str) -> Topic | None:
        """What this person last talked about in this conversation; None if that is too long ago, or nothing yet."""
        return self._topics.get((conversation, who))

    def keep(self, conversation: str, who: str, topic: Topic) -> None:
        """Remember this as what the person talked about last."""
        self._topics[conversation, who] = topic
