"""Readiness: can each line call through Teams, and if not, which links are broken, and which only take time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from pydantic import JsonValue

from services.changes.ages import Age, ages
from services.changes.services import Services
from services.changes.snapshot import Snapshot
from services.domain import addons
from services.domain.line import HALF_DONE, Activation, Line, Number, Upload
from services.domain.number import country_of, display
from services.domain.people import Person
from services.domain.settings.catalogue import effective
from services.domain.settings.system import SYSTEM
from services.domain.steps import StepKind
from services.remote.graph_licences import RESOURCE_PHONE_PLANS, USER_PHONE_PLANS
from services.store.standing import standing


class Link(StrEnum):
    """The chain from licence to a call, in order."""

    PERSON = "Somebody holds the line"
    ADDON = "Teams Operator Connect add-on"
    NUMBER = "A number"
    CONSENT = "Operator consent covers the country"
    UPLOADED = "Number uploaded to Teams"
    LICENCE = "Teams Phone licence"
    LOCATION = "Usage location fits the number"
    ASSIGNED = "Number assigned in Teams"
    RULE = "Outbound call rule"


MISSING: Mapping[Link, str] = {
    Link.PERSON: "nobody holds the line",
    Link.ADDON: "no Teams add-on",
    Link.NUMBER: "no number",
    Link.CONSENT: "no consent for the country",
    Link.UPLOADED: "number not in Teams yet",
    Link.LICENCE: "no Teams Phone licence",
    Link.LOCATION: "usage location doesn't fit",
    Link.ASSIGNED: "number not assigned",
    Link.RULE: "no outbound rule",
}

_EMPTY: tuple[JsonValue, ...] = (None, "", [])

# What can't be judged, or mended, before something else holds.
COMES_AFTER: Mapping[Link, tuple[Link, ...]] = {
    Link.CONSENT: (Link.NUMBER,),
    Link.UPLOADED: (Link.ADDON, Link.NUMBER, Link.CONSENT),
    Link.LICENCE: (Link.PERSON,),
    Link.LOCATION: (Link.PERSON, Link.NUMBER),
    Link.ASSIGNED: (Link.PERSON, Link.ADDON, Link.NUMBER, Link.UPLOADED, Link.LICENCE, Link.LOCATION),
}


@dataclass(frozen=True, slots=True)
class Check:
    """One link: whether it holds, or is on its way since when (`age`), or can only be mended `later`, after others."""

    link: Link
    holds: bool
    waiting: bool = False
    detail: str = ""
    later: bool = False
    age: Age | None = None

    @property
    def broken(self) -> bool:
        """Whether it is to be mended: neither held, nor on its way, nor a consequence of another one."""
        return not (self.holds or self.waiting or self.later)


@dataclass(frozen=True, slots=True)
class Readiness:
    """A line and its chain. `broken` is the first link that doesn't hold, None when the line can call."""

    line: Line
    person: str
    checks: tuple[Check, ...]

    @property
    def broken(self) -> Check | None:
        """The first link that doesn't hold."""
        return next((check for check in self.checks if not check.holds), None)

    @property
    def to_mend(self) -> tuple[Check, ...]:
        """The links that can be mended now, in order."""
        return tuple(check for check in self.checks if check.broken)

    @property
    def waits(self) -> bool:
        """Whether nothing is to be done but wait."""
        return not self.to_mend and any(check.waiting for check in self.checks)

    def check(self, link: Link) -> Check | None:
        """This link of the chain; None where the line doesn't need it."""
        return next((check for check in self.checks if check.link is link), None)


async def way_ages(services: Services, tenant_id: str, live: Snapshot) -> Mapping[str, Age]:
    """The ages of all that is under way, by number: also of those whose assignment a job of ours is still at.

    Such a number shows nothing of it: Teams refuses it for up to a day until it knows a new licence.
    """
    found = dict(await ages(services, tenant_id, live))
    idle = {n.e164 for n in live.numbers.values() if n.upload is Upload.UPLOADED and not n.target}
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
    """The chain of one line; `under_way` says since when its number is."""
    person = live.directory.get(line.identity_uuid)
    number = live.numbers.get(line.numbers[0]) if line.numbers else None
    age = (under_way or {}).get(number.e164) if number else None
    checks = [
        Check(Link.PERSON, person is not None, detail=person.described if person else MISSING[Link.PERSON]),
        _addon(line, person),
        Check(Link.NUMBER, number is not None, detail=_number_words(line, number)),
        _consent(number, live),
        _uploaded(number, age),
        _licence(line, person),
        _location(person, number),
        _assigned(number, person, live, age),
    ]
    if addons.teams_code(line.addons) != addons.TEAMS_RESOURCE:
        checks.append(_rule(line, live))
    return Readiness(line, person.name if person else line.label, _ordered(checks))


def by_reason(all_: Sequence[Readiness]) -> dict[Link, int]:
    """How many lines need each link mended, most first; one line may need several."""
    return _ranked([check.link for one in all_ for check in one.to_mend])


def by_wait(all_: Sequence[Readiness]) -> dict[Link, int]:
    """How many lines wait for each link, most first."""
    return _ranked([check.link for one in all_ for check in one.checks if check.waiting])


