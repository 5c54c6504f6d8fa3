"""The limits Teams puts on a bot. https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit"""

from __future__ import annotations

import json
import re

from services.sandbox.limits import Limits
from services.sandbox.teams.chats import Json

MOST_BYTES = 100 * 1024
_SEND_LIMITS = ((7, 1), (8, 2), (60, 30), (1800, 3600))  # requests, seconds; per bot and thread
_READ_LIMITS = ((14, 1), (16, 2), (120, 30), (3600, 3600))
_TENANT_PER_SECOND = 50
_INLINE_IMAGE = re.compile(r"data:image/[^;]+;base64,[A-Za-z0-9+/=]+")


def send_wait(limits: Limits, tenant_id: str, thread: str) -> float:
    """The seconds that a message to the thread has to wait; 0.0 when it may pass."""
    return _wait(limits, "teams.send", _SEND_LIMITS, tenant_id, thread)


def read_wait(limits: Limits, tenant_id: str, thread: str) -> float:
    """The seconds that a read of the thread's members has to wait; 0.0 when it may pass."""
    return _wait(limits, "teams.read", _READ_LIMITS, tenant_id, thread)


def _wait(limits: Limits, name: str, windows: tuple[tuple[int, int], ...], tenant_id: str, thread: str) -> float:
    waits = [limits.take("teams.tenant", tenant_id, _TENANT_PER_SECOND, 1, _TENANT_PER_SECOND)]
    waits += [limits.take(f"{name}.{seconds}s", thread, most, seconds, most) for most, seconds in windows]
    return max(waits)


def message_bytes(activity: Json) -> int:
    """The size that Teams counts: the activity in UTF-16, without inline images."""
    text = _INLINE_IMAGE.sub("", json.dumps(activity, ensure_ascii=False))
    return len(text.encode("utf-16-le"))
