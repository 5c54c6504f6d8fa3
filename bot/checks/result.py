"""One check and what came of it."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

from services.domain.errors import SwitchboardError


class CheckState(StrEnum):
    """What came of a check; only a failed one makes the whole fail."""

    GOOD = "ok"  # as it should be
    WARNING = "warning"  # it works, and somebody should look at it
    FAILED = "failed"  # it doesn't work


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found that didn't fail; with something to do about it (`fix`) it is a warning."""

    text: str
    fix: str = ""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check: its stable key (`check`, and the tenant it is `of`), its name in plain words, and its result."""

    check: str
    of: str
    name: str
    state: CheckState
    seconds: float
    text: str
    fix: str = ""


@dataclass(frozen=True, slots=True)
class SystemCheck:
    """A check to be made; `of` is the tenant whose systems it looks at, empty for the program's own."""

    key: str
    name: str
    attempt: Callable[[], Awaitable[CheckReport]]
    of: str = ""


async def tried(check: SystemCheck) -> CheckResult:
    """What came of it; nothing is raised."""
    started = time.monotonic()
    try:
        said = await check.attempt()
        state = CheckState.WARNING if said.fix else CheckState.GOOD
    except SwitchboardError as error:
        said, state = CheckReport(" ".join(filter(None, (error.what, error.why))), error.fix), CheckState.FAILED
    except Exception as error:
        said, state = CheckReport(f"{type(error).__name__}: {error}"), CheckState.FAILED
    return CheckResult(check.key, check.of, check.name, state, time.monotonic() - started, said.text, said.fix)
