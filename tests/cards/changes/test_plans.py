"""Plans and approvals: what may be clicked follows from the state, and nobody is told less than the other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cards.assembler import card
from cards.changes import approvals, plans
from cards.changes.clicks import SubmitPlan
from cards.changes.findings import finding_list
from cards.changes.plan_parts import how_many
from cards.changes.plan_view import Gain, Loss, PlanCardState
from cards.elements import Click
from services.domain.plan import Finding, SeatUse, Severity
from tests.cards.look import clicks, field, sent, words
from tests.cards.samples import PLAN
from tests.cards.walk import of_type

DATA = {"plan": "p-1", "hash": "3fa9c1"}


def test_a_plan_for_many_goes_to_a_second_admin() -> None:
    made = plans.plan_card(PLAN)
    assert list(clicks(made)) == ["Send for approval", "Whole plan as a file", "Discard"]
    assert sent(made, "Send for approval") == ("plan.submit", DATA)
    assert sent(made, "Whole plan as a file") == ("plan.file", DATA)
    assert sent(made, "Discard") == ("plan.discard", DATA)


def test_a_plan_that_needs_nobody_else_can_be_applied() -> None:
    made = plans.plan_card(replace(PLAN, needs_approval=False))
    assert sent(made, "Apply now") == ("plan.apply", DATA)
    assert "Send for approval" not in clicks(made)


def test_errors_or_nothing_to_do_leave_no_way_to_apply() -> None:
    wrong = replace(PLAN, findings=(Finding(Severity.ERROR, "x", "Wrong"),))
    for view in (wrong, replace(PLAN, lines_busy=0), replace(wrong, needs_approval=False)):
        assert list(clicks(plans.plan_card(view))) == ["Whole plan as a file", "Discard"]
    assert "The errors stop this plan" in words(plans.plan_card(wrong))


def test_a_plan_says_counts_seats_lines_and_that_nothing_is_written() -> None:
    said = words(plans.plan_card(PLAN))
    for part in (
        "Nothing is written yet.",
        "18 of 41 lines would change, 23 already as requested.",
        "Upload numbers to Teams: ",
        "29 → 12 of 30",
        "Found: 1 warning, 1 note",
        "101 · John (john@contoso.com)",
        "…and 16 more",
        "Good until today 19:20 · Plan 3fa9c1",
        "Hidden rows were read like the others",
    ):
        assert part in said


@pytest.mark.parametrize(
    ("busy", "total", "state", "told"),
    [
        (4, 4, PlanCardState.DRAFT, "4 lines would change."),
        (4, 4, PlanCardState.APPROVED, "4 lines change."),
        (1, 4, PlanCardState.APPROVED, "1 of 4 lines changes."),
        (0, 4, PlanCardState.DRAFT, "0 of 4 lines would change."),
    ],
)
def test_how_many_lines_change_reads_as_a_sentence(busy: int, total: int, state: PlanCardState, told: str) -> None:
    assert how_many(replace(PLAN, lines_busy=busy, lines_total=total, unchanged=0, state=state)) == told


def test_a_number_in_a_finding_is_spelt_as_people_read_it() -> None:
    taken = Finding(Severity.ERROR, "number.taken", "It is on 102.", row=3, column="Number", value="+6567891233")
    said = words(card("Found", finding_list([taken])))
    assert "Row 3 · Number · “+65 6789 1233”" in said
    assert "+6567891233" not in said


def test_a_findings_code_stands_below_its_badge_and_so_is_never_broken() -> None:
    made = card("Found", finding_list([Finding(Severity.ERROR, "number.taken", "It is on 102.", row=3)]))
    (_, aside) = next(iter(of_type(made, "ColumnSet")))["columns"]
    assert [item.get("text") for item in aside["items"]] == ["Error", "SW-327"]


def test_whose_lines_change_comes_before_seats_and_counts() -> None:
    said = words(plans.plan_card(PLAN))
    places = [said.index(part) for part in ("101 · John", "Found: 1 warning", "Free seats", "Create extensions")]
    assert places == sorted(places)


def test_an_error_comes_first_as_it_stops_the_plan() -> None:
    wrong = replace(PLAN, findings=(Finding(Severity.ERROR, "x", "Wrong"),))
    said = words(plans.plan_card(wrong))
    assert said.index("Wrong") < said.index("101 · John")


def test_only_seats_that_get_short_take_a_bar_each() -> None:
    seats = (SeatUse("license_center", 5, 2, 0), SeatUse("call_recording", 20, 20, 16), SeatUse("team_chat", 20, 9, 8))
    made = plans.plan_card(replace(PLAN, seats=seats))
    assert [(bar["value"], bar["max"]) for bar in of_type(made, "ProgressBar")] == [(5, 5)]
    assert "Call Recording 20 → 16 of 20 · Team Chat 9 → 8 of 20" in words(made)


def test_a_plan_of_a_single_line_counts_nothing() -> None:
    alone = replace(PLAN, lines_total=1, lines_busy=1, unchanged=0, first_lines=PLAN.first_lines[:1])
    request = approvals.request(replace(alone, state=PlanCardState.WAITING))
    over = approvals.decided(replace(alone, state=PlanCardState.APPROVED))
    for made in (plans.plan_card(alone), request, over):
        assert "of 1" not in words(made)
        assert "Create extensions" not in words(made)


def test_what_is_found_the_same_in_many_rows_is_one_finding_with_its_rows() -> None:
    wrong = Finding(Severity.ERROR, "x", "This is no licence code.", column="Addon license 1", value="Moble app")
    rows = [2, 3, 4, 9, 12, 20, 30, 31]
    made = card("Found", finding_list([replace(wrong, row=row) for row in rows] + [replace(wrong, row=5, value="zzz")]))
    assert words(made).count("This is no licence code.") == 2
    assert "Rows 2 to 4, 9, 12, 20, and 1 more · Addon license 1 · “Moble app”" in words(made)
    assert "Row 5 · Addon license 1 · “zzz”" in words(made)
    assert "more\n" not in words(made).replace("and 1 more", "")


def test_missing_seats_are_said_in_words() -> None:
    assert "2 → 3 short" in words(plans.plan_card(replace(PLAN, seats=(SeatUse("license_center", 5, 2, -3),))))


def test_a_waiting_plan_can_be_withdrawn_but_not_sent_again() -> None:
    made = plans.plan_card(replace(PLAN, state="waiting"))
    assert "Asked: Sam, Fiona." in words(made)
    assert sent(made, "Withdraw") == ("plan.withdraw", DATA)
    assert not clicks(made).keys() & {"Send for approval", "Apply now", "Discard"}


@pytest.mark.parametrize("state", ["approved", "rejected", "withdrawn", "discarded", "expired"])
def test_a_plan_that_is_over_offers_only_what_is_next(state: PlanCardState) -> None:
    view = replace(PLAN, state=state, decided_by="Sam", reason="Wait", next=Click("Make it again", SubmitPlan("p-2")))
    made = plans.plan_card(view)
    assert list(clicks(made)) == ["Make it again", "Home"]
    assert "Sam" in words(made)
    assert ("Nothing was written" in words(made)) == (state != "approved")


def test_the_second_admin_sees_all_and_decides() -> None:
    made = approvals.request(PLAN)
    assert sent(made, "Approve") == ("approval.approve", DATA)
    assert sent(made, "Reject") == ("approval.reject", DATA)
    assert clicks(made)["Reject"]["style"] == "destructive"
    assert field(made, "comment")["isMultiline"] is True
    assert clicks(made)["Whole plan as a file"]["associatedInputs"] == "none"
    for part in ("Alex asks for your approval", "Nothing is written yet.", "17 → 0 of 20", "Warning"):
        assert part in words(made)
    assert "29 → 12 of 30" not in words(made)  # seats that aren't short need nobody's decision
    assert "Say why." in words(approvals.request(PLAN, "Say why."))


def test_a_decision_tells_everybody_who_when_and_why() -> None:
    made = approvals.decided(replace(PLAN, state="rejected", decided_by="Sam", decided_at="09:31", reason="Wait"))
    assert made["body"][0]["text"] == "Rejected"
    for part in ("Sam", "09:31", "Wait", "Nothing was written."):
        assert part in words(made)
    assert not clicks(made).keys() & {"Approve", "Reject"}
    assert "applies it now" in words(approvals.decided(replace(PLAN, state="approved")))


def test_the_asker_cannot_approve() -> None:
    made = approvals.own(PLAN)
    assert not clicks(made).keys() & {"Approve", "Reject"}
    assert "can't approve it yourself" in words(made)
    assert sent(made, "Withdraw") == ("plan.withdraw", DATA)


def test_a_lines_steps_are_shown_whole_or_counted() -> None:
    steps = [f"take away one add-on with a long name, number {i}" for i in range(10)]
    made = words(plans.plan_card(replace(PLAN, first_lines=[("101 John", steps)])))
    assert all(step in made for step in steps[:8])
    assert "number 7 → 2 more steps" in made


def test_approvals_page_and_one_is_opened_by_its_name() -> None:
    rows = [approvals.ApprovalRow(f"p-{i}", f"Plan {i}", "Alex", "today 9:00") for i in range(5)]
    made = approvals.approvals(rows, 2, 3, 12)
    assert list(clicks(made)) == ["Previous", "Next", "As a file", "Home", "Open"]
    assert sent(made, "Next") == ("approvals.page", {"page": 3})
    assert field(made, "plan")["choices"][0] == {"value": "p-0", "title": "Plan 0 · Alex · today 9:00"}
    assert "Waiting for a decision: 12 plans, page 2 of 3" in words(made)
    assert "Nothing waits" in words(approvals.approvals([]))


def test_an_approver_reads_first_who_loses_what_and_types_the_number_of_much() -> None:
    losing = [Loss(f"Person {n}", (f"Line {n} is deleted",)) for n in range(101, 139)]
    gains = (Gain("Teams Operator Connect, a number", 40, ("201 Ben", "202 Nadia")),)
    made = approvals.request(replace(PLAN, loses=38, losses=losing, gains=gains, why="CHG-1042", drastic=78))
    said = words(made)
    order = ("Why: CHG-1042", "Person 101, Person 102", "and others", "38 lines lose service", "40 × Teams Operator")
    assert [said.index(part) for part in order] == sorted(said.index(part) for part in order)
    frame = next(item for item in made["body"] if item.get("style") == "attention")
    assert words(frame).startswith("Person 101, ")
    assert "78" in field(made, "typed")["label"]
    assert sent(made, "Lines") == ("plan.page", {"plan": "p-1"})


def test_of_few_lines_each_who_loses_is_told_with_what_goes() -> None:
    losing = [Loss("Wei Ling", ("Line 100 goes to Nadia", "+65 6789 1230 goes to Nadia"))]
    for made in (
        approvals.request(replace(PLAN, loses=1, losses=losing)),
        plans.plan_card(replace(PLAN, loses=1, losses=losing)),
    ):
        frame = next(item for item in made["body"] if item.get("style") == "attention")
        assert words(frame).split("\n") == [
            "Wei Ling loses service",
            "Line 100 goes to Nadia",
            "+65 6789 1230 goes to Nadia",
        ]


def test_a_draft_asks_why_only_when_somebody_else_reads_it() -> None:
    assert "reason" in {node["id"] for node in of_type(plans.plan_card(PLAN), "Input.")}
    assert not list(of_type(plans.plan_card(replace(PLAN, needs_approval=False)), "Input."))
