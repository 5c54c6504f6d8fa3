"""Voice policies as steps: given, taken, undone, and read before they are written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.changes.undo import inverse_of
from services.domain import addons
from services.domain.change import Change
from services.domain.line import Line
from services.domain.people import Person
from services.domain.plan import Plan
from services.domain.steps import StepKind
from services.domain.voice_policies import (
    HeldPolicy,
    PolicyKind,
    PolicyRequest,
    PolicySource,
    VoicePolicy,
    kept_policies,
    kind_called,
    own_policy,
    policy_request,
    policy_requests_in,
    seen_as,
    wish_seen,
)
from services.execution.effects.base import Observation, StepAttempt
from services.execution.effects.policies import policy_look
from services.inventory.snapshot import Snapshot
from services.planning.planner import make_plan
from services.planning.templates import with_templates
from services.planning.voice_policies import PolicyAnswers, policy_questions, with_policies
from tests.services.planning.test_planner import done_entry
from tests.services.worlds import person, snapshot

ADA = person("Ada")
NONE = VoicePolicy(PolicyKind.CALLING)
ALLOW = VoicePolicy(PolicyKind.CALLING, "a", "AllowCalling")
DENY = VoicePolicy(PolicyKind.CALLING, "d", "DisallowCalling")


def planned(wanted: VoicePolicy, had: VoicePolicy = NONE, who: Person | None = ADA) -> Plan:
    identity = who.identity_uuid if who else ""
    live = snapshot([who] if who else [], [Line("101", "Ada", identity, (addons.TEAMS_USER,))])
    return make_plan("t", [Change("101", policies=(PolicyRequest(wanted.kind, wanted.name, wanted, had),))], {}, live)


def test_a_policy_is_one_step_on_the_holder_and_nothing_where_they_have_it() -> None:
    (step,) = planned(ALLOW, DENY).lines[0].steps
    assert (step.kind, step.object) == (StepKind.VOICE_POLICY_SET, ADA.object_id)
    assert (step.before.policy, step.after.policy) == (DENY, ALLOW)
    assert not planned(ALLOW, ALLOW).busy_lines


@pytest.mark.parametrize("had", [NONE, DENY])
def test_undone_the_policy_of_before_holds_again(had: VoicePolicy) -> None:
    line = planned(ALLOW, had).lines[0]
    (back,) = inverse_of(line, done_entry(line.steps)).steps
    assert (back.before.policy, back.after.policy) == (ALLOW, had)


@pytest.mark.parametrize(
    ("who", "code"),
    [
        (None, "policy.nobody"),
        (replace(ADA, is_resource=True), "policy.resource"),
        (replace(ADA, object_id=""), "person.not_in_teams"),
    ],
)
def test_who_can_have_no_policy_is_said_before_anything_is_written(who: Person | None, code: str) -> None:
    assert [found.code for found in planned(ALLOW, who=who).errors] == [code]


@pytest.mark.parametrize(
    ("held", "wanted", "had", "seen"),
    [
        ((), ALLOW, NONE, Observation.BEFORE),
        ((HeldPolicy(ALLOW, PolicySource.DIRECT),), ALLOW, NONE, Observation.AFTER),
        ((HeldPolicy(ALLOW, PolicySource.GROUP),), ALLOW, NONE, Observation.BEFORE),
        ((HeldPolicy(DENY, PolicySource.DIRECT),), ALLOW, NONE, Observation.MOVED),
        ((HeldPolicy(DENY, PolicySource.DIRECT),), NONE, DENY, Observation.BEFORE),
        ((HeldPolicy(DENY, PolicySource.GROUP),), NONE, DENY, Observation.AFTER),
    ],
)
def test_only_somebodys_own_policy_counts(
    held: tuple[HeldPolicy, ...], wanted: VoicePolicy, had: VoicePolicy, seen: Observation
) -> None:
    (step,) = planned(wanted, had).lines[0].steps
    assert policy_look(StepAttempt(step, ""), held).seen is seen


def test_a_kind_goes_by_peoples_name_and_by_microsofts() -> None:
    assert kind_called("the Dial plan policy") is kind_called("TenantDialPlan") is PolicyKind.DIAL_PLAN
    assert kind_called("meeting") is None
    assert own_policy((HeldPolicy(DENY, PolicySource.GROUP),), PolicyKind.CALLING) == NONE


WISH = PolicyRequest(PolicyKind.CALLING, "DisallowCalling")
CALLED = (PolicyKind.CALLING, "DisallowCalling")


def live(*people: Person) -> Snapshot:
    return snapshot(people, [Line("101", "Ada", people[0].identity_uuid, (addons.TEAMS_USER,))])


def test_a_wish_by_name_asks_for_the_name_and_for_what_its_person_has() -> None:
    eve = person("Eve")
    here, changes = live(ADA, eve), [Change("101", policies=(WISH,)), Change("102", person="eve", policies=(WISH,))]
    asked = policy_questions(changes, {1: eve}, here)
    assert asked is not None
    assert (asked.names, asked.people) == ({CALLED}, {ADA.object_id, eve.object_id})
    held = {ADA.object_id: (HeldPolicy(ALLOW, PolicySource.DIRECT),), eve.object_id: ()}
    done, found = with_policies(changes, {1: eve}, here, PolicyAnswers({CALLED: (DENY,)}, held))
    assert found == ()
    assert [change.policies[0].had for change in done] == [ALLOW, NONE]
    assert policy_questions(done, {1: eve}, here) is None, "nothing is asked twice"
    (step,) = make_plan("t", done[:1], {}, here).lines[0].steps
    assert (step.before.policy, step.after.policy) == (ALLOW, DENY)


def test_what_goes_back_to_the_inherited_one_asks_for_no_name() -> None:
    changes = [Change("101", policies=(policy_request(PolicyKind.CALLING, " Global "),))]
    asked = policy_questions(changes, {}, live(ADA))
    assert asked is not None
    assert asked.names == frozenset()
    done, _ = with_policies(changes, {}, live(ADA), PolicyAnswers({}, {ADA.object_id: ()}))
    assert done[0].policies[0].wanted == NONE


@pytest.mark.parametrize(
    ("called", "known", "code", "stops"),
    [
        ((), True, "policy.unknown", True),
        ((DENY, ALLOW), True, "policy.unknown", True),
        ((DENY,), False, "policy.not_in_teams", False),
    ],
)
def test_a_wish_that_cannot_be_met_is_told(
    called: tuple[VoicePolicy, ...], known: bool, code: str, stops: bool
) -> None:
    changes = [Change("101", row=7, policies=(WISH,))]
    held: dict[str, tuple[HeldPolicy, ...]] = {ADA.object_id: ()} if known else {}
    done, found = with_policies(changes, {}, live(ADA), PolicyAnswers({CALLED: called}, held))
    assert [(one.code, one.row, one.column) for one in found] == [(code, 7, "Calling policy")]
    plan = make_plan("t", done, {}, live(ADA), found)
    assert bool(plan.errors) is stops
    assert not plan.busy_lines


@pytest.mark.parametrize("who", [replace(ADA, is_resource=True), replace(ADA, object_id="")])
def test_for_whom_no_policy_can_be_nothing_is_asked(who: Person) -> None:
    assert policy_questions([Change("101", policies=(WISH,))], {}, live(who)) is None


def test_a_template_keeps_somebodys_own_policies_and_gives_them_where_nothing_else_is_said() -> None:
    dial_plan = VoicePolicy(PolicyKind.DIAL_PLAN, "s", "Singapore")
    kept = kept_policies((HeldPolicy(DENY, PolicySource.DIRECT), HeldPolicy(dial_plan, PolicySource.GROUP)))
    assert policy_requests_in(kept) == (WISH,)
    said = policy_request(PolicyKind.CALLING, "AllowCalling")
    changes = [Change("101", template="Sales"), Change("102", template="sales", policies=(said,))]
    done, missing = with_templates(changes, {"sales": {**kept, "devices.callWaiting": False}})
    assert missing == ()
    assert [change.policies for change in done] == [(WISH,), (said,)]
    assert [dict(change.settings) for change in done] == [{"devices.callWaiting": False}] * 2


def test_what_was_chosen_from_the_list_of_policies_is_a_wish_and_nothing_else_is() -> None:
    assert wish_seen(seen_as(DENY)) == WISH
    assert [wish_seen(text) for text in ("", "TeamsCallingPolicy:", "TeamsMeetingPolicy:AllOn", "x")] == [None] * 4
