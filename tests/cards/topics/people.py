"""People: forms for who joins and who leaves, one's own lines, dated plans, and a file mended on a card."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.views.viewer import Viewer
from cards.changes import amending, bulk, plans
from cards.changes.clicks import PlanAgain
from cards.changes.plan_view import PlanCardState
from cards.elements import Click
from cards.lines import mine, people
from services.domain.findings import LICENCE_COMES_ALONG
from services.domain.phrases import join_text, tr
from services.domain.plan import Finding, Severity
from tests.cards.said import said, today
from tests.cards.samples import FINDINGS, LONG, PLAN, Cards

LINES = (("101", "101 · Reception · John"), ("102", "102 · Alice"))
LEAVE = people.LeaveForm(LINES, LINES, "102", "101", "2026-12-24")
JOIN = people.JoinForm((("n", "Nadia (nadia@contoso.com)"),), LINES, (("Night Shift", "Night Shift"),), "n", "101")
OWN = mine.OwnLine("101", ("+6567891230",), said("You can call with it in Teams."))
TO_AMEND = (
    amending.LineToAmend(
        1,
        "101 Ben",
        join_text(", ", (said("New extension"), "+65 6789 1230")),
        "6567891230",
        "Ben",
        cells=True,
    ),
    amending.LineToAmend(2, "102 Omar", said("Another person")),
)
LATER = replace(PLAN, starts=Viewer("t", "a").begins(datetime(2026, 11, 27, 18, tzinfo=UTC).timestamp()))
COMES = Finding(
    Severity.WARNING,
    LICENCE_COMES_ALONG,
    tr(
        "{message} This plan gives {name}{where}.",
        message=tr("{name} has no {licence} licence{word}.", name="Ben", licence=said("Teams Phone"), word=""),
        name="Teams Phone Standard",
        where="",
    ),
    said("It waits until Teams knows of the licence before it goes on."),
)


def usual() -> Cards:
    """As people meet them."""
    agreed = replace(LATER, decided_by="Sam", decided_at=today("09:31"))
    return {
        "leave_form": people.leave_form(LEAVE),
        "leave_form_wrong": people.leave_form(people.LeaveForm(LINES, LINES), said("Choose who leaves.")),
        "join_form": people.join_form(JOIN),
        "welcome_user": mine.welcome("Ben"),
        "my_lines": mine.my_lines("Ben", [OWN], ["Alex", "Sam"]),
        "my_lines_hello": mine.my_lines("Ben", [OWN], ["Alex"], greets=True),
        "my_lines_none": mine.my_lines("Ben", [], greets=True),
        "plan_dated": plans.plan_card(LATER),
        "plan_with_licence": plans.plan_card(replace(PLAN, findings=(COMES,), found={})),
        "plan_scheduled": plans.plan_card(replace(agreed, state=PlanCardState.SCHEDULED, stops=True)),
        "plan_overtaken": plans.plan_card(
            replace(agreed, state=PlanCardState.OVERTAKEN, next=Click(said("Plan again"), PlanAgain("p-1")))
        ),
        "mending": bulk.mending("staff_june.xlsx", FINDINGS[:2], "d-1"),
        "amending": amending.amending("p-1", "staff.csv", "Not Omar, please.", TO_AMEND, 1, 12),
        "problems_suggested": bulk.problems("staff.xlsx", FINDINGS, 41, "d-1", good=20, unlicensed=2, suggested=12),
    }


def empty() -> Cards:
    """With nothing in them."""
    return {
        "leave_form": people.leave_form(people.LeaveForm((), ())),
        "join_form": people.join_form(people.JoinForm((), (), ())),
        "welcome_user": mine.welcome(""),
        "my_lines": mine.my_lines("", ()),
        "mending": bulk.mending("", (), "d-1"),
        "amending": amending.amending("p-1", "", "", ()),
    }


def huge() -> Cards:
    """With far too much in them."""
    pairs = [(f"value-{no}", LONG) for no in range(16)]
    line = mine.OwnLine("99999", ("+6567891230",) * 40, LONG)
    amend = [amending.LineToAmend(no, LONG, LONG, LONG, LONG, cells=True) for no in range(5)]
    findings = [replace(FINDINGS[0], row=no, message=LONG, fix=LONG, value=LONG) for no in range(1, 2_000)]
    return {
        "leave_form": people.leave_form(people.LeaveForm(pairs, pairs, LONG, LONG, LONG), LONG),
        "join_form": people.join_form(people.JoinForm(pairs, pairs, pairs * 10, LONG, LONG, LONG), LONG),
        "welcome_user": mine.welcome(LONG),
        "my_lines": mine.my_lines(LONG, [line] * 100, [LONG] * 10),
        "mending": bulk.mending(LONG, findings, "d" * 32, 3, LONG),
        "amending": amending.amending(LONG, LONG, LONG, amend, 3, 10**6),
    }
