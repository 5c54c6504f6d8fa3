"""Understands sentences, in the light of the workspace and of what was talked about last."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace

from cachetools import LRUCache

from bot.context import House
from bot.language.find import find_items
from bot.language.grammar import understand
from bot.language.interpretation import Interpretation, Understood
from bot.language.likeness import model
from bot.language.memory import RecentTopics, Topic
from bot.language.names import Names, names_of, nothing
from bot.turn import Turn
from bot.views.viewer import Viewer
from services.domain.access import Right, may
from services.domain.states import WorkspaceState
from services.inventory.recent import FRESH_SECONDS, Kept
from services.inventory.snapshot import Snapshot, read_snapshot

_MAX_WORKSPACES = 16  # workspaces whose names are cached
_MAX_SENTENCE_CHARS = 3_000  # longer texts are no sentences; some hundred names fit
_MAX_TALK_CHARS = 200  # longer texts are more than small talk, and aren't parsed in the event loop


@dataclass(frozen=True, slots=True)
class Heard:
    """What was understood, and with which names."""

    meant: Understood
    names: Names


class Understanding:
    """Reads sentences. Nothing is planned from the data it reads: handlers read again."""

    def __init__(self, house: House, clock: Callable[[], float]) -> None:
        self._house = house
        self._memory = RecentTopics(clock)
        self._looks: Kept[Snapshot] = Kept(FRESH_SECONDS)
        self._names: LRUCache[str, tuple[Snapshot, Names]] = LRUCache(_MAX_WORKSPACES)

    async def read(self, turn: Turn, text: str) -> Heard:
        """What these words mean for this person, in this conversation."""
        today = Viewer(turn.who.tenant_id, turn.who.object_id, turn.who.time_zone or "UTC").day(self._now())
        plain = nothing(today)
        if len(text) > _MAX_SENTENCE_CHARS:
            return Heard(None, plain)
        await asyncio.to_thread(model)  # loaded in a thread: only the first sentence waits for it, not the event loop
        meant = understand(text, plain) if len(text) <= _MAX_TALK_CHARS else None
        if meant is not None and needs_no_names(meant, text, plain):
            return Heard(meant, plain)  # small talk needs no data
        names = await self._names_of(turn, plain)
        names = replace(names, me=names.directory.get(turn.who.object_id))
        topic = await asyncio.to_thread(self._topic, turn, names)
        return Heard(await asyncio.to_thread(understand, text, names, topic), names)

    def note(self, turn: Turn, text: str) -> None:
        """Remember what was said or clicked, for pronouns."""
        before = self._memory.of(*_key(turn))
        self._memory.keep(*_key(turn), Topic(text=text, before=before and replace(before, before=None)))

    def done(self, turn: Turn, reading: Interpretation) -> None:
        """Remember what a sentence was about; a sentence that names no thing leaves the topic unchanged."""
        if reading.items:
            self._memory.keep(*_key(turn), Topic(reading.items, reading))

    def _now(self) -> float:
        return self._house.services.clock.now()

    async def _names_of(self, turn: Turn, plain: Names) -> Names:
        """The workspace's names, if this person may see them and the chat is private; else those known without one."""
        services, tenant_id = self._house.services, turn.who.tenant_id
        if not turn.alone:
            return plain
        access = await services.roles.access(tenant_id, turn.who.object_id, False)
        if not may(access, Right.READ).allowed:
            return plain
        workspace = await services.store.workspaces.find(tenant_id)
        if workspace is None or workspace.state != WorkspaceState.CONNECTED:
            return plain
        services = services.for_viewer(access)
        # People with limited reach see fewer names, so theirs are cached separately.
        key = f"{tenant_id}:{workspace.org_uuid}:{'' if services.viewer_access is None else hash(access)}"
        templates = tuple(one.name for one in await services.store.templates.all(tenant_id))
        live = await self._looks.get(key, services.steady, lambda: read_snapshot(services, workspace, system=True))
        kept = self._names.get(key)
        if kept is None or kept[0] is not live or not _fits(kept[1], plain, templates):
            kept = (live, await asyncio.to_thread(names_of, live, plain.today, templates))
            self._names[key] = kept
        return kept[1]

    def _topic(self, turn: Turn, names: Names) -> Topic | None:
        topic = self._memory.of(*_key(turn))
        while topic is not None and topic.text:
            items = tuple(item for item in find_items(topic.text, names) if item.means)
            topic = Topic(items) if items else topic.before
        return topic


def _fits(kept: Names, plain: Names, templates: tuple[str, ...]) -> bool:
    return kept.today == plain.today and tuple(kept.templates.values()) == templates


def _key(turn: Turn) -> tuple[str, str]:
    return turn.conversation.conversation_id, turn.who.object_id


def needs_no_names(meant: Understood, text: str, plain: Names) -> bool:
    """Whether it is small talk that the workspace's names can't turn into anything else.

    What “don't” forbids may be somebody unknown here, and then be a request: “I don't want Ben to call abroad”.
    """
    if not isinstance(meant, Interpretation) or not (meant.intent.talk and meant.whole):
        return False
    return meant.intent.name != "decline" or not any(item.unknown for item in find_items(text, plain))
