"""Whose a number in the tenant is, from what Teams, the gateway and the consent say of it."""

from __future__ import annotations

import pytest

from services.domain.line import Source
from services.inventory.snapshot import _foreign, _held
from services.remote.graph_numbers import TeamsNumber
from services.remote.operator_records import Consent, OperatorNumber

E164, OURS, OTHER = "+6567891230", "op-ours", "op-other"
# (type, operator, status at our gateway or None): whose it is, None for our operator's
CASES = (
    ("operatorConnect", OURS, "synced", None),
    ("operatorConnect", OURS.upper(), None, None),
    ("OperatorConnect", "", None, None),
    ("", "", None, None),
    ("operatorConnect", OTHER, None, Source.OPERATOR),
    ("operatorConnect", OTHER, "failed", Source.OPERATOR),
    ("operatorConnect", OTHER, "synced", None),  # the gateway's own word counts more than an id
    ("callingPlan", OURS, None, Source.CALLING_PLAN),
    ("CallingPlan", OTHER, "synced", Source.CALLING_PLAN),
    ("directRouting", "", None, Source.DIRECT_ROUTING),
    ("unknownFutureValue", OURS, None, Source.OPERATOR),
)


@pytest.mark.parametrize(("kind", "operator", "status", "whose"), CASES)
def test_whose_a_number_is(kind: str, operator: str, status: str | None, whose: Source | None) -> None:
    teams = {E164: TeamsNumber(E164, "unassigned", kind, operator)}
    gateway = {E164: OperatorNumber(E164, status=status)} if status else {}
    found = _foreign(teams, gateway, Consent("contoso", "active", (), OURS))
    assert found.get(E164) == whose


def test_everybodys_first_number_of_any_type_is_known_and_others_stand_in_nobodys_way() -> None:
    numbers = [
        TeamsNumber("+6561110001", "userAssigned", "callingPlan", OTHER, target="o-john", category="primary"),
        TeamsNumber("+6561110002", "userAssigned", "callingPlan", OTHER, target="o-john", category="alternate"),
        TeamsNumber("+6561110003", "userAssigned", "directRouting", target="o-nadia"),
        TeamsNumber("+6561110004", "userAssigned", "operatorConnect", OURS, target="o-ann", category="private"),
        TeamsNumber("+6561110005", "userAssigned", "operatorConnect", OURS),
    ]
    assert _held(numbers) == {"o-john": "+6561110001", "o-nadia": "+6561110003"}
