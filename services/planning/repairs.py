"""Repairs of one requirement of a call: the changes for these lines, and which lines are left out and why.

Pure: it reads a snapshot (with the system's settings for RULE, with Microsoft's licences for LICENCE).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from services.domain import addons
from services.domain.change import Change
from services.domain.line import Number, UploadState
from services.domain.people import Person
from services.domain.phrases import as_sentence, join_text, tr
from services.domain.plan import Finding, Severity
from services.domain.settings.countries import country_name
from services.domain.settings.paths import OUTBOUND_RULE, rules_of, value_at
from services.inventory.readiness import COMES_AFTER, Check, Readiness
from services.inventory.requirements import RequirementFault, RequirementKind, suits
from services.inventory.snapshot import Snapshot
from services.remote.graph_licences import RESOURCE_PHONE_PLANS, USER_PHONE_PLANS, SubscribedSku

RELEASE_FIRST = tr("Release it and upload it again.")
_UNBLOCK = tr("Unblock the account in the Microsoft 365 admin centre, or give the line to somebody else.")
DEFAULT_RULE = "general.defaultOutboundRule"

# What has to be repaired elsewhere: by somebody who knows the person, or on Microsoft's own pages.
ELSEWHERE: Mapping[RequirementKind, str] = {
    RequirementKind.PERSON: tr("Give the line to somebody."),
    RequirementKind.CONSENT: tr(
        "In the Teams admin centre open Voice > Operators and add the country to your operator."
    ),
}


@dataclass(frozen=True, slots=True)
class Left:
    """A line that can't be repaired from here, why, and what to do."""

    key: str
    name: str
    why: str
    fix: str = ""

    def finding(self) -> Finding:
        """The same as a plan shows it."""
        who = tr("{key} {name}", key=self.key, name=self.name).strip()
        return Finding(
            Severity.WARNING, "mend.left", tr("Left out: {who}. {why}", who=who, why=self.why), self.fix, key=self.key
        )


