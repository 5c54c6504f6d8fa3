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
from services.domain.voice_policies import HeldPolicy, PolicyKind, PolicySource, VoicePolicy, kind_called, own_policy
from services.execution.effects.base import Observation, StepAttempt
from services.execution.effects.policies import policy_look
from services.planning.planner import make_plan
from tests.services.planning.test_planner import done_entry
from tests.services.worlds import person, snapshot

ADA = person("Ada")
NONE = VoicePolicy(PolicyKind.CALLING)
ALLOW = VoicePolicy(PolicyKind.CALLING, "a", "AllowCalling")
DENY = VoicePolicy(PolicyKind.CALLING, "d", "DisallowCalling")


def planned(wanted: VoicePolicy, had: VoicePolicy = NONE, who: Person | None = ADA) -> Plan:
    identity = who.identity_uuid if who else ""
    live = snapshot([who] if who else [], [Line("101", "Ada", identity, (addons.TEAMS_USER,))])
    return make_plan("t", [Change("101", policy=wanted, had_policy=had)], {}, live)


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
