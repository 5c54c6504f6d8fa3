"""What mends a link: nobody is given what isn't there, everybody is either mended or told why not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.domain import addons
from services.domain.change import Change
from services.domain.line import Line, Number, Seats, UploadState
from services.domain.people import Person
from services.inventory.readiness import readiness
from services.inventory.requirements import RequirementKind, requirements
from services.inventory.snapshot import Snapshot
from services.planning.desired import desired
from services.planning.planner import make_plan
from services.planning.repairs import Left, default_rule, mend
from services.remote.graph_licences import RESOURCE_PHONE_PLANS, ServicePlan, SubscribedSku, _Units
from tests.services.inventory.test_readiness import NUMBERS as CHAIN_NUMBERS
from tests.services.inventory.test_readiness import PEOPLE as CHAIN_PEOPLE
from tests.services.inventory.test_readiness import world as chain_world
from tests.services.worlds import PHONE, person, snapshot

RESOURCE_PLAN = min(RESOURCE_PHONE_PLANS)
RULES = [{"id": "sg", "name": "Singapore"}, {"id": "local", "name": "Local only"}]


def sku(name: str, free: int, *plans: str, status: str = "Enabled") -> SubscribedSku:
    """A Microsoft licence with so many free seats."""
    return SubscribedSku(name.lower(), name, status, 10, _Units(10 + free), tuple(ServicePlan(plan) for plan in plans))


def world(lines: int = 3, *, rules: int = 1, free: int = 10, default: str = "") -> Snapshot:
    """So many lines of people with nothing but a number that isn't in Teams."""
    people = [person(f"P{n}", phone_plans=()) for n in range(lines)]
    own = [
        Line(str(101 + n), f"L{n}", who.identity_uuid, (addons.TEAMS_USER,), (f"+656789120{n}",), n + 1)
        for n, who in enumerate(people)
    ]
    numbers = [Number(line.numbers[0], line.key, country="SG") for line in own]
    spare = [Number(f"+656789130{n}", country="SG") for n in range(5)]
    system = {"outboundCallRules": RULES[:rules], "general": {"defaultOutboundRule": default or None}}
    live = snapshot(people, own, [*numbers, *spare])
    return replace(live, system=system, skus=(sku("MCOEV", free, PHONE), sku("SPE_E5", 2, PHONE, "x")))


def mended(link: RequirementKind, live: Snapshot, chosen: str = "") -> tuple[list[Change], list[Left]]:
    """The changes and those left out."""
    found = mend(link, readiness(live), live, chosen)
    return list(found.changes), list(found.left)


def test_the_only_rule_is_given() -> None:
    changes, left = mended(RequirementKind.RULE, world())
    assert [change.settings for change in changes] == [{"outboundCall.outgoingCallRule": "sg"}] * 3
    assert [change.seen for change in changes] == [1, 2, 3]
    assert left == []


def test_the_default_rule_goes_before_others() -> None:
    assert default_rule(world(rules=2, default="local")) == ("local", "Local only")
    assert default_rule(world(rules=2, default="gone")) == ("", "")


def test_of_several_rules_somebody_chooses() -> None:
    live = world(rules=2)
    found = mend(RequirementKind.RULE, readiness(live), live)
    assert found.choices == (("sg", "Singapore"), ("local", "Local only"))
    assert mended(RequirementKind.RULE, live, "local")[0][0].settings == {"outboundCall.outgoingCallRule": "local"}
    assert mend(RequirementKind.RULE, readiness(live), live, "moon").choices


def test_without_rules_everybody_is_left() -> None:
    changes, left = mended(RequirementKind.RULE, world(rules=0))
    assert changes == []
    assert {one.why for one in left} == {"Your system has no outbound call rule yet."}


@given(st.integers(0, 5), st.integers(0, 5))
def test_no_more_licences_than_seats_and_the_rest_by_name(lines: int, free: int) -> None:
    live = replace(world(lines), skus=(sku("MCOEV", free, PHONE), sku("ROOM", 9, RESOURCE_PLAN)))
    changes, left = mended(RequirementKind.LICENCE, live)
    assert len(changes) == min(lines, free)
    assert {change.licence for change in changes} <= {"mcoev"}
    assert [change.key for change in changes] + [one.key for one in left] == [str(101 + n) for n in range(lines)]
    assert make_plan("x", changes, {}, live).errors == ()


