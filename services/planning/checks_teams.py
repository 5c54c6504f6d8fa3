"""Checks on Microsoft's side before a number goes to Teams, with findings that a person can act on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from services.domain import addons
from services.domain.change import Change
from services.domain.findings import NO_PHONE_LICENCE
from services.domain.line import MAX_ALTERNATE_NUMBERS, Number, Source, UploadState
from services.domain.line_state import LineState
from services.domain.number import display
from services.domain.people import Person
from services.domain.phrases import as_sentence, join_text, tr
from services.domain.plan import Finding, Severity
from services.domain.settings.countries import country_name
from services.inventory.readiness_words import ON_PREMISES_LOCATION, seat_error_words
from services.inventory.requirements import RequirementFault, RequirementKind, calls_with, requirements, use_of
from services.inventory.snapshot import Snapshot
from services.planning.checks_directory import not_in_microsoft
from services.planning.checks_people import shared_mailbox
from services.planning.desired import Comparison
from services.planning.desired_numbers import gains
from services.planning.findings import error, in_use

_MAX_NAMED = 3  # surplus numbers that a finding names
_Faults = Mapping[RequirementKind, tuple[RequirementFault, ...]]


def check_teams(one: Comparison, live: Snapshot) -> list[Finding]:
    """Findings on what the line will lack once the change is made, and on its number's way to Teams."""
    change, after, e164 = one.change, one.after, one.to_teams
    if not e164:
        return []
    if not after.teams_code and not change.usage:
        return [_no_use(one, e164)] if change.upload else []
    number = after.number(e164) or Number(e164)
    faults = {link.link: link.faults for link in requirements(after, live, e164)}
    found = [*_consent(change, number, faults, live), *_before(one, e164, live)]
    if after.holder is None or change.assign is False or after.teams_code is None:
        return found
    if RequirementFault.NO_ACCOUNT in faults[RequirementKind.LICENCE]:
        # Without an account there is no usage location, licence or number to check.
        told = change.country or change.licence  # the account itself is checked elsewhere
        return found if told else [*found, not_in_microsoft(change, after.holder)]
    return [
        *found,
        *_kind(one, after.holder, faults, live),
        *_match(change, after.holder, number, faults),
        *_taken(one, after.holder, number, faults, live),
        *_others(one, after.holder, live),
    ]


def _others(one: Comparison, person: Person, live: Snapshot) -> Iterator[Finding]:
    """Findings on the line's further numbers, and how many of them Teams doesn't take."""
    asked, besides = gains(one.change), one.besides
    for e164 in besides:
        number = one.after.number(e164) or Number(e164)
        faults = {link.link: link.faults for link in requirements(one.after, live, e164)}
        in_the_way = [
            *_consent(one.change, number, {RequirementKind.CONSENT: faults[RequirementKind.CONSENT]}, live),
            *_before(one, e164, live),
            *_match(one.change, person, number, {**faults, RequirementKind.LOCATION: ()}),
            *_taken(one, person, number, {RequirementKind.ASSIGNED: _alone(faults[RequirementKind.ASSIGNED])}, live),
        ]
        # A number that was on the line before stays as it is if it can't go to Teams.
        yield from in_the_way if e164 in asked else ()
    over = [n.e164 for n in one.after.numbers if n.e164 in besides and _is_left_over(n, one.after)]
    if over and len(besides) > MAX_ALTERNATE_NUMBERS:
        yield _too_many(one.change, person, over)


def _alone(faults: tuple[RequirementFault, ...]) -> tuple[RequirementFault, ...]:
    return tuple(fault for fault in faults if fault is not RequirementFault.HAS_ANOTHER)


def _is_left_over(number: Number, after: LineState) -> bool:
    return after.has(number) and number.upload is UploadState.UPLOADED and not number.target


