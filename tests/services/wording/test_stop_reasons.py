"""Why a job stopped: the system's own words, and nobody is blamed for what was not said."""

from __future__ import annotations

import pytest

from services.domain.errors import LinkLost, NotConnected, OtherOrganisation, RemoteRefused
from services.remote.auth import GATEWAY
from services.remote.auth import SYSTEM as SIGN_IN
from services.remote.clients import CPAAS, GRAPH, OPERATOR
from services.remote.graph_roles import HIDDEN
from services.wording.stop_reasons import STOP_CODES, stop_code, why_stopped

CONSENT = "consent"
TABLE = [
    (CPAAS, 401, "auth.invalidKey", "doesn't accept your organisation's key", ""),
    (CPAAS, 403, "auth.denied", "knows your organisation's key", "doesn't accept"),
    (OPERATOR, 403, "consent.inactive", "consent to the operator isn't active", ""),
    (OPERATOR, 403, "Forbidden", "gateway doesn't let Switchboard in", CONSENT),
    (OPERATOR, 401, "Unauthorized", "gateway doesn't let Switchboard in", CONSENT),
    (GATEWAY, 401, "AADSTS65001", "sign in at the operator's gateway", "your tenant"),
    (GATEWAY, 401, "AADSTS7000222", "sign in at the operator's gateway", "your tenant"),
    (GRAPH, 403, "Authorization_RequestDenied", "the consent is gone", ""),
    (GRAPH, 403, HIDDEN, "the consent is gone, or a permission of it", ""),
    (GRAPH, 403, "UnknownError", "Microsoft refuses me this in your tenant", "is gone"),
    (GRAPH, 401, "InvalidAuthenticationToken", "doesn't take the sign-in", CONSENT),
    (SIGN_IN, 401, "AADSTS65001", "nobody there has let me in", ""),
    (SIGN_IN, 401, "AADSTS700016", "nobody there has let me in", ""),
    (SIGN_IN, 401, "AADSTS7000215", "Switchboard's own secret", CONSENT),
    (SIGN_IN, 401, "AADSTS7000222", "Switchboard's own secret", CONSENT),
    (SIGN_IN, 401, "AADSTS90002", "refuses to sign me in", CONSENT),
    (SIGN_IN, 401, "AADSTS53003", "refuses to sign me in", CONSENT),
]


@pytest.mark.parametrize(("system", "status", "code", "says", "never"), TABLE, ids=lambda value: str(value)[:30])
def test_each_refusal_is_told_as_what_it_is(system: str, status: int, code: str, says: str, never: str) -> None:
    said = why_stopped(RemoteRefused(system, status, code, "In its own words."))
    assert says in said
    assert "(In its own words.)" in said
    assert "nothing is lost" in said
    assert not never or never not in said


@pytest.mark.parametrize("status", [400, 404, 409])
def test_other_refusals_are_told_as_they_are(status: int) -> None:
    said = why_stopped(RemoteRefused(GRAPH, status, "Bad", "No."))
    assert said.startswith(f"Microsoft Graph answered {status}. No.")
    assert CONSENT not in said


def test_a_lost_link_and_another_organisation_are_told_as_they_are() -> None:
    assert "isn't linked to the CPaaS any more" in why_stopped(NotConnected("x"))
    lost = why_stopped(LinkLost("It is gone.", "It is theirs.", "Ask."))
    assert lost.startswith("It is gone. It is theirs. Ask.")
    assert "Resume" in lost
    assert "Resume" not in why_stopped(OtherOrganisation("It is for another.", "", "Make a new plan."))


def test_every_reason_has_a_code_of_its_own() -> None:
    assert stop_code(RemoteRefused(CPAAS, 401, "key.invalid", "No.")) == "SW-201"
    assert stop_code(RemoteRefused(GRAPH, 403, "Odd", "No.")) in {one.code for one in STOP_CODES}
    assert stop_code(RemoteRefused(CPAAS, 400, "odd", "No.")) == "SW-61"
    assert stop_code(LinkLost("It is gone.", "It is theirs.", "Ask.")) == "SW-41"