def test_the_smallest_licence_first_and_none_that_has_ended() -> None:
    live = world(2, free=1)
    assert [change.licence for change in mended(RequirementKind.LICENCE, live)[0]] == ["mcoev", "spe_e5"]
    ended = replace(live, skus=(sku("MCOEV", 5, PHONE, status="Suspended"), sku("SPE_E5", 0, PHONE)))
    assert mended(RequirementKind.LICENCE, ended)[0] == []


def test_a_licence_whose_phone_is_off_is_no_matter_of_seats() -> None:
    live = world(1)
    who = replace(live.directory.people[0], licences=("mcoev", "spe_e5"))
    live = replace(live, directory=type(live.directory)([who]))
    changes, left = mended(RequirementKind.LICENCE, live)
    assert changes == []
    assert "its phone service is off" in left[0].why


def test_one_person_with_two_lines_takes_one_seat() -> None:
    live = world(1, free=1)
    twin = replace(live.lines["101"], key="102", numbers=())
    live = replace(live, lines={**live.lines, "102": twin}, skus=(sku("MCOEV", 1, PHONE),))
    changes, left = mended(RequirementKind.LICENCE, live)
    assert len(changes) == 2
    assert left == []
    plan = make_plan("x", changes, {}, live)
    assert plan.errors == ()
    assert [(use.code, use.free_before, use.free_after) for use in plan.seats] == [("Teams Phone Standard", 1, 0)]


def test_a_licence_brings_the_location_it_needs() -> None:
    live = world(1)
    who = replace(live.directory.people[0], usage_location="")
    change = mended(RequirementKind.LICENCE, replace(live, directory=type(live.directory)([who])))[0][0]
    assert change.country == "SG"


def test_seats_that_are_short_are_an_error_by_name() -> None:
    live = replace(world(3), skus=(sku("MCOEV", 1, PHONE),))
    changes = [Change(key, licence="mcoev") for key in ("101", "102", "103")]
    errors = make_plan("x", changes, {}, live).errors
    assert [error.message for error in errors] == ["Teams Phone Standard: the plan needs 3 and 1 of 11 are free."]


@pytest.mark.parametrize(
    ("licence", "code"), [("moon", "licence.not_bought"), ("room", "licence.wrong_kind"), ("old", "licence.not_bought")]
)
def test_a_licence_that_cant_be_is_an_error(licence: str, code: str) -> None:
    live = replace(world(1), skus=(sku("ROOM", 5, RESOURCE_PLAN), sku("OLD", 5, PHONE, status="Deleted")))
    assert [e.code for e in make_plan("x", [Change("101", licence=licence)], {}, live).errors] == [code]


def test_a_country_that_is_none_is_an_error() -> None:
    errors = make_plan("x", [Change("101", country="Singapore")], {}, world(1)).errors
    assert [error.code for error in errors] == ["person.location_invalid"]


@given(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5))
def test_free_numbers_one_each_within_the_seats(lines: int, free: int, seats: int) -> None:
    live = world(lines)
    bare = {key: replace(line, numbers=()) for key, line in live.lines.items()}
    spare = {e164: n for e164, n in sorted(live.numbers.items()) if not n.ext_key}
    pool = {**live.seats, addons.NUMBER: Seats(addons.NUMBER, seats, 0)}
    live = replace(live, lines=bare, numbers=dict(list(spare.items())[:free]), seats=pool)
    changes, left = mended(RequirementKind.NUMBER, live)
    given_out = [change.number for change in changes]
    assert len(set(given_out)) == len(given_out) == min(lines, free, seats)
    assert given_out == sorted(given_out, key=str)
    assert len(changes) + len(left) == lines
    assert make_plan("x", changes, {}, live).errors == ()


def test_no_number_of_another_country_or_use() -> None:
    live = world(1)
    bare = {key: replace(line, numbers=()) for key, line in live.lines.items()}
    other = Number("+60376543210", country="MY")
    rooms = Number(
        "+6567891300", country="SG", upload=UploadState.UPLOADED, capabilities=("voiceApplicationAssignment",)
    )
    live = replace(live, lines=bare, numbers={n.e164: n for n in (other, rooms)})
    changes, left = mended(RequirementKind.NUMBER, live)
    assert changes == []
    assert left[0].why == "No free number from Singapore."


def test_numbers_are_uploaded_and_not_assigned_by_the_way() -> None:
    live = world(1)
    changes, _ = mended(RequirementKind.UPLOADED, live)
    assert (changes[0].upload, changes[0].assign, changes[0].number) == (True, False, "+6567891200")
    plan = make_plan("x", changes, {}, live)
    assert [step.kind.value for step in plan.lines[0].steps] == ["operator.number_upload", "graph.number_visible"]


