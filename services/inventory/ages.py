"""Ages: since when a number has been on its way into Teams or to its person, and whether that is longer than normal.

Being under way is a state, never an error. Our own ledger knows when a step was begun; for a number that another
program uploaded, the CPaaS knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.domain.line import Activation, Number, UploadState
from services.domain.steps import REQUEST, StepKind
from services.inventory.snapshot import Snapshot
from services.store.standing import Standing, standing
from services.store.store import Store
from services.timing.pace import Pace, WallClock

_ARRIVING = (StepKind.NUMBER_UPLOAD, StepKind.NUMBER_VISIBLE)
_MOVING = (StepKind.NUMBER_ASSIGN, StepKind.NUMBER_UNASSIGN)


class Records(Protocol):
    """The sources of ages: our own records, and a clock."""

    @property
    def store(self) -> Store:
        """Our records."""
        ...

    @property
    def clock(self) -> WallClock:
        """The clock to compare with."""
        ...

    @property
    def pace(self) -> Pace:
        """How long things normally take."""
        ...


@dataclass(frozen=True, slots=True)
class Age:
    """Since when a number has been on its way, whether that is longer than normal, and the request id to quote."""

    since: float
    stuck: bool = False
    request_id: str = ""


async def ages(services: Records, tenant_id: str, live: Snapshot) -> Mapping[str, Age]:
    """The age of every number under way, by E.164; a number of unknown age is left out."""
    waiting = [number for number in live.numbers.values() if under_way(number)]
    if not waiting:
        return {}
    stands = await standing(services.store.db, tenant_id, [*_ARRIVING, *_MOVING])
    now, found = services.clock.now(), {}
    for number in waiting:
        stand = _fitting(stands.get(number.e164), number)
        since = min(now, _since(stand, number))
        if since:
            found[number.e164] = Age(since, now - since > services.pace.normal, _request_of(stand))
    return found


def under_way(number: Number) -> bool:
    """Whether the number is on its way into Teams, to its person, or back from them."""
    return number.upload in (UploadState.UPLOADING, UploadState.SYNCED) or number.activation == Activation.ASSIGNING


def _fitting(stand: Standing | None, number: Number) -> Standing | None:
    kinds = _MOVING if number.activation == Activation.ASSIGNING else _ARRIVING
    return stand if stand and stand.kind in kinds else None


def _since(stand: Standing | None, number: Number) -> float:
    uploaded = _moment(number.uploaded_at) if number.activation != Activation.ASSIGNING else 0.0
    if stand is None:
        return uploaded
    # A job that gave up may be older than what somebody has done elsewhere since.
    return stand.since if stand.open else max(stand.since, uploaded)


def _request_of(stand: Standing | None) -> str:
    if stand is None:
        return ""
    if stand.kind in _MOVING or stand.note.startswith(REQUEST):
        return stand.note.removeprefix(REQUEST)  # for an assignment this is the operation's id
    return stand.request_ids[-1] if stand.request_ids else ""


def _moment(stamp: str) -> float:
    try:
        return datetime.fromisoformat(stamp).timestamp() if stamp else 0.0
    except ValueError:
        return 0.0
