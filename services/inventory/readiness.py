"""Readiness: whether each line can call through Teams, and if not, which links are broken or just take time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pydantic import JsonValue

from services.domain import addons
from services.domain.line import Line, Number, UploadState
from services.domain.line_state import LineState
from services.domain.number import display
from services.domain.people import Person
from services.domain.settings.catalogue import effective
from services.domain.settings.system import SYSTEM
from services.domain.steps import StepKind
from services.inventory.ages import Age, Records, ages
from services.inventory.line_states import line_state
from services.inventory.requirements import (
    Requirement,
    RequirementFault,
    RequirementKind,
    calls_with,
    requirements,
    use_of,
)
from services.inventory.snapshot import Snapshot
from services.store.standing import standing

MISSING: Mapping[RequirementKind, str] = {
    RequirementKind.PERSON: "nobody holds the line",
    RequirementKind.ADDON: "no Teams add-on",
    RequirementKind.NUMBER: "no number",
    RequirementKind.CONSENT: "no consent for the country",
    RequirementKind.UPLOADED: "number not in Teams yet",
    RequirementKind.LICENCE: "no Teams Phone licence",
    RequirementKind.LOCATION: "usage location doesn't fit",
    RequirementKind.ASSIGNED: "number not assigned",
    RequirementKind.RULE: "no outbound rule",
}

_EMPTY: tuple[JsonValue, ...] = (None, "", [])

# Links that can't be judged or repaired before another one holds.
COMES_AFTER: Mapping[RequirementKind, tuple[RequirementKind, ...]] = {
    RequirementKind.CONSENT: (RequirementKind.NUMBER,),
    RequirementKind.UPLOADED: (RequirementKind.ADDON, RequirementKind.NUMBER, RequirementKind.CONSENT),
    RequirementKind.LICENCE: (RequirementKind.PERSON,),
    RequirementKind.LOCATION: (RequirementKind.PERSON, RequirementKind.NUMBER),
    RequirementKind.ASSIGNED: (
        RequirementKind.PERSON,
        RequirementKind.ADDON,
        RequirementKind.NUMBER,
        RequirementKind.UPLOADED,
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
    def missing(self) -> str:
        """What the line lacks, in a few words."""
        return "number uploaded for another use" if RequirementFault.WRONG_USE in self.faults else MISSING[self.link]


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
    open_ = {check.link for check in checks if not check.holds}
    return tuple(
        replace(check, later=True)
        if not (check.holds or check.waiting) and open_ & set(COMES_AFTER.get(check.link, ()))
        else check
        for check in checks
    )


def _check(one: Requirement, state: LineState, live: Snapshot, age: Age | None) -> Check:
    """The requirement with words for people and, for what is on its way, its age."""
    words = _good_words(one.link, state, live) if one.holds else _fault_words(one, state, live)
    waiting = one.waiting
    if age is not None and one.faults == (RequirementFault.NOT_ASSIGNED,) and _uploaded(state, live):
        waiting, words = True, "a job is at it; Teams may take a day to know a new licence"
    return Check(one.link, one.holds, waiting, words, age=age if waiting else None, faults=one.faults)


def _number(state: LineState, live: Snapshot) -> Number | None:
    """The number that the chain is about, where it is one of the organisation's."""
    return state.number(state.calling) if state.calling in live.numbers else None


def _uploaded(state: LineState, live: Snapshot) -> bool:
    number = _number(state, live)
    return number is not None and number.upload is UploadState.UPLOADED


def _good_words(link: RequirementKind, state: LineState, live: Snapshot) -> str:
    """The detail of a link that holds; empty where its title says it all."""
    number, holder = _number(state, live), state.holder
    match link:
        case RequirementKind.PERSON:
            return holder.described if holder else ""
        case RequirementKind.ADDON:
            return addons.name_of(state.teams_code or "")
        case RequirementKind.NUMBER:
            return display(number.e164) if number else ""
        case RequirementKind.CONSENT:
            return number.of_country if number else ""
        case RequirementKind.UPLOADED:
            return number.upload.value if number else ""
        case RequirementKind.LICENCE:
            return licence_words(holder) if holder else ""
        case RequirementKind.LOCATION:
            return holder.usage_location if holder else ""
        case RequirementKind.ASSIGNED:
            return _others(state)
        case RequirementKind.RULE:
            return live.rule_of(state.key)
        case _:
            return ""


def _others(state: LineState) -> str:
    """The check of a person's further numbers that aren't assigned in Teams; a resource account has one number."""
    target = state.holder.object_id if state.holder else ""
    missing = [n.e164 for n in state.numbers if state.has(n) and n.target != target and not state.for_resource]
    more = f" and {len(missing) - 1:,} more" if len(missing) > 1 else ""
    return f"without {display(missing[0])}{more} of the line" if missing else ""


