"""Jobs: progress in one message, the end in a new one, the result as a file, and trouble of every kind."""

from __future__ import annotations

import re
from csv import reader
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.support.chat import Person, Shown, choices_of
from tests.support.sheets import HEAD, PHONE, TEAMS, cells, csv
from tests.support.town import Town

DATA = Path(__file__).parent.parent / "data"
SEED = (DATA / "seed-bulk.csv").read_bytes()
WITH_NOTES = csv(
    ("101", "6567891230", "John", TEAMS, "second floor"),
    ("102", "6567891231", "Alice", TEAMS, "=keep()"),
    head=(*HEAD, "Remark"),
)


async def started(place: Town, content: bytes = SEED, name: str = "seed-bulk.csv") -> Person:
    """Alex's file is approved by Sam, and the job runs."""
    alex, sam = await place.connected(), await place.person("Sam")
    await alex.send(name, content)
    await alex.sees("Send for approval")
    await alex.click("Send for approval")
    await sam.sees("Please check this plan")
    await sam.click("Approve")
    return alex


async def ended(alex: Person, *words: str) -> Shown:
    """The closing message."""
    return await alex.sees("Result as a file", *words)


async def all_as_wished(place: Town) -> None:
    """The guide's table is true on every side, and nothing happened twice."""
    numbers = await place.in_teams()
    assert {e164: n["holder"] for e164, n in numbers.items()} == {
        "+6567891230": "John",
        "+6567891231": "Alice",
        "+6567891232": "Resource Account",
    }
    assert set((await place.in_cpaas())["extensions"]) == {"100", "101", "102", "104", "109"}
    effects = await place.effects()
    assert len(effects) == 32
    assert set(effects.values()) == {1}, effects


@pytest.mark.slow
async def test_progress_is_one_message_and_the_end_another(place: Town) -> None:
    place.sandbox.delays.visible = 120.0
    alex = await started(place)
    progress = await alex.sees("Working on it", "seed-bulk.csv")
    await alex.becomes(progress, "Wait until Teams shows them: 0 of 3", "1 done")
    running = await alex.say("jobs")
    assert "Running" in running.words
    closing = await ended(alex, "All done", "4 done")
    assert closing.id != progress.id
    assert (await alex.becomes(progress, "Done", "100%")).raw["edited"]
    assert sum("100%" in m.words and "Result as a file" not in m.actions for m in await alex.messages()) == 1
    listed = await alex.say("jobs")
    assert "1 job" in listed.words
    assert "4 of 4 lines" in listed.words
    await alex.click("Open", listed)
    assert sum("Result as a file" in m.actions for m in await alex.messages()) == 2
    await all_as_wished(place)


@pytest.mark.slow
async def test_the_result_keeps_the_files_own_columns(place: Town) -> None:
    alex = await started(place, WITH_NOTES, "notes.csv")
    await alex.click("Result as a file", await ended(alex, "notes.csv"))
    head, first, second = cells(await alex.take_file())
    assert head[:6] == [*HEAD, "Remark", "Outcome"]
    assert first[:6] == ["101", "6567891230", "John", TEAMS, "second floor", "done"]
    assert second[4] == "=keep()"
    assert "Upload numbers to Teams" in head
    assert "Person: nobody → John" in first[head.index("Before and now")]
    assert "+65 6789 1230: not in Teams → in Teams" in first[head.index("Before and now")]
    assert datetime.strptime(first[head.index("Done at")], "%Y-%m-%d %H:%M")
    assert first[head.index("Assign numbers in Teams")] == "done"
    kim = await place.person("Kim")
    await kim.say("jobs")
    await kim.click("Open")
    await kim.click("Result as a file")
    assert cells(await kim.take_file())[0] == head
    await kim.click("Result as CSV")
    rows = list(reader((await kim.take_file()).decode("utf-8-sig").splitlines()))
    assert rows == [head, first, [*second[:4], "'=keep()", *second[5:]]]