@dataclass(frozen=True, slots=True)
class Mend:
    """A repair: `changes` for a line each, those `left` out, and `choices` (id, name) if somebody has to choose.

    `what` is the name of the rule or licence that is given, if any.
    """

    changes: tuple[Change, ...] = ()
    left: tuple[Left, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    what: str = ""


def mend(link: RequirementKind, chains: Sequence[Readiness], live: Snapshot, chosen: str = "") -> Mend:
    """The repair of this requirement for the lines that lack it; `chosen` is the rule to give."""
    wanted = [one for one in chains if _lacks(one.check(link))]
    if link is RequirementKind.RULE:
        return _rule(wanted, live, chosen)
    if link in ELSEWHERE:
        return Mend(left=tuple(_left(one, link, ELSEWHERE[link]) for one in wanted))
    found = list(_MENDS[link](wanted, live))
    changes = tuple(one for one in found if isinstance(one, Change))
    left = tuple(one for one in found if isinstance(one, Left))
    return Mend(changes, left, what=_what(link, changes, live))


def default_rule(live: Snapshot) -> tuple[str, str]:
    """The outbound call rule (id, name) that new lines get: the system's default, or the only one; empty for none."""
    rules = rules_of(live.system)
    default = str(value_at(live.system, DEFAULT_RULE) or "")
    if default in rules:
        return default, rules[default]
    return next(iter(rules.items())) if len(rules) == 1 else ("", "")


def _lacks(check: Check | None) -> bool:
    return check is not None and not check.holds and not check.waiting


def _left(one: Readiness, link: RequirementKind, fix: str, why: str = "") -> Left:
    check = one.check(link)
    words = why or (check.detail if check else "") or link.value
    return Left(one.line.key, one.person, as_sentence(tr(words)), fix)


def _rule(wanted: Sequence[Readiness], live: Snapshot, chosen: str) -> Mend:
    rules = rules_of(live.system)
    rule = chosen if chosen in rules else default_rule(live)[0]
    if not rule:
        fix = tr("Make one first: say *settings outbound call rule*.")
        left = tuple(
            _left(one, RequirementKind.RULE, fix, tr("your system has no outbound call rule yet")) for one in wanted
        )
        return Mend(choices=tuple(rules.items())) if rules else Mend(left=left)
    changes = tuple(Change(one.line.key, settings={OUTBOUND_RULE: rule}, seen=one.line.version) for one in wanted)
    return Mend(changes, what=rules[rule])


def _upload(wanted: Sequence[Readiness], _live: Snapshot) -> Iterator[Change | Left]:
    for one in wanted:
        faults = _faults(one, RequirementKind.UPLOADED)
        if (first := _blocker(one, RequirementKind.UPLOADED)) is not None:
            yield first
        elif RequirementFault.ELSEWHERE in faults:
            yield _left(one, RequirementKind.UPLOADED, tr("Have it unassigned and released there first."))
        elif RequirementFault.WRONG_USE in faults:
            yield _left(one, RequirementKind.UPLOADED, RELEASE_FIRST)
        else:
            yield Change(one.line.key, number=one.number, upload=True, assign=False, seen=one.line.version)


def _assign(wanted: Sequence[Readiness], _live: Snapshot) -> Iterator[Change | Left]:
    for one in wanted:
        faults = _faults(one, RequirementKind.ASSIGNED)
        if (first := _blocker(one, RequirementKind.ASSIGNED)) is not None:
            yield first
        elif RequirementFault.GIVEN_AWAY in faults or RequirementFault.HAS_ANOTHER in faults:
            yield _left(one, RequirementKind.ASSIGNED, tr("Unassign that number in Teams first."))
        elif faults not in ((RequirementFault.NOT_ASSIGNED,), (RequirementFault.HALF_DONE,)):
            yield _left(one, RequirementKind.ASSIGNED, tr("Look at the line."))
        else:
            yield Change(one.line.key, number=one.number, assign=True, seen=one.line.version)


def _account(wanted: Sequence[Readiness], _live: Snapshot) -> Iterator[Change | Left]:
    """Nothing here changes an account: who is in the directory, and who may sign in, is decided there."""
    for one in wanted:
        person = one.state.holder
        if person is None or not person.object_id:
            yield _no_entry(one, RequirementKind.ACCOUNT, person)
        else:
            yield _left(one, RequirementKind.ACCOUNT, _UNBLOCK)


def _licence(wanted: Sequence[Readiness], live: Snapshot) -> Iterator[Change | Left]:
    free = Counter({sku.sku_id: sku.free for sku in live.skus if sku.sold})
    given: dict[str, str] = {}
    for one in wanted:
        person = one.state.holder
        if person is None or not person.object_id:
            yield _no_entry(one, RequirementKind.LICENCE, person)
            continue
        resource = one.state.for_resource
        fitting = [sku for sku in live.skus if sku.fits(resource)]
        sku = given.get(person.object_id) or _seat(fitting, person, free)
        if not sku:
            yield _no_seat(one, fitting, person)
            continue
        if person.object_id not in given:
            free[sku] -= 1
        given[person.object_id] = sku
        # Microsoft assigns no licence without a usage location.
        country = "" if person.usage_location else _country(one, live)
        yield Change(one.line.key, licence=sku, country=country, seen=one.line.version)


def _seat(fitting: Sequence[SubscribedSku], person: Person, free: Mapping[str, int]) -> str:
    """The licence to give: of those with a free seat, the one with the least besides the phone."""
    able = [sku for sku in fitting if free[sku.sku_id] > 0 and sku.sku_id not in person.licences]
    return min(able, key=lambda sku: (len(sku.service_plans), -sku.free, sku.sku_id)).sku_id if able else ""


def seat_for(person: Person, live: Snapshot, *, resource: bool) -> str:
    """The Microsoft licence for somebody without a phone licence; empty if they have one, or none is free."""
    plans = RESOURCE_PHONE_PLANS if resource else USER_PHONE_PLANS
    if plans & set(person.phone_plans):
        return ""
    return free_seat(person, live, Counter({sku.sku_id: sku.free for sku in live.skus}), resource=resource)


def free_seat(person: Person, live: Snapshot, free: Mapping[str, int], *, resource: bool) -> str:
    """The licence for the phone that somebody gets of those of which so many are `free`; empty for none."""
    fitting = [sku for sku in live.skus if sku.fits(resource)]
    return _seat(fitting, person, free)


def _no_seat(one: Readiness, fitting: Sequence[SubscribedSku], person: Person) -> Left:
    names = join_text(", ", sorted(sku.name for sku in fitting))
    if any(sku.sku_id in person.licences for sku in fitting):
        fix = tr("Switch the Teams Phone service on in their licence, in the Microsoft 365 admin centre.")
        return _left(one, RequirementKind.LICENCE, fix, tr("The licence is there, but its phone service is off"))
    fix = tr("Buy seats in the Microsoft 365 admin centre, or free one.")
    return _left(
        one,
        RequirementKind.LICENCE,
        fix,
        tr("No free seat of {names}", names=names) if names else tr("Your tenant has no such licence"),
    )


def _location(wanted: Sequence[Readiness], live: Snapshot) -> Iterator[Change | Left]:
    for one in wanted:
        person = one.state.holder
        country = _country(one, live) if one.number else ""
        if person is None or not person.object_id:
            yield _no_entry(one, RequirementKind.LOCATION, person)
        elif not country:
            yield _left(
                one, RequirementKind.LOCATION, tr("Give the line a number first."), tr("There is no number to fit to")
            )
        else:
            yield Change(one.line.key, country=country, seen=one.line.version)


def _no_entry(one: Readiness, link: RequirementKind, person: Person | None) -> Left:
    if person is None:
        return _left(one, link, ELSEWHERE[RequirementKind.PERSON], tr("Nobody holds the line"))
    fix = tr("Check the e-mail in the CPaaS, or add them to your Microsoft directory.")
    if person.restorable:
        fix = tr("Restore the account in Entra (Users > Deleted users), or give the line to somebody else.")
    return _left(one, link, fix, tr("{name} {absence}", name=person.name, absence=person.absence))


def _number(wanted: Sequence[Readiness], live: Snapshot) -> Iterator[Change | Left]:
    """The next free number of the right country, one each, and no more than there are seats for."""
    free = sorted((n for n in live.numbers.values() if _is_free(n)), key=lambda n: n.e164)
    pool = live.seats.get(addons.NUMBER)
    seats = pool.free if pool else 0
    for one in wanted:
        line, person = one.line, one.state.holder
        country = (person.usage_location if person else "") or live.country
        code = one.state.teams_code
        number = next((n for n in free if n.of_country == country and suits(n, code)), None)
        if line.numbers:
            yield _left(one, RequirementKind.NUMBER, tr("Take that number off the line first."))
        elif number is None:
            fix = tr("Order one from your provider, or free one.")
            why = tr("No free number from {country}", country=country_name(country))
            yield _left(one, RequirementKind.NUMBER, fix, why)
        elif seats <= 0:
            yield _left(
                one,
                RequirementKind.NUMBER,
                tr("Buy seats from your provider."),
                tr("No free seat of the Number licence"),
            )
        else:
            free.remove(number)
            seats -= 1
            yield Change(line.key, number=number.e164, upload=False, seen=line.version)


def _addon(wanted: Sequence[Readiness], live: Snapshot) -> Iterator[Change | Left]:
    pools = Counter({code: pool.free for code, pool in live.seats.items()})
    for one in wanted:
        line, person = one.line, one.state.holder
        code = addons.teams_addon_for(bool(person and person.is_resource))
        wrong = tuple(other for other in addons.TEAMS_CODES if other in line.addons and other != code)
        if pools[code] <= 0:
            why = tr("No free seat of {name_of}", name_of=addons.name_of(code))
            yield _left(one, RequirementKind.ADDON, tr("Buy seats from your provider, or free one."), why)
        else:
            pools[code] -= 1
            yield Change(line.key, addons=(code,), drop_addons=wrong, upload=False, seen=line.version)


_Mending = Callable[[Sequence[Readiness], Snapshot], Iterable[Change | Left]]
_MENDS: Mapping[RequirementKind, _Mending] = {
    RequirementKind.ADDON: _addon,
    RequirementKind.NUMBER: _number,
    RequirementKind.UPLOADED: _upload,
    RequirementKind.ACCOUNT: _account,
    RequirementKind.LICENCE: _licence,
    RequirementKind.LOCATION: _location,
    RequirementKind.ASSIGNED: _assign,
}


def _blocker(one: Readiness, link: RequirementKind) -> Left | None:
    """Why this requirement has to wait for another one of the chain; None when its turn has come."""
    check = one.check(link)
    if check is None or not check.later:
        return None
    first = next(other for other in one.checks if other.comes_first and other.link in COMES_AFTER[link])
    if first.waiting:
        return _left(one, link, tr("Ask again when it is there."), tr("{value}: under way", value=tr(first.link.value)))
    words = tr("{value}: {detail}", value=tr(first.link.value), detail=first.detail or tr("missing"))
    fix = RELEASE_FIRST if RequirementFault.WRONG_USE in first.faults else tr("Mend that first.")
    return _left(one, link, ELSEWHERE.get(first.link, fix), words)


def _what(link: RequirementKind, changes: Sequence[Change], live: Snapshot) -> str:
    if link is RequirementKind.LICENCE:
        names = {sku.sku_id: sku.name for sku in live.skus}
        return join_text(", ", sorted({names.get(change.licence, "") for change in changes}))
    return ""


def _is_free(number: Number) -> bool:
    unusable = number.upload in (UploadState.FAILED, UploadState.ELSEWHERE)
    return not number.ext_key and not number.target and not unusable


def _faults(one: Readiness, link: RequirementKind) -> tuple[RequirementFault, ...]:
    check = one.check(link)
    return check.faults if check else ()


def _country(one: Readiness, live: Snapshot) -> str:
    number = live.numbers.get(one.number)
    return (number.of_country if number else "") or live.country
