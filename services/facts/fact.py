"""The type of a fact: a rule, its source, how certain it is, and the test that holds it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

READ = "2026-11-27"


class Evidence(StrEnum):
    """How certain a rule is, the least certain first."""

    INFERRED = "inferred"  # concluded from what is published; the code handles both outcomes, and a pilot is to try it
    CAPTURED = "captured"  # seen in a public log of the live service
    DOCUMENTED = "documented"  # on the vendor's own page, in its metadata, an example or an SDK


class Alike(StrEnum):
    """Why it makes no difference here whether a rule holds; the test in a Fact's `other` proves it."""

    NEVER_SENT = "the program sends nothing to which it applies"
    NEVER_READ = "the program reads nothing to which it applies"
    OWN_RIGHTS = "it binds people, and the program writes with its own permissions"
    OWN_CONTRACT = "the contract is our own; the CPaaS is whoever serves it"


@dataclass(frozen=True, slots=True)
class Fact:
    """A rule of a remote system.

    `sandbox` lists the sandbox's functions that follow it, as patterns of module.function. `probe` names what
    `switchboard check --pilot` tries, `otherwise` says what the program does where the rule doesn't hold, and `other`
    is the test of that. Where it makes no difference, `alike` says why. `read` is the day on which the source was read.
    """

    key: str
    rule: str
    evidence: Evidence
    source: str
    test: str
    sandbox: tuple[str, ...] = ()
    otherwise: str = ""
    probe: str = ""
    read: str = READ
    other: str = ""
    alike: Alike | None = None
