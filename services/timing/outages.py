"""Trouble with the remote systems: which of them doesn't answer, or not so that it can be read, and until when we wait.

A job waits for its systems and says for which. It never waits without a bound: after `Pace.unreadable` seconds of odd
answers, or `Pace.give_up` without any, it stops, keeps everything, and says who has to look into it.
"""

from __future__ import annotations

from dataclasses import dataclass

from services.domain.errors import RemoteBusy, RemoteError, RemoteRefused, SwitchboardError
from services.remote.clock import SteadyClock
from services.timing.pace import Pace
from services.wording.odd_answers import age_in_words, seen_in

_NEXT = "I try again by myself."


class WaitedLongEnough(SwitchboardError):
    """A remote system gave no usable answer for as long as a job waits for one."""


@dataclass(frozen=True, slots=True)
class Outage:
    """What a system does: `saw` says what it answers, and is empty when it doesn't answer at all.

    `barred`: it doesn't take the sign-in.
    """

    system: str
    saw: str = ""
    barred: bool = False

    @property
    def words(self) -> str:
        """What a job says while it waits."""
        if not self.saw:
            return f"{self.system} isn't answering. {_NEXT}"
        if self.barred:
            return f"{self.system} doesn't take my sign-in at the moment ({self.saw}). {_NEXT}"
        return f"{self.system} answers what I can't read ({self.saw}). {_NEXT}"


def outage_of(error: RemoteError) -> Outage:
    """What a failed read says about its system."""
    saw = "" if isinstance(error, RemoteBusy) else seen_in(error)
    return Outage(error.system, saw, barred=isinstance(error, RemoteRefused) and error.status == 401)


class Outages:
    """The troubles of one job, by what was asked; they outlive its slices."""

    def __init__(self, pace: Pace, steady: SteadyClock) -> None:
        self._pace = pace
        self._steady = steady
        self._since = 0.0
        self._now: dict[str, Outage] = {}
        self._times: dict[str, int] = {}
        self._barred: dict[str, float] = {}

    def may_pass(self, asked: str, error: RemoteError) -> bool:
        """Whether a refusal to let us in may be over soon: a sign-in that isn't taken is believed once that lasts.

        Even a new token is refused now and then. A right that is gone (403) is believed at once.
        """
        if not isinstance(error, RemoteRefused) or error.status != 401:
            return False
        now = self._steady.now()
        return now - self._barred.setdefault(asked, now) < self._pace.barred

    def met(self, asked: str, trouble: Outage) -> float:
        """What was asked wasn't answered; seconds until another try. WaitedLongEnough when it has lasted too long."""
        now = self._steady.now()
        self._since = self._since if self._now else now
        self._now[asked] = trouble
        self._times[asked] = self._times.get(asked, 0) + 1
        if now - self._since > (self._pace.unreadable if trouble.saw else self._pace.give_up):
            raise _enough(trouble, now - self._since)
        return min(self._pace.slow_poll, self._pace.retry * 2.0 ** min(self._times[asked] - 1, 16))

    def over(self, asked: str) -> None:
        """It was answered."""
        self._now.pop(asked, None)
        self._times.pop(asked, None)
        self._barred.pop(asked, None)

    @property
    def words(self) -> str:
        """What the job says; empty when there is no trouble."""
        return " ".join(sorted({trouble.words for trouble in self._now.values()}))


class Memory:
    """The troubles of the jobs that this process works on."""

    def __init__(self, pace: Pace, steady: SteadyClock) -> None:
        self._pace = pace
        self._steady = steady
        self._kept: dict[str, Outages] = {}

    def of(self, job_id: str, *, waits: bool) -> Outages:
        """The job's troubles; new ones when it `waits` for nothing, whatever this process remembers."""
        if not waits:
            self.forget(job_id)
        return self._kept.setdefault(job_id, Outages(self._pace, self._steady))

    def forget(self, job_id: str) -> None:
        """The job has ended or stopped."""
        self._kept.pop(job_id, None)


def _enough(trouble: Outage, seconds: float) -> WaitedLongEnough:
    told = f"for {age_in_words(seconds)}"
    fix = "Ask whoever runs it, or Switchboard, to look into it."
    if not trouble.saw:
        return WaitedLongEnough(f"{trouble.system} hasn't answered {told}.", fix=fix)
    return WaitedLongEnough(f"{trouble.system} has given answers that I can't read {told} ({trouble.saw}).", fix=fix)
