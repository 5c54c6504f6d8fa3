"""The chain from licence to call: what holds, what is broken, what only waits, and what comes after something else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.domain import addons
from services.domain.line import Activation, Line, Number, UploadState
from services.domain.people import Directory, Person
from services.domain.upload import RESOURCES
from services.inventory.ages import Age
from services.inventory.readiness import (
    COMES_AFTER,
    Readiness,
    by_reason,
    by_wait,
    line_readiness,
    missing_settings,
    readiness,
)
from services.inventory.requirements import RequirementKind
from services.inventory.snapshot import Snapshot
from services.remote.cpaas_records import Settings
from tests.services.worlds import person, snapshot

E164, RESOURCE_PLAN = "+6567891230", "f47330e9-c134-43b3-9993-e7f004506889"
ALICE = person("Alice")
ROOM = person("Room", phone_plans=(RESOURCE_PLAN,), is_resource=True)
RULE: Settings = {"outboundCall": {"outgoingCallRule": "default-sg"}}


def world(
    who: Person = ALICE, number: Number | None = None, code: str = addons.TEAMS_USER, rule: bool = True
) -> Snapshot:
    """One line that can call, unless something is taken away from it."""
    there = number or Number(E164, "101", UploadState.UPLOADED, target=who.object_id, country="SG")
    line = Line("101", "Desk", who.identity_uuid, (code,), (E164,), version=3)
    return replace(snapshot([who], [line], [there]), settings={"101": RULE} if rule else {})


def only(live: Snapshot, ages: dict[str, Age] | None = None) -> Readiness:
    """The chain of the one line."""
    return readiness(live, ages)[0]


def broken(live: Snapshot) -> list[RequirementKind]:
    """The links to be mended."""
    return [check.link for check in only(live).to_mend]


def test_a_line_with_everything_can_call() -> None:
    chain = only(world())
    assert chain.broken is None
    assert [check.link for check in chain.checks] == list(RequirementKind)
    assert not chain.waits


def test_a_resource_account_needs_no_outbound_rule() -> None:
    chain = only(world(ROOM, code=addons.TEAMS_RESOURCE, rule=False))
    assert chain.broken is None
    assert chain.check(RequirementKind.RULE) is None


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (("1", "2"), ""),
        (("1",), "without +65 6789 1232 of the line"),
        ((), "without +65 6789 1231 and 1 more of the line"),
    ],
)
def test_further_numbers_that_a_person_was_not_given_are_told_of_a_line_that_can_call(
    given: tuple[str, ...], words: str
) -> None:
    first = Number(E164, "101", UploadState.UPLOADED, target=ALICE.object_id, country="SG")
    further = [
        replace(first, e164=f"+656789123{end}", target=ALICE.object_id if end in given else "") for end in ("1", "2")
    ]
    numbers = [first, *further]
    line = Line("101", "Desk", ALICE.identity_uuid, (addons.TEAMS_USER,), tuple(n.e164 for n in numbers), version=3)
    chain = only(replace(snapshot([ALICE], [line], numbers), settings={"101": RULE}))
    assert chain.broken is None
    check = chain.check(RequirementKind.ASSIGNED)
    assert check is not None
    assert check.detail == words


@pytest.mark.parametrize(
    ("live", "links"),
    [
        (world(rule=False), [RequirementKind.RULE]),
        (world(replace(ALICE, usage_location="IN")), [RequirementKind.LOCATION]),
        (world(replace(ALICE, usage_location="")), [RequirementKind.LOCATION]),
        (world(replace(ALICE, phone_plans=())), [RequirementKind.LICENCE]),
        (world(replace(ALICE, object_id="")), [RequirementKind.ACCOUNT]),
        (world(replace(ALICE, enabled=False)), [RequirementKind.ACCOUNT]),
        (world(replace(ALICE, enabled=False, phone_plans=())), [RequirementKind.ACCOUNT, RequirementKind.LICENCE]),
        (world(number=Number(E164, "101", UploadState.UPLOADED, country="SG")), [RequirementKind.ASSIGNED]),
        (world(number=Number(E164, "101", UploadState.UPLOADED, target="x", country="SG")), [RequirementKind.ASSIGNED]),
        (world(number=Number(E164, "101", country="SG")), [RequirementKind.UPLOADED]),
        (world(number=Number(E164, "101", UploadState.FAILED, country="SG", error="no")), [RequirementKind.UPLOADED]),
        (world(number=Number(E164, "101", country="MY")), [RequirementKind.CONSENT, RequirementKind.LOCATION]),
        (world(code=addons.TEAMS_RESOURCE), [RequirementKind.ADDON, RequirementKind.LICENCE]),
        (world(ROOM), [RequirementKind.ADDON, RequirementKind.LICENCE]),
        (replace(world(), directory=Directory(())), [RequirementKind.PERSON]),
        (replace(world(), numbers={}), [RequirementKind.NUMBER]),
        (replace(world(), consent="suspended"), [RequirementKind.CONSENT]),
    ],
    ids=[
        "no rule",
        "other country",
        "no location",
        "no licence",
        "not in the directory",
        "blocked",
        "blocked and no licence",
        "not assigned",
        "given to another",
        "not uploaded",
        "upload failed",
        "no consent for it",
        "resource add-on of a person",
        "person's add-on of a room",
        "nobody",
        "no number",
        "consent suspended",
    ],
)
def test_what_is_missing_is_named_and_what_follows_from_it_is_not(live: Snapshot, links: list[RequirementKind]) -> None:
    assert broken(live) == links


def test_a_line_without_the_addon_needs_that_first() -> None:
    live = world(number=Number(E164, "101", country="SG"))
    line = replace(live.lines["101"], addons=())
    chain = line_readiness(line, live)
    assert [check.link for check in chain.to_mend] == [RequirementKind.ADDON]
    assert readiness(replace(live, lines={"101": line})) == ()


@pytest.mark.parametrize("upload", [UploadState.UPLOADING, UploadState.SYNCED])
def test_a_number_on_its_way_waits_and_is_no_error(upload: UploadState) -> None:
    age = Age(1000.0)
    chain = only(world(number=Number(E164, "101", upload, country="SG")), {E164: age})
    check = chain.check(RequirementKind.UPLOADED)
    assert check is not None
    assert (check.waiting, check.broken, check.age) == (True, False, age)
    assert chain.waits
    assert by_wait([chain]) == {RequirementKind.UPLOADED: 1}
    assert by_reason([chain]) == {}


def test_a_number_for_another_use_is_no_number_that_only_takes_time() -> None:
    chain = only(world(number=Number(E164, "101", UploadState.SYNCED, country="SG", usage=RESOURCES)))
    assert chain.broken is not None
    assert (chain.broken.link, chain.broken.waiting, chain.broken.broken) == (RequirementKind.UPLOADED, False, True)
    assert chain.broken.missing == "number uploaded for another use"
    assert chain.broken.detail == "it was uploaded for resource accounts"
    assert by_reason([chain]) == {RequirementKind.UPLOADED: 1}


def test_what_waits_leaves_other_links_to_mend() -> None:
    chain = only(world(number=Number(E164, "101", UploadState.SYNCED, country="SG"), rule=False))
    assert [check.link for check in chain.to_mend] == [RequirementKind.RULE]
    assert not chain.waits


def test_an_assignment_under_way_waits() -> None:
    pending = Number(
        E164, "101", UploadState.UPLOADED, target=ALICE.object_id, activation=Activation.ASSIGNING, country="SG"
    )
    assert by_wait([only(world(number=pending))]) == {RequirementKind.ASSIGNED: 1}
    idle = Number(E164, "101", UploadState.UPLOADED, country="SG")
    assert by_wait([only(world(number=idle), {E164: Age(5.0)})]) == {RequirementKind.ASSIGNED: 1}
    assert by_wait([only(world(number=idle))]) == {}


def test_reasons_are_ranked_and_a_line_counts_for_each_it_has() -> None:
    first = only(world(rule=False))
    second = only(world(replace(ALICE, phone_plans=()), rule=False))
    assert list(by_reason([first, second]).items()) == [(RequirementKind.RULE, 2), (RequirementKind.LICENCE, 1)]


def test_compulsory_settings_of_the_system() -> None:
    assert missing_settings({}) == ["Outbound Call Rule"]
    assert missing_settings({"outboundCallRules": [{"id": "x"}]}) == []
    assert missing_settings({"outboundCallRules": [{"id": "x"}], "adminTools": {"devices": []}}) == ["Admin Tools"]


NUMBERS = st.builds(
    Number,
    st.just(E164),
    st.just("101"),
    st.sampled_from(UploadState),
    st.sampled_from(["", ALICE.object_id, "somebody"]),
    activation=st.sampled_from(["", "activated", "assignmentPending"]),
    country=st.sampled_from(["SG", "MY"]),
)
PEOPLE = st.builds(
    replace,
    st.just(ALICE),
    object_id=st.sampled_from(["", ALICE.object_id]),
    enabled=st.booleans(),
    usage_location=st.sampled_from(["", "SG", "MY"]),
    phone_plans=st.sampled_from([(), ALICE.phone_plans, ROOM.phone_plans]),
)


@given(PEOPLE, NUMBERS, st.sampled_from(sorted(addons.TEAMS_CODES)), st.booleans(), st.booleans())
def test_a_chain_always_says_what_comes_next(who: Person, number: Number, code: str, rule: bool, held: bool) -> None:
    """A line that can't call has something to mend or to wait for, and every later link has a cause before it."""
    live = world(who, number, code, rule)
    chain = only(live if held else replace(live, directory=Directory(())))
    assert (chain.broken is None) is all(check.holds for check in chain.checks)
    if chain.broken is not None:
        assert chain.to_mend or any(check.waiting for check in chain.checks)
    open_ = {check.link for check in chain.checks if not check.holds}
    for check in chain.checks:
        assert [check.holds, check.waiting, check.later, check.broken].count(True) == 1
        if check.later:
            assert open_ & set(COMES_AFTER[check.link])
