"""People as Windows writes them: the user name behind a domain."""

from __future__ import annotations

import pytest

from services.domain.people import Directory, Person

ALICE = Person("Alice", "alice@contoso.com", "alice@contoso.com", "1")
OTHER = Person("Alice Tan", "alice@fabrikam.com", "alice@fabrikam.com", "2")
JOHN = Person("John", "john@contoso.com", "john@contoso.com", "3")


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("CONTOSO\\john", (JOHN,)),
        ("contoso\\John", (JOHN,)),
        ("CONTOSO\\alice", (ALICE, OTHER)),
        ("CONTOSO\\nobody", ()),
        ("CONTOSO\\", ()),
        ("John", (JOHN,)),
    ],
)
def test_a_user_name_behind_a_domain_means_everybody_it_can_mean(text: str, people: tuple[Person, ...]) -> None:
    assert Directory([ALICE, OTHER, JOHN]).find(text) == people
