"""Whether what a button is about lies in somebody's reach, by a snapshot that may be seconds old.

It spares people buttons whose plan would be refused. What they may do is decided when the plan is made.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from services.domain.access import Access, Right, having
from services.domain.reach import Extent, ReachKind, covers
from services.inventory.snapshot import Snapshot
from services.inventory.visibility import line_extent, number_extent


def writes_everywhere(access: Access) -> bool:
    """Whether nothing is out of this person's reach for changes, so that no object needs to be looked at."""
    return any(reach.kind is ReachKind.WORKSPACE for reach in having(access, Right.CHANGE))


@dataclass(frozen=True, slots=True)
class Within:
    """What somebody may change of a snapshot that is cut to what they see; what it doesn't know is let through."""

    access: Access
    live: Snapshot

    def line(self, key: str, *, joined: bool) -> bool:
        """Whether the line can be changed; `joined` where the change brings a number or person along."""
        if key in self.live.hidden:
            return False
        return key not in self.live.lines or self._reached(line_extent(self.live, key), joined=joined)

    def number(self, e164: str, *, joined: bool) -> bool:
        """The same for a number."""
        return e164 not in self.live.numbers or self._reached(number_extent(self.live, e164), joined=joined)

    def person(self, who: str) -> bool:
        """Whether somebody can be given a line: only a reach by people says anything about that."""
        person = self.live.directory.get(who)
        return person is None or self._reached(Extent(people=frozenset({person.object_id} - {""})), joined=True)

    def any_line(self, keys: Iterable[str]) -> bool:
        """Whether at least one of these lines can be changed."""
        return any(self.line(key, joined=False) for key in keys)

    def _reached(self, extent: Extent, *, joined: bool) -> bool:
        return any(
            covers(reach, extent, looks=False) or (joined and not extent.of(reach.kind))
            for reach in having(self.access, Right.CHANGE)
        )
