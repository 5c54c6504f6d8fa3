"""Every error that a person can see has a code of its own, a section on the page, and a link on the card."""

from __future__ import annotations

import ast
import inspect
import json
import re

import pytest

from cards import errors as cards
from cards.changes import bulk as cards_bulk
from cards.changes.failures import FailedLine
from cards.changes.jobs import JobCardState, JobView, closing
from services.domain import errors
from services.domain.error_codes import CODES, code_of
from services.domain.plan import Finding, Severity
from tests.cards.look import clicks, words
from tests.docs.pages import ROOT, text_of
from tests.docs.troubleshooting import PARTS, rendered

KINDS = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, errors.SwitchboardError) and kind.__module__ == errors.__name__
]


class Odd(errors.Stale):
    """A kind of error that somebody makes elsewhere."""


def test_the_page_is_made_from_the_tree() -> None:
    assert text_of("docs/troubleshooting.md") == rendered(), "make docs"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_kind_of_error_has_a_code(kind: type[errors.SwitchboardError]) -> None:
    assert kind in CODES


def test_no_code_stands_for_two_kinds() -> None:
    codes = [one.code for _, part in PARTS for one in part]
    assert len(set(codes)) == len(codes) > 70


def test_no_card_shows_an_error_without_its_code() -> None:
    """Wherever a card of an error is made, its code is handed over."""
    silent = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in (ROOT / "bot").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("problem", "errors.problem", "FailedLine")
        if not any(word.arg == "code" for word in node.keywords)
    ]
    assert silent == []


def test_every_code_has_its_section_to_which_the_card_leads() -> None:
    sections = re.findall(r"^### (SW-[0-9]+)$", text_of("docs/troubleshooting.md"), re.MULTILINE)
    assert sections == [one.code for _, part in PARTS for one in part]


def test_a_failed_line_leads_to_what_its_code_means() -> None:
    view = JobView("j", "Joiners", JobCardState.DONE, 2, done=1, failed=1)
    about = cards.section_of("SW-106", "https://docs.example/troubleshooting")
    made = closing(view, [FailedLine("101", "Blocked.", where="Assign, at Microsoft", code="SW-106", about=about)])
    assert "Assign, at Microsoft · \nSW-106" in words(made)
    assert '"url": "https://docs.example/troubleshooting#sw-106"' in json.dumps(made)
    plain = closing(view, [FailedLine("101", "Blocked.", code="SW-106", about="")])
    assert "SW-106" in words(plain)
    assert "OpenUrl" not in json.dumps(plain)


def test_what_stops_a_line_shows_its_code_and_a_remark_none() -> None:
    stops = Finding(Severity.ERROR, "number.taken", "It is on 102.", "Choose another.", row=3, column="Number")
    remark = Finding(Severity.WARNING, "person.guest", "Alex is a guest.", row=4, column="User")
    elsewhere = Finding(Severity.ERROR, "seats.short", "Two are missing.")
    said = words(cards_bulk.nothing_to_do("joiners.csv", [stops, remark, elsewhere], "d"))
    assert "Row 3 · Number\n" in said
    assert "SW-327\n" in said
    assert "Row 4 · User" in said
    assert len(re.findall("SW-", said)) == 2


def test_an_error_says_its_code_before_that_of_its_kind() -> None:
    assert code_of(errors.BadInput("x", short="SW-327")) == "SW-327"


def test_an_error_of_another_room_has_the_code_of_the_kind_above_it() -> None:
    assert code_of(Odd("x")) == "SW-31"
    assert code_of(ValueError("x")) == "SW-1"


def test_the_card_shows_the_code_and_leads_to_its_section() -> None:
    made = cards.problem("No.", ref="abc", code="SW-31", docs_url="https://docs.example/troubleshooting")
    assert "Reference abc · SW-31" in words(made)
    link = clicks(made)["What SW-31 means ↗"]
    assert (link["type"], link["url"]) == ("Action.OpenUrl", "https://docs.example/troubleshooting#sw-31")
    assert not [title for title in clicks(cards.problem("No.", ref="abc", code="SW-31")) if "SW-31" in title]