def _too_many(change: Change, person: Person, over: Sequence[str]) -> Finding:
    named = join_text(", ", (display(e164) for e164 in over[:_MAX_NAMED])) + (
        tr(" and {over:,} more", over=len(over) - _MAX_NAMED) * (len(over) > _MAX_NAMED)
    )
    why = tr(
        "Teams gives a person 11 numbers at most, so {name} doesn't get {named} there.", name=person.name, named=named
    )
    fix = tr("They stay on the line. Put them on another one to have them in Teams.")
    return replace(error(change, "number.too_many", why, fix, "Number", over[0]), severity=Severity.WARNING)


def _no_use(one: Comparison, e164: str) -> Finding:
    if not one.before.exists:
        why = tr("{e164} is on no line: say what it is for.", e164=display(e164))
        return error(one.change, "number.no_use", why, tr("Choose people or resource accounts."), "Number", e164)
    why = tr("{e164} is on extension {key}, which has no Teams add-on.", e164=display(e164), key=one.before.key)
    return error(one.change, "line.no_teams", why, tr("Give the line a Teams add-on first."), "Number", e164)


def _consent(change: Change, number: Number, faults: _Faults, live: Snapshot) -> list[Finding]:
    if not faults[RequirementKind.CONSENT]:
        return []
    covered = join_text(", ", map(country_name, sorted(live.countries))) or tr("no country")
    words = {
        RequirementFault.NO_CONSENT: tr(
            "Your consent to the operator is {consent}.", consent=live.consent or tr("missing")
        ),
        RequirementFault.NOT_COVERED: tr(
            "Your consent to the operator covers {covered}, not {of_country}.",
            covered=covered,
            of_country=country_name(number.of_country),
        ),
    }
    fix = tr("In the Teams admin centre open Voice > Operators and add the country to your operator.")
    told = [words[fault] for fault in faults[RequirementKind.CONSENT] if fault in words]
    return [error(change, "consent.missing", why, fix, "Number", number.e164) for why in told]


def _before(one: Comparison, e164: str, live: Snapshot) -> list[Finding]:
    """Findings on the number's present state: the last upload failed, or the tenant has it already."""
    number = one.before.number(e164)
    if number is not None and number.upload is UploadState.FAILED:
        why = tr(
            "The last upload of {e164} failed: {error}.",
            e164=display(e164),
            error=number.error or tr("no reason given"),
        )
        failed = error(one.change, "number.failed_before", why, tr("It is uploaded again."), "Number", e164)
        return [replace(failed, severity=Severity.WARNING)]
    if number is not None and number.upload is UploadState.ELSEWHERE:
        return [_elsewhere(one.change, number, live)]
    return []


def _kind(one: Comparison, person: Person, faults: _Faults, live: Snapshot) -> list[Finding]:
    """Whether the account is of the kind that the add-on is for; only then it can be said what licence it lacks."""
    change, after, was = one.change, one.after, one.before.person(person.object_id)
    if faults[RequirementKind.ADDON]:
        is_resource, code = person.is_resource, after.teams_code or ""
        kind, right = tr("a resource account") if is_resource else tr("a person"), addons.teams_addon_for(is_resource)
        why = tr("{name} is {kind}; {name_of} doesn't fit.", name=person.name, kind=kind, name_of=addons.name_of(code))
        return [error(change, "addon.wrong_kind", why, tr("Use {addon}.", addon=right), "Addon license", code)]
    comes = change.licence and not (was and change.licence in was.licences)
    if not faults[RequirementKind.LICENCE] or comes:
        return []  # a licence that comes with the same plan is checked by itself
    if person.like_shared_mailbox and not after.for_resource:
        return [shared_mailbox(change, person)]
    licence = tr("Teams Phone Resource Account") if after.for_resource else tr("Teams Phone")
    said = seat_error_words(person)
    why = tr(
        "{name} has no {licence} licence{word}.",
        name=person.name,
        licence=licence,
        word=tr(": {said}", said=said) if said else "",
    )
    there = any(sku.free and sku.fits(after.for_resource) for sku in live.skus)
    fix = (
        tr("Give {name} one with this plan, or in the Microsoft 365 admin centre.", name=person.name) if there else _BUY
    )
    return [error(change, NO_PHONE_LICENCE, why, fix, "User", change.person or person.user_name)]


