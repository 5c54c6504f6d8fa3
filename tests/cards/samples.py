"""Cards of every builder: as people meet them, with nothing in them, and with far too much."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cards import errors
from cards.calls import ready
from cards.changes import approvals, bulk, calling, job_list, jobs, plans
from cards.changes.clicks import DiscardPlan, PlanAgain
from cards.changes.failures import FailedLine
from cards.changes.job_clicks import CancelJob, PauseJob, ResumeJob, ShowJob
from cards.changes.plan_view import PlanView
from cards.elements import Click, say
from cards.lines import lines
from cards.numbers import numbers
from cards.numbers.clicks import ListNumbers, UploadNumbers
from cards.words import things
from cards.workspace import connect, help, home, link_offer, sentences
from services.domain.addons import ADDONS
from services.domain.phrases import join_text, tr
from services.domain.plan import Finding, SeatUse, Severity
from tests.cards.said import said, today

NASTY = "**Bob** [click](http://evil.example) <at>Boss</at> \u202etxt.exe\u200b `x` # _u_ 🎉 محمد 'x\"\\ ~ | &amp; "
LONG = (NASTY * 4)[:200]
EMOJI = "👩‍👩‍👧‍👦🎉" * 40
Cards = dict[str, dict[str, Any]]

UNKNOWN_KEY = said("The CPaaS doesn't know this key.")
SOME_UNASSIGNED = said("Unassign 2 numbers in Teams")
DISCARD = tr("{word}: {title}", word=tr("Discard"), title=said("Give 101 to Ben"))
WHERE = tr("{words}, at {system}", words=said("Assign numbers in Teams"), system=said("Microsoft"))
NO_ADDRESS = said("Your tenant has no default emergency location.")
FINDINGS = (
    Finding(
        Severity.ERROR,
        "number.lost_digits",
        said("The spreadsheet rounded the number; its last digits are gone."),
        said("Format as text, type it again."),
        12,
        said("Number"),
        "6.57E+09",
    ),
    Finding(
        Severity.ERROR,
        "person.unknown",
        said("Nobody of this name in your directory."),
        said("Check the name, or write the user name."),
        31,
        said("User"),
        "Jhon",
    ),
    Finding(
        Severity.WARNING,
        "person.guest",
        said("Omar is a guest in your directory."),
        said("Check that nobody of your own organisation is meant."),
    ),
    Finding(
        Severity.INFO,
        "row.no_person",
        said("No user is given: the extension will have no person."),
        said("Write a user if somebody should have it."),
        40,
    ),
)
MANY = tuple(Finding(Severity.ERROR, "x", LONG, LONG, row, LONG, LONG) for row in range(2, 10_002))
STEPS = (
    home.GuideStep(1, home.GUIDE[0], "done", "Contoso"),
    home.GuideStep(2, home.GUIDE[1], "done", said("41 of 41 lines")),
    home.GuideStep(
        3,
        home.GUIDE[2],
        "now",
        said("29 of 41 numbers uploaded to Teams"),
        Click(said("Upload 12 numbers"), ListNumbers()),
    ),
    home.GuideStep(4, home.GUIDE[3], "attention", said("26 of 41 people"), say(said("Show who"), "ready")),
    home.GuideStep(5, home.GUIDE[4], "todo"),
    home.GuideStep(6, home.GUIDE[5], "todo", "", say("Check readiness", "ready")),
)
LINK = connect.Connection(
    "Contoso Pte Ltd", "9a1d3c34-0000-4c5e-8f11-111111111111", "Contoso", "contoso", "Alex", today("09:14")
)
OFFERED = link_offer.Offered("o", "Contoso", 20, 14, 14)
DOUBTFUL = link_offer.Offered("o", "Contoso", 20, 14, 0, (("contoso.com", 13), ("", 1)), doubtful=True)
CHECKS = (
    connect.ChecklistItem(said("Microsoft tenant"), "done", "Contoso"),
    connect.ChecklistItem(
        said("Operator"),
        "attention",
        said("Add the operator in the Teams admin centre under Voice > Operators"),
    ),
    connect.ChecklistItem(
        said("CPaaS organisation"), "todo", said("Its API key comes last, when all the others are in place")
    ),
)
SEATS = (
    SeatUse("device_import_msteams_OC", 30, 29, 12),
    SeatUse("call_recording", 20, 17, 0),
    SeatUse("license_center", 5, 2, -3),
)
PLAN = PlanView(
    "p-1",
    "staff-june.xlsx",
    "Alex",
    counts=(
        (said("Create extensions"), 18),
        (said("Upload numbers to Teams"), 17),
        (said("Assign numbers in Teams"), 17),
    ),
    lines_total=41,
    lines_busy=18,
    unchanged=23,
    seats=SEATS[:2],
    findings=FINDINGS[2:],
    first_lines=(
        (
            "101 · John (john@contoso.com)",
            (
                said("create extension 101 “John”"),
                said("Add Teams Operator Connect"),
                said("upload +65 6789 1230 to Teams"),
            ),
        ),
        ("102 · Alice", (said("Add Call Recording"),)),
    ),
    expires=today("19:20"),
    hash="3fa9c1",
    notes=(said("Hidden rows were read like the others: 4, 9."),),
    asked=("Sam", "Fiona"),
)
AGAIN = Click(said("Plan again"), PlanAgain("p-1"))
JOB = jobs.JobView(
    "j-1",
    "staff-june.xlsx",
    jobs.JobCardState.RUNNING,
    10_000,
    done=3_120,
    failed=4,
    skipped=12,
    waiting=96,
    stages=(
        (said("Set person, add-ons and number"), 10_000, 10_000),
        (said("Upload numbers to Teams"), 4_800, 10_000),
        (said("Assign numbers in Teams"), 3_120, 10_000),
    ),
    started=said("12 minutes ago"),
    left=said("about 20 minutes"),
    waiting_for=said("It waits until Teams knows of the licence before it goes on."),
)
FAILURES = (
    *(
        FailedLine(
            f"10{i} · Person {i}",
            said("The person has no Teams Phone licence that works."),
            said("Give them a Teams Phone licence in the Microsoft 365 admin centre, then retry."),
            WHERE,
            "SW-116",
            request=f"5b1f9c0e-7a3d-4c11-9a52-0d4b1f6f2a1{i}",
        )
        for i in range(6)
    ),
    FailedLine(
        "109 · Person 9",
        said("Only the operator can change the emergency address of this number."),
        said("Ask your operator to change it."),
        tr("{words}, at {system}", words=said("Upload numbers to Teams"), system=said("the operator")),
        "SW-123",
        request="0f3c9a52-5b7d-4b0e-9c55-2f6a1f4b7d10",
    ),
)


def _with(view: PlanView, **changes: Any) -> PlanView:
    from dataclasses import replace

    return replace(view, **changes)


def _line(no: int, **more: Any) -> lines.LineRow:
    addons = (said("Teams Operator Connect"), said("Call Recording"))
    return lines.LineRow(
        str(100 + no), f"Desk {no}", f"Person {no} (p_{no}@contoso.com)", (f"+6567891{230 + no}",), addons, **more
    )


def _number(no: int, **more: Any) -> numbers.NumberRow:
    return numbers.NumberRow(f"+6567891{230 + no}", str(100 + no), f"Person {no}", **more)


def _numbers_page() -> numbers.NumbersPage:
    rows = (
        *(_number(no, status=said("Not uploaded"), tickable=True) for no in range(4)),
        _number(4, status=said("Uploading"), style="Informative", detail=said("Uploading for about 2 minutes.")),
        _number(5, status=said("Assigned"), style="Good"),
        _number(6, status=said("Failed"), style="Attention", detail=NO_ADDRESS),
    )
    counts = {"all": 1_240, "not_uploaded": 312, "uploaded": 900, "failed": 28}
    return numbers.NumbersPage(rows, "all", counts, 2, 124, 1_240, "", ("+6567891230", "+6567899999"), 312)


def usual() -> Cards:
    """Each card as people meet it."""
    return {**_talk(), **_setting_up(), **_bulk(), **_plans(), **_jobs(), **_ready()}


def _talk() -> Cards:
    groups = [
        help.Group(
            said("Start"),
            [
                help.HelpEntry("connect", said("Link this tenant to your CPaaS")),
                help.HelpEntry("home", said("The six steps and what's next")),
            ],
        ),
        help.Group(
            said("Lines"),
            [
                help.HelpEntry("lines [name]", said("See lines and find one")),
                help.HelpEntry("bulk", said("Many lines from a file")),
            ],
        ),
    ]
    return {
        "welcome_admin": help.welcome("Alex", True),
        "welcome": help.welcome("Kim", False),
        "welcome_works": help.welcome("Sam", False, home.TILES),
        "introduction": help.introduction("Alex", "https://teams.microsoft.com/l/chat/0/0?users=28:app"),
        "help": help.help_card(groups),
        "help_works": help.help_card(groups, [said("All of Lines")], works=True),
        "unknown": help.unknown("lnies", ["lines", "licences"]),
        "likely": help.likely(
            "yank the desktop app from 105",
            [say("Desktop App, 105", "x"), say("105", "line 105")],
        ),
        "unknown_nothing": help.unknown("how is the weather", []),
        "unknown_tiles": help.unknown("how is the weather", ["holidays"], reads=True),
        "which": sentences.which(
            said("Who do you mean?"), said("2 people are called Chris."), [say("Chris Lee", "line chris")]
        ),
        "free_numbers": sentences.free(
            said("Free numbers"),
            [("+65 6789 1230", said("not uploaded"))],
            20,
            "number",
            may_change=True,
            all_=say(said("All"), "numbers"),
        ),
        "to_end": sentences.to_end(said("Cancel what?"), [Click(DISCARD, DiscardPlan("p1"))]),
        "greeting": help.greeting("Alex"),
        "whoami": help.whoami(
            "Alex",
            "alex_tan@contoso.com",
            said("approver"),
            [said("read"), said("change"), said("approve")],
            "Contoso",
            LINK.tenant_id,
            "c-7f",
        ),
        "problem": errors.problem(
            said("Upload failed"),
            "The operator answered 503: try later.",
            said("Try again in a minute."),
            "req-81c2",
            Click(said("Try again"), UploadNumbers(ticked=("+6567891230",))),
        ),
    }


GRANT = (
    "https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/adminconsent"
    "?client_id=66666666-7777-8888-9999-000000000000"
)


def _setting_up() -> Cards:
    return {
        "home": home.home("Contoso Pte Ltd", STEPS, home.TILES),
        "home_done": home.home(
            "Contoso Pte Ltd", [home.GuideStep(no, t, "done") for no, t in enumerate(home.GUIDE, 1)], home.TILES
        ),
        "connect": connect.checklist(CHECKS),
        "connect_error": connect.checklist(CHECKS, error=said("The CPaaS doesn't know this key.")),
        "connected": connect.connected(LINK, CHECKS[1:2], say(said("Send a file"), "bulk")),
        "disconnect_confirm": connect.disconnect_confirm(LINK),
        "not_connected": connect.not_connected(),
        "connect_grant": connect.checklist(CHECKS[:1], form=False, grant=GRANT),
        "confirm_link": link_offer.confirm_link(OFFERED),
        "confirm_link_doubtful": link_offer.confirm_link(DOUBTFUL, typed=True, error=UNKNOWN_KEY),
        "confirm_link_again": link_offer.confirm_link(replace(OFFERED, linked=True)),
        "key_not_taken": link_offer.key_not_taken(said("Everybody here can read it."), link_offer.DELETE_MESSAGE),
        "wrong_keys": link_offer.wrong_keys(
            [("Alex", tr("{how_many}, the last one {when}", how_many=said("3 wrong keys"), when=today("14:05")))]
        ),
        "key_seen_elsewhere": link_offer.key_seen_elsewhere(),
        "linking": connect.linking(LINK, said("I'm telling the CPaaS about your tenant. That takes a moment.")),
        "linking_stopped": connect.linking(
            LINK,
            said("It stopped. The CPaaS doesn't accept your organisation's key any more."),
            Click(said("Resume"), ResumeJob("j"), "positive"),
        ),
        "lines": lines.lines(
            lines.LinesPage(
                [
                    _line(1, teams=said("Assigned"), ready=True),
                    _line(2, teams=said("Uploading"), ready=False),
                    _line(3),
                ],
                2,
                14,
                41,
                "desk",
                counts={one: n for n, one in zip((41, 12, 3, 7, 5), lines.LineFilter, strict=True)},
            )
        ),
        "lines_none": lines.lines(lines.LinesPage([])),
        "numbers": numbers.numbers(_numbers_page()),
    }


def _bulk() -> Cards:
    questions = [
        bulk.WhoQuestion(
            f"q{i}",
            10 + i,
            "Chris Lee",
            [("a", "Chris Lee (chris.lee@contoso.com)"), ("b", "Chris Lee (chris.lee2@contoso.com)")],
        )
        for i in range(7)
    ]
    return {
        "bulk": bulk.how_to(),
        "reading": bulk.reading("staff_june (final).xlsx", "1.4 MB"),
        "problems": bulk.problems("staff_june.xlsx", FINDINGS, 41, "d-1"),
        "who": bulk.who(questions, "d-1"),
        "nothing_to_do": bulk.nothing_to_do("staff_june.xlsx"),
    }


def _plans() -> Cards:
    over = {"decided_by": "Sam", "decided_at": today("09:31")}
    rejected = {**over, "reason": "Please wait for the new seats."}
    return {
        "plan": plans.plan_card(PLAN),
        "what_if": plans.what_if(replace(PLAN, id="", hash="")),
        "preparing": plans.preparing(said("Upload 12 numbers")),
        "plan_alone": plans.plan_card(_with(PLAN, needs_approval=False, lines_busy=1, unchanged=0, lines_total=1)),
        "plan_blocked": plans.plan_card(_with(PLAN, findings=FINDINGS, seats=SEATS)),
        "plan_waiting": plans.plan_card(_with(PLAN, state="waiting")),
        "plan_approved": plans.plan_card(
            _with(PLAN, state="approved", next=Click(said("See the job"), ShowJob("j-1")), **over)
        ),
        "plan_rejected": plans.plan_card(_with(PLAN, state="rejected", **rejected)),
        "plan_withdrawn": plans.plan_card(_with(PLAN, state="withdrawn", next=AGAIN)),
        "plan_discarded": plans.plan_card(_with(PLAN, state="discarded", next=AGAIN)),
        "plan_expired": plans.plan_card(_with(PLAN, state="expired", next=AGAIN)),
        "approval": approvals.request(PLAN),
        "approval_error": approvals.request(PLAN, said("Please say why in the comment, so that it can be mended.")),
        "approval_approved": approvals.decided(_with(PLAN, state="approved", **over)),
        "approval_rejected": approvals.decided(_with(PLAN, state="rejected", **rejected)),
        "approval_own": approvals.own(_with(PLAN, state="waiting")),
        "approvals": approvals.approvals(
            [
                approvals.ApprovalRow("p-1", "staff-june.xlsx", "Alex", said("5 minutes ago"), said("18 lines")),
                approvals.ApprovalRow("p-2", SOME_UNASSIGNED, "Sam", said("2 hours ago"), said("2 lines"), True),
            ]
        ),
        "approvals_none": approvals.approvals([]),
    }


def _jobs() -> Cards:
    from dataclasses import replace

    done = replace(JOB, state=jobs.JobCardState.DONE, done=9_981, failed=7, waiting=0, took=said("about 34 minutes"))
    return {
        "job": jobs.progress(JOB, [Click(said("Pause"), PauseJob("j-1")), Click(said("Cancel"), CancelJob("j-1"))]),
        "job_done": jobs.closing(
            replace(done, done=9_988, failed=0), undoable=True, next=say(said("Who can't call"), "ready")
        ),
        "job_failures": jobs.closing(done, FAILURES, True, say(said("Who can't call"), "ready")),
        "job_some_call": jobs.closing(
            replace(done, lines_total=40, done=40, failed=0, skipped=0, took=said("3 minutes")),
            undoable=True,
            next=say(said("Lines"), "lines"),
            calling=calling.Calling(
                40,
                31,
                [calling.Lack(said("no outbound rule"), 9, "101 John, 102 Alice, 103 Omar")],
                say(said("Give a rule"), "mend rule"),
            ),
        ),
        "job_all_call": jobs.closing(
            replace(done, lines_total=40, done=40, failed=0, skipped=0, took=said("3 minutes")),
            undoable=True,
            next=say(said("Lines"), "lines"),
            calling=calling.Calling(40, 40),
        ),
        "jobs": job_list.jobs(
            [
                job_list.ListedJob(
                    "j-1",
                    "staff-june.xlsx",
                    jobs.JobCardState.RUNNING,
                    join_text(", ", ("Alex", today("20:38"))),
                    tr("{done:,} of {how_many}", done=3_136, how_many=things(10_000, "line")),
                ),
                job_list.ListedJob(
                    "j-2",
                    said("Upload 12 numbers"),
                    jobs.JobCardState.DONE,
                    join_text(", ", ("Sam", today("09:00"))),
                    said("12 of 12 lines"),
                ),
            ]
        ),
        "jobs_none": job_list.jobs([]),
    }


def _ready() -> Cards:
    reasons = [
        ready.Reason(said("No Teams Phone licence"), 3, say(said("Show who"), "licences")),
        ready.Reason(said("Uploaded, not assigned"), 12, Click(said("Assign 12 numbers"), ListNumbers())),
    ]
    links = [
        ready.ChainLink("101 · Teams Operator Connect", "done"),
        ready.ChainLink(said("Number uploaded to Teams"), "done", said("Uploaded")),
        ready.ChainLink(
            said("Assigned in Teams"),
            "attention",
            said("Number not assigned"),
            Click(said("Assign the number"), ListNumbers()),
        ),
        ready.ChainLink(said("Outbound call rule"), "unknown"),
    ]
    return {
        "ready": ready.ready_tenant(26, 41, reasons, waiting=3),
        "ready_all": ready.ready_tenant(41, 41),
        "ready_person": ready.ready_person("John", links),
        "ready_person_yes": ready.ready_person("John", links[:2]),
    }


def empty() -> Cards:
    """Each card with as little in it as its builder takes."""
    bare = PlanView("", "", "")
    job = jobs.JobView("", "", jobs.JobCardState.QUEUED, 0)
    link = connect.Connection("", "", "")
    return {
        "welcome": help.welcome("", False),
        "help": help.help_card([]),
        "unknown": help.unknown("", []),
        "greeting": help.greeting(""),
        "whoami": help.whoami("", "", "", [], "", ""),
        "problem": errors.problem(""),
        "home": home.home("", []),
        "connect": connect.checklist([], False),
        "connected": connect.connected(link),
        "disconnect_confirm": connect.disconnect_confirm(link),
        "not_connected": connect.not_connected(),
        "confirm_link": link_offer.confirm_link(link_offer.Offered("", "", 0, 0, 0, doubtful=True)),
        "wrong_keys": link_offer.wrong_keys([]),
        "linking": connect.linking(connect.Connection("", "", ""), ""),
        "lines": lines.lines(lines.LinesPage([lines.LineRow("")])),
        "numbers": numbers.numbers(numbers.NumbersPage([])),
        "reading": bulk.reading("", ""),
        "problems": bulk.problems("", [], 0, ""),
        "who": bulk.who([bulk.WhoQuestion("q", 0, "", [])], ""),
        "nothing_to_do": bulk.nothing_to_do(""),
        "plan": plans.plan_card(bare),
        "plan_approved": plans.plan_card(_with(bare, state="approved")),
        "approval": approvals.request(bare),
        "approval_own": approvals.own(bare),
        "decided": approvals.decided(bare),
        "job": jobs.progress(job),
        "closing": jobs.closing(job),
        "ready": ready.ready_tenant(0, 0),
        "ready_person": ready.ready_person("", []),
    }


def huge() -> Cards:
    """Each card with far too much in it, all of it hostile."""
    emoji = {**_huge_lists(EMOJI), **_huge_plans(EMOJI)}
    return {**_huge_lists(LONG), **_huge_plans(LONG), **{f"{name}_emoji": made for name, made in emoji.items()}}


def _huge_lists(words: str) -> Cards:
    click = Click(words, ShowJob("i" * 64))
    entries = [help.HelpEntry(words, words)] * 200
    rows = [lines.LineRow(words, words, words, ("+6567891230", words) * 20, (words,) * 30, words, False)] * 10_000
    ticks = [
        numbers.NumberRow(f"+65{67_890_000 + i}", words, words, words, "Good", words, i % 2 == 0) for i in range(10_000)
    ]
    ticked = [row.e164 for row in ticks]
    counts = dict.fromkeys(numbers.FILTERS, 1_000_000)
    link = connect.Connection(*(words,) * 6)
    questions = [
        bulk.WhoQuestion(f"q{i}", 10_000, words, [(f"{j:036}", words) for j in range(500)]) for i in range(500)
    ]
    return {
        "welcome": help.welcome(words, True),
        "help": help.help_card([help.Group(words, entries)] * 50),
        "unknown": help.unknown(words * 500, [words] * 50),
        "likely": help.likely(words * 500, [click] * 50),
        "greeting": help.greeting(words),
        "whoami": help.whoami(words, words, words, [words] * 50, words, words, words),
        "problem": errors.problem(words * 500, words * 500, words * 500, words, click),
        "home": home.home(words, [home.GuideStep(i, words, "attention", words, click) for i in range(6)]),
        "connect": connect.checklist([connect.ChecklistItem(words, "todo", words)] * 300, error=words),
        "confirm_link": link_offer.confirm_link(
            link_offer.Offered(words, words, 10**9, 10**9, 10**9, ((words, 10**9),) * 300, doubtful=True), error=words
        ),
        "wrong_keys": link_offer.wrong_keys([(words, words)] * 300),
        "connected": connect.connected(link, [connect.ChecklistItem(words, "todo", words)] * 300, click),
        "disconnect_confirm": connect.disconnect_confirm(link, [words] * 300, [words] * 300),
        "connect_grant": connect.checklist([], form=False, grant=f"https://x/{words}", intro=words),
        "linking": connect.linking(connect.Connection(words, words, words), words, Click(words)),
        "lines": lines.lines(lines.LinesPage(rows, 500, 1_000, 10_000, words)),
        "numbers": numbers.numbers(numbers.NumbersPage(ticks, "all", counts, 3, 1_000, 10_000, words, ticked, 10_000)),
        "reading": bulk.reading(words, words),
        "problems": bulk.problems(words, MANY, 10_000, words),
        "who": bulk.who(questions, words),
        "nothing_to_do": bulk.nothing_to_do(words),
        "approvals": approvals.approvals([approvals.ApprovalRow("p-1", words, words, words, words)] * 1_000),
        "jobs": job_list.jobs([job_list.ListedJob("j-1", words, jobs.JobCardState.PAUSED, words, words)] * 1_000),
        "ready": ready.ready_tenant(3, 10_000, [ready.Reason(words, 10_000, click)] * 100),
        "ready_person": ready.ready_person(words, [ready.ChainLink(words, "attention", words, click)] * 100),
    }


def _huge_plans(words: str) -> Cards:
    click = Click(words, ShowJob("i" * 64))
    seats = tuple(SeatUse(code, 10_000, 10_000, -1) for code in ADDONS) * 3
    first = ((words, (words,) * 12),) * 10_000
    findings = tuple(Finding(Severity.ERROR, "x", words, words, row, words, words) for row in range(10_000))
    view = PlanView(
        "p" * 36, words, words, counts=((words, 10_000),) * 12, lines_total=10_000, lines_busy=10_000, seats=seats,
        findings=findings, first_lines=first, expires=words, hash="f" * 12, notes=(words,) * 50, asked=(words,) * 50,
        decided_by=words, decided_at=words, reason=words * 20, next=click,
    )  # fmt: skip
    job = jobs.JobView(
        "j" * 36,
        words,
        jobs.JobCardState.WAITING,
        10_000,
        1,
        2,
        3,
        4,
        ((words, 5_000, 10_000),) * 40,
        words,
        words,
        words,
        words * 20,
    )
    return {
        "plan": plans.plan_card(view),
        "plan_waiting": plans.plan_card(_with(view, state="waiting")),
        "plan_rejected": plans.plan_card(_with(view, state="rejected")),
        "approval": approvals.request(view, words),
        "approval_own": approvals.own(view),
        "decided": approvals.decided(_with(view, state="approved")),
        "job": jobs.progress(job, [click] * 20),
        "closing": jobs.closing(job, [FailedLine(words, words, words)] * 10_000, True, click),
    }
