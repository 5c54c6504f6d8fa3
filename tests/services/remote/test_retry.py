from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services.remote.retry import ATTEMPTS, MAX_WAIT_SECONDS, Again, Answered, Lost, Stop, TryOutcome, Verdict, decide

attempts = st.integers(1, ATTEMPTS + 3)
chance = st.floats(0, 1, exclude_max=True)
waits = st.none() | st.floats(0, 1000)
answers = st.builds(Answered, st.integers(200, 599), waits, st.booleans())
outcomes: st.SearchStrategy[TryOutcome] = answers | st.builds(Lost, st.booleans())


def ambiguous(outcome: TryOutcome) -> bool:
    if isinstance(outcome, Lost):
        return outcome.sent
    throttled = outcome.status == 503 and outcome.retry_after is not None
    return outcome.status == 408 or (outcome.status >= 500 and not throttled)


@given(attempts, outcomes, chance)
def test_a_write_that_may_have_had_an_effect_is_never_repeated(attempt: int, outcome: TryOutcome, rng: float) -> None:
    decision = decide(attempt, outcome, repeatable=False, rng_value=rng)
    if ambiguous(outcome):
        assert isinstance(decision, Stop)
        assert decision.verdict is Verdict.UNKNOWN


@given(attempts, outcomes, st.booleans(), chance)
def test_a_busy_end_means_that_nothing_had_an_effect(
    attempt: int, outcome: TryOutcome, repeatable: bool, rng: float
) -> None:
    decision = decide(attempt, outcome, repeatable, rng)
    if isinstance(decision, Stop) and decision.verdict is Verdict.BUSY:
        assert not ambiguous(outcome)


@given(outcomes, st.booleans(), chance)
def test_the_last_attempt_is_the_last(outcome: TryOutcome, repeatable: bool, rng: float) -> None:
    decision = decide(ATTEMPTS, outcome, repeatable, rng)
    assert isinstance(decision, Stop) or decision.renew


@given(attempts, outcomes, st.booleans(), chance)
def test_waits_are_bounded_and_a_repeat_in_doubt_says_so(
    attempt: int, outcome: TryOutcome, repeatable: bool, rng: float
) -> None:
    decision = decide(attempt, outcome, repeatable, rng)
    if isinstance(decision, Again):
        assert 0 <= decision.after <= MAX_WAIT_SECONDS
        assert decision.doubt == ambiguous(outcome)


@given(st.integers(1, ATTEMPTS - 1), st.sampled_from([429, 503]), st.floats(0, MAX_WAIT_SECONDS), st.booleans(), chance)
def test_retry_after_is_obeyed_to_the_second(
    attempt: int, status: int, after: float, repeatable: bool, rng: float
) -> None:
    assert decide(attempt, Answered(status, after), repeatable, rng) == Again(after, hold=True)


def test_a_wait_longer_than_a_call_may_take_is_handed_to_the_caller() -> None:
    assert decide(1, Answered(429, MAX_WAIT_SECONDS + 1), True, 0.0) == Stop(Verdict.BUSY, MAX_WAIT_SECONDS + 1)


@given(st.sampled_from([400, 404, 409, 412, 422, 302]), attempts, st.booleans(), chance)
def test_a_refusal_is_final(status: int, attempt: int, repeatable: bool, rng: float) -> None:
    assert decide(attempt, Answered(status), repeatable, rng) == Stop(Verdict.REFUSED)


@given(st.booleans(), chance)
def test_a_token_is_renewed_once(repeatable: bool, rng: float) -> None:
    for status in (401, 403):
        assert decide(1, Answered(status), repeatable, rng) == Again(0.0, renew=True)
        assert decide(2, Answered(status, renewed=True), repeatable, rng) == Stop(Verdict.REFUSED)


@given(st.integers(200, 299), attempts, st.booleans(), chance)
def test_success_is_success(status: int, attempt: int, repeatable: bool, rng: float) -> None:
    assert decide(attempt, Answered(status), repeatable, rng) == Stop(Verdict.DONE)


@given(st.integers(1, ATTEMPTS - 2))
def test_backing_off_grows_until_its_limit(attempt: int) -> None:
    first, second = (decide(n, Lost(sent=False), False, 0.5) for n in (attempt, attempt + 1))
    assert isinstance(first, Again)
    assert isinstance(second, Again)
    assert second.after >= first.after
