"""Answers of remote systems in few words, for people who ask what came back."""

from __future__ import annotations

from services.domain.errors import RemoteError

_MAX_QUOTED_CHARACTERS = 120  # of what a system said


def seen_in(error: RemoteError) -> str:
    """What was answered, with the request id for the system's support."""
    told = str(getattr(error, "saw", "")) or f"{error.status or 'nothing'}: {error.message or error.code}"
    words = " ".join(told.split()).rstrip(":")
    words = words if len(words) <= _MAX_QUOTED_CHARACTERS else f"{words[: _MAX_QUOTED_CHARACTERS - 1]}…"
    return f"{words}; request {error.request_id}" if error.request_id else words


def unreadable(error: RemoteError) -> str:
    """Says that a system's answer can't be used, and what it was."""
    return f"{error.system} answers what I can't read ({seen_in(error)})."


def age_in_words(seconds: float) -> str:
    """Such as "3 hours", "12 minutes" or "40 seconds"."""
    hours, minutes = int(seconds // 3600), int(seconds // 60)
    if hours >= 2:
        return f"{hours:,} hours"
    return f"{minutes} minutes" if minutes >= 2 else f"{seconds:.0f} seconds"
