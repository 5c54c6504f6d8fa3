"""The viewer of a card, and times in words for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from services.changes.rights import may_do
from services.domain.access import ACCESS_UNKNOWN, Access, Right
from services.domain.phrases import tr
from services.store.records import StoredPlan


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person for whom a card is drawn; somebody who may only read (`reads_only`) gets no buttons for changes.

    `access` is their access, if known.
    """

    tenant_id: str
    object_id: str
    time_zone: str = "UTC"
    reads_only: bool = False
    access: Access = ACCESS_UNKNOWN

    def decides(self, plan: StoredPlan) -> bool:
        """Whether they may decide on the plan; if that isn't known, whether they may do more than read."""
        return may_do(self.access, Right.APPROVE, plan) if self.access.known else not self.reads_only

    def when(self, at: float, now: float) -> str:
        """A time in the viewer's time zone: `today 14:05`, `23 Nov 2026 09:30`."""
        zone = _zone(self.time_zone)
        there, today = datetime.fromtimestamp(at, zone), datetime.fromtimestamp(now, zone)
        if there.date() == today.date():
            return tr("today {there:%H:%M}", there=there)
        return tr("{day} {there:%b %Y %H:%M}", day=there.day, there=there)

    def begins(self, at: float) -> str:
        """A future time, with its day of the week: `Friday 27 November, 18:00`."""
        there = datetime.fromtimestamp(at, _zone(self.time_zone))
        return tr("{there:%A} {day} {there:%B}, {there:%H:%M}", there=there, day=there.day)

    def moment(self, day: date, hour: int) -> float:
        """The time of this hour of the day in the viewer's time zone."""
        return datetime.combine(day, time(hour), _zone(self.time_zone)).timestamp()

    def written(self, at: float) -> str:
        """A time for a file, in sortable form: `2026-11-24 14:05`."""
        return f"{datetime.fromtimestamp(at, _zone(self.time_zone)):%Y-%m-%d %H:%M}"

    def day(self, at: float) -> date:
        """The day of a time in the viewer's time zone."""
        return datetime.fromtimestamp(at, _zone(self.time_zone)).date()

    def hours_of(self, day: date) -> tuple[float, float]:
        """When this day begins and ends in the viewer's time zone."""
        zone = _zone(self.time_zone)
        begin, end = (datetime.combine(d, time.min, zone) for d in (day, day + timedelta(days=1)))
        return begin.timestamp(), end.timestamp()


def dated(day: date) -> str:
    """A day: `Fri 25 Dec 2026`."""
    return tr("{day:%a} {day_2} {day:%b %Y}", day=day, day_2=day.day)


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
