"""What a person's buttons may be about: each kind of reach over lines and numbers, and people for a unit."""

from __future__ import annotations

import pytest

from services.domain.access import Access, HeldRole, Role
from services.domain.line import Line, Number
from services.domain.reach import EVERYWHERE, Reach, ReachKind
from services.inventory.visibility import seen
from services.inventory.within import Within, writes_everywhere
from tests.services.worlds import person, snapshot

ADA, BEN = person("Ada"), person("Ben")
HER, HIS = "+6567891230", "+441234567890"
LIVE = snapshot(
    [ADA, BEN],
    [
        Line("200", identity_uuid=ADA.identity_uuid, numbers=(HER,)),
        Line("300", identity_uuid=BEN.identity_uuid, numbers=(HIS,)),
        Line("400"),
    ],
    [Number(HER, "200", country="SG", location="london"), Number(HIS, "300", country="GB", location="leeds")],
)
REACHES = {
    "a site": Reach(ReachKind.SITE, ("london",)),
    "a country": Reach(ReachKind.COUNTRY, ("SG",)),
    "a unit": Reach(ReachKind.UNIT, ("u1",), people=frozenset({ADA.object_id})),
    "extensions": Reach(ReachKind.LINES, ("200-299",)),
}


def held(*roles: tuple[Role, Reach]) -> Access:
    return Access(tuple(HeldRole(role, reach) for role, reach in roles))


@pytest.mark.parametrize("kind", REACHES)
def test_a_line_and_its_number_lie_within_or_beyond(kind: str) -> None:
    access = held((Role.READER, EVERYWHERE), (Role.OPERATOR, REACHES[kind]))
    within = Within(access, seen(LIVE, access))
    for joined in (False, True):
        assert within.line("200", joined=joined)
        assert not within.line("300", joined=joined)
        assert within.number(HER, joined=joined)
        assert not within.number(HIS, joined=joined)
    assert within.any_line(["300", "200"])
    assert not within.any_line(["300", "400"])


@pytest.mark.parametrize("kind", REACHES)
def test_what_is_nobodys_comes_within_by_whom_or_what_it_is_given(kind: str) -> None:
    within = Within(held((Role.OPERATOR, REACHES[kind])), LIVE)
    assert not within.line("400", joined=False)
    assert within.line("400", joined=True) == (kind != "extensions")


def test_a_line_that_is_hidden_lies_beyond_and_one_that_is_not_known_yet_is_let_through() -> None:
    access = held((Role.OPERATOR, REACHES["a unit"]))
    within = Within(access, seen(LIVE, access))
    assert not within.line("300", joined=True)
    assert within.line("500", joined=False)


def test_somebody_outside_a_unit_is_given_nothing_by_its_administrator() -> None:
    for kind, reach in REACHES.items():
        within = Within(held((Role.OPERATOR, reach)), LIVE)
        assert within.person(ADA.key)
        assert within.person(BEN.key) == (kind != "a unit")


def test_a_reach_for_reading_is_none_for_changes() -> None:
    assert not writes_everywhere(held((Role.READER, EVERYWHERE), (Role.OPERATOR, REACHES["a site"])))
    assert writes_everywhere(held((Role.READER, REACHES["a site"]), (Role.OPERATOR, EVERYWHERE)))
