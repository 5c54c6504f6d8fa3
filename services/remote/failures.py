"""Turns answers and lost calls into errors in plain words."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any

from services.domain.errors import RemoteBusy, RemoteError, RemoteRefused, RemoteUnknown, RemoteUnreadable
from services.domain.phrases import join_text, tr
from services.remote.graph_permissions import ASKED_FOR
from services.remote.retry import MAX_RETRY_AFTER_SECONDS, Stop, Verdict

# Graph, the provisioning API and the CPaaS each name their own request id; the first one present counts.
_REQUEST_IDS = ("request-id", "x-ms-request-id", "x-request-id", "x-ms-client-request-id")
_FIXES = {
    401: tr("Check the key or secret this program signs in with."),
    403: tr("Ask an admin to give this program the permission it lacks."),
    404: tr("Check that it still exists."),
    409: tr("Look at it again: it changed or is in use."),
    412: tr("Look at it again: somebody changed it meanwhile."),
}
_PERMISSION = re.compile(r"\b[A-Z][\w-]+(?:\.\w+)*\.(?:Read|ReadWrite|ReadBasic)\.\w+")
# What a system may refuse with, as long as it says so in its own words.
_REFUSALS = frozenset({400, 401, 402, 403, 404, 409, 410, 412, 413, 422, 423, 424})


@dataclass(frozen=True, slots=True)
class RemoteAnswer:
    """What a remote system answered: status, headers (lower case), parsed JSON (None for none) and its request id.

    `saw` is empty, or tells in a few words what came in place of JSON.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    request_id: str = ""
    ref: str = ""
    saw: str = ""


def request_id_of(headers: Mapping[str, str]) -> str:
    """The id that the system's support can look up, or an empty string."""
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


def oddity(answer: RemoteAnswer, good: frozenset[int]) -> str:
    """What is odd about the answer, in a few words; empty for one that the system itself may give.

    A refusal counts only with the kind of reason that these systems give: one by a proxy, or a page for people, doesn't
    come from the system.
    """
    if answer.status in good:
        return tr("status {status} with {saw}", status=answer.status, saw=answer.saw) if answer.saw else ""
    if answer.status >= 500 or answer.status in (408, 429):
        return ""
    refused = answer.status in _REFUSALS and (_gives_reason(answer.body) or _needs_sign_in(answer))
    return "" if refused else tr("status {status} with {saw}", status=answer.status, saw=answer.saw or _inside(answer))


def _gives_reason(body: object) -> bool:
    inner = body.get("error", body) if isinstance(body, dict) else None
    return isinstance(inner, dict) and isinstance(inner.get("code"), str) and isinstance(inner.get("message"), str)


def _needs_sign_in(answer: RemoteAnswer) -> bool:
    """Whether the header alone says that a token was refused: https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1"""
    return answer.status == 401 and "www-authenticate" in answer.headers and not answer.saw


def _inside(answer: RemoteAnswer) -> str:
    if 300 <= answer.status < 400:
        return tr("the way to another address")
    return tr("nothing in it") if answer.body is None else tr("no reason in it") if answer.status >= 400 else "data"


def shapeless(answer: RemoteAnswer) -> str:
    """Says that a good answer holds another record than the one asked for."""
    return tr(
        "status {status} with {word}",
        status=answer.status,
        word=tr("nothing in it") if answer.body is None else tr("data of another shape"),
    )


def code_and_message(body: object) -> tuple[str, str]:
    """The error's code and text: `{"error": {...}}` as Microsoft writes it, or the CPaaS's flat form."""
    if not isinstance(body, dict):
        return "", ""
    inner = body.get("error", body)
    if not isinstance(inner, dict):
        return str(inner or ""), str(body.get("error_description") or "")
    details = inner.get("details")
    listed = details if isinstance(details, list) else []
    code, message = unwrapped(str(inner.get("code") or ""), str(inner.get("message") or ""))
    more = [str(d["message"]) for d in listed if isinstance(d, dict) and d.get("message")]
    return code, join_text(" ", [message, *(m for m in more if m not in message)]).strip()


