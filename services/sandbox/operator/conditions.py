"""Conditional requests: entity tags and modification times decide whether a request goes ahead.

https://www.rfc-editor.org/rfc/rfc9110#name-preconditions
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from aiohttp import ETag, web

from services.sandbox.operator.call import OperatorError


@dataclass(frozen=True, slots=True)
class Version:
    """The version of a resource: its entity tag (without quotes) and when it was last modified."""

    etag: str
    modified_at: float

    @property
    def headers(self) -> dict[str, str]:
        """The version as headers of an answer."""
        return {"ETag": f'"{self.etag}"', "Last-Modified": _http_date(self.modified_at)}


def need_preconditions(request: web.Request, current: Version | None) -> None:
    """Refuse a write with 412 unless the conditions in its headers hold for the resource (None: there is none)."""
    wanted = request.if_match
    if wanted is not None and not (current and _names(wanted, current)):
        raise OperatorError(412, "The resource does not match If-Match.")
    if current and _names(request.if_none_match or (), current):
        raise OperatorError(412, "The resource matches If-None-Match.")
    if current and _modified_since(request.if_unmodified_since, current):
        raise OperatorError(412, "The resource was modified after If-Unmodified-Since.")
    if current and request.if_modified_since and not _modified_since(request.if_modified_since, current):
        raise OperatorError(412, "The resource was not modified after If-Modified-Since.")


def is_known(request: web.Request, current: Version) -> bool:
    """Whether the reader already has this version (304); refuses with 412 when it requires another one."""
    if request.if_match is not None and not _names(request.if_match, current):
        raise OperatorError(412, "The resource does not match If-Match.")
    if _modified_since(request.if_unmodified_since, current):
        raise OperatorError(412, "The resource was modified after If-Unmodified-Since.")
    if request.if_none_match is not None:
        return _names(request.if_none_match, current)
    return request.if_modified_since is not None and not _modified_since(request.if_modified_since, current)


def _names(tags: tuple[ETag, ...], current: Version) -> bool:
    return any(tag.value in ("*", current.etag) for tag in tags)


def _modified_since(moment: datetime | None, current: Version) -> bool:
    return moment is not None and int(current.modified_at) > moment.timestamp()


def _http_date(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