def missing_settings(system: Mapping[str, JsonValue]) -> list[str]:
    """The compulsory sections of the system's settings in which something isn't set, by title."""
    sections = [section for section in SYSTEM if section.compulsory]
    return [s.title for s in sections if any(effective(system, field.path) in _EMPTY for field in s.fields)]


def _ranked(links: Sequence[Link]) -> dict[Link, int]:
    order = list(Link)
    counts = {link: links.count(link) for link in order if link in links}
    return dict(sorted(counts.items(), key=lambda item: (-item[1], order.index(item[0]))))


def _ordered(checks: Sequence[Check]) -> tuple[Check, ...]:
    """The same checks; those that only follow from others that don't hold are marked so."""
    open_ = {check.link for check in checks if not check.holds}
    return tuple(
        replace(check, later=True)
        if not (check.holds or check.waiting) and open_ & set(COMES_AFTER.get(check.link, ()))
        else check
        for check in checks
    )


def _addon(line: Line, person: Person | None) -> Check:
    code = addons.teams_code(line.addons)
    if code is None:
        return Check(Link.ADDON, False, detail=MISSING[Link.ADDON])
    if code == addons.TEAMS_RESOURCE and person and USER_PHONE_PLANS & set(person.phone_plans):
        return Check(Link.ADDON, False, detail=f"{addons.name_of(code)}: it doesn't fit a person")
    if code == addons.TEAMS_USER and person and person.is_resource:
        return Check(Link.ADDON, False, detail=f"{addons.name_of(code)}: it doesn't fit a resource account")
    return Check(Link.ADDON, True, detail=addons.name_of(code))


def _number_words(line: Line, number: Number | None) -> str:
    if number is not None:
        return display(number.e164)
    return f"{display(line.numbers[0])} isn't one of your CPaaS numbers" if line.numbers else ""


def _consent(number: Number | None, live: Snapshot) -> Check:
    country = _country(number)
    if live.consent != "active":
        return Check(Link.CONSENT, False, detail=f"your consent to the operator is {live.consent or 'missing'}")
    # Of a range newer than the library nobody here knows the country: then it is for Microsoft to say.
    covered = number is not None and (not country or country in live.countries)
    where = ", ".join(sorted(live.countries)) or "no country"
    words = country if covered else f"it covers {where}, not {country}"
    return Check(Link.CONSENT, covered, detail=words if number else "")


def _uploaded(number: Number | None, age: Age | None) -> Check:
    upload = number.upload if number else Upload.NOT_UPLOADED
    waiting = upload in (Upload.UPLOADING, Upload.SYNCED)
    words = (number.error or upload.value) if number else ""
    return Check(Link.UPLOADED, upload is Upload.UPLOADED, waiting, words, age=age if waiting else None)


def _licence(line: Line, person: Person | None) -> Check:
    resource = addons.teams_code(line.addons) == addons.TEAMS_RESOURCE
    plans = RESOURCE_PHONE_PLANS if resource else USER_PHONE_PLANS
    if person is not None and not person.object_id:
        return Check(Link.LICENCE, False, detail=f"{person.name} {person.absence}")
    return Check(Link.LICENCE, bool(person and plans & set(person.phone_plans)))


def _location(person: Person | None, number: Number | None) -> Check:
    country, here = _country(number), person.usage_location if person else ""
    if person is None or number is None:
        return Check(Link.LOCATION, False)
    fits = here == country or not country
    words = here if fits else f"{here or 'not set'}, and the number is from {country}"
    return Check(Link.LOCATION, fits, detail=words)


def _assigned(number: Number | None, person: Person | None, live: Snapshot, age: Age | None) -> Check:
    target = person.object_id if person else ""
    if number is None or not target:
        return Check(Link.ASSIGNED, False)
    if number.activation == Activation.ASSIGNING and number.target in ("", target):
        return Check(Link.ASSIGNED, False, True, "Teams is at it", age=age)
    if age is not None and not number.target and number.upload is Upload.UPLOADED:
        return Check(Link.ASSIGNED, False, True, "a job is at it; Teams may take a day to know a new licence", age=age)
    if number.target and number.target != target:
        holder = live.directory.get(number.target)
        return Check(Link.ASSIGNED, False, detail=f"given to {holder.label if holder else 'somebody else'}")
    other = live.held.get(target)
    if not number.target and other:
        source = f", from {live.sources[other]}" if other in live.sources else ""
        words = f"{person.name if person else ''} has {display(other)} in Teams{source}"
        return Check(Link.ASSIGNED, False, detail=words)
    if number.target == target and number.activation in HALF_DONE:
        return Check(Link.ASSIGNED, False, detail="Teams began to give it and didn't finish")
    return Check(Link.ASSIGNED, number.target == target)


def _rule(line: Line, live: Snapshot) -> Check:
    rule = live.rule_of(line.key)
    return Check(Link.RULE, bool(rule), detail=rule or "without it the person can't call out")


def _country(number: Number | None) -> str:
    return (number.country or country_of(number.e164)) if number else ""