@pytest.mark.parametrize(
    ("who", "number", "why"),
    [
        ({}, {"target": "x"}, "Given to somebody else."),
        (
            {},
            {"capabilities": ("voiceApplicationAssignment",)},
            "Number uploaded to Teams: it was uploaded for resource accounts.",
        ),
        ({"phone_plans": ()}, {}, "Teams Phone licence: missing."),
        ({"usage_location": "MY"}, {}, "Usage location fits the number: Malaysia, and the number is from Singapore."),
        ({}, {"upload": UploadState.SYNCED}, "Number uploaded to Teams: under way."),
    ],
)
def test_what_keeps_a_number_from_being_assigned(who: dict[str, str], number: dict[str, str], why: str) -> None:
    one: Person = person("P0", **who)
    line = Line("101", "L", one.identity_uuid, (addons.TEAMS_USER,), ("+6567891200",))
    there = replace(Number("+6567891200", "101", UploadState.UPLOADED, country="SG"), **number)  # type: ignore[arg-type]
    changes, left = mended(RequirementKind.ASSIGNED, snapshot([one], [line], [there]))
    assert changes == []
    assert [found.why for found in left] == [why]


def test_who_has_another_number_in_teams_keeps_it() -> None:
    one = person("P0")
    line = Line("101", "L", one.identity_uuid, (addons.TEAMS_USER,), ("+6567891200",))
    numbers = [
        Number("+6567891200", "101", UploadState.UPLOADED, country="SG"),
        Number("+6567891201", "", UploadState.UPLOADED, target=one.object_id, country="SG"),
    ]
    changes, left = mended(RequirementKind.ASSIGNED, snapshot([one], [line], numbers))
    assert changes == []
    assert left[0].why == "P0 has +65 6789 1201 in Teams."


def test_the_wrong_teams_addon_is_changed_for_the_right_one() -> None:
    room = person("Room", phone_plans=(RESOURCE_PLAN,), is_resource=True)
    line = Line("104", "Room", room.identity_uuid, (addons.TEAMS_USER, "call_recording"))
    live = snapshot([room], [line])
    changes, left = mended(RequirementKind.ADDON, live)
    assert left == []
    assert (changes[0].addons, changes[0].drop_addons) == ((addons.TEAMS_RESOURCE,), (addons.TEAMS_USER,))
    assert make_plan("x", changes, {}, live).errors == ()
    none = replace(live, seats={})
    assert "No free seat of Teams Operator Connect" in mended(RequirementKind.ADDON, none)[1][0].why


@pytest.mark.parametrize("link", [RequirementKind.PERSON, RequirementKind.CONSENT])
def test_some_things_are_mended_elsewhere(link: RequirementKind) -> None:
    live = replace(world(1), consent="suspended", directory=type(world(1).directory)(()))
    changes, left = mended(link, live)
    assert changes == []
    assert left[0].fix


@given(st.sampled_from(RequirementKind))
def test_everybody_is_mended_or_told_why_not(link: RequirementKind) -> None:
    live = world(4, free=2)
    wanted = [one.line.key for one in readiness(live) if (check := one.check(link)) and not check.holds]
    found = mend(link, readiness(live), live)
    assert sorted([change.key for change in found.changes] + [one.key for one in found.left]) == wanted
    for one in found.left:
        assert one.why.endswith(".")
        assert one.finding().key == one.key


@given(CHAIN_PEOPLE, CHAIN_NUMBERS, st.sampled_from(sorted(addons.TEAMS_CODES)), st.booleans(), st.booleans())
def test_what_mends_a_link_makes_it_hold(who: Person, number: Number, code: str, rule: bool, bare: bool) -> None:
    live = chain_world(who, number, code, rule)
    lines = {key: replace(line, numbers=()) for key, line in live.lines.items()} if bare else live.lines
    spare = Number("+6567891300", country="SG")
    live = replace(live, lines=lines, numbers={**({} if bare else live.numbers), spare.e164: spare})
    skus = (sku("MCOEV", 5, PHONE), sku("ROOM", 5, RESOURCE_PLAN))
    live = replace(live, system={"outboundCallRules": RULES[:1]}, skus=skus)
    for link in RequirementKind:
        for change in mend(link, readiness(live), live).changes:
            after = desired(change, None, live)
            assert link not in {one.link for one in requirements(after, live) if not one.holds}, change
