"""Jobs: how far, how it ended, what failed and what to do."""

from __future__ import annotations

from dataclasses import replace

from cards.changes import calling, job_list, jobs
from cards.changes.failures import FailedLine
from cards.changes.job_clicks import PauseJob
from cards.elements import Click, say
from tests.cards.look import clicks, field, sent, words
from tests.cards.samples import FAILURES, JOB
from tests.cards.walk import of_type


def test_progress_counts_lines_and_stages() -> None:
    made = jobs.progress(JOB, [Click("Pause", PauseJob("j-1"))])
    (whole,) = of_type(made, "ProgressBar")
    assert (whole["value"], whole["max"]) == (3_136, 10_000)
    (chart,) = of_type(made, "Chart.HorizontalBar.Stacked")
    parts = [[(part["legend"], part["value"]) for part in stage["data"]] for stage in chart["data"]]
    assert parts == [[("Done", 10_000)], [("Done", 4_800), ("To do", 5_200)], [("Done", 3_120), ("To do", 6_880)]]
    # A client without charts reads the same.
    assert words(chart["fallback"]).splitlines() == [stage["title"] for stage in chart["data"]]
    said = words(made)
    for part in (
        "3,136 of 10,000 lines",
        "3,120 done, 4 failed, 12 skipped, 96 waiting",
        "Upload numbers to Teams: 4,800 of 10,000",
        "Started 12 minutes ago · about 20 minutes left",
        "It waits until Teams knows",
    ):
        assert part in said
    assert sent(made, "Pause") == ("job.pause", {"job": "j-1"})


def test_no_green_done_stands_over_lines_that_failed() -> None:
    over = replace(JOB, state=jobs.JobCardState.DONE, lines_total=40, done=38, failed=2, skipped=0, waiting=0)
    made = jobs.progress(over)
    assert made["body"][0]["text"] == "38 done, 2 failed"
    row = job_list.ListedJob("j-1", "Job", jobs.JobCardState.DONE, whole=False)
    badge = of_type(job_list.jobs([row]), "Badge")[0]
    assert (badge["text"], badge["style"]) == ("Not all done", "Warning")
    assert [bar["color"] for bar in of_type(made, "ProgressBar")] == ["Warning"]


def test_what_was_followed_ends_in_one_line_as_its_closing_message_tells_the_rest() -> None:
    over = replace(JOB, state=jobs.JobCardState.DONE, lines_total=40, done=40, failed=0, skipped=0, waiting=0)
    made = jobs.progress(over)
    assert words(made).splitlines()[:2] == ["Done", JOB.title]
    assert [bar["color"] for bar in of_type(made, "ProgressBar")] == ["Good"]
    assert not list(of_type(made, "Chart"))
    assert words(made).count("Done") == 1


def test_a_bar_never_runs_over() -> None:
    bar = of_type(jobs.progress(replace(JOB, lines_total=10)), "ProgressBar")[0]
    assert bar["value"] == bar["max"] == 10


def test_closing_names_failures_with_what_to_do() -> None:
    view = replace(JOB, state="done", failed=7)
    made = jobs.closing(view, FAILURES, undoable=True, next=say("Who can't call", "ready"))
    said = words(made)
    assert "Some lines need you" in said
    assert "100 · Person 0, 101 · Person 1, 102 · Person 2, 103 · Person 3, and 2 more" in said
    assert said.count("→ Give them a Teams Phone licence") == 1
    assert "6 lines" in said
    assert "109 · Person 9" in said
    assert list(clicks(made)) == ["Retry 7 lines", "Who can't call", "Result as a file", "Undo", "Result as CSV"]
    assert clicks(made)["Result as CSV"]["mode"] == "secondary"
    assert sent(made, "Undo") == ("job.undo", {"job": "j-1"})
    assert sent(made, "Result as a file") == ("job.file", {"job": "j-1"})
    assert sent(made, "Result as CSV") == ("job.file", {"job": "j-1", "as": "csv"})


def test_a_failed_line_names_step_system_and_request() -> None:
    failed = FailedLine("104 Ben", "Refused.", "Port it.", "Upload numbers to Teams, at the operator", request="r-1")
    made = words(jobs.closing(replace(JOB, state="done", failed=1), [failed]))
    assert "Upload numbers to Teams, at the operator · request r-1" in made


