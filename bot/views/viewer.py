"""Who looks, and times in words as they read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from services.changes.rights import may_do
from services.domain.access import ACCESS_UNKNOWN, Access, Right
from services.store.records import StoredPlan


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person a card is drawn for; one who may only look (`reads_only`) gets no buttons that change anything.

    `access` is what they hold, where that is known.
    """

    tenant_id: str
    object_id: str
    time_zone: str = "UTC"
    reads_only: bool = False
    access: Access = ACCESS_UNKNOWN

    def decides(self, plan: StoredPlan) -> bool:
        """Whether they may decide on the plan; where that isn't known, whether they do more than look."""
        return may_do(self.access, Right.APPROVE, plan) if self.access.known else not self.reads_only

    def when(self, at: float, now: float) -> str:
        """A moment in the viewer's own time: `today 14:05`, `23 Nov 2026 09:30`."""
        zone = _zone(self.time_zone)
        there, today = datetime.fromtimestamp(at, zone), datetime.fromtimestamp(now, zone)
        if there.date() == today.date():
            return f"today {there:%H:%M}"
        return f"{there.day} {there:%b %Y %H:%M}"

    def begins(self, at: float) -> str:
        """A moment that is to come, with its day of the week: `Friday 27 November, 18:00`."""
        there = datetime.fromtimestamp(at, _zone(self.time_zone))
        return f"{there:%A} {there.day} {there:%B}, {there:%H:%M}"

    def moment(self, day: date, hour: int) -> float:
        """This hour of the day where the viewer is."""
        return datetime.combine(day, time(hour), _zone(self.time_zone)).timestamp()

    def written(self, at: float) -> str:
        """A moment for a file, to be sorted and counted with: `2026-11-24 14:05`."""
        return f"{datetime.fromtimestamp(at, _zone(self.time_zone)):%Y-%m-%d %H:%M}"

    def day(self, at: float) -> date:
        """The day of a moment where the viewer is."""
        return datetime.fromtimestamp(at, _zone(self.time_zone)).date()

    def hours_of(self, day: date) -> tuple[float, float]:
        """When this day begins and ends where the viewer is."""
        zone = _zone(self.time_zone)
        begin, end = (datetime.combine(d, time.min, zone) for d in (day, day + timedelta(days=1)))
        return begin.timestamp(), end.timestamp()


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
