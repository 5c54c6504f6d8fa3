"""Every error that a person can see has a code of its own, a section on the page, and a link on the card."""

from __future__ import annotations

import inspect

import pytest

from cards import errors as cards
from services.domain import errors
from services.domain.error_codes import CODES, OURS, code_of
from tests.cards.look import clicks, words
from tests.docs.pages import text_of
from tests.docs.troubleshooting import rendered

KINDS = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, errors.SwitchboardError) and kind.__module__ == errors.__name__
]


class Odd(errors.Stale):
    """A kind of error that somebody makes elsewhere."""


def test_the_page_is_made_from_the_tree() -> None:
    assert text_of("docs/troubleshooting.md") == rendered(), (
        "python -m tests.docs.troubleshooting > docs/troubleshooting.md"
    )


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_kind_of_error_has_a_code(kind: type[errors.SwitchboardError]) -> None:
    assert kind in CODES


def test_no_code_stands_for_two_kinds() -> None:
    codes = [one.code for one in (OURS, *CODES.values())]
    assert len(set(codes)) == len(codes)


def test_an_error_of_another_room_has_the_code_of_the_kind_above_it() -> None:
    assert code_of(Odd("x")) == "SW-31"
    assert code_of(ValueError("x")) == "SW-1"


def test_the_card_shows_the_code_and_leads_to_its_section() -> None:
    made = cards.problem("No.", ref="abc", code="SW-31", docs_url="https://docs.example/troubleshooting")
    assert "Reference abc · SW-31" in words(made)
    link = clicks(made)["What SW-31 means ↗"]
    assert (link["type"], link["url"]) == ("Action.OpenUrl", "https://docs.example/troubleshooting#sw-31")
    assert not [title for title in clicks(cards.problem("No.", ref="abc", code="SW-31")) if "SW-31" in title]
