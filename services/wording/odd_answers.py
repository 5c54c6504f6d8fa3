"""Answers of remote systems in few words, for people who ask what came back."""

from __future__ import annotations

from services.domain.errors import RemoteError
from services.domain.phrases import join_text, tr

_MAX_QUOTED_CHARACTERS = 120  # of what a system said


def seen_in(error: RemoteError) -> str:
    """What was answered, with the request id for the system's support."""
    told = str(getattr(error, "saw", "")) or tr(
        "{status}: {message}", status=error.status or tr("nothing"), message=error.message or error.code
    )
    words = join_text(" ", told.split()).rstrip(":")
    words = words if len(words) <= _MAX_QUOTED_CHARACTERS else tr("{words}…", words=words[: _MAX_QUOTED_CHARACTERS - 1])
    return tr("{words}; request {request_id}", words=words, request_id=error.request_id) if error.request_id else words


def unreadable(error: RemoteError) -> str:
    """Says that a system's answer can't be used, and what it was."""
    return tr("{system} answers what I can't read ({seen_in}).", system=error.system, seen_in=seen_in(error))


def age_in_words(seconds: float) -> str:
    """Such as "3 hours", "12 minutes" or "40 seconds"."""
    hours, minutes = int(seconds // 3600), int(seconds // 60)
    if hours >= 2:
        return tr("{hours:,} hours", hours=hours)
    return tr("{minutes} minutes", minutes=minutes) if minutes >= 2 else tr("{seconds:.0f} seconds", seconds=seconds)