def _match(change: Change, person: Person, number: Number, faults: _Faults) -> list[Finding]:
    """Findings on whether the number fits the person: its country, and its use."""
    found = []
    if RequirementFault.WRONG_LOCATION in faults[RequirementKind.LOCATION]:
        here = country_name(person.usage_location) or tr("not set")
        why = tr(
            "{name}'s usage location is {here}, the number is from {of_country}.",
            name=person.name,
            here=here,
            of_country=country_name(number.of_country),
        )
        fix = tr("Set the usage location to the number's country, or choose another number.")
        fix += tr(" {sentence}", sentence=as_sentence(ON_PREMISES_LOCATION)) if person.synchronised else ""
        found.append(error(change, "person.usage_location", why, fix, "User", change.person or person.user_name))
    if RequirementFault.WRONG_USE in faults[RequirementKind.UPLOADED]:
        why = tr("{e164} was uploaded for {use_of}.", e164=display(number.e164), use_of=use_of(number))
        found.append(
            error(change, "number.wrong_use", why, tr("Release it and upload it again."), "Number", number.e164)
        )
    return found


def _taken(one: Comparison, person: Person, number: Number, faults: _Faults, live: Snapshot) -> list[Finding]:
    """Findings on a number that somebody else has, and on a person who calls with another one."""
    found = []
    if RequirementFault.GIVEN_AWAY in faults[RequirementKind.ASSIGNED]:
        name = live.name_of(number.target) or tr("an account that no longer exists")
        why = tr("Teams has given {e164} to {name}.", e164=display(number.e164), name=name)
        found.append(error(one.change, "number.assigned", why, tr("Unassign it first."), "Number", number.e164))
    if RequirementFault.HAS_ANOTHER in faults[RequirementKind.ASSIGNED]:
        held = calls_with(person, one.after, live)
        written = one.change.person or person.user_name
        found.append(_has_number(one.change, person, held, live.sources.get(held), written))
    return found


def _has_number(change: Change, person: Person, held: str, source: Source | None, written: str) -> Finding:
    """The finding that the person calls with another number: one is all that Teams allows, of whatever type."""
    if source is None:
        why, fix = (
            tr("{name} already has {held} in Teams.", name=person.name, held=display(held)),
            tr("Unassign that number first."),
        )
    else:
        why = tr(
            "{name} already has {held} in Teams, from {source}.",
            name=person.name,
            held=display(held),
            source=tr(source.value),
        )
        if source is Source.ON_PREMISES:
            return error(change, "person.has_number", why, _ON_PREMISES, "User", written)
        fix = tr("Unassign it in the Teams admin centre first{source}.", source=_BESIDES.get(source, ""))
    return error(change, "person.has_number", why, fix, "User", written)


_BUY = tr("Your tenant has no free seat of one: buy it in the Microsoft 365 admin centre, or free one.")
_ON_PREMISES = tr("Clear it there (msRTCSIP-Line), let it synchronise, then send this again.")
# https://learn.microsoft.com/microsoftteams/operator-connect-configure
_BESIDES = {
    Source.CALLING_PLAN: tr(", and take the Calling Plan licence away"),
    Source.DIRECT_ROUTING: tr(", and the voice routing policy with it"),
}


def _elsewhere(change: Change, number: Number, live: Snapshot) -> Finding:
    """A number that is in the tenant already, but not through our operator, or in use by something else."""
    source = number.source or Source.OPERATOR
    if source.uses:
        return in_use(change, number, source)
    holder = next((live.directory.get(key) for key, e164 in live.held.items() if e164 == number.e164), None)
    has = tr(", and {label} has it", label=holder.label) if holder else ""
    why = tr(
        "{e164} is in your tenant already, from {source}{has}.",
        e164=display(number.e164),
        source=tr(source.value),
        has=has,
    )
    fix = tr("Have it unassigned and released there; then it can be uploaded here.")
    return error(change, "number.elsewhere", why, fix, "Number", number.e164)
