"""What a line needs, state by state, and one answer wherever it is asked: readiness, plan checks, repairs, pairs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.domain import addons
from services.domain.change import Change
from services.domain.line import Activation, Category, Line, Number, Source, UploadState
from services.domain.people import Person
from services.domain.upload import PEOPLE, RESOURCES
from services.inventory.line_states import line_state
from services.inventory.number_lists import pairs
from services.inventory.readiness import line_readiness
from services.inventory.requirements import RequirementFault, RequirementKind, requirements
from services.inventory.snapshot import Snapshot
from services.planning.desired import desired
from services.planning.planner import make_plan
from services.planning.repairs import Left, mend
from services.remote.cpaas_records import Settings
from tests.services.worlds import person, snapshot

E164, OTHER = "+6567891230", "+6567891231"
RESOURCE_PLAN = "f47330e9-c134-43b3-9993-e7f004506889"
ADA, BEN = person("Ada"), person("Ben")
ROOM = person("Room", phone_plans=(RESOURCE_PLAN,), is_resource=True)
USERS, VOICE = ("userAssignment",), ("voiceApplicationAssignment",)
RULE: Settings = {"outboundCall": {"outgoingCallRule": "sg"}}
CODES = {ADA.key: addons.TEAMS_USER, ROOM.key: addons.TEAMS_RESOURCE}


def world(number: Number, who: Person = ADA, *more: Number, code: str | None = None) -> Snapshot:
    """A line that lacks nothing but what its number or its holder lacks."""
    line = Line("101", "L", who.identity_uuid, (code or CODES[who.key],), (E164,), 1)
    live = snapshot([who, BEN], [line], [replace(number, ext_key="101"), *more])
    return replace(live, settings={"101": RULE})


def at(upload: UploadState, usage: str = "", capabilities: tuple[str, ...] = (), **more: object) -> Number:
    """The line's number, so far on its way and uploaded for this."""
    return Number(E164, "101", upload, usage=usage, capabilities=capabilities, country="SG", **more)  # type: ignore[arg-type]


def unmet(live: Snapshot) -> dict[RequirementKind, tuple[RequirementFault, ...]]:
    """What the line lacks now."""
    state = line_state(live.lines["101"], live)
    return {one.link: one.faults for one in requirements(state, live) if not one.holds}


# How far the number is, what it was uploaded for, what Teams says it serves; whether that suits a person and a room.
USES = [
    (UploadState.NOT_UPLOADED, "", (), RequirementFault.NOT_UPLOADED, RequirementFault.NOT_UPLOADED),
    (UploadState.FAILED, PEOPLE, (), RequirementFault.FAILED, RequirementFault.FAILED),
    (UploadState.FAILED, RESOURCES, (), RequirementFault.FAILED, RequirementFault.FAILED),
    (UploadState.ELSEWHERE, "", (), RequirementFault.ELSEWHERE, RequirementFault.ELSEWHERE),
    (UploadState.UPLOADING, PEOPLE, (), RequirementFault.UNDER_WAY, RequirementFault.WRONG_USE),
    (UploadState.UPLOADING, RESOURCES, (), RequirementFault.WRONG_USE, RequirementFault.UNDER_WAY),
    (UploadState.UPLOADING, "", (), RequirementFault.UNDER_WAY, RequirementFault.UNDER_WAY),
    (UploadState.SYNCED, PEOPLE, (), RequirementFault.UNDER_WAY, RequirementFault.WRONG_USE),
    (UploadState.SYNCED, RESOURCES, (), RequirementFault.WRONG_USE, RequirementFault.UNDER_WAY),
    (UploadState.SYNCED, "", (), RequirementFault.UNDER_WAY, RequirementFault.UNDER_WAY),
    (UploadState.UPLOADED, PEOPLE, USERS, None, RequirementFault.WRONG_USE),
    (UploadState.UPLOADED, RESOURCES, VOICE, RequirementFault.WRONG_USE, None),
    # Teams' own word goes before the operator's.
    (UploadState.UPLOADED, RESOURCES, USERS, None, RequirementFault.WRONG_USE),
    (UploadState.UPLOADED, PEOPLE, (*USERS, *VOICE), None, None),
    (UploadState.UPLOADED, "", ("conferenceAssignment",), RequirementFault.WRONG_USE, RequirementFault.WRONG_USE),
    # Where Teams says nothing, the operator's counts; where neither does, nothing is ruled out.
    (UploadState.UPLOADED, PEOPLE, (), None, RequirementFault.WRONG_USE),
    (UploadState.UPLOADED, RESOURCES, (), RequirementFault.WRONG_USE, None),
    (UploadState.UPLOADED, "", (), None, None),
]
IDS = [f"{row[0].name.lower()} {row[1] or 'unknown'} {'+'.join(row[2])}" for row in USES]


