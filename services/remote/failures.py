"""Answers and lost calls as errors in plain words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any

from services.domain.errors import RemoteBusy, RemoteError, RemoteRefused, RemoteUnknown
from services.remote.retry import Stop, Verdict

# Graph, the provisioning API and the CPaaS each name their own request id; the first one present counts.
_REQUEST_IDS = ("request-id", "x-ms-request-id", "x-request-id", "x-ms-client-request-id")
_FIXES = {
    401: "Check the key or secret this program signs in with.",
    403: "Ask an admin to give this program the permission it lacks.",
    404: "Check that it still exists.",
    409: "Look at it again: it changed or is in use.",
    412: "Look at it again: somebody changed it meanwhile.",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a remote system answered: status, headers (lower case), parsed JSON (None for none) and its request id."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    request_id: str = ""
    ref: str = ""


def request_id_of(headers: Mapping[str, str]) -> str:
    """The id the system's support can look up, or an empty string."""
    return next((headers[name] for name in _REQUEST_IDS if headers.get(name)), "")


def retry_after_of(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait as the answer asks, or None; a date is measured against the answer's own `Date`.

    Both forms: https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
    """
    text = headers.get("retry-after", "").strip()
    try:
        seconds = float(text)
    except ValueError:
        return _until(text, headers.get("date", ""))
    return max(0.0, seconds) if math.isfinite(seconds) else None


def _until(then: str, now: str) -> float | None:
    try:
        return max(0.0, (parsedate_to_datetime(then) - parsedate_to_datetime(now)).total_seconds())
    except (ValueError, TypeError):
        return None


def code_and_message(body: object) -> tuple[str, str]:
    """The error's code and text: `{"error": {...}}` as Microsoft writes it, or the CPaaS's flat form."""
    if not isinstance(body, dict):
        return "", ""
    inner = body.get("error", body)
    if not isinstance(inner, dict):
        return str(inner), str(body.get("error_description", ""))
    details = inner.get("details")
    listed = details if isinstance(details, list) else []
    more = [str(d["message"]) for d in listed if isinstance(d, dict) and d.get("message")]
    message = str(inner.get("message") or "")
    return str(inner.get("code") or ""), " ".join([message, *(m for m in more if m not in message)]).strip()


def refusal(system: str, answer: Answer) -> RemoteRefused:
    """The final refusal that `answer` is."""
    code, message = code_and_message(answer.body)
    fix = _FIXES.get(answer.status, "")
    return RemoteRefused(system, answer.status, code, message, request_id=answer.request_id, fix=fix, ref=answer.ref)


def busy(system: str, answer: Answer, after: float) -> RemoteBusy:
    """The error of a call that had no effect and may be repeated after `after` seconds."""
    code, message = code_and_message(answer.body)
    text = message or (f"{system} is busy." if answer.status else f"{system} can't be reached.")
    fix = f"Try again in {max(1, math.ceil(after))} seconds."
    error = RemoteBusy(system, answer.status, code, text, request_id=answer.request_id, fix=fix, ref=answer.ref)
    error.retry_after = after
    return error


def unknown(system: str, answer: Answer) -> RemoteUnknown:
    """The error of a write whose effect nobody knows."""
    code, message = code_and_message(answer.body)
    text = message or f"{system} gave no clear answer, so the change may or may not have happened."
    return RemoteUnknown(system, answer.status, code, text, request_id=answer.request_id, ref=answer.ref)


def error_of(system: str, answer: Answer, stop: Stop, *, reads: bool, doubt: bool = False) -> RemoteError:
    """The error a stopped call raises.

    A read changed nothing, so without an answer it is only busy; a write in `doubt` (an earlier try may have had an
    effect) is unknown even when its last try was turned away.
    """
    if stop.verdict is Verdict.REFUSED:
        return refusal(system, answer)
    if reads or (stop.verdict is Verdict.BUSY and not doubt):
        return busy(system, answer, stop.after)
    return unknown(system, answer)
