"""Every refusal that was ever reported in public has plain words and a next step."""

from __future__ import annotations

import pytest

from services.sandbox.cpaas.errors import STATUS
from services.wording.refusals import explain

UNKNOWN = explain("", "Something nobody has met yet.")
# (what Microsoft says, words of the reason, whether it passes by itself)
REPORTED = [
    ("Telephone Number '+6567891230' is not found from tenant 'a-b-c'", "doesn't know this number yet", True),
    ("The server responded with a Request Error, Status: NotFound", "phone licence yet", True),
    ("The user '0f1e' is not found.", "phone licence yet", True),
    (
        "The user already has a telephone number set in the on-premises Active Directory. Remove it there.",
        "on-premises Active Directory",
        False,
    ),
    ("Can not update OnPremLineURI as the user has dirsynced onpremise LineURI", "on-premises Active Directory", False),
    (
        "User license is inherited from a group membership and it cannot be removed directly from the user.",
        "comes from a group",
        False,
    ),
    (
        "One or more of the licenses could not be modified because they are inherited from a group membership.",
        "comes from a group",
        False,
    ),
    ("User '0f1e' must have a primary telephone number before a 'private' one.", "beside a primary one", False),
    ("A private telephone number must be of the type of the primary one.", "from the same source", False),
    ("User '0f1e' is not in TeamsOnly mode.", "isn't in TeamsOnly mode", False),
    ("The user's coexistence mode is SfBOnly", "isn't in TeamsOnly mode", False),
    ("The user account '0f1e' is disabled.", "account is blocked", False),
    ("Sign-in is blocked for this user.", "account is blocked", False),
    ("The location '0f1e' is not found.", "didn't find the emergency location", False),
    ("LocationId is required for this number.", "emergency address", False),
    ("A number of this country requires an emergency location.", "emergency address", False),
    ("Telephone Number '+65' is a CallingPlan number", "from somebody else than your operator", False),
    ("Telephone Number '+65' is not of type 'OperatorConnect'", "from somebody else than your operator", False),
    ("User '0f1e' lacks appropriate licenses to assign a 'CallingPlan' number", "no Teams Phone licence", False),
    ("Telephone Number '+65' has already been assigned to another user.", "belongs to somebody else", False),
    ("The location can't be updated because the activation state is pending", "busy with this number", True),
    ("Contact your operator to change the emergency address for this number", "Only the operator", False),
    ("The usage location 'US' of user '0f1e' does not match the country 'SG'", "usage location", False),
    ("Service is unavailable. Please try again", "busy with this number", True),
    ("Filter failed to return unique result", "letting go of this number", True),
    ("We can't unassign +4420 right now. Please try again later.", "busy with this number", True),
]
OPERATORS_CODES = [
    "internal_error",
    "unable_to_retrieve_default_location",
    "unknown_country_code",
    "unable_to_retrieve_location",
    "unable_to_retrieve_partner_info",
    "unable_to_match_geography_entry",
]
# These two end the job or are obeyed by waiting, so no line ever ends with them.
NOT_OF_A_LINE = {"auth.invalidKey", "request.tooMany", "notFound"}


@pytest.mark.parametrize(("text", "words", "later"), REPORTED, ids=[text[:30] for text, _, _ in REPORTED])
def test_microsofts_texts_mean_something(text: str, words: str, later: bool) -> None:
    said = explain("BadRequest", text)
    assert words in said.reason
    assert text in said.reason  # support can be asked with the words it knows
    assert said.fix != UNKNOWN.fix
    assert said.later is later


@pytest.mark.parametrize("code", [*OPERATORS_CODES, *sorted(STATUS.keys() - NOT_OF_A_LINE)])
def test_every_code_means_something(code: str) -> None:
    said = explain(code, "")
    assert code not in said.reason
    assert said.fix not in ("", UNKNOWN.fix)


def test_each_of_the_operators_codes_says_something_of_its_own() -> None:
    assert len({explain(code, "").reason for code in OPERATORS_CODES}) == len(OPERATORS_CODES)


def test_only_the_unknown_rest_is_unexpected_and_can_be_asked_about() -> None:
    assert UNKNOWN.reason == "Unexpected: Something nobody has met yet."
    assert not UNKNOWN.later
    assert explain("Odd", "").reason == "Unexpected: Odd"
    assert explain("", "").reason != ""
    assert "req-7" in explain("", "Something nobody has met yet.", "req-7").fix
    for text, _, _ in REPORTED:
        assert "Unexpected" not in explain("BadRequest", text, "req-7").reason


def test_a_refusal_that_is_wrapped_in_another_is_understood() -> None:
    inner = '{"code":"BadRequest","message":"User \'0f1e\' is not in TeamsOnly mode.","action":"Request Id - 7"}'
    assert "isn't in TeamsOnly mode" in explain("UnknownError", inner).reason
    odd = '{"code":"NotFound","message":"Resource not found."}'
    assert explain("UnknownError", odd).later
    odd = '{"code":"Odd","message":"It is odd."}'
    assert explain("UnknownError", odd).reason == "Unexpected: It is odd."
    assert explain("UnknownError", "{not json").reason == "Unexpected: {not json"


def test_a_long_text_is_left_out_of_a_reason_that_is_known() -> None:
    assert explain("internal_error", "x" * 500).reason == "Microsoft had an internal fault with this number."
