"""Numbers and the lines they belong to: pairs for every shape of workspace; what a typed list means."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.domain import addons
from services.domain.change import Change
from services.domain.errors import BadInput
from services.domain.line import Category, Line, Number, UploadState
from services.domain.steps import StepKind
from services.domain.upload import PEOPLE, RESOURCES, UploadOptions
from services.inventory.number_lists import FILTERS, filters_of, fitting, meant, pairs, unassigned, upload_change
from services.inventory.snapshot import Snapshot
from services.planning.planner import make_plan
from tests.services.worlds import person, snapshot

NAMES = ("Ada", "Ben", "Cy", "Dee")
USER = ("userAssignment",)


@st.composite
def worlds(draw: st.DrawFn) -> Snapshot:
    """A few people, lines and numbers, tied in any way."""
    people = [person(name) for name in NAMES]
    lines, numbers = [], []
    for no in range(draw(st.integers(0, 6))):
        holder = draw(st.sampled_from([*people, None]))
        codes = draw(st.sampled_from([(addons.TEAMS_USER,), (), ("device_ip_phone",)]))
        key = str(101 + no)
        own = [f"+65678912{no}{i}" for i in range(draw(st.integers(0, 2)))]
        lines.append(Line(key, identity_uuid=holder.identity_uuid if holder else "", addons=codes, numbers=tuple(own)))
        numbers += [(e164, key) for e164 in own]
    numbers += [(f"+65678913{i:02}", "") for i in range(draw(st.integers(0, 3)))]
    targets = draw(st.lists(st.sampled_from([p.object_id for p in people]), unique=True, max_size=3))
    made = []
    for e164, key in numbers:
        state = draw(st.sampled_from(list(UploadState)))
        target = targets.pop() if state is UploadState.UPLOADED and targets and draw(st.booleans()) else ""
        capabilities = USER if state is UploadState.UPLOADED else ()
        made.append(Number(e164, key, state, target, country="SG", capabilities=capabilities, usage=PEOPLE))
    return snapshot(people, lines, made)


@given(worlds())
def test_every_number_in_teams_that_nobody_has_is_paired_or_left_with_a_reason(live: Snapshot) -> None:
    free = unassigned(live)
    found = pairs(live, free)
    paired = [change.number for change in found.changes]
    assert len(set(paired)) == len(paired)
    named = " ".join(finding.message for finding in found.left)
    assert bool(found.left) == (len(paired) < len(free)), named
    holders = [live.lines[change.key].identity_uuid for change in found.changes]
    assert len(set(holders)) == len(holders)


@given(worlds())
def test_what_is_paired_can_be_planned_and_gives_each_its_own(live: Snapshot) -> None:
    found = pairs(live, unassigned(live))
    plan = make_plan("Assign", found.changes, {}, live)
    assert plan.errors == ()
    for line, change in zip(plan.lines, found.changes, strict=True):
        (step,) = line.steps
        assert step.kind is StepKind.NUMBER_ASSIGN
        assert step.object == change.number
        owner = live.directory.get(live.lines[change.key].identity_uuid)
        assert owner is not None
        assert step.after.target == owner.object_id


@given(worlds())
def test_each_number_falls_under_all_and_what_is_shown_fits(live: Snapshot) -> None:
    for name in FILTERS:
        assert {n.e164 for n in fitting(live, name, "")} == {
            n.e164 for n in live.numbers.values() if name in filters_of(n)
        }
    for number in live.numbers.values():
        assert number in fitting(live, "all", number.e164[-6:])
        assert number in fitting(live, "all", f"+65 6789 {number.e164[-4:]}")


OPTIONS = UploadOptions(RESOURCES, "l-1", "SG", "Head office", open_address=True)


def test_an_upload_carries_what_was_chosen_and_an_address_only_where_it_fits() -> None:
    on_line = upload_change(Number("+6567891230", "101", country="SG"), OPTIONS)
    assert (on_line.usage, on_line.location, on_line.open_address) == ("", "l-1", True)
    free = upload_change(Number("+60321234567", "", country="MY"), OPTIONS)
    assert (free.key, free.usage, free.location) == ("", RESOURCES, "")


def test_what_the_workspace_chose_goes_with_every_other_upload_too() -> None:
    ada = person("Ada")
    line = Line("101", identity_uuid=ada.identity_uuid, addons=(addons.TEAMS_USER,), numbers=("+6567891230",))
    live = snapshot([ada], [line], [Number("+6567891230", "101", country="SG")])
    plan = make_plan("x", [Change("101", upload=True, row=2)], {}, replace(live, upload=OPTIONS))
    upload = next(step for step in plan.lines[0].steps if step.kind is StepKind.NUMBER_UPLOAD)
    assert (upload.after.usage, upload.after.location, upload.after.open_address) == (PEOPLE, "l-1", True)


@pytest.mark.parametrize("state", [UploadState.SYNCED, UploadState.UPLOADING, UploadState.UPLOADED])
def test_a_number_for_resource_accounts_goes_to_no_person(state: UploadState) -> None:
    ada = person("Ada")
    line = Line("101", identity_uuid=ada.identity_uuid, addons=(addons.TEAMS_USER,), numbers=("+6567891230",))
    capabilities = ("voiceApplicationAssignment",) if state is UploadState.UPLOADED else ()
    number = Number("+6567891230", "101", state, usage=RESOURCES, capabilities=capabilities, country="SG")
    live = snapshot([ada], [line], [number])
    plan = make_plan("x", [Change("101", number="+6567891230", assign=True)], {}, live)
    assert [finding.code for finding in plan.errors] == ["number.wrong_use"]
    assert "was uploaded for resource accounts" in plan.errors[0].message


def test_the_further_numbers_of_a_line_are_assigned_beside_its_first_one() -> None:
    ada = person("Ada")
    e164s = ("+6567891230", "+6567891231", "+6567891232")
    line = Line("101", identity_uuid=ada.identity_uuid, addons=(addons.TEAMS_USER,), numbers=e164s)
    numbers = [Number(e164, "101", UploadState.UPLOADED, country="SG", assignment="unassigned") for e164 in e164s]
    calls = replace(numbers[0], target=ada.object_id, category=Category.PRIMARY, assignment="userAssigned")
    found = pairs(snapshot([ada], [line], [calls, *numbers[1:]]), numbers[1:])
    assert [change.number for change in found.changes] == list(e164s[1:])
    plan = make_plan("x", found.changes, {}, snapshot([ada], [line], [calls, *numbers[1:]]))
    assert not plan.errors
    given = [step.after.category for line in plan.lines for step in line.steps]
    assert given == [Category.ALTERNATE, Category.ALTERNATE]
    nothing_yet = pairs(snapshot([ada], [line], numbers), numbers)
    assert [change.number for change in nothing_yet.changes] == [e164s[0]]


def test_an_upload_of_unknown_use_is_stopped_by_name() -> None:
    line = Line("103", addons=("device_ip_phone",), numbers=("+6567891230",))
    live = snapshot([], [line], [Number("+6567891230", "103", country="SG"), Number("+6567891231", country="SG")])
    requests = [Change("103", number="+6567891230", upload=True), Change("", number="+6567891231", upload=True)]
    plan = make_plan("x", requests, {}, live)
    assert [finding.code for finding in plan.errors] == ["line.no_teams", "number.no_use"]


def test_a_typed_list_means_ours_and_names_the_others() -> None:
    live = snapshot(numbers=[Number("+6567891230"), Number("+6567891231")])
    found, notes = meant("6567891230-6567891233", live)
    assert [n.e164 for n in found] == ["+6567891230", "+6567891231"]
    assert [note.message for note in notes] == [
        "Left out, not one of your CPaaS numbers: +65 6789 1232, +65 6789 1233."
    ]
    for words in ("6588888888", "nonsense", "", "6567891230, nonsense"):
        with pytest.raises(BadInput):
            meant(words, live)
