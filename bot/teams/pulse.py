"""Whether messages reach Teams, for `/healthz`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from services.domain.errors import NotAllowed, RemoteRefused, SwitchboardError

_WINDOW_SECONDS = 60.0
_MIN_FAILURES = 3
_LOCKED_OUT = 401
_DOUBT_SECONDS = 600.0


class ConnectionHealth:
    """Watches every attempt to send. A refusal by Teams says nothing, as it is about the conversation."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._since = 0.0
        self._last = 0.0
        self._failed = 0
        self._why = ""
        self._doubt_until = 0.0

    @property
    def doubtful(self) -> bool:
        """Whether it was recently unknown if a message had arrived."""
        return self._clock() < self._doubt_until

    def doubt(self) -> None:
        """Note that it is unknown whether a message arrived."""
        self._doubt_until = self._clock() + _DOUBT_SECONDS

    @contextmanager
    def felt(self) -> Iterator[None]:
        """Note how the attempt in the block ends."""
        try:
            yield
        except Exception as error:
            if not _about_its_conversation(error):
                self._note(error)
            raise
        self._failed = 0

    def trouble(self) -> str:
        """Since when nothing has reached Teams, and why; empty while messages get through or none are sent."""
        if self._failed < _MIN_FAILURES or self._last - self._since < _WINDOW_SECONDS:
            return ""
        return f"Nothing got out to Teams for {self._clock() - self._since:.0f} s, in {self._failed} tries: {self._why}"

    def _note(self, error: Exception) -> None:
        self._last = self._clock()
        if not self._failed:
            self._since = self._last
        self._failed += 1
        # For an internal error the name is enough; its message may contain anything.
        self._why = str(error) if isinstance(error, SwitchboardError) else type(error).__name__


def _about_its_conversation(error: Exception) -> bool:
    return isinstance(error, NotAllowed) or (isinstance(error, RemoteRefused) and error.status != _LOCKED_OUT)