@pytest.mark.parametrize("who", [ADA, ROOM], ids=["person", "room"])
@pytest.mark.parametrize(("upload", "usage", "capabilities", "person_", "room"), USES, ids=IDS)
def test_a_number_uploaded_for_the_right_use_has_one_answer(
    upload: UploadState,
    usage: str,
    capabilities: tuple[str, ...],
    person_: RequirementFault | None,
    room: RequirementFault | None,
    who: Person,
) -> None:
    expected = person_ if who is ADA else room
    live = world(at(upload, usage, capabilities), who)
    assert unmet(live).get(RequirementKind.UPLOADED, ()) == ((expected,) if expected else ())

    chain = line_readiness(live.lines["101"], live)
    check = chain.check(RequirementKind.UPLOADED)
    assert check is not None
    assert (check.holds, check.waiting) == (expected is None, expected is RequirementFault.UNDER_WAY)

    request = Change("101", number=E164, assign=True)
    codes = {finding.code for finding in make_plan("x", [request], {}, live).errors}
    assert ("number.wrong_use" in codes) is (expected is RequirementFault.WRONG_USE)
    assert ("number.elsewhere" in codes) is (expected is RequirementFault.ELSEWHERE)
    after = desired(request, None, live)
    unmet_after = [one.link for one in requirements(after, live) if not one.holds]
    assert bool(unmet_after) is (expected in (RequirementFault.WRONG_USE, RequirementFault.ELSEWHERE))

    repaired = mend(RequirementKind.UPLOADED, [chain], live)
    uploads = expected in (RequirementFault.NOT_UPLOADED, RequirementFault.FAILED)
    assert bool(repaired.changes) is uploads
    assert bool(repaired.left) is (expected in (RequirementFault.WRONG_USE, RequirementFault.ELSEWHERE))
    assert make_plan("x", repaired.changes, {}, live).errors == ()

    free = [number for number in live.numbers.values() if number.upload is UploadState.UPLOADED]
    assert bool(pairs(live, free).changes) is (expected is None)
    assert make_plan("x", pairs(live, free).changes, {}, live).errors == ()


@pytest.mark.parametrize("who", [ADA, ROOM], ids=["person", "room"])
@pytest.mark.parametrize(("upload", "usage", "capabilities", "person_", "room"), USES, ids=IDS)
def test_a_free_number_that_is_given_is_one_that_suits(
    upload: UploadState,
    usage: str,
    capabilities: tuple[str, ...],
    person_: RequirementFault | None,
    room: RequirementFault | None,
    who: Person,
) -> None:
    live = world(at(upload, usage, capabilities), who)
    bare = replace(live.lines["101"], numbers=())
    live = replace(live, lines={"101": bare}, numbers={E164: replace(live.numbers[E164], ext_key="")})
    given = mend(RequirementKind.NUMBER, [line_readiness(bare, live)], live).changes
    refused = (RequirementFault.WRONG_USE, RequirementFault.ELSEWHERE, RequirementFault.FAILED)
    assert bool(given) is ((person_ if who is ADA else room) not in refused)


def test_a_number_that_its_holder_has_already_suits_them() -> None:
    has = at(UploadState.UPLOADED, RESOURCES, VOICE, target=ADA.object_id, category=Category.PRIMARY)
    assert unmet(world(has)) == {}


TAKEN = at(UploadState.UPLOADED, PEOPLE, USERS, target=BEN.object_id)
FREE = at(UploadState.UPLOADED, PEOPLE, USERS)
ADAS = Number(OTHER, "", UploadState.UPLOADED, target=ADA.object_id, country="SG")


@pytest.mark.parametrize(
    ("number", "more", "faults", "codes"),
    [
        (FREE, (), (RequirementFault.NOT_ASSIGNED,), set()),
        (TAKEN, (), (RequirementFault.GIVEN_AWAY,), {"number.assigned"}),
        (FREE, (ADAS,), (RequirementFault.HAS_ANOTHER,), {"person.has_number"}),
        (
            TAKEN,
            (ADAS,),
            (RequirementFault.GIVEN_AWAY, RequirementFault.HAS_ANOTHER),
            {"number.assigned", "person.has_number"},
        ),
        (replace(FREE, activation=Activation.ASSIGNING), (), (RequirementFault.PENDING,), set()),
        (replace(FREE, target=ADA.object_id), (), (), set()),
        (
            replace(FREE, target=ADA.object_id, activation=Activation.ASSIGN_FAILED),
            (),
            (RequirementFault.HALF_DONE,),
            set(),
        ),
    ],
    ids=["free", "with another", "has another", "both", "under way", "has it", "half done"],
)
def test_whose_a_number_is_in_teams_has_one_answer(
    number: Number, more: tuple[Number, ...], faults: tuple[RequirementFault, ...], codes: set[str]
) -> None:
    live = world(number, ADA, *more)
    assert unmet(live).get(RequirementKind.ASSIGNED, ()) == faults
    request = Change("101", number=E164, assign=True)
    plan = make_plan("x", [request], {}, live)
    assert {finding.code for finding in plan.errors} == codes
    repaired = mend(RequirementKind.ASSIGNED, [line_readiness(live.lines["101"], live)], live)
    assert bool(repaired.changes) is (faults in ((RequirementFault.NOT_ASSIGNED,), (RequirementFault.HALF_DONE,)))
    assert bool(repaired.left) is bool(codes)


