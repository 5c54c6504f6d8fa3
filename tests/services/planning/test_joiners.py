"""What somebody who joins gets, and what somebody who leaves gives back."""

from __future__ import annotations

from dataclasses import replace

from services.domain import addons
from services.domain.line import Category, Line, Number, UploadState
from services.domain.settings.paths import OUTBOUND_RULE
from services.domain.settings.personal import LEFT_ANNOUNCEMENT
from services.domain.steps import StepKind
from services.domain.upload import PEOPLE, RESOURCES
from services.inventory.snapshot import Snapshot
from services.planning.joiners import joins, leaves, next_number
from services.planning.planner import make_plan
from tests.services.planning.remote_model import applied
from tests.services.planning.test_repairs import sku
from tests.services.worlds import PHONE, person, snapshot

MAIL = "mail"
NEW, OLD = person("New", phone_plans=()), person("Old", licences=("phone", "e5"))
NUMBER = "+6567891200"


def with_old(live: Snapshot) -> Snapshot:
    """The tenant's licences: one for the phone alone, and one with mail besides."""
    return replace(live, skus=(sku("Phone", 1, PHONE), sku("E5", 5, PHONE, MAIL)))


def old_line() -> Snapshot:
    """Somebody with a line in Teams."""
    line = Line("101", "Old", OLD.identity_uuid, (addons.TEAMS_USER, "call_recording"), (NUMBER,), 1)
    held = Number(NUMBER, "101", UploadState.UPLOADED, OLD.object_id, country="SG", category=Category.PRIMARY)
    return with_old(snapshot([OLD], [line], [held]))


def test_whoever_leaves_gives_the_phone_back_and_keeps_the_mail() -> None:
    live = old_line()
    plan = make_plan("t", [leaves(live.lines["101"], live)], {}, live)
    assert not plan.errors
    kinds = [step.kind for step in plan.lines[0].steps]
    assert sorted(kinds) == sorted(
        [StepKind.NUMBER_UNASSIGN, StepKind.LICENCE_TAKE, StepKind.SETTINGS_UPDATE, StepKind.EXTENSION_UPDATE]
    )
    after = applied(live, plan.lines[0].steps)
    assert after.settings["101"]["missedCalls"] == {"action": "announcement", "text": LEFT_ANNOUNCEMENT}
    assert after.directory.people[0].licences == ("e5",)
    line = after.lines["101"]
    assert (line.label, line.identity_uuid, line.addons, line.numbers) == ("Line 101", "", (), (NUMBER,))


def test_whoever_keeps_another_line_keeps_the_licence() -> None:
    live = old_line()
    live = replace(live, lines={**live.lines, "102": Line("102", "", OLD.identity_uuid)})
    assert leaves(live.lines["101"], live).licences_back == ()


def test_whoever_joins_gets_a_licence_a_number_and_a_rule() -> None:
    free = [Number("+6567891299", country="SG"), Number("+60312345678", country="MY")]
    rules = {"outboundCallRules": [{"id": "sg", "name": "Singapore"}]}
    live = replace(with_old(snapshot([NEW], [], free)), system=rules)
    change = joins(NEW, None, live, {})
    assert (change.licence, change.number, change.settings) == ("phone", "+6567891299", {OUTBOUND_RULE: "sg"})
    assert not make_plan("t", [change], {0: NEW}, live).errors


def test_a_resource_account_joins_with_the_add_on_of_its_kind() -> None:
    live, lobby = old_line(), replace(NEW, is_resource=True)
    assert joins(lobby, None, live, {}).addons == (addons.TEAMS_RESOURCE,)
    assert joins(lobby, live.lines["101"], live, {}).addons == (addons.TEAMS_RESOURCE, "call_recording")


def test_the_next_number_serves_what_it_was_uploaded_for() -> None:
    people = Number("+6567891299", "", UploadState.UPLOADED, usage=PEOPLE)
    resources = Number("+6567891201", "", UploadState.UPLOADED, usage=RESOURCES)
    elsewhere = Number("+6567891200", "", UploadState.ELSEWHERE)
    taken = Number("+6567891202", "101")
    live = snapshot([], [], [people, resources, elsewhere, taken])
    assert next_number(addons.TEAMS_USER, live) == "+6567891299"
    assert next_number(addons.TEAMS_RESOURCE, live) == "+6567891201"
    assert next_number(addons.TEAMS_USER, live, "MY") == ""
