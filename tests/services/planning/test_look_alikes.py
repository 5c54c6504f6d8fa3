"""Names with letters that look like others: never taken for each other, and pointed out to whoever decides."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.domain.change import Change
from services.domain.look_alikes import looks, odd_signs
from services.domain.people import Directory, Person, fold
from services.domain.plan import Plan, Severity
from services.planning.planner import make_plan
from tests.services.worlds import person, snapshot

JOHN = "John Porter"
TWINS = (
    "J\u043ehn Porter",  # Cyrillic o
    "J\u03bfhn Porter",  # Greek o
    "John P0rter",
    "Jo\u200bhn Porter",
    "\u202eJohn Porter",
    "John Po\u00adrter",
    "J\u043e\u04bbn \u0420\u043erter",
)

USUAL = (
    JOHN,
    "Zo\u00eb M\u00fcller",
    "\u0418\u0432\u0430\u043d \u041f\u0435\u0442\u0440\u043e\u0432",
    "\u738b\u5049",
    "Arnold",
    "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627",
)


def twin_of(name: str) -> Person:
    return person(name, user_name="other@contoso.com", email="other@contoso.com", object_id="o-2", identity_uuid="i-2")


def planned(holder: str, *people: Person) -> Plan:
    wish = Change("901", person=holder, row=2)
    directory = Directory(people)
    (found,) = directory.find(holder)
    return make_plan("t", [wish], {0: found}, snapshot(people))


@pytest.mark.parametrize("name", TWINS)
def test_nobody_is_taken_for_somebody_whose_name_looks_the_same(name: str) -> None:
    real, twin = person(JOHN), twin_of(name)
    directory = Directory([real, twin])
    assert directory.find(JOHN) == (real,)
    assert directory.find(name) == (twin,)
    assert looks(name) == looks(JOHN)
    assert fold(name) != fold(JOHN)


@pytest.mark.parametrize("name", TWINS)
def test_whoever_looks_like_another_is_pointed_out_both_ways(name: str) -> None:
    real, twin = person(JOHN), twin_of(name)
    for holder in (JOHN, name):
        (told,) = [one for one in planned(holder, real, twin).findings if one.code == "person.looks_alike"]
        assert told.severity is Severity.WARNING
        assert "and is another account" in told.message
        assert {"other@contoso.com", "john.porter@contoso.com"} <= set(
            told.message.replace("(", " ").replace(")", " ").split()
        )


def test_letters_of_another_alphabet_are_named_where_nobody_looks_like_it() -> None:
    (told,) = [one for one in planned(TWINS[0], twin_of(TWINS[0])).findings if one.code == "person.looks_alike"]
    assert "cyrillic small letter o" in told.message


@pytest.mark.parametrize(
    "name",
    [
        JOHN,
        "Zo\u00eb M\u00fcller",
        "\u0418\u0432\u0430\u043d \u041f\u0435\u0442\u0440\u043e\u0432",
        "\u738b\u5049",
        "Arnold",
        "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627",
    ],
)
def test_a_name_of_one_alphabet_is_nothing_odd(name: str) -> None:
    assert odd_signs(name) == ()
    assert not [one for one in planned(name, person(name), twin_of("Zoe Muller")).findings if "alike" in one.code]


@given(st.text(max_size=30))
def test_what_is_the_same_name_looks_the_same(text: str) -> None:
    assert looks(text) == looks(f" {text} ")
    assert all(odd_signs(text))
