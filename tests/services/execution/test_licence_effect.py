"""A licence that a group gives is never taken from the person: the order would be refused as a whole."""

from __future__ import annotations

import pytest

from services.domain.steps import ObjectState, Step, StepKind
from services.execution.effects.base import Observation
from services.execution.effects.directory import _licensed
from services.remote.graph_people import AssignedLicence, GraphUser, LicenceState

TAKE = Step(StepKind.LICENCE_TAKE, "id", ObjectState(licence="e5"), ObjectState())


@pytest.mark.parametrize(
    ("states", "seen"),
    [
        ((), Observation.BEFORE),
        ((LicenceState("e5"),), Observation.BEFORE),
        ((LicenceState("e5", "sales", "Active", "None"),), Observation.MOVED),
        ((LicenceState("e5", "sales", "Error", "CountViolation"),), Observation.BEFORE),
        ((LicenceState("e5"), LicenceState("e5", "sales", "Active", "None")), Observation.BEFORE),
    ],
)
def test_what_comes_by_a_group_alone_is_not_taken(states: tuple[LicenceState, ...], seen: Observation) -> None:
    user = GraphUser(
        "id", "Ada", "ada@contoso.com", "", "SG", True, (AssignedLicence("e5"),), license_assignment_states=states
    )
    assert _licensed(TAKE, user).seen is seen
