"""What an answer of a remote system means for a line. Pure functions: from an entry and an answer to the next entry."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from services.domain.error_codes import CANCELLED, IN_DOUBT, LEFT_WAITING, MOVED, REFUSED, TOO_LONG
from services.domain.phrases import tr
from services.domain.plan import PlanLine
from services.domain.states import LineOutcome, LinePhase
from services.domain.steps import REQUEST, WORDS
from services.execution.effects.base import Look, Observation, Result, WriteResult
from services.store.ledger import LedgerEntry
from services.timing.pace import Pace
from services.wording.odd_answers import age_in_words

WHY_CANCELLED = tr("The job was cancelled before this line was finished.")


@dataclass(frozen=True, slots=True)
class Next:
    """The entry to store, and when the line is due again."""

    entry: LedgerEntry
    due: float = 0.0


def looked(line: PlanLine, entry: LedgerEntry, look: Look, now: float, pace: Pace) -> Next:
    """The entry after a look. For a while BEFORE counts as under way if the write was accepted (it left a note).

    After that, and when nothing proves that the write was accepted, the write is in doubt again.
    """
    if look.seen is Observation.AFTER:
        return advance(line, entry, now, _request_of(entry))
    if look.seen is Observation.MOVED:
        return Next(ended(line, entry, LineOutcome.SKIPPED, now, look.reason, look.fix, short=MOVED.code))
    if look.seen is Observation.FAILED:
        return Next(
            ended(line, entry, LineOutcome.FAILED, now, look.reason, look.fix, short=look.short or REFUSED.code)
        )
    if look.seen is Observation.AGAIN:
        return _later(
            line, entry, WriteResult(Result.LATER, look.reason, look.fix, kind=look.kind, short=look.short), now, pace
        )
    began = entry.began or now
    if now - began > pace.give_up:
        why = too_long(line, entry, began, now)
        return Next(ended(line, entry, LineOutcome.FAILED, now, why, _ASK, short=TOO_LONG.code))
    unseen = entry.phase == LinePhase.POLLING and now - entry.since > pace.lag
    if look.seen is Observation.BEFORE and (not entry.note or unseen):
        doubt = WriteResult(Result.UNKNOWN, tr("What was sent has had no effect."))
        return _unknown(line, replace(entry, phase=LinePhase.INTENT), doubt, now, pace)
    since = entry.since if entry.phase == LinePhase.POLLING else now
    return Next(replace(entry, phase=LinePhase.POLLING, since=since, began=began), now + pace.poll)


def longest(pace: Pace) -> float:
    """The longest wait between two tries, in seconds."""
    return _MAX_WAIT_FACTOR * pace.retry


def already(entry: LedgerEntry, now: float) -> LedgerEntry:
    """The end of a line without steps, which is already as desired."""
    return replace(entry, phase=LinePhase.ENDED, outcome=LineOutcome.DONE, since=now)


def adopted(entry: LedgerEntry, now: float) -> LedgerEntry:
    """An entry as a slice begins with it. Another clock may have written its times, so none may lie in the future.

    Nobody knows how long ago a write in doubt was sent, so it counts as sent just now.
    """
    since = now if entry.phase == LinePhase.INTENT else min(entry.since, now)
    return replace(entry, since=since, began=min(entry.began, since))


def puzzled(entry: LedgerEntry, now: float) -> LedgerEntry:
    """The entry of a line that looks changed by somebody else, before that counts."""
    if entry.phase != LinePhase.TODO or entry.reason:
        return entry
    return replace(entry, since=now, began=now, reason=_PUZZLED)


def is_puzzled(entry: LedgerEntry) -> bool:
    """Whether its line looks changed by somebody else, since `began`."""
    return entry.phase == LinePhase.TODO and entry.reason == _PUZZLED


def refused(entry: LedgerEntry, now: float, pace: Pace) -> Next:
    """The entry after a write that was refused: its object is looked at once more before that counts."""
    return Next(replace(entry, phase=LinePhase.INTENT, since=now), now + pace.settle)


def not_sent(entry: LedgerEntry) -> LedgerEntry:
    """The entry after a write that certainly had no effect."""
    return replace(entry, phase=LinePhase.TODO, attempts=0)


def about_to_send(entry: LedgerEntry, now: float) -> LedgerEntry:
    """The intent, stored before the write."""
    return replace(
        entry, phase=LinePhase.INTENT, since=now, began=entry.began or now, attempts=entry.attempts + 1, note=""
    )


def shows_by(entry: LedgerEntry, pace: Pace, *, last: bool) -> float:
    """When a write in doubt should show, if it happened; if nothing is sent after it (`last`), the whole lag counts.

    The lag counts from the step's first try, so that a slice which begins anew doesn't wait anew.
    """
    settled = entry.since + pace.settle
    return max(settled, entry.began + pace.lag) if last else settled


def due_at(entry: LedgerEntry, pace: Pace) -> float:
    """When a line that a later run finds in the ledger is due; a postponed one keeps its wait."""
    return entry.since + _retry_wait(entry, pace) if entry.phase == LinePhase.TODO and entry.began else 0.0


def sent(line: PlanLine, entry: LedgerEntry, answer: WriteResult, now: float, pace: Pace) -> Next:
    """The entry after a write."""
    if answer.result is Result.DONE:
        return advance(line, entry, now, answer.request_id)
    if answer.result is Result.STARTED:
        entry = replace(entry, phase=LinePhase.POLLING, since=now, note=answer.note, reason="", fix="")
        return Next(entry, now + pace.poll)
    if answer.result is Result.REFUSED:
        if 1 < entry.attempts < _CERTAIN_TRIES:
            # An earlier try whose answer was lost may be why it is refused now: the object "exists already".
            return _unknown(line, entry, answer, now, pace)
        short = answer.short or REFUSED.code
        return Next(
            ended(line, entry, LineOutcome.FAILED, now, answer.reason, answer.fix, answer.request_id, short=short)
        )
    if answer.result is Result.UNKNOWN:
        return _unknown(line, entry, answer, now, pace)
    if answer.result is Result.MOVED:
        return _moved(line, entry, answer, now, pace)
    return _later(line, entry, answer, now, pace)


def _moved(line: PlanLine, entry: LedgerEntry, answer: WriteResult, now: float, pace: Pace) -> Next:
    """The entry of a line that wasn't sent; what looks changed counts once it has for as long as reads may lag."""
    entry = not_sent(entry)
    if is_puzzled(entry) and now - entry.began >= pace.lag:
        return Next(
            ended(line, entry, LineOutcome.SKIPPED, now, answer.reason, answer.fix, short=answer.short or MOVED.code)
        )
    began = entry.began if is_puzzled(entry) else now
    entry = replace(entry, since=now, began=began, note="", reason=_PUZZLED, fix="")
    return Next(entry, now + _retry_wait(entry, pace))