@pytest.mark.parametrize(
    ("who", "code", "addon", "licence"),
    [
        (ADA, addons.TEAMS_USER, None, None),
        (ROOM, addons.TEAMS_RESOURCE, None, None),
        (ADA, addons.TEAMS_RESOURCE, RequirementFault.WRONG_ADDON, RequirementFault.NO_LICENCE),
        (ROOM, addons.TEAMS_USER, RequirementFault.WRONG_ADDON, RequirementFault.NO_LICENCE),
        # Without any licence an account can be either.
        (replace(ADA, phone_plans=()), addons.TEAMS_USER, None, RequirementFault.NO_LICENCE),
        (replace(ADA, phone_plans=()), addons.TEAMS_RESOURCE, None, RequirementFault.NO_LICENCE),
        # A resource account with a person's licence besides is a resource account everywhere, also to its repair.
        (replace(ROOM, phone_plans=(*ADA.phone_plans, RESOURCE_PLAN)), addons.TEAMS_RESOURCE, None, None),
        (
            replace(ROOM, phone_plans=(*ADA.phone_plans, RESOURCE_PLAN)),
            addons.TEAMS_USER,
            RequirementFault.WRONG_ADDON,
            None,
        ),
        (replace(ADA, object_id=""), addons.TEAMS_USER, None, RequirementFault.NO_ACCOUNT),
    ],
    ids=[
        "person",
        "room",
        "person as room",
        "room as person",
        "bare",
        "bare as room",
        "both",
        "both as person",
        "none",
    ],
)
def test_account_addon_and_licence_have_one_answer(
    who: Person, code: str, addon: RequirementFault | None, licence: RequirementFault | None
) -> None:
    live = world(at(UploadState.UPLOADED), who, code=code)
    found = unmet(live)
    assert found.get(RequirementKind.ADDON, ()) == ((addon,) if addon else ())
    assert found.get(RequirementKind.LICENCE, ()) == ((licence,) if licence else ())
    codes = {finding.code for finding in make_plan("x", [Change("101", number=E164, assign=True)], {}, live).errors}
    assert ("addon.wrong_kind" in codes) is bool(addon)
    assert ("person.no_phone_licence" in codes) is (licence is RequirementFault.NO_LICENCE and not addon)
    assert ("person.not_in_teams" in codes) is (licence is RequirementFault.NO_ACCOUNT)
    repaired = mend(RequirementKind.ADDON, [line_readiness(live.lines["101"], live)], live)
    if addon:
        after = desired(repaired.changes[0], None, live)
        assert RequirementKind.ADDON not in {one.link for one in requirements(after, live) if not one.holds}
    else:
        assert repaired.changes == ()


@pytest.mark.parametrize(
    ("country", "location", "consent", "faults"),
    [
        ("SG", "SG", "active", {}),
        ("MY", "MY", "active", {RequirementKind.CONSENT: (RequirementFault.NOT_COVERED,)}),
        ("SG", "MY", "active", {RequirementKind.LOCATION: (RequirementFault.WRONG_LOCATION,)}),
        ("SG", "", "active", {RequirementKind.LOCATION: (RequirementFault.WRONG_LOCATION,)}),
        ("SG", "SG", "suspended", {RequirementKind.CONSENT: (RequirementFault.NO_CONSENT,)}),
        ("SG", "SG", "", {RequirementKind.CONSENT: (RequirementFault.NO_CONSENT,)}),
    ],
)
def test_consent_and_usage_location_have_one_answer(
    country: str, location: str, consent: str, faults: dict[RequirementKind, tuple[RequirementFault, ...]]
) -> None:
    number = replace(at(UploadState.UPLOADED, target=ADA.object_id), country=country)
    live = replace(world(number, replace(ADA, usage_location=location)), consent=consent)
    assert unmet(live) == faults
    codes = {finding.code for finding in make_plan("x", [Change("101", number=E164, assign=True)], {}, live).errors}
    assert ("consent.missing" in codes) is (RequirementKind.CONSENT in faults)
    assert ("person.usage_location" in codes) is (RequirementKind.LOCATION in faults)
    placed = desired(Change("101", country=country), None, live)
    assert RequirementKind.LOCATION not in {one.link for one in requirements(placed, live) if not one.holds}