def licence_words(holder: Person) -> str:
    """Where a phone licence comes from, if it wasn't given by hand."""
    if not holder.by_group:
        return ""
    named = f"by the group {holder.groups[0]}" if len(holder.groups) == 1 else "by a group"
    named = f"by the groups {', '.join(holder.groups)}" if len(holder.groups) > 1 else named
    return f"{named}: change it in the group's licences in the Microsoft 365 admin centre"


ON_PREMISES_LOCATION = "if it comes from your Active Directory on premises, set it there (msExchUsageLocation)"
ON_PREMISES_NUMBER = "a number is set in your Active Directory on premises: clear it there (msRTCSIP-Line)"

# https://learn.microsoft.com/graph/api/resources/licenseassignmentstate
_SEAT_ERRORS: Mapping[str, str] = {
    "countviolation": "there are no seats left",
    "mutuallyexclusiveviolation": "it excludes another licence that they have",
    "dependencyviolation": "it needs another licence that they don't have",
    "prohibitedinusagelocationviolation": "it isn't sold in their usage location",
    "uniquenessviolation": "another account has the same address",
}


def seat_error_words(holder: Person) -> str:
    """Why a group's licence didn't reach this person; empty where none failed."""
    if not holder.seat_error:
        return ""
    why = _SEAT_ERRORS.get(holder.seat_error.casefold(), f"Microsoft says {holder.seat_error}")
    whose = f"the licence of the group {holder.groups[0]}" if holder.groups else "a group's licence"
    return f"{whose} didn't reach {holder.name}: {why}"


def _fault_words(one: Requirement, state: LineState, live: Snapshot) -> str:
    """What is wrong, to follow the link's title; empty where the title or another link says it all."""
    number, holder = _number(state, live), state.holder
    match one.link, one.faults[0]:
        case _, RequirementFault.WRONG_ADDON:
            kind = "a person" if state.for_resource else "a resource account"
            return f"{addons.name_of(state.teams_code or '')}: it doesn't fit {kind}"
        case _, RequirementFault.NOT_OURS:
            return f"{display(state.calling)} isn't one of your CPaaS numbers"
        case _, RequirementFault.NO_CONSENT:
            return f"your consent to the operator is {live.consent or 'missing'}"
        case RequirementKind.LICENCE, RequirementFault.NO_ACCOUNT if holder:
            return f"{holder.name} {holder.absence}"
        case RequirementKind.LICENCE, RequirementFault.NO_LICENCE if holder:
            return seat_error_words(holder)
        case (RequirementKind.PERSON, RequirementFault.NO_HOLDER) | (RequirementKind.ADDON, RequirementFault.NO_ADDON):
            return MISSING[one.link]
        case _, RequirementFault.NO_RULE:
            return "without it the person can't call out"
    return _number_words(one.faults[0], number, holder, state, live) if number else ""


def _number_words(
    fault: RequirementFault, number: Number, holder: Person | None, state: LineState, live: Snapshot
) -> str:
    """What is wrong with the number, or between it and the person who should have it."""
    country = number.of_country
    match fault:
        case RequirementFault.NOT_COVERED:
            return f"it covers {', '.join(sorted(live.countries)) or 'no country'}, not {country}"
        case (
            RequirementFault.NOT_UPLOADED
            | RequirementFault.UNDER_WAY
            | RequirementFault.FAILED
            | RequirementFault.ELSEWHERE
        ):
            return number.error or number.upload.value
        case RequirementFault.WRONG_USE:
            return f"it was uploaded for {use_of(number)}"
        case RequirementFault.WRONG_LOCATION:
            here = holder.usage_location if holder else ""
            where = f"; {ON_PREMISES_LOCATION}" if holder and holder.synchronised else ""
            return f"{here or 'not set'}, and the number is from {country}{where}"
        case RequirementFault.NOT_ASSIGNED if holder and holder.synchronised:
            return f"if Teams refuses it, {ON_PREMISES_NUMBER}"
        case RequirementFault.PENDING:
            return "Teams is at it"
        case RequirementFault.HALF_DONE:
            return "Teams began to give it and didn't finish"
        case RequirementFault.GIVEN_AWAY:
            return f"given to {live.name_of(number.target) or 'somebody else'}"
        case RequirementFault.HAS_ANOTHER if holder:
            return _another(holder, state, live)
        case _:
            return ""


def _another(holder: Person, state: LineState, live: Snapshot) -> str:
    other = calls_with(holder, state, live)
    source = f", from {live.sources[other]}" if other in live.sources else ""
    return f"{holder.name} has {display(other)} in Teams{source}"
