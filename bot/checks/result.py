"""A check and its result."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

from services.domain.errors import SwitchboardError


class CheckState(StrEnum):
    """The state of a check; only a failed one makes the whole fail."""

    GOOD = "ok"  # as it should be
    WARNING = "warning"  # it works, but needs attention
    FAILED = "failed"  # it doesn't work


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found if it didn't fail; with something to do about it (`fix`) it is a warning."""

    text: str
    fix: str = ""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A check's result, with its stable key (`check`, and the tenant it is `of`) and its name in plain words."""

    check: str
    of: str
    name: str
    state: CheckState
    seconds: float
    text: str
    fix: str = ""


@dataclass(frozen=True, slots=True)
class SystemCheck:
    """A check to run; `of` is the tenant whose systems it is about, empty for the program's own."""

    key: str
    name: str
    attempt: Callable[[], Awaitable[CheckReport]]
    of: str = ""


async def tried(check: SystemCheck) -> CheckResult:
    """The result of running the check; raises nothing."""
    started = time.monotonic()
    try:
        said = await check.attempt()
        state = CheckState.WARNING if said.fix else CheckState.GOOD
    except SwitchboardError as error:
        said, state = CheckReport(" ".join(filter(None, (error.what, error.why))), error.fix), CheckState.FAILED
    except Exception as error:
        said, state = CheckReport(f"{type(error).__name__}: {error}"), CheckState.FAILED
    return CheckResult(check.key, check.of, check.name, state, time.monotonic() - started, said.text, said.fix)