HAS = at(UploadState.UPLOADED, PEOPLE, USERS, target=ADA.object_id, category=Category.PRIMARY)
ROOMS = at(UploadState.UPLOADED, RESOURCES, VOICE, target=ROOM.object_id, category=Category.PRIMARY)


@pytest.mark.parametrize(
    ("who", "number", "faults"),
    [
        (ADA, HAS, ()),
        (replace(ADA, enabled=False), HAS, (RequirementFault.BLOCKED,)),
        (replace(ADA, enabled=False, licences=("sku",)), HAS, (RequirementFault.BLOCKED,)),
        (replace(ADA, object_id=""), HAS, (RequirementFault.NO_ACCOUNT,)),
        # Nobody signs in with a resource account: https://learn.microsoft.com/microsoftteams/manage-resource-accounts
        (replace(ROOM, enabled=False), ROOMS, ()),
    ],
    ids=["allowed", "like a shared mailbox", "blocked", "none", "room"],
)
def test_whoever_cannot_sign_in_cannot_call(who: Person, number: Number, faults: tuple[RequirementFault, ...]) -> None:
    live = world(number, who, code=addons.TEAMS_RESOURCE if who.is_resource else addons.TEAMS_USER)
    assert unmet(live).get(RequirementKind.ACCOUNT, ()) == faults
    chain = line_readiness(live.lines["101"], live)
    assert (chain.broken is None) is (not faults)
    repaired = mend(RequirementKind.ACCOUNT, [chain], live)
    assert (repaired.changes, len(repaired.left)) == ((), len(faults))


def test_without_an_account_nothing_on_it_is_offered_to_be_mended() -> None:
    live = world(
        at(UploadState.UPLOADED, PEOPLE, USERS), replace(ADA, object_id="", usage_location=""), code=addons.TEAMS_USER
    )
    assert unmet(live)[RequirementKind.LOCATION] == (RequirementFault.NO_ACCOUNT,)
    chain = line_readiness(live.lines["101"], live)
    assert [check.link for check in chain.to_mend] == [RequirementKind.ACCOUNT]


def test_nothing_at_all_and_a_number_that_is_not_ours() -> None:
    empty = snapshot([], [Line("101")])
    assert {link: faults[0] for link, faults in unmet(empty).items()} == {
        RequirementKind.PERSON: RequirementFault.NO_HOLDER,
        RequirementKind.ADDON: RequirementFault.NO_ADDON,
        RequirementKind.NUMBER: RequirementFault.NO_NUMBER,
        RequirementKind.CONSENT: RequirementFault.NO_NUMBER,
        RequirementKind.UPLOADED: RequirementFault.NO_NUMBER,
        RequirementKind.ACCOUNT: RequirementFault.NO_HOLDER,
        RequirementKind.LICENCE: RequirementFault.NO_HOLDER,
        RequirementKind.LOCATION: RequirementFault.NO_NUMBER,
        RequirementKind.ASSIGNED: RequirementFault.NO_NUMBER,
        RequirementKind.RULE: RequirementFault.NO_RULE,
    }
    gone = replace(world(at(UploadState.UPLOADED)), numbers={})
    assert unmet(gone)[RequirementKind.NUMBER] == (RequirementFault.NOT_OURS,)


def test_the_number_that_its_holder_calls_with_is_asked_about() -> None:
    """The first number of the line is idle; Teams has given another one of it to the holder."""
    second = Number(OTHER, "101", UploadState.UPLOADED, ADA.object_id, country="SG", category=Category.PRIMARY)
    live = world(FREE, ADA, second)
    line = replace(live.lines["101"], numbers=(E164, OTHER))
    live = replace(live, lines={"101": line})
    assert line_state(line, live).calling == OTHER
    assert unmet(live) == {}
    alternate = replace(second, category=Category.ALTERNATE)
    live = replace(live, numbers={**live.numbers, OTHER: alternate}, held={})
    assert line_state(line, live).calling == E164
    assert unmet(live) == {RequirementKind.ASSIGNED: (RequirementFault.NOT_ASSIGNED,)}


def test_a_foreign_number_is_named_with_its_owner() -> None:
    number = replace(at(UploadState.ELSEWHERE), source=Source.CALLING_PLAN, error="It is in your tenant already")
    live = world(number)
    left = mend(RequirementKind.UPLOADED, [line_readiness(live.lines["101"], live)], live).left
    assert [type(one) for one in left] == [Left]
    assert desired(Change("101", number=E164, assign=True), None, live).numbers[0].upload is UploadState.ELSEWHERE
