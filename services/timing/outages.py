"""Trouble with the remote systems: which of them don't answer, or answer oddly, and how long to wait.

A job waits for its systems and says for which. It never waits without a bound: after `Pace.unreadable` seconds of odd
answers, or `Pace.give_up` without any, it stops, keeps everything, and says who has to look into it.
"""

from __future__ import annotations

from dataclasses import dataclass

from services.domain.errors import RemoteBusy, RemoteError, RemoteRefused, SwitchboardError
from services.domain.phrases import join_text, tr
from services.remote.clock import SteadyClock
from services.timing.pace import Pace
from services.wording.odd_answers import age_in_words, seen_in

_NEXT = tr("I try again by myself.")


class WaitedLongEnough(SwitchboardError):
    """A remote system gave no usable answer for as long as a job waits for one."""


@dataclass(frozen=True, slots=True)
class Outage:
    """What is wrong with a system: `saw` says what it answers, and is empty when it doesn't answer at all.

    `barred`: it refuses the sign-in.
    """

    system: str
    saw: str = ""
    barred: bool = False

    @property
    def words(self) -> str:
        """What a job says while it waits."""
        if not self.saw:
            return tr("{system} isn't answering. {next}", system=self.system, next=_NEXT)
        if self.barred:
            return tr(
                "{system} doesn't take my sign-in at the moment ({saw}). {next}",
                system=self.system,
                saw=self.saw,
                next=_NEXT,
            )
        return tr("{system} answers what I can't read ({saw}). {next}", system=self.system, saw=self.saw, next=_NEXT)


def outage_of(error: RemoteError) -> Outage:
    """The outage that a failed read shows."""
    saw = "" if isinstance(error, RemoteBusy) else seen_in(error)
    return Outage(error.system, saw, barred=isinstance(error, RemoteRefused) and error.status == 401)


class Outages:
    """The outages of one job, by call; they outlive its slices."""

    def __init__(self, pace: Pace, steady: SteadyClock) -> None:
        self._pace = pace
        self._steady = steady
        self._since = 0.0
        self._now: dict[str, Outage] = {}
        self._times: dict[str, int] = {}
        self._barred: dict[str, float] = {}

    def may_pass(self, asked: str, error: RemoteError) -> bool:
        """Whether a refusal to let us in may pass: a refused sign-in counts only once it lasts.

        Even a new token is refused now and then. A missing right (403) counts at once.
        """
        if not isinstance(error, RemoteRefused) or error.status != 401:
            return False
        now = self._steady.now()
        return now - self._barred.setdefault(asked, now) < self._pace.barred

    def met(self, asked: str, trouble: Outage) -> float:
        """Note that a call wasn't answered; seconds until the next try. WaitedLongEnough when it lasts too long."""
        now = self._steady.now()
        self._since = self._since if self._now else now
        self._now[asked] = trouble
        self._times[asked] = self._times.get(asked, 0) + 1
        if now - self._since > (self._pace.unreadable if trouble.saw else self._pace.give_up):
            raise _enough(trouble, now - self._since)
        return min(self._pace.slow_poll, self._pace.retry * 2.0 ** min(self._times[asked] - 1, 16))

    def over(self, asked: str) -> None:
        """Note that the call was answered."""
        self._now.pop(asked, None)
        self._times.pop(asked, None)
        self._barred.pop(asked, None)

    @property
    def words(self) -> str:
        """What the job says; empty when there is no trouble."""
        return join_text(" ", sorted({trouble.words for trouble in self._now.values()}))


class Memory:
    """The outages of the jobs that this process works on."""

    def __init__(self, pace: Pace, steady: SteadyClock) -> None:
        self._pace = pace
        self._steady = steady
        self._kept: dict[str, Outages] = {}

    def of(self, job_id: str, *, waits: bool) -> Outages:
        """The job's outages; empty ones when it `waits` for nothing, whatever this process remembers."""
        if not waits:
            self.forget(job_id)
        return self._kept.setdefault(job_id, Outages(self._pace, self._steady))

    def forget(self, job_id: str) -> None:
        """Forget a job that has ended or stopped."""
        self._kept.pop(job_id, None)


def _enough(trouble: Outage, seconds: float) -> WaitedLongEnough:
    told = tr("for {age_in_words}", age_in_words=age_in_words(seconds))
    fix = tr("Ask whoever runs it, or Switchboard, to look into it.")
    if not trouble.saw:
        return WaitedLongEnough(tr("{system} hasn't answered {told}.", system=trouble.system, told=told), fix=fix)
    return WaitedLongEnough(
        tr(
            "{system} has given answers that I can't read {told} ({saw}).",
            system=trouble.system,
            told=told,
            saw=trouble.saw,
        ),
        fix=fix,
    )
