"""What a fact is: a rule, where it is from, how sure it is, and the test that holds it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

READ = "2026-11-27"


class Evidence(StrEnum):
    """How sure a rule is, the least sure first."""

    INFERRED = "inferred"  # from what is published; coded for both outcomes, and to be tried in a pilot
    CAPTURED = "captured"  # seen from the live service in a public log
    DOCUMENTED = "documented"  # on the vendor's own page, in its metadata, an example or an SDK


@dataclass(frozen=True, slots=True)
class Fact:
    """A rule of a remote system. `sandbox` are the functions there that go by it, as patterns of module.function.

    `probe` names what `switchboard check --pilot` tries, `otherwise` what is done where the rule turns out not to hold,
    and `other` the test of that where something is done. `read` is the day on which the source was read.
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
