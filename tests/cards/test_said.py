"""Our words name what can be said between asterisks; no card shows those, since none of them is read as markdown."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from cards import errors
from cards.assembler import Card, card
from cards.calls import ready
from cards.changes import bulk, findings, job_list, jobs, plans
from cards.changes.failures import FailedLine
from cards.changes.plan_view import PlanView
from cards.elements import wrong
from cards.lines import line, lines
from cards.numbers import numbers, upload
from cards.numbers.clicks import PlanUpload
from services.domain.plan import Finding, Severity
from tests.cards import samples
from tests.support.chat import words_of

SAY = "Choose an address in *numbers failed*, or say *mend upload 101*."
SHOWN = "Choose an address in “numbers failed”, or say “mend upload 101”."


def with_words(value: Any, **words: Any) -> Any:
    return dataclasses.replace(value, **words)


LINE = line.LineView("101", "Reception", "Ann", ready=False)
FINDING = Finding(Severity.ERROR, "x", "It can't be.", SAY, key="101")
JOB = jobs.JobView("j1", "Upload", "waiting", 3)
PLACES: dict[str, Card] = {
    "number of a line": line.line_card(
        with_words(LINE, numbers=[line.LineNumber("+6567891230", "Upload failed", "Attention", True, SAY)])
    ),
    "link of a line": line.line_card(with_words(LINE, ticks=[line.Tick("Uploaded", "attention", SAY)])),
    "what is stuck": line.line_card(with_words(LINE, stuck=SAY)),
    "line in a list": lines.lines(
        lines.LinesPage([lines.LineRow("101", "Reception", "Ann", teams=SAY, ready=False)], total=1)
    ),
    "link of the chain": ready.ready_person("Ann", [ready.ChainLink("Uploaded", "attention", SAY)]),
    "stuck in the chain": ready.ready_person(
        "Ann", [ready.ChainLink("Uploaded", "attention", "")], stuck=SAY, note=SAY
    ),
    "who isn't mended": ready.not_mended("Mend", [ready.NotRepaired("101 Ann", SAY, SAY)]),
    "reason": ready.ready_tenant(0, 1, [ready.Reason(SAY, 1)]),
    "upload that failed": upload.upload_form(
        upload.UploadForm("Upload 1 number", "SG", [], [("", "None")], PlanUpload(), reasons=[SAY])
    ),
    "number in a list": numbers.numbers(
        numbers.NumbersPage([numbers.NumberRow("+6567891230", detail=SAY, more=SAY)], total=1)
    ),
    "job": jobs.progress(with_words(JOB, waits=[SAY], waiting_for=SAY)),
    "job in a list": job_list.jobs([job_list.ListedJob("j1", "Upload", "waiting", more=SAY)]),
    "failed line": jobs.closing(with_words(JOB, state="done"), [FailedLine("101", SAY, SAY)]),
    "refusal": errors.problem(SAY, SAY, SAY),
    "form": card("Form", wrong(SAY)),
    "note of a plan": plans.plan_card(PlanView("p1", "Upload", "Ann", notes=[SAY])),
    "finding": card("Found", findings.finding_list([FINDING], 5, 1)),
    "faulty file": bulk.problems("a.csv", [FINDING], 1, "d1"),
}


@pytest.mark.parametrize("where", sorted(PLACES))
def test_what_can_be_said_is_in_quotation_marks(where: str) -> None:
    shown = words_of(PLACES[where])
    assert SHOWN in shown.replace("→ ", "").replace(": Choose", "\nChoose")
    assert "*" not in shown


def test_no_usual_card_shows_asterisks() -> None:
    named = {name for name, made in samples.usual().items() if "*numbers" in words_of(made)}
    assert not named
