"""Home, help, errors, connect, lines, bulk and readiness: the right words, the right clicks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cards import errors
from cards.calls import ready
from cards.changes import approvals, bulk, job_list, jobs
from cards.changes.job_clicks import ShowJob
from cards.elements import Click, say
from cards.lines import lines
from cards.workspace import connect, help, home, sentences
from services.domain.plan import Finding, Severity
from tests.cards import samples
from tests.cards.every import of_kind
from tests.cards.look import clicks, field, sent, words
from tests.cards.walk import nodes, of_type


def _opened(made: dict[str, object]) -> list[tuple[str, object]]:
    """What a click on each row of a list does."""
    rows = [node["selectAction"] for node in nodes(made) if "selectAction" in node]
    return [(click["verb"], click["data"]["d"]) for click in rows]


def test_a_row_of_a_list_opens_what_it_tells_of() -> None:
    page = lines.LinesPage([lines.LineRow("101"), lines.LineRow("102"), lines.LineRow("9" * 50)], 1, 1, 3)
    assert _opened(lines.lines(page)) == [("line.open", {"line": "101"}), ("line.open", {"line": "102"})]
    waiting = approvals.approvals([approvals.ApprovalRow("p-1", "Plan", "Alex")])
    assert _opened(waiting) == [("approvals.show", {"plan": "p-1"})]
    at_work = job_list.jobs([job_list.ListedJob("j-1", "Job", jobs.JobCardState.RUNNING)])
    assert _opened(at_work) == [("jobs.show", {"job": "j-1"})]


def test_what_is_missing_comes_before_what_is_in_place() -> None:
    made = of_kind("usual")["ready_no_rule"]
    said = words(made)
    assert said.index("Outbound call rule") < said.index("✔ Somebody holds the line: Alice")
    assert clicks(made)["Give the rule Singapore default"]["style"] == "positive"


def test_the_first_button_of_a_line_that_cannot_call_says_what_is_missing() -> None:
    (first, *_) = of_type(of_kind("usual")["line_card"], "ActionSet")
    assert [click["title"] for click in first["actions"]] == ["What's missing"]


def test_readers_are_offered_no_reset_of_credentials() -> None:
    made = of_kind("usual")
    assert "SIP credentials" in words(made["system_admin"])
    assert "SIP credentials" not in words(made["system_admin_reader"])


def test_readers_are_told_of_no_ticks() -> None:
    assert "ticked" not in words(of_kind("usual")["rule_holders_reader"])


def test_chips_filter_lines_and_keep_what_was_looked_for() -> None:
    counts = {lines.LineFilter.ALL: 41, lines.LineFilter.CANNOT: 12, lines.LineFilter.FREE: 0}
    page = lines.LinesPage([lines.LineRow("101")], 1, 2, 12, "desk", filter=lines.LineFilter.CANNOT, counts=counts)
    made = lines.lines(page)
    assert _opened(made)[0] == ("lines.show", {"query": "desk"})
    said = words(made)
    assert "All · 41" in said
    assert "✓ Can't call · 12" in said  # chosen: not by colour alone, and nothing to click
    assert "Free" not in said
    assert sent(made, "Next") == ("lines.show", {"query": "desk", "filter": "cannot", "page": 2})
    assert sent(made, "As a file") == ("lines.file", {"query": "desk", "filter": "cannot"})
    assert "No line is like this now." in words(lines.lines(replace(page, rows=(), total=0)))


def test_a_list_is_a_table_where_the_card_is_wide_and_rows_elsewhere() -> None:
    row = lines.LineRow("101", "John", "John", ["+6567891230"], ["Mobile app"], "No outbound rule", ready=False)
    made = lines.lines(lines.LinesPage([row], 1, 1, 1))
    assert made["msteams"] == {"width": "full"}
    head, shown = [
        node for node in nodes(made) if "layouts" in node and node["layouts"][0]["type"] == "Layout.AreaGrid"
    ]
    assert head["targetWidth"] == "atLeast:Wide"  # nobody reads headings over rows
    assert [cell["text"] for cell in head["items"]] == ["Line", "Person", "Number", "Add-ons", "Missing"]
    for laid in (head, shown):
        assert laid["layouts"][0]["targetWidth"] == "atLeast:Wide"
        areas = [area["name"] for area in laid["layouts"][0]["areas"]]
        assert [cell["grid.area"] for cell in laid["items"]] == areas
        assert sum(laid["layouts"][0]["columns"]) == 100
    assert "Missing" not in made["fallbackText"]
    bare = lines.lines(lines.LinesPage([replace(row, person="", addons=(), teams="", ready=True)], 1, 1, 1))
    kept = next(node for node in nodes(bare) if "layouts" in node and "selectAction" in node)
    assert [cell["grid.area"] for cell in kept["items"]] == ["a", "b", "c"]  # nothing slips into another column


def test_lines_are_found_by_site_and_it_stays_on_every_page() -> None:
    page = lines.LinesPage(
        [lines.LineRow("101")],
        1,
        2,
        12,
        "desk",
        sites=[("id-1", "Jurong · 9"), ("id-2", "Head office · 3")],
        site="id-1",
    )
    made = lines.lines(page)
    assert field(made, "site")["value"] == "id-1"
    assert [one["title"] for one in field(made, "site")["choices"]] == ["All sites", "Jurong · 9", "Head office · 3"]
    assert sent(made, "Next") == ("lines.show", {"query": "desk", "site": "id-1", "page": 2})
    assert sent(made, "As a file") == ("lines.file", {"query": "desk", "site": "id-1"})
    assert "site" not in {node.get("id") for node in nodes(lines.lines(replace(page, sites=(), site="")))}


def test_a_small_site_stays_chosen_and_the_list_says_how_many_it_leaves_out() -> None:
    sites = [(f"id-{no}", f"Office {no} · 1") for no in range(40)]
    made = lines.lines(lines.LinesPage([lines.LineRow("101")], 1, 1, 1, sites=sites, site="id-39"))
    offered = field(made, "site")
    assert offered["value"] in [one["value"] for one in offered["choices"]]
    assert offered["label"] == f"Site ({len(sites) + 1 - len(offered['choices'])} smaller ones aren't listed)"


def test_what_is_free_alike_is_told_once() -> None:
    rows = [(f"+65 6400 000{no}", "not uploaded") for no in range(3)]
    said = words(sentences.free("Free numbers", rows, 40, "number", may_change=True, all_=say("All", "numbers")))
    assert "+65 6400 0000, +65 6400 0001, +65 6400 0002, and 37 more\nNot uploaded" in said
    mixed = [*rows, ("+65 6400 0009", "uploaded")]
    said = words(sentences.free("Free numbers", mixed, 40, "number", may_change=True, all_=say("All", "numbers")))
    assert said.count("not uploaded") == 3
    assert "…and 36 more" in said


def test_home_leads_with_the_next_step_and_hides_the_others() -> None:
    made = home.home("Contoso", samples.STEPS)
    assert next(iter(clicks(made))) == "Upload 12 numbers"
    assert clicks(made)["Upload 12 numbers"]["style"] == "positive"
    assert clicks(made)["Check readiness"]["mode"] == "secondary"
    assert "2 of 6 steps done" in words(made)
    assert of_type(made, "ProgressBar")[0]["value"] == 2
    for word in ("✔ Done", "▶ Up next", "○ To do", "⚠ Needs a look"):
        assert word in words(made)


def test_home_can_lead_out_of_teams_and_says_so() -> None:
    step = home.GuideStep(
        1, "Consent", "now", action=Click("Open admin center", url="https://admin.teams.microsoft.com")
    )
    click = clicks(home.home("", [step]))["Open admin center ↗"]
    assert (click["type"], click["url"]) == ("Action.OpenUrl", "https://admin.teams.microsoft.com")


def test_home_says_when_all_is_done() -> None:
    made = home.home("Contoso", [home.GuideStep(1, "Connect", "done")])
    assert made["body"][0]["text"] == "You're ready to call"


def test_only_the_first_admin_is_asked_to_connect() -> None:
    # A status is set at once: that a plan always comes first would be a lie.
    assert "always" not in words(help.welcome("Alex", True))
    assert "Only what is free and can be taken back" in words(help.welcome("Alex", True))
    assert list(clicks(help.welcome("Alex", True))) == ["Connect", "Home", "Help", "How do I connect?"]
    tiles = ["Someone joins", "Someone leaves", "Numbers", "Who can't call", "A file"]
    assert list(clicks(help.welcome("Sam", False, home.TILES))) == ["Home", *tiles]
    assert list(clicks(help.welcome("Kim", False))) == ["Home", "Help", *(one.title for one in help.STARTERS)]
    assert sent(help.welcome("Alex", True), "Connect") == ("say", {"text": "connect"})
    for title in home.GUIDE:
        assert title in words(help.welcome("Kim", False))


def test_unknown_offers_what_may_be_meant() -> None:
    made = help.unknown("lnies", ["lines", "licences"])
    assert sent(made, "lines") == ("say", {"text": "lines"})
    assert "lnies" in words(made)
    assert list(clicks(help.unknown("x", []))) == ["Help", "Home"]


def test_what_is_most_likely_meant_is_the_first_button() -> None:
    made = help.likely("yank it from 105", [say("Take it: 105", "take"), say("Show 105", "line 105")])
    assert list(clicks(made)) == ["Take it: 105", "Show 105", "Help"]
    assert "yank it from 105" in words(made)


def test_help_and_whoami_say_what_they_were_given() -> None:
    entries = [help.HelpEntry("connect", "Link both sides"), help.HelpEntry("home", "What's next")]
    assert "Set up\nconnect · home" in words(help.help_card([help.Group("Set up", entries)]))
    assert "connect\nLink both sides" in words(help.group_card(help.Group("Set up", entries)))
    who = words(help.whoami("Alex", "a_b@x", "Admin", ["approve"], "", "t-1"))
    assert "a_b@x" in who
    assert "not connected yet" in who


def test_problem_says_what_why_and_what_to_do() -> None:
    made = errors.problem("It failed.", "Busy.", "Wait.", "r-1", Click("Try again", ShowJob("j-1")))
    assert "It failed.\nBusy.\nWhat to do\nWait.\nReference r-1" in words(made)
    assert sent(made, "Try again") == ("jobs.show", {"job": "j-1"})


def test_the_key_is_asked_for_hidden_and_never_shown() -> None:
    key = field(connect.checklist(samples.CHECKS, error="Wrong key."), "key")
    assert key["style"] == "Password"
    assert key["isRequired"] is True
    assert "value" not in key
    assert clicks(connect.checklist(samples.CHECKS))["Check again"]["associatedInputs"] == "none"


def test_without_a_form_there_is_nothing_to_save() -> None:
    made = connect.checklist(samples.CHECKS, form=False)
    assert of_type(made, "Input.") == []
    assert "Connect" not in clicks(made)


def test_disconnect_has_to_be_confirmed_and_every_link_has_its_reverse() -> None:
    made = connect.disconnect_confirm(samples.LINK, ["The key"], ["Your lines"])
    assert sent(made, "Disconnect") == ("disconnect.confirm", {})
    assert clicks(made)["Disconnect"]["style"] == "destructive"
    assert "What goes\n• The key\nWhat stays\n• Your lines" in words(made)
    assert "Disconnect" in clicks(connect.connected(samples.LINK))
    assert sent(connect.not_connected(), "Connect") == ("say", {"text": "connect"})


@pytest.mark.parametrize(("page", "shown"), [(1, {"Next"}), (2, {"Previous", "Next"}), (3, {"Previous"})])
def test_lines_turn_only_to_pages_there_are(page: int, shown: set[str]) -> None:
    made = lines.lines(lines.LinesPage([lines.LineRow("101")], page, 3, 41, "desk"))
    assert clicks(made).keys() & {"Previous", "Next"} == shown
    if "Next" in shown:
        assert sent(made, "Next") == ("lines.show", {"query": "desk", "page": page + 1})
    assert sent(made, "As a file") == ("lines.file", {"query": "desk"})
    assert field(made, "query")["value"] == "desk"


def test_a_line_tells_everything_in_words() -> None:
    row = lines.LineRow("101", "Desk", "John", ("+6567891230",) * 5, ("Call Recording",), "Assigned", True)
    said = words(lines.lines(lines.LinesPage([row], 1, 1, 1)))
    for part in ("101 · Desk", "John", "+65 6789 1230, ", "and 2 more", "Call Recording", "✔ Can call"):
        assert part in said


def test_a_line_that_cannot_call_says_why_in_full() -> None:
    row = lines.LineRow("101", teams="number not in Teams yet", ready=False)
    said = words(lines.lines(lines.LinesPage([row], 1, 1, 1)))
    assert "⚠ Can't call yet" in said
    assert "Number not in Teams yet" in said


def test_a_line_outside_teams_says_only_that() -> None:
    said = words(lines.lines(lines.LinesPage([lines.LineRow("101", teams="not in Teams")], 1, 1, 1)))
    assert "Not in Teams" in said
    assert "call yet" not in said


def test_no_lines_is_no_dead_end() -> None:
    assert "Add lines from a file" in clicks(lines.lines(lines.LinesPage([])))
    assert "Nothing matches" in words(lines.lines(lines.LinesPage([], query="zz")))


def test_problems_come_worst_first_with_place_value_and_fix() -> None:
    made = bulk.problems("f.xlsx", samples.FINDINGS[::-1], 41, "d-1")
    said = words(made)
    assert said.index("rounded the number") < said.index("Nobody of this name") < said.index("is a guest")
    assert "Row 12 · Number · “6.57E+09”" in said
    assert "→ Check the name, or write the user name." in said
    assert "2 errors, 1 warning, 1 note" in said
    assert sent(made, "All as a file") == ("draft.findings_file", {"draft": "d-1"})


def test_problems_show_eight_and_count_the_rest() -> None:
    many = [Finding(Severity.ERROR, "x", f"Wrong {i}", row=i) for i in range(2, 102)]
    said = words(bulk.problems("f.xlsx", many, 101, "d-1", total=9_000))
    assert "Wrong 9" in said
    assert "Wrong 10" not in said
    assert "9,000 findings" in said


@pytest.mark.parametrize(("column", "here"), [("Number", True), ("", False)])
def test_mending_here_is_spoken_of_where_there_is_a_cell_to_mend(column: str, here: bool) -> None:
    found = Finding(Severity.ERROR, "x", "Wrong", row=2 if column else 0, column=column)
    made = bulk.problems("f.xlsx", [found], 1, "d-1")
    assert ("Mend here" in str(made), "Mend them here" in words(made)) == (here, here)
    assert "hange the file and send it again." in words(made)


def test_good_lines_can_go_on_without_the_bad_ones() -> None:
    made = bulk.problems("f.xlsx", samples.FINDINGS, 41, "d-1", good=39)
    assert sent(made, "Plan the other 39 lines") == ("draft.skip", {"draft": "d-1"})
    assert "Plan the other" not in str(bulk.problems("f.xlsx", samples.FINDINGS, 41, "d-1"))


def test_who_asks_five_at_a_time_with_the_question_as_the_field() -> None:
    questions = [
        bulk.WhoQuestion(f"q{i}", i, "Chris Lee", [("k1", "Chris (a)"), ("k2", "Chris (b)")]) for i in range(7)
    ]
    made = bulk.who(questions, "d-1")
    assert [node["id"] for node in of_type(made, "Input.")] == ["q0", "q1", "q2", "q3", "q4"]
    assert [choice["value"] for choice in field(made, "q1")["choices"]] == ["k1", "k2"]
    assert "…and 2 more" in words(made)
    assert sent(made, "Continue") == ("draft.answer", {"draft": "d-1"})


def test_bulk_offers_a_sample_and_asks_for_the_file() -> None:
    assert sent(bulk.how_to(), "Sample file") == ("bulk.sample", {})
    assert "send me the file here" in words(bulk.how_to())
    assert "staff.xlsx · 12 KB" in words(bulk.reading("staff.xlsx", "12 KB"))
    assert "Nothing was written" in words(bulk.nothing_to_do("staff.xlsx"))


def test_ready_counts_people_and_offers_what_helps() -> None:
    made = ready.ready_tenant(26, 41, [ready.Reason("No licence", 3, say("Show who", "licences"))])
    assert "26 of 41 people can call in Teams" in words(made)
    assert "3 people" in words(made)
    assert set(clicks(made)) == {"Show who", "Home"}
    (ring,) = of_type(ready.ready_tenant(26, 41, waiting=3), "Chart.Donut")
    parts = [(part["legend"], part["value"]) for part in ring["data"]]
    assert parts == [("Can call", 26), ("Waiting", 3), ("Can't call yet", 12)]
    assert (ring["value"], ring["fallback"]["type"]) == ("63%", "ProgressBar")
    assert ready.ready_tenant(41, 41)["body"][0]["text"] == "Everybody can call"


def test_ready_person_names_the_broken_link_and_its_click() -> None:
    links = [
        ready.ChainLink("Line", "done", action=say("No", "no")),
        ready.ChainLink("Assigned", "attention", "", say("Fix", "fix")),
    ]
    made = ready.ready_person("John", links)
    assert "John can't call in Teams yet." in words(made)
    assert list(clicks(made)) == ["Fix", "Home"]
    assert "John can call in Teams." in words(ready.ready_person("John", links[:1]))


def test_one_number_has_a_field_of_one_line() -> None:
    made = of_kind("usual")["settings_missedCalls"]
    assert "isMultiline" not in field(made, "forwardTo")
    assert field(of_kind("usual")["settings_callForwarding"], "numbers")["isMultiline"]
