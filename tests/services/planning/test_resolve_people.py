"""Who each change means: the one who fits, a question, or a finding; and never more hints than can be looked for."""

from __future__ import annotations

from services.domain.change import Change
from services.domain.joins import Joined, Member, join
from services.domain.people import Directory, Person
from services.planning.resolve_people import resolve
from tests.services.worlds import person

OMAR = Person("Omar", "omar@contoso.com", "desk@contoso.com", "o-omar")
NADIA = Person("Nadia", "nadia@contoso.com", "desk@contoso.com", "o-nadia")
DESK = Member("i-desk", "Desk", "desk", "desk@contoso.com")


def test_two_accounts_of_one_address_are_asked_about_and_one_of_them_to_be_confirmed() -> None:
    directory = join([OMAR, NADIA], [DESK], {})
    changes = [Change("101", person="desk@contoso.com", row=2), Change("102", person="nadia@contoso.com", row=3)]
    asked = resolve(changes, directory, {})
    assert [(q.id, [p.object_id for p in q.candidates]) for q in asked.questions] == [
        ("2", ["o-omar", "o-nadia"]),
        ("3", ["o-nadia"]),
    ]
    assert asked.people == {}
    answered = resolve(changes, directory, {"2": "o-omar", "3": "o-nadia"})
    assert [answered.people[n].object_id for n in (0, 1)] == ["o-omar", "o-nadia"]
    assert answered.chosen == (
        Joined("i-desk", "o-omar", "omar@contoso.com", "desk@contoso.com"),
        Joined("i-desk", "o-nadia", "nadia@contoso.com", "desk@contoso.com"),
    )


def test_an_answer_that_is_no_candidate_leaves_the_question_open() -> None:
    directory = Directory([person("Chris", object_id="o-1"), person("Chris", object_id="o-2"), person("Ann")])
    changes = [Change("101", person="Chris", row=2), Change("102", person="Ann", row=3)]
    for answer in ("", "o-ann", "o-3", "Chris"):
        found = resolve(changes, directory, {"2": answer, "3": "o-1"})
        assert [q.id for q in found.questions] == ["2"]
        assert found.people[1].object_id == "o-ann"


def test_names_that_nobody_has_get_hints_and_of_very_many_only_the_first() -> None:
    directory = Directory([person("Hallie")])
    changes = [Change(str(100 + no), person=f"Halie{no}", row=no) for no in range(300)]
    found = resolve([Change("99", person="Halie", row=1), *changes], directory, {})
    assert len(found.findings) == 301
    assert found.findings[0].fix == "Did you mean Hallie (hallie@contoso.com)?"
    assert found.findings[-1].fix == "Check the name, or write the user name."


def test_a_name_with_its_surname_first_is_a_hint_and_no_pick() -> None:
    """Lists by surname write it so, and some directories do; whether it is the same person is for people to say."""
    lee, other, ling = (
        person(name, object_id=f"o-{no}") for no, name in enumerate(("Chris Lee", "Chris Lee", "Wei Ling"))
    )
    directory = Directory([lee, other, ling, person("Zoë Müller", object_id="o-zoe"), person("Leeann Christie")])
    for written, meant in (("Ling Wei", "wei.ling"), ("Ling, Wei", "wei.ling"), ("Muller, Zoe", "zoë.müller")):
        found = resolve([Change("101", person=written, row=2)], directory, {})
        assert found.people == {}
        assert found.findings[0].suggestion.startswith(meant), found.findings[0]
    (told,) = resolve([Change("101", person="Lee, Chris", row=2)], directory, {}).findings
    assert told.fix.count("Chris Lee") == 2
    assert told.suggestion == ""