@pytest.mark.slow
async def test_jobs_page_and_are_a_file(place: Town) -> None:
    alex = await place.connected()
    for i in range(1, 7):
        place.line(f"10{i}", "", "", PHONE)
        await alex.send(
            f"file{i}.csv", csv((f"10{i}", "", "", PHONE, "Call Recording"), head=(*HEAD, "Addon license 2"))
        )
        await alex.click("Apply now", await alex.sees("Apply now", f"file{i}.csv"))
        await ended(alex, "All done", f"file{i}.csv")
    listed = await alex.say("jobs")
    assert "6 jobs, page 1 of 2" in listed.words
    assert "file1.csv" not in listed.words
    named = {title.partition(" · ")[0]: value for title, value in choices_of(listed.card, "job").items()}
    await alex.click("Open", listed, job=named["file2.csv"])
    assert sum("Result as a file" in m.actions for m in await alex.messages() if "file2.csv" in m.words) == 2
    await alex.click("As a file", listed)
    rows = cells(await alex.take_file())
    assert [row[0] for row in rows[1:]] == [f"file{i}.csv" for i in range(6, 0, -1)]
    assert rows[6][3:6] == ["done", "1", "1"]
    await alex.click("Next", listed)
    last = await alex.becomes(listed, "6 jobs, page 2 of 2", "file1.csv")
    await alex.click("Previous", last)
    await alex.becomes(listed, "page 1 of 2")


@pytest.mark.slow
async def test_the_result_can_be_declined(place: Town) -> None:
    alex = await started(place, WITH_NOTES, "notes.csv")
    await alex.click("Result as a file", await ended(alex, "notes.csv"))
    await alex.consent(accept=False)
    await alex.sees("All right, no file.")
    assert not any(m.files for m in await alex.messages())


@pytest.mark.slow
async def test_the_result_can_be_sent_in_again(place: Town) -> None:
    alex = await started(place, WITH_NOTES, "notes.csv")
    await alex.click("Result as a file", await ended(alex, "notes.csv"))
    await alex.send("result.xlsx", await alex.take_file())
    await alex.sees("Nothing to do", "result.xlsx")


@pytest.mark.slow
async def test_a_refusal_ends_that_line_only(place: Town) -> None:
    text = "The country 'SG' of '+6567891231' is not one the tenant consented to."
    fault: dict[str, Any] = {"system": "operator", "kind": "number_error", "numbers": ["+6567891231"]}
    await place.fault(**fault, code="unknown_country_code", text=text)
    alex = await started(place)
    closing = await ended(alex, "Some lines need you", "3 done", "1 failed")
    assert re.search(r"SW-[0-9]+", closing.words), "its code, which the page of troubles explains"
    assert "102 Alice" in closing.words
    assert "Your consent to the operator doesn't cover this country." in closing.words
    assert "Contact your operator" in closing.words
    _, heading, failed = closing.words.partition("What failed, and what to do")
    assert heading
    assert "101 John" not in failed
    numbers = await place.in_teams()
    assert {e164: n["holder"] for e164, n in numbers.items()} == {
        "+6567891230": "John",
        "+6567891232": "Resource Account",
    }
    await alex.click("Result as a file", closing)
    head, *rows = cells(await alex.take_file())
    outcome, reason = head.index("Outcome"), head.index("Reason")
    assert [row[outcome] for row in rows] == ["done", "failed", "done", "done"]
    assert "consent" in str(rows[1][reason])
    await place.calm()
    await alex.send("again.csv", SEED)
    plan = await alex.sees("Your plan", "1 of 4 lines would change, 3 already as requested.")
    await alex.click("Apply now", plan)
    await ended(alex, "again.csv")
    await all_as_wished(place)


