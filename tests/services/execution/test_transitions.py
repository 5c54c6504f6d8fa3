"""The judge of a line: whatever the remote systems say, in whatever order, a line is never lost and never goes back."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.domain.error_codes import LINE_CODES
from services.domain.plan import PlanLine
from services.domain.steps import ObjectState, Step, StepKind
from services.execution import transitions as judge
from services.execution.effects.base import Look, Observation, Result, WriteResult
from services.execution.transitions import Next
from services.store.ledger import LedgerEntry
from services.timing.pace import Pace
from services.wording.refusals import REFUSAL_CODES, explain

PACE = Pace(give_up=3600.0)
KINDS = (StepKind.EXTENSION_CREATE, StepKind.NUMBER_UPLOAD, StepKind.NUMBER_ASSIGN)
LINE = PlanLine(1, "101", "101 John", tuple(Step(kind, "101", ObjectState(), ObjectState()) for kind in KINDS))
SHORT = {one.code for one in (*LINE_CODES, *REFUSAL_CODES)}
OUTCOMES = ("done", "failed", "skipped", "cancelled")

looks = st.sampled_from(list(Observation)).map(lambda seen: Look(seen, f"seen {seen}"))
answers = st.builds(
    WriteResult,
    st.sampled_from(list(Result)),
    reason=st.just("because"),
    wait=st.floats(0, 1e6),
    away=st.sampled_from(["", "X"]),
)
happening = st.tuples(st.one_of(looks, answers, st.just("locked"), st.just("cancel")), st.floats(0, 1000))


def after(entry: LedgerEntry, what: Look | WriteResult | str, now: float) -> Next:
    """What the slice does: look; only what is still to be sent is sent."""
    if isinstance(what, Look):
        if what.seen is Observation.BEFORE and entry.phase in ("todo", "intent"):
            return judge.sent(LINE, judge.about_to_send(entry, now), WriteResult(Result.STARTED), now, PACE)
        return judge.looked(LINE, entry, what, now, PACE)
    if what == "cancel":
        return Next(judge.cancelled(entry, now))
    if entry.phase == "polling":
        return judge.looked(LINE, entry, Look(Observation.RUNNING), now, PACE)
    about = judge.about_to_send(entry, now)
    return Next(judge.not_sent(about)) if isinstance(what, str) else judge.sent(LINE, about, what, now, PACE)


@given(st.lists(happening, max_size=40))
def test_a_line_moves_forward_only_and_ends_for_a_reason(
    happened: list[tuple[Look | WriteResult | str, float]],
) -> None:
    entry, now = LedgerEntry(1), 1000.0
    for what, passed in happened:
        now += passed
        move = after(entry, what, now)
        new = move.entry
        assert new.no == entry.no
        assert entry.step <= new.step < len(KINDS)
        assert new.trace[: len(entry.trace)] == entry.trace
        assert [t["how"] in ("done", "already") for t in new.trace[: new.step]] == [True] * new.step
        assert new.attempts <= PACE.tries
        if new.phase == "ended":
            assert new.outcome in OUTCOMES
            assert new.outcome == "done" or new.reason
            assert (new.short in SHORT) is (new.outcome != "done")
            assert new.outcome != "done" or len(new.trace) == len(KINDS)
            return
        assert new.phase in ("todo", "intent", "polling")
        assert new.outcome == ""
        assert new.began <= now
        assert move.due <= now + max(PACE.settle * 2**PACE.tries, 150 * PACE.retry)
        entry = new


@given(
    st.sampled_from(
        [Look(Observation.RUNNING), Look(Observation.AGAIN, "not yet"), WriteResult(Result.LATER, "not yet")]
    )
)
def test_waiting_ends_with_its_age(what: Look | WriteResult) -> None:
    entry, now, tries = LedgerEntry(1), 1000.0, 0
    while entry.phase != "ended":
        move = after(entry, what, now)
        entry, now, tries = move.entry, max(now + 1.0, move.due), tries + 1
        assert tries <= 5000
    assert entry.outcome == "failed"
    assert PACE.give_up < entry.since - 1000.0 <= PACE.give_up + 150 * PACE.retry
    assert re.search(r"still not done after (6\d) minutes", entry.reason)


def test_a_line_that_waits_is_tried_less_and_less_often() -> None:
    entry, now, waits = LedgerEntry(1), 1000.0, []
    for _ in range(25):
        move = after(entry, WriteResult(Result.LATER, "not yet"), now)
        waits.append(move.due - now)
        assert judge.due_at(move.entry, PACE) == pytest.approx(move.due)  # a later run finds the same moment
        entry, now = move.entry, move.due
        if now - 1000.0 > PACE.give_up / 2:
            break
    assert waits[0] == PACE.retry
    assert waits == sorted(waits)
    assert waits[-1] <= 150 * PACE.retry
    assert len(waits) < 20


def test_doubt_is_bounded_and_a_clear_answer_clears_it() -> None:
    entry, now = LedgerEntry(1), 1000.0
    for _ in range(PACE.tries - 1):
        move = after(entry, WriteResult(Result.UNKNOWN, "no answer"), now)
        assert move.entry.phase == "intent"
        entry, now = move.entry, move.due
    clear = after(entry, WriteResult(Result.LATER, "busy", away="X"), now)
    assert (clear.entry.phase, clear.entry.attempts) == ("todo", 0)
    ended = after(entry, WriteResult(Result.UNKNOWN, "no answer"), now).entry
    assert (ended.outcome, ended.reason) == ("failed", "no answer")


def test_each_doubt_gets_more_time_to_clear_up() -> None:
    entry, now, pauses = LedgerEntry(1), 1000.0, []
    for _ in range(PACE.tries - 1):
        move = after(entry, WriteResult(Result.UNKNOWN), now)
        pauses.append(move.due - now)
        entry, now = move.entry, move.due
    assert pauses == [PACE.settle * 2**n for n in range(PACE.tries - 1)]


def test_a_new_step_waits_for_reasons_of_its_own() -> None:
    waiting = after(LedgerEntry(1), WriteResult(Result.LATER, "not yet", "wait"), 1000.0).entry
    assert (waiting.reason, waiting.began) == ("not yet", 1000.0)
    moved = judge.advance(LINE, waiting, 2000.0)
    assert (moved.entry.step, moved.entry.reason, moved.entry.fix, moved.entry.began) == (1, "", "", 0.0)


def test_a_system_that_is_away_is_not_the_lines_reason() -> None:
    assert after(LedgerEntry(1), WriteResult(Result.LATER, "X answered nothing.", away="X"), 1000.0).entry.reason == ""


def test_the_last_step_ends_the_line() -> None:
    last = replace(LedgerEntry(1), step=len(KINDS) - 1)
    assert judge.advance(LINE, last, 5.0).entry.outcome == "done"


def test_a_write_whose_answer_was_lost_is_sent_again_when_it_only_seemed_to_be_under_way() -> None:
    unsure = judge.sent(
        LINE, judge.about_to_send(LedgerEntry(1), 1000.0), WriteResult(Result.UNKNOWN, "lost"), 1001.0, PACE
    ).entry
    seen = judge.looked(LINE, unsure, Look(Observation.RUNNING), 1010.0, PACE).entry
    assert seen.phase == "polling"
    move = judge.looked(LINE, seen, Look(Observation.BEFORE), 1020.0, PACE)
    assert (move.entry.phase, move.entry.since) == ("intent", 1020.0)
    assert move.due >= 1020.0 + PACE.settle


def test_a_write_that_was_accepted_is_not_sent_again_while_it_does_not_show() -> None:
    accepted = judge.sent(
        LINE, judge.about_to_send(LedgerEntry(1), 1000.0), WriteResult(Result.STARTED, note="op"), 1001.0, PACE
    )
    assert judge.looked(LINE, accepted.entry, Look(Observation.BEFORE), 1010.0, PACE).entry.phase == "polling"


def test_a_write_that_was_accepted_but_never_shows_is_in_doubt_after_a_while() -> None:
    accepted = judge.sent(
        LINE, judge.about_to_send(LedgerEntry(1), 1000.0), WriteResult(Result.STARTED, note="op"), 1001.0, PACE
    )
    late = 1001.0 + PACE.lag + 1
    assert judge.looked(LINE, accepted.entry, Look(Observation.BEFORE), late, PACE).entry.phase == "intent"
    assert judge.looked(LINE, accepted.entry, Look(Observation.RUNNING), late, PACE).entry.phase == "polling"


def test_a_refusal_after_a_lost_answer_is_looked_into_before_it_counts() -> None:
    refused = WriteResult(Result.REFUSED, "Extension 101 exists already.")
    first = judge.about_to_send(LedgerEntry(1), 1000.0)
    assert judge.sent(LINE, first, refused, 1001.0, PACE).entry.outcome == "failed"
    second = judge.about_to_send(
        judge.sent(LINE, first, WriteResult(Result.UNKNOWN, "lost"), 1001.0, PACE).entry, 1010.0
    )
    doubt = judge.sent(LINE, second, refused, 1011.0, PACE).entry
    assert doubt.phase == "intent"
    assert judge.looked(LINE, doubt, Look(Observation.AFTER), 1030.0, PACE).entry.step == 1


def test_what_a_line_waits_for_is_told_without_what_is_its_own() -> None:
    said = explain("", "number +6567891230 not found from tenant")
    sent = WriteResult(Result.LATER, said.reason, said.fix, kind=said.kind)
    assert "+6567891230" in said.reason
    assert after(LedgerEntry(1), sent, 1000.0).entry.reason == "Teams doesn't know this number yet."
    look = Look(Observation.AGAIN, said.reason, said.fix, said.kind)
    assert after(LedgerEntry(1), look, 1000.0).entry.reason == "Teams doesn't know this number yet."
    late = after(LedgerEntry(1, began=1.0), sent, 1.0 + 2 * PACE.give_up).entry
    assert late.outcome == "failed"
    assert "+6567891230" in late.reason
