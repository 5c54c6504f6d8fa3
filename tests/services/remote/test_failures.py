from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.remote.failures import RemoteAnswer, code_and_message, refusal, request_id_of, retry_after_of

NOON = "Mon, 02 Nov 2026 12:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "3"}, 3.0),
        ({"retry-after": "0.05"}, 0.05),
        ({"retry-after": "-4"}, 0.0),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "soon"}, None),
        ({}, None),
        ({"retry-after": "Mon, 02 Nov 2026 12:00:40 GMT", "date": NOON}, 40.0),
        ({"retry-after": "Mon, 02 Nov 2026 11:00:00 GMT", "date": NOON}, 0.0),
        ({"retry-after": "Mon, 02 Nov 2026 12:00:40 GMT"}, None),
    ],
)
def test_retry_after_is_read_in_both_its_forms(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after_of(headers) == seconds


@given(st.text())
def test_any_retry_after_gives_a_sane_wait_or_none(text: str) -> None:
    seconds = retry_after_of({"retry-after": text, "date": NOON})
    assert seconds is None or 0 <= seconds < float("inf")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["error", "code", "message", "details"]), inner),
    max_leaves=12,
)


@given(json_values)
def test_any_error_body_can_be_read(body: object) -> None:
    code, message = code_and_message(body)
    assert isinstance(code, str)
    assert isinstance(message, str)


def test_microsofts_details_are_told_once() -> None:
    body = {"error": {"code": "Bad", "message": "No.", "details": [{"message": "No."}, {"message": "Wrong country."}]}}
    assert code_and_message(body) == ("Bad", "No. Wrong country.")


def test_a_refusal_says_which_system_what_why_and_where_to_look() -> None:
    answer = RemoteAnswer(403, {}, {"code": "auth.denied", "message": "Not yours."}, "req-1", "turn-1")
    error = refusal("The CPaaS", answer)
    assert (error.system, error.status, error.code, error.message) == ("The CPaaS", 403, "auth.denied", "Not yours.")
    assert (error.request_id, error.ref) == ("req-1", "turn-1")
    assert "permission" in error.fix


def test_the_request_id_is_found_under_each_systems_name() -> None:
    assert request_id_of({"request-id": "a"}) == "a"
    assert request_id_of({"x-request-id": "b"}) == "b"
    assert request_id_of({}) == ""