def _request_of(entry: LedgerEntry) -> str:
    return entry.note.removeprefix(REQUEST) if entry.note.startswith(REQUEST) else ""


def advance(line: PlanLine, entry: LedgerEntry, now: float, request_id: str = "") -> Next:
    """The entry after a finished step: at the next step, or ended."""
    how = "already" if entry.phase == LinePhase.TODO and not request_id else LineOutcome.DONE
    done = {"kind": line.steps[entry.step].kind.value, "how": how, "at": now, "request_id": request_id}
    entry = replace(entry, trace=(*entry.trace, done), attempts=0, note="", reason="", fix="", since=now, began=0.0)
    if entry.step + 1 == len(line.steps):
        return Next(replace(entry, phase=LinePhase.ENDED, outcome=LineOutcome.DONE))
    return Next(replace(entry, step=entry.step + 1, phase=LinePhase.TODO))


def cancelled(entry: LedgerEntry, now: float) -> LedgerEntry:
    """The entry of a cancelled line: what is done stays, nothing more is sent."""
    fix = tr("Retry the job to finish the line, or undo what was done.")
    over = replace(entry, phase=LinePhase.ENDED, outcome=LineOutcome.CANCELLED, since=now)
    return replace(over, reason=WHY_CANCELLED, fix=fix, short=CANCELLED.code)