def test_lines_that_failed_for_one_reason_are_told_together() -> None:
    alike = [FailedLine(f"10{i} Ben", "Refused.", where="Upload", request=f"r-{i}") for i in range(9)]
    other = [FailedLine(f"20{i} Ann", f"Refused {i}.") for i in range(6)]
    made = words(jobs.closing(replace(JOB, state="done", failed=40), [*alike, *other]))
    assert "100 Ben, 101 Ben, 102 Ben, 103 Ben, and 5 more" in made
    assert "Upload · request r-0 and 8 more" in made
    assert "203 Ann" in made
    assert "204 Ann" not in made
    assert "…and 27 more" in made  # 40 failed; 9 are told together, 4 alone


def test_closing_without_failures_is_simply_done() -> None:
    made = jobs.closing(replace(JOB, state="done", failed=0, skipped=0, took="about 34 minutes"))
    assert made["body"][0]["text"] == "All done"
    assert "Took about 34 minutes" in words(made)
    assert "Undo" not in clicks(made)
    assert jobs.closing(replace(JOB, state="stopped"))["body"][0]["text"] == "Stopped"


def test_jobs_say_their_state_in_a_word() -> None:
    made = job_list.jobs([job_list.ListedJob("j-1", "A", "running", "Alex, today 9:00", "1 of 2 lines")], 2, 2, 6)
    assert "Running" in words(made)
    assert "6 jobs, page 2 of 2" in words(made)
    assert field(made, "job")["choices"] == [{"value": "j-1", "title": "A · Alex, today 9:00"}]
    assert list(clicks(made)) == ["Previous", "As a file", "Home", "Open"]
    assert sent(made, "Previous") == ("jobs.page", {})
    assert "No jobs yet" in words(job_list.jobs([]))


def test_stopped_job_can_be_resumed_not_retried() -> None:
    made = jobs.closing(replace(JOB, state="stopped", failed=7))
    assert list(clicks(made)) == ["Resume", "Result as a file", "Result as CSV"]


def test_cancelled_lines_are_counted_and_can_be_retried() -> None:
    made = jobs.closing(replace(JOB, state="cancelled", failed=0, cancelled=3))
    assert "3 not done" in words(made)
    assert "Retry 3 lines" in clicks(made)


def test_closing_says_first_who_can_call_and_mends_it() -> None:
    view = replace(JOB, state="done", lines_total=10, done=10, failed=0, skipped=0, waiting=0, took="a minute")
    mend = say("Give the rule Singapore default", "mend rule")
    lacks = calling.Calling(10, 7, [calling.Lack("No outbound rule", 3, "101 John, 102 Alice, 103 Omar")], mend)
    made = jobs.closing(view, next=say("Lines", "lines"), calling=lacks)
    assert made["body"][0]["text"] == "10 assigned, 7 can call"
    assert "101 John, 102 Alice, 103 Omar: No outbound rule" in words(made)
    assert next(iter(clicks(made))) == "Give the rule Singapore default"
    assert {bar["color"] for bar in of_type(made, "ProgressBar")} == {"Warning"}
    good = jobs.closing(view, calling=calling.Calling(10, 10))
    assert good["body"][0]["text"] == "10 assigned, 10 can call"
    assert {bar["color"] for bar in of_type(good, "ProgressBar")} == {"Good"}
    for said in ("Everybody", "10 done"):  # the heading says it already
        assert said not in words(good)
    alone = jobs.closing(replace(view, lines_total=1, done=1), calling=calling.Calling(1, 1))
    assert not list(of_type(alone, "ProgressBar"))
    failed = jobs.closing(replace(view, done=8, failed=2), calling=calling.Calling(8, 8))
    assert failed["body"][0]["text"] == "8 assigned, 8 can call, 2 failed"
    assert {bar["color"] for bar in of_type(failed, "ProgressBar")} == {"Warning"}
    unread = jobs.closing(view, calling=calling.Calling(10, None))
    assert unread["body"][0]["text"] == "10 assigned"
