"""One decision: every role × reach × right × thing, against a table written out by hand."""

from __future__ import annotations

from itertools import product

import pytest

from services.domain.access import (
    ACCESS_UNKNOWN,
    ADMIN_ROLES,
    READER_ROLES,
    Access,
    Denied,
    HeldRole,
    Right,
    Role,
    may,
    role_in_unit,
    role_of,
)
from services.domain.errors import BadInput
from services.domain.grants import Grant, Grantee, given, grants_in, rules_of, taken
from services.domain.reach import EVERYWHERE, SHARED, Extent, Reach, ReachKind, ranges_of, stored_together, together

RIGHTS = {
    Role.READER: {Right.NONE, Right.READ},
    Role.OPERATOR: {Right.NONE, Right.READ, Right.CHANGE, Right.SHARED},
    Role.APPROVER: {Right.NONE, Right.READ, Right.CHANGE, Right.SHARED, Right.APPROVE, Right.CALLS},
    Role.OWNER: set(Right),
    Role.NOBODY: {Right.NONE},
}
REACHES = {
    "everything": EVERYWHERE,
    "SG": Reach(ReachKind.COUNTRY, ("SG",)),
    "London": Reach(ReachKind.SITE, ("london",)),
    "unit": Reach(ReachKind.UNIT, ("u1",), people=frozenset({"ann", "bob"})),
    "2000s": Reach(ReachKind.LINES, ("2000-2999", "3100")),
}
THINGS = {
    "ann's line": Extent(frozenset({"2001"}), frozenset({"SG"}), frozenset({"london"}), frozenset({"ann"})),
    "eve's line": Extent(frozenset({"4001"}), frozenset({"GB"}), frozenset({"paris"}), frozenset({"eve"})),
    "ann's line for eve": Extent(
        frozenset({"2001"}), frozenset({"SG", "GB"}), frozenset({"london", "paris"}), frozenset({"ann", "eve"})
    ),
    "a free extension of theirs": Extent(frozenset({"3100"})),
    "a free extension elsewhere": Extent(frozenset({"3101"})),
    "a free number here": Extent(countries=frozenset({"SG"})),
    "eve's number without a site": Extent(countries=frozenset({"GB"}), people=frozenset({"eve"})),
    "what all share": SHARED,
}
LOOKED_AT = {  # what each reach shows
    "everything": set(THINGS),
    "SG": {"ann's line", "a free extension of theirs", "a free extension elsewhere", "a free number here"},
    "London": {"ann's line", "a free extension of theirs", "a free extension elsewhere", "a free number here"},
    "unit": {"ann's line", "a free extension of theirs", "a free extension elsewhere", "a free number here"},
    "2000s": {"ann's line", "ann's line for eve", "a free extension of theirs", "a free number here"},
}
CHANGED = {  # what each reach lets somebody change
    "everything": set(THINGS),
    "SG": {"ann's line", "a free number here"},
    "London": {"ann's line"},
    "unit": {"ann's line"},
    "2000s": {"ann's line", "ann's line for eve", "a free extension of theirs"},
}
WHOLE = {Right.CONNECT, Right.SHARED, Right.RULES}


@pytest.mark.parametrize(("role", "reach", "right", "thing"), product(RIGHTS, REACHES, Right, THINGS))
def test_the_decision_is_the_table(role: Role, reach: str, right: Right, thing: str) -> None:
    decision = may(Access((HeldRole(role, REACHES[reach]),)), right, THINGS[thing])
    covered = LOOKED_AT if right in (Right.READ, Right.CALLS) else CHANGED
    reached = reach == "everything" if right in WHOLE else thing in covered[reach]
    assert decision.allowed == (right in RIGHTS[role] and (right is Right.NONE or reached))
    if right not in RIGHTS[role]:
        assert decision.denied is Denied.NO_ROLE


