"""Control over a running job: pause, resume, cancel, retry. Nothing is lost and nothing is doubled by it."""

from __future__ import annotations

import asyncio

import pytest

from tests.scenarios.test_jobs import SEED, all_as_wished, ended, started
from tests.support.chat import Person, Shown
from tests.support.sheets import TEAMS, csv
from tests.support.town import Town

LONG = 3_600.0  # sandbox seconds until a number shows: longer than any test waits


async def waiting(place: Town) -> tuple[Person, Shown]:
    """A job whose three Teams lines wait for their numbers to show; one line is done."""
    place.sandbox.delays.visible = LONG
    alex = await started(place, SEED)
    progress = await alex.sees("Working on it", "Upload numbers to Teams: 3 of 3", "1 done")
    return alex, progress


def show_numbers(place: Town) -> None:
    """The wait is over."""
    place.sandbox.delays.visible = 1.0
    place.sandbox.clock.advance(LONG)


@pytest.mark.slow
async def test_pause_rests_and_resume_goes_on(place: Town) -> None:
    alex, progress = await waiting(place)
    await alex.click("Pause", progress)
    paused = await alex.becomes(progress, "Paused")
    assert set(paused.actions) == {"Resume", "Cancel"}
    show_numbers(place)
    calls = await place.calls("assignNumber")
    await asyncio.sleep(1.0)  # a paused job does nothing, however long one looks
    assert await place.calls("assignNumber") == calls == 0
    await alex.click("Resume", paused)
    await ended(alex, "4 done")
    await all_as_wished(place)


@pytest.mark.slow
async def test_cancel_says_what_is_done_and_sends_nothing_more(place: Town) -> None:
    alex, progress = await waiting(place)
    await alex.click("Cancel", progress)
    closing = await alex.sees("Result as a file", "Cancelled", "1 done", "3 not done")
    show_numbers(place)
    assert all(number["holder"] is None for number in (await place.in_teams()).values())
    assert not any(key.startswith("assign:") for key in await place.effects())
    assert "Retry 3 lines" in closing.actions
    assert "Cancelling" not in (await alex.becomes(progress, "Cancelled", "1 done, 3 not done")).words


async def test_what_a_cancelled_job_did_to_lines_that_it_left_half_done_can_be_undone(place: Town) -> None:
    place.sandbox.delays.visible = LONG
    rows = [("101", "6567891230", "John", TEAMS), ("102", "6567891231", "Alice", TEAMS)]
    alex = await started(place, csv(*rows), "two.csv")
    progress = await alex.sees("Working on it", "Upload numbers to Teams: 2 of 2")
    await alex.click("Cancel", progress)
    closing = await alex.sees("Result as a file", "Cancelled", "or undo what was done")
    assert "Failed numbers" not in closing.actions  # none failed
    await alex.click("Undo", closing)
    plan = await alex.sees("Undo: two.csv", "Delete extensions")
    assert "Send for approval" in plan.actions


@pytest.mark.long
async def test_cancelled_lines_are_finished_by_a_retry(place: Town) -> None:
    alex, progress = await waiting(place)
    sam = await place.person("Sam")
    await alex.click("Cancel", progress)
    await alex.sees("Result as a file", "3 not done")
    show_numbers(place)
    await alex.click("Retry 3 lines")
    await alex.sees("Retry: seed-bulk.csv", "Send for approval", "3 lines would change")
    await alex.click("Send for approval")
    await sam.sees("Please check this plan", "Retry: seed-bulk.csv")
    await sam.click("Approve")
    await ended(alex, "Retry: seed-bulk.csv", "3 assigned")
    await all_as_wished(place)


@pytest.mark.slow
async def test_a_paused_job_can_be_cancelled(place: Town) -> None:
    alex, progress = await waiting(place)
    await alex.click("Pause", progress)
    paused = await alex.becomes(progress, "Paused")
    await alex.click("Pause", progress, later="yes")
    await alex.click("Cancel", paused)
    await alex.click("Cancel", paused, later="yes")
    await alex.sees("Result as a file", "Cancelled", "3 not done")
    await alex.click("Cancel", paused, later="again")
    assert not any("That didn't work" in m.words for m in await alex.messages())


@pytest.mark.slow
async def test_what_was_asked_of_a_job_is_not_offered_again(place: Town) -> None:
    await place.fault(system="cpaas", kind="slow", seconds=4.0, match="(POST|PUT|PATCH)")
    alex = await started(place, SEED)
    progress = await alex.sees("Working on it", "Pause")
    await alex.click("Pause", progress)
    pausing = await alex.becomes(progress, "Pausing: what is under way is finished first.")
    assert list(pausing.actions) == ["Cancel"]
    await alex.click("Cancel", pausing)
    cancelling = await alex.becomes(progress, "Cancelling: what is under way is finished first.")
    assert not cancelling.actions
    await alex.click("Pause", progress, later="yes")
    await alex.sees("This job is being cancelled.", "What is under way is finished first.")
    await place.calm()
    await alex.sees("Result as a file", "Cancelled", "not done")


@pytest.mark.slow
async def test_controls_of_a_finished_job_are_refused(place: Town) -> None:
    alex, progress = await waiting(place)
    show_numbers(place)
    await ended(alex, "4 done")
    for title in ("Pause", "Cancel"):
        await alex.click(title, progress)
        await alex.sees("This job isn't running")
    await all_as_wished(place)


@pytest.mark.slow
async def test_a_refused_line_is_mended_and_retried(place: Town) -> None:
    await place.fault(
        system="operator", kind="number_error", numbers=["+6567891230"], code="internal_error", text="internal_error"
    )
    alex = await started(place, SEED)
    sam = await place.person("Sam")
    closing = await ended(alex, "3 done", "1 failed", "101 John")
    assert "Retry 1 line" in closing.actions
    await place.calm()
    await alex.click("Retry 1 line", closing)
    # One line that can be taken back: the author applies it alone.
    await alex.sees("Retry: seed-bulk.csv", "Apply now")
    await alex.click("Apply now")
    await ended(alex, "Retry: seed-bulk.csv", "1 assigned")
    assert {e164: n["holder"] for e164, n in (await place.in_teams()).items()}["+6567891230"] == "John"
    assert sam is not None


@pytest.mark.slow
async def test_a_reader_may_not_control(place: Town) -> None:
    alex, progress = await waiting(place)
    kim = await place.person("Kim")
    await kim.say("jobs")
    await kim.click("Open")
    shown = await kim.sees("Working on it")
    assert shown.actions == {}
    await kim.press(shown, "job.cancel", progress.actions["Cancel"]["data"])
    await kim.sees("You may not change anything")
    show_numbers(place)
    await ended(alex, "4 done")
    assert (await kim.becomes(shown, "Done", "100%")).actions == {}