def left_waiting(line: PlanLine, entry: LedgerEntry, now: float) -> LedgerEntry:
    """The entry of a line that ends because another line of the job ended without releasing what it needs."""
    fix = tr("See why the other line ended, then retry.")
    return ended(line, entry, LineOutcome.FAILED, now, _WHY_LEFT_WAITING, fix, short=LEFT_WAITING.code)


def ended(
    line: PlanLine,
    entry: LedgerEntry,
    outcome: LineOutcome,
    now: float,
    reason: str,
    fix: str = "",
    request_id: str = "",
    *,
    short: str,
) -> LedgerEntry:
    """The entry of a line that ends with this outcome, reason and advice; `short` is our code for the reason."""
    kind = line.steps[entry.step].kind.value
    mark: dict[str, Any] = {"kind": kind, "how": outcome, "at": now, "request_id": request_id}
    trace = (*entry.trace, mark)
    over = replace(entry, phase=LinePhase.ENDED, outcome=outcome, since=now, trace=trace)
    return replace(over, reason=reason, fix=fix, short=short)


def too_long(line: PlanLine, entry: LedgerEntry, began: float, now: float) -> str:
    """Says that a step still isn't done, and for how long."""
    return tr(
        "{words}: still not done after {age_in_words}.",
        words=WORDS[line.steps[entry.step].kind],
        age_in_words=age_in_words(now - began),
    )


_WHY_LEFT_WAITING = tr("It waited for another line of this job, which didn't get that far.")
_PUZZLED = tr("It doesn't look as the plan saw it. I look again before I believe it.")
_ASK = tr("Contact your operator and quote the number.")
_CERTAIN_TRIES = 4  # after so many tries a refusal counts, whatever became of the earlier ones
_MAX_WAIT_FACTOR = 150  # the longest wait between two tries, in multiples of `pace.retry`


def _retry_wait(entry: LedgerEntry, pace: Pace) -> float:
    """Half as long as the line has waited so far: often at first, then less and less often."""
    return min(longest(pace), max(pace.retry, (entry.since - entry.began) / 2))


def _unknown(line: PlanLine, entry: LedgerEntry, answer: WriteResult, now: float, pace: Pace) -> Next:
    if entry.attempts >= pace.tries:
        fix = tr("Look at the line before you retry it.")
        short = answer.short or IN_DOUBT.code
        return Next(ended(line, entry, LineOutcome.FAILED, now, answer.reason, fix, answer.request_id, short=short))
    # Each further doubt about the same write gets twice the time to clear up.
    return Next(replace(entry, since=now), now + pace.settle * 2.0 ** (entry.attempts - 1))


def _later(line: PlanLine, entry: LedgerEntry, answer: WriteResult, now: float, pace: Pace) -> Next:
    began = entry.began or now
    if now - began > pace.give_up:
        why = tr("{reason} {too_long}", reason=answer.reason, too_long=too_long(line, entry, began, now))
        short = answer.short or TOO_LONG.code
        return Next(ended(line, entry, LineOutcome.FAILED, now, why, answer.fix, answer.request_id, short=short))
    # Reasons to wait are counted and shown, so they leave out single people and numbers; that a system is away is said
    # by the job, not by each line.
    doubt = entry.reason if entry.reason == _PUZZLED else ""  # not over while nothing can be read
    reason, fix = (doubt, "") if answer.away else (answer.kind or answer.reason, answer.fix)
    entry = replace(not_sent(entry), since=now, began=began, note="", reason=reason, fix=fix)
    return Next(entry, now + max(_retry_wait(entry, pace), min(answer.wait, longest(pace))))