def unwrapped(code: str, message: str) -> tuple[str, str]:
    """The error of a service behind Graph, which comes as JSON in the message of a generic one.

    `/admin/teams` answers `UnknownError` with the real code and text inside.
    """
    if not message.lstrip().startswith("{"):
        return code, message
    try:
        inner = json.loads(message)
    except (ValueError, RecursionError):
        return code, message
    inner = inner.get("error", inner) if isinstance(inner, dict) else None
    if not isinstance(inner, dict):
        return code, message
    return str(inner.get("code") or code), str(inner.get("message") or message)


def permissions_in(message: str) -> tuple[str, ...]:
    """The permissions that a refusal names, any of which is enough: `TeamsTelephoneNumber.ReadWrite.All` and the like.

    Where one is among them that the program asks for, that one alone: a smaller one would fail at the next step.
    https://learn.microsoft.com/graph/permissions-reference
    """
    named = tuple(dict.fromkeys(_PERMISSION.findall(message)))
    return tuple(one for one in named if one in ASKED_FOR) or named


def grant_of(permissions: tuple[str, ...]) -> str:
    """Who can grant one of these permissions, and where."""
    return tr(
        "Have a Global Administrator grant me {names}; *connect* shows where.",
        names=join_text(" or ", permissions),
    )


def refusal(system: str, answer: RemoteAnswer) -> RemoteRefused:
    """The final refusal that `answer` is."""
    code, message = code_and_message(answer.body)
    named = permissions_in(message) if answer.status == 403 else ()
    fix = grant_of(named) if named else _FIXES.get(answer.status, "")
    return RemoteRefused(system, answer.status, code, message, request_id=answer.request_id, fix=fix, ref=answer.ref)


def busy(system: str, answer: RemoteAnswer, after: float) -> RemoteBusy:
    """The error of a call that had no effect and may be repeated after `after` seconds."""
    code, message = code_and_message(answer.body)
    text = message or (
        tr("{system} is busy.", system=system) if answer.status else tr("{system} can't be reached.", system=system)
    )
    told = retry_after_of(answer.headers) or 0.0
    fix = tr("Try again in {max} seconds.", max=max(1, math.ceil(after)))
    if told > MAX_RETRY_AFTER_SECONDS:
        fix = tr(
            "It asks to be left alone for {long}; I ask again after {long_2}.", long=_long(told), long_2=_long(after)
        )
    error = RemoteBusy(system, answer.status, code, text, request_id=answer.request_id, fix=fix, ref=answer.ref)
    error.retry_after = after
    return error


def _long(seconds: float) -> str:
    minutes = round(seconds / 60)
    return (
        tr("{round} hours", round=round(minutes / 60)) if minutes >= 120 else tr("{minutes} minutes", minutes=minutes)
    )


def unknown(system: str, answer: RemoteAnswer, saw: str = "") -> RemoteUnknown:
    """The error of a write with unknown effect; `saw` says what came instead of an answer."""
    code, message = code_and_message(answer.body) if not saw else ("", "")
    came = tr(" What came was {saw}.", saw=saw) if saw else ""
    text = message or tr(
        "{system} gave no clear answer, so the change may or may not have happened.{came}", system=system, came=came
    )
    return RemoteUnknown(system, answer.status, code, text, request_id=answer.request_id, ref=answer.ref)


def unreadable(system: str, answer: RemoteAnswer, saw: str) -> RemoteUnreadable:
    """The error of a read that was answered oddly."""
    return RemoteUnreadable(system, saw, status=answer.status, request_id=answer.request_id, ref=answer.ref)


def error_of(
    system: str, answer: RemoteAnswer, stop: Stop, *, reads: bool, doubt: bool = False, saw: str = ""
) -> RemoteError:
    """The error a stopped call raises.

    A read changed nothing, so without an answer it is only busy, and with an odd one (`saw`) the system counts as
    unreadable; a write in `doubt` (an earlier try may have had an effect) is unknown even when its last try was turned
    away.
    """
    if stop.verdict is Verdict.REFUSED:
        return refusal(system, answer)
    if stop.verdict is Verdict.UNREADABLE:
        return unreadable(system, answer, saw) if reads else unknown(system, answer, saw)
    if reads or (stop.verdict is Verdict.BUSY and not doubt):
        return busy(system, answer, stop.after)
    return unknown(system, answer)