@pytest.mark.slow
async def test_what_somebody_else_changed_meanwhile_is_left_alone(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    await alex.send("seed-bulk.csv", SEED)
    await alex.sees("Send for approval")
    await alex.click("Send for approval")
    await sam.sees("Please check this plan")
    place.line("101", "hallie")
    await sam.click("Approve")
    closing = await ended(alex, "3 done", "1 skipped")
    assert "101 John" in closing.words
    assert "Somebody changed it since the plan was made." in closing.words
    extension = (await place.in_cpaas())["extensions"]["101"]
    assert extension["ext_label"] == "Line 101"
    assert extension["addons"] == []
    assert "+6567891230" not in await place.in_teams()


TROUBLE: dict[str, list[dict[str, Any]]] = {
    "too many requests": [
        {"system": "graph", "kind": "429", "probability": 0.4, "retry_after": 0},
        {"system": "operator", "kind": "429", "probability": 0.4, "retry_after": 0},
        {"system": "cpaas", "kind": "429", "probability": 0.4, "retry_after": 0},
    ],
    "failing before the effect": [
        {"system": s, "kind": "before", "match": "POST|PATCH|DELETE", "times": 2}
        for s in ("graph", "operator", "cpaas")
    ],
    "failing after the effect": [
        {"system": s, "kind": "after", "match": "POST|PATCH|DELETE", "times": 2} for s in ("graph", "operator", "cpaas")
    ],
    "answers that never come": [
        {"system": s, "kind": "timeout", "seconds": 0.1, "match": "POST", "times": 2}
        for s in ("graph", "operator", "cpaas")
    ],
    "calls that never arrive": [
        {"system": s, "kind": "timeout_before", "seconds": 0.1, "times": 3} for s in ("graph", "operator", "cpaas")
    ],
    "slow answers": [
        {"system": s, "kind": "slow", "seconds": 0.2, "probability": 0.3} for s in ("graph", "operator", "cpaas")
    ],
    "old answers": [
        {"system": "graph", "kind": "stale", "match": "numberAssignments", "times": 4},
        {"system": "operator", "kind": "stale", "match": "numbers", "times": 3},
    ],
    "expired tokens": [
        {"system": "graph", "kind": "expired", "match": "numberAssignments", "times": 1},
        {"system": "graph", "kind": "expired", "match": "batch", "times": 1},
        {"system": "operator", "kind": "expired", "match": "numbers", "times": 1},
        {"system": "operator", "kind": "expired", "match": "createOrUpdateNumbers", "times": 1},
    ],
    "everything at once": [
        {"system": s, "kind": k, "probability": 0.1, "retry_after": 0, "seconds": 0.1}
        for s in ("graph", "operator", "cpaas")
        for k in ("429", "503", "before", "after", "timeout", "slow")
    ],
}


_ALONE = [pytest.param(name, marks=pytest.mark.slow) for name in TROUBLE if name != "everything at once"]


@pytest.mark.slow
@pytest.mark.parametrize("trouble", [*_ALONE, "everything at once"])
async def test_trouble_delays_a_job_and_changes_nothing_else(place: Town, trouble: str) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    await alex.send("seed-bulk.csv", SEED)
    await alex.sees("Send for approval")
    await alex.click("Send for approval")
    await sam.sees("Please check this plan")
    for rule in TROUBLE[trouble]:
        await place.fault(**rule)
    # Whoever approves asks the directory first; that may fail too, and can be clicked again.
    await sam.click("Approve")
    if not await place.bot.store.ledger.recent(place.tenant().id):
        await sam.click("Approve")
    await ended(alex, "All done", "4 done")
    assert sum(await place.struck()) > 0
    await all_as_wished(place)


@pytest.mark.long
async def test_a_system_that_locks_us_out_stops_the_job_and_says_so(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    await alex.send("seed-bulk.csv", SEED)
    await alex.sees("Send for approval")
    await alex.click("Send for approval")
    await sam.sees("Please check this plan")
    await place.fault(system="operator", kind="auth", match="createOrUpdateNumbers")
    await sam.click("Approve")
    closing = await ended(alex, "Stopped", "seed-bulk.csv")
    assert "Why it stopped" in closing.words
    assert "The operator's gateway doesn't let Switchboard in any more." in closing.words
    assert await place.in_teams() == {}


@pytest.mark.long
async def test_reading_back_waits_for_a_system_that_is_down(place: Town) -> None:
    place.line("101", "john", "6567891230", PHONE)
    alex = await place.connected()
    head = (*HEAD, "Addon license 2")
    await alex.send("more.csv", csv(("101", "6567891230", "John", PHONE, "Call Recording"), head=head))
    await alex.sees("Apply now")
    await place.fault(system="cpaas", kind="503", match="GET .*extensions", times=7, retry_after=0)
    await alex.click("Apply now")
    await ended(alex, "All done")
    assert await place.effects() == {"addon.add:101:call_recording": 1}