@pytest.mark.parametrize(("right", "thing"), product(Right, THINGS))
def test_what_could_not_be_asked_gives_no_right(right: Right, thing: str) -> None:
    assert may(ACCESS_UNKNOWN, right, THINGS[thing]).allowed == (right is Right.NONE)


def test_two_roles_add_up_and_neither_stretches_the_other() -> None:
    both = Access((HeldRole(Role.READER), HeldRole(Role.APPROVER, REACHES["2000s"])))
    assert both.sees_all
    assert both.role is Role.APPROVER
    assert may(both, Right.READ, THINGS["eve's line"]).allowed
    assert may(both, Right.APPROVE, THINGS["ann's line"]).allowed
    assert may(both, Right.APPROVE, THINGS["eve's line"]).denied is Denied.TOO_FAR
    assert may(both, Right.RULES).denied is Denied.NO_ROLE


def test_directory_roles_are_the_default_and_no_unit_owns_the_workspace() -> None:
    assert {role_of([one]) for one in ADMIN_ROLES} == {Role.OWNER}
    assert {role_of([one]) for one in READER_ROLES} == {Role.READER}
    assert role_of(["something else"]) is role_of([]) is Role.NOBODY
    assert {role_in_unit([one]) for one in ADMIN_ROLES} == {Role.APPROVER}


def a_grant(name: str, role: Role = Role.OPERATOR, reach: Reach = EVERYWHERE) -> Grant:
    return Grant(Grantee.PERSON, name.lower(), name, role, reach)


def test_whoever_gives_the_first_role_is_an_owner_and_the_last_owner_stays() -> None:
    first = given((), a_grant("Omar"), a_grant("Alex", Role.OWNER))
    assert [one.name for one in first] == ["Alex", "Omar"]
    assert given(first, a_grant("Sam"), a_grant("Kim", Role.OWNER))[-1].name == "Sam"
    with pytest.raises(BadInput, match="last owner"):
        taken(first, first[0])
    assert taken(first, first[1]) == first[:1]
    with pytest.raises(BadInput, match="last owner"):
        taken(first[:1], first[0])


def test_the_same_is_not_given_twice_and_a_part_has_no_owner() -> None:
    owner = a_grant("Alex", Role.OWNER)
    with pytest.raises(BadInput, match="already"):
        given((owner,), a_grant("Alex", Role.OWNER), owner)
    with pytest.raises(BadInput, match="whole workspace"):
        given((owner,), a_grant("Omar", Role.OWNER, REACHES["2000s"]), owner)
    with pytest.raises(BadInput, match="hasn't got"):
        taken((owner,), a_grant("Omar"))


def test_grants_are_read_as_they_were_stored() -> None:
    grants = (a_grant("Alex", Role.OWNER), a_grant("Omar", Role.READER, REACHES["2000s"]))
    assert grants_in(rules_of(grants)) == grants
    assert rules_of(()) == {}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("2000-2999, 3100", ("2000-2999", "3100")),
        ("2000 - 2999", ("2000-2999",)),
        ("100", ("100",)),
        ("", ()),
        ("2999-2000", ()),
        ("200-2999", ()),
        ("all", ()),
        ("2000, x", ()),
    ],
)
def test_extensions_are_read_as_people_type_them(typed: str, found: tuple[str, ...]) -> None:
    assert ranges_of(typed) == found


def test_a_plan_touches_what_its_lines_touch() -> None:
    extents = [Extent(frozenset({f"{at:04d}"}), frozenset({"SG"}), shared=at == 3) for at in range(500)]
    assert stored_together(extents) == together(extents)
    assert stored_together([]) == Extent()


def test_a_plan_that_touches_very_much_counts_as_shared_and_the_rest_of_its_lines_isnt_looked_at() -> None:
    extents = iter([Extent(frozenset({f"{at:05d}"})) for at in range(10_000)])
    assert stored_together(extents) == SHARED
    assert len(list(extents)) == 9_000
