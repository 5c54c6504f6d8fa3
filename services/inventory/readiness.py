"""Readiness: whether each line can call through Teams, and if not, which links are broken or just take time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pydantic import JsonValue

from services.domain import addons
from services.domain.line import Line, UploadState
from services.domain.line_state import LineState
from services.domain.phrases import tr
from services.domain.settings.catalogue import effective
from services.domain.settings.system import SYSTEM
from services.domain.steps import StepKind
from services.inventory.ages import Age, Records, ages
from services.inventory.line_states import line_state
from services.inventory.readiness_words import MISSING, MISSING_BY_FAULT, fault_words, good_words, uploaded
from services.inventory.requirements import (
    Requirement,
    RequirementFault,
    RequirementKind,
    requirements,
)
from services.inventory.snapshot import Snapshot
from services.store.standing import standing

_EMPTY: tuple[JsonValue, ...] = (None, "", [])

# Links that can't be judged or repaired before another one holds.
COMES_AFTER: Mapping[RequirementKind, tuple[RequirementKind, ...]] = {
    RequirementKind.CONSENT: (RequirementKind.NUMBER,),
    RequirementKind.UPLOADED: (RequirementKind.ADDON, RequirementKind.NUMBER, RequirementKind.CONSENT),
    RequirementKind.ACCOUNT: (RequirementKind.PERSON,),
    RequirementKind.LICENCE: (RequirementKind.PERSON, RequirementKind.ACCOUNT),
    RequirementKind.LOCATION: (RequirementKind.PERSON, RequirementKind.NUMBER, RequirementKind.ACCOUNT),
    RequirementKind.ASSIGNED: (
        RequirementKind.PERSON,
        RequirementKind.ADDON,
        RequirementKind.NUMBER,
        RequirementKind.UPLOADED,
        RequirementKind.ACCOUNT,
        RequirementKind.LICENCE,
        RequirementKind.LOCATION,
    ),
}


@dataclass(frozen=True, slots=True)
class Check:
    """One link: whether it holds, since when it is on its way (`age`), or whether others come first (`later`).

    `faults` are why it doesn't hold, `detail` the same in words.
    """

    link: RequirementKind
    holds: bool
    waiting: bool = False
    detail: str = ""
    later: bool = False
    age: Age | None = None
    faults: tuple[RequirementFault, ...] = ()

    @property
    def broken(self) -> bool:
        """Whether it needs repair: it doesn't hold, isn't on its way, and doesn't follow from another one."""
        return not (self.holds or self.waiting or self.later)

    @property
    def comes_first(self) -> bool:
        """Whether others wait for it; a blocked account can be prepared all the same."""
        return not self.holds and RequirementFault.BLOCKED not in self.faults

    @property
    def missing(self) -> str:
        """What the line lacks, in a few words."""
        said = (MISSING_BY_FAULT[fault] for fault in self.faults if fault in MISSING_BY_FAULT)
        return next(said, MISSING[self.link])


@dataclass(frozen=True, slots=True)
class Readiness:
    """A line and its chain. `broken` is the first link that doesn't hold, None when the line can call.

    `state` is the line as it is, on every side.
    """

    line: Line
    person: str
    checks: tuple[Check, ...]
    state: LineState

    @property
    def number(self) -> str:
        """The number that the chain is about, E.164; empty for none."""
        return self.state.calling

    @property
    def broken(self) -> Check | None:
        """The first link that doesn't hold."""
        return next((check for check in self.checks if not check.holds), None)

    @property
    def to_mend(self) -> tuple[Check, ...]:
        """The links that can be repaired now, in order."""
        return tuple(check for check in self.checks if check.broken)

    @property
    def waits(self) -> bool:
        """Whether waiting is all there is to do."""
        return not self.to_mend and any(check.waiting for check in self.checks)

    def check(self, link: RequirementKind) -> Check | None:
        """This link of the chain; None where the line doesn't need it."""
        return next((check for check in self.checks if check.link is link), None)


async def way_ages(services: Records, tenant_id: str, live: Snapshot) -> Mapping[str, Age]:
    """The ages of all that is under way, by number, including those that a job of ours is still assigning.

    The live state doesn't show those: Teams refuses an assignment for up to a day until it knows a new licence.
    """
    found = dict(await ages(services, tenant_id, live))
    idle = {n.e164 for n in live.numbers.values() if n.upload is UploadState.UPLOADED and not n.target}
    if idle - found.keys():
        now, normal = services.clock.now(), services.pace.normal
        for stand in (await standing(services.store.db, tenant_id, [StepKind.NUMBER_ASSIGN])).values():
            if stand.open and stand.object in idle:
                found.setdefault(stand.object, Age(stand.since, now - stand.since > normal, stand.note))
    return found


def readiness(live: Snapshot, under_way: Mapping[str, Age] | None = None) -> tuple[Readiness, ...]:
    """The chain of every line that has a Teams add-on, by extension."""
    lines = [line for line in live.lines.values() if addons.teams_code(line.addons)]
    ordered = sorted(lines, key=lambda line: (len(line.key), line.key))
    return tuple(line_readiness(line, live, under_way) for line in ordered)


def line_readiness(line: Line, live: Snapshot, under_way: Mapping[str, Age] | None = None) -> Readiness:
    """The chain of one line; `under_way` has the ages of numbers on their way."""
    state = line_state(line, live)
    age = (under_way or {}).get(state.calling)
    checks = [_check(one, state, live, age) for one in requirements(state, live)]
    return Readiness(line, state.holder.name if state.holder else line.label, _ordered(checks), state)


def by_reason(all_: Sequence[Readiness]) -> dict[RequirementKind, int]:
    """How many lines need each link repaired, most first; one line may need several."""
    return _ranked([check.link for one in all_ for check in one.to_mend])


def by_wait(all_: Sequence[Readiness]) -> dict[RequirementKind, int]:
    """How many lines wait for each link, most first."""
    return _ranked([check.link for one in all_ for check in one.checks if check.waiting])


def missing_settings(system: Mapping[str, JsonValue]) -> list[str]:
    """The compulsory sections of the system's settings in which something isn't set, by title."""
    sections = [section for section in SYSTEM if section.compulsory]
    return [s.title for s in sections if any(effective(system, field.path) in _EMPTY for field in s.fields)]


def _ranked(links: Sequence[RequirementKind]) -> dict[RequirementKind, int]:
    order = list(RequirementKind)
    counts = {link: links.count(link) for link in order if link in links}
    return dict(sorted(counts.items(), key=lambda item: (-item[1], order.index(item[0]))))


def _ordered(checks: Sequence[Check]) -> tuple[Check, ...]:
    """The same checks; those that only follow from other broken links are marked `later`."""
    open_ = {check.link for check in checks if check.comes_first}
    return tuple(
        replace(check, later=True)
        if not (check.holds or check.waiting) and open_ & set(COMES_AFTER.get(check.link, ()))
        else check
        for check in checks
    )


def _check(one: Requirement, state: LineState, live: Snapshot, age: Age | None) -> Check:
    """The requirement with words for people and, for what is on its way, its age."""
    words = good_words(one.link, state, live) if one.holds else fault_words(one, state, live)
    waiting = one.waiting
    if age is not None and one.faults == (RequirementFault.NOT_ASSIGNED,) and uploaded(state, live):
        waiting, words = True, tr("a job is at it; Teams may take a day to know a new licence")
    return Check(one.link, one.holds, waiting, words, age=age if waiting else None, faults=one.faults)


# https://learn.microsoft.com/graph/api/resources/licenseassignmentstate
