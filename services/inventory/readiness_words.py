"""Describes which requirements, from licence to call, are met or missing."""

from __future__ import annotations

from collections.abc import Mapping

from services.domain import addons
from services.domain.line import Number, UploadState
from services.domain.line_state import LineState
from services.domain.number import display
from services.domain.people import Person
from services.domain.phrases import join_text, tr
from services.domain.settings.countries import country_name
from services.inventory.requirements import (
    Requirement,
    RequirementFault,
    RequirementKind,
    calls_with,
    use_of,
)
from services.inventory.snapshot import Snapshot

MISSING: Mapping[RequirementKind, str] = {
    RequirementKind.PERSON: tr("nobody holds the line"),
    RequirementKind.ADDON: tr("no Teams add-on"),
    RequirementKind.NUMBER: tr("no number"),
    RequirementKind.CONSENT: tr("no consent for the country"),
    RequirementKind.UPLOADED: tr("number not in Teams yet"),
    RequirementKind.ACCOUNT: tr("no Microsoft account, or sign-in blocked"),
    RequirementKind.LICENCE: tr("no Teams Phone licence"),
    RequirementKind.LOCATION: tr("usage location doesn't fit"),
    RequirementKind.ASSIGNED: tr("number not assigned"),
    RequirementKind.RULE: tr("no outbound rule"),
}

# Where one requirement can be unmet in ways that differ much.
MISSING_BY_FAULT: Mapping[RequirementFault, str] = {
    RequirementFault.WRONG_USE: tr("number uploaded for another use"),
    RequirementFault.BLOCKED: tr("sign-in blocked"),
}


def _number(state: LineState, live: Snapshot) -> Number | None:
    """The number that the chain is about, where it is one of the organisation's."""
    return state.number(state.calling) if state.calling in live.numbers else None


def uploaded(state: LineState, live: Snapshot) -> bool:
    number = _number(state, live)
    return number is not None and number.upload is UploadState.UPLOADED


def good_words(link: RequirementKind, state: LineState, live: Snapshot) -> str:
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
            return country_name(number.of_country) if number else ""
        case RequirementKind.UPLOADED:
            return tr(number.upload.value) if number else ""
        case RequirementKind.LICENCE:
            return licence_words(holder) if holder else ""
        case RequirementKind.LOCATION:
            return country_name(holder.usage_location) if holder else ""
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
    more = tr(" and {missing:,} more", missing=len(missing) - 1) if len(missing) > 1 else ""
    return tr("without {missing}{more} of the line", missing=display(missing[0]), more=more) if missing else ""


def licence_words(holder: Person) -> str:
    """Where a phone licence comes from, if it wasn't given by hand."""
    if not holder.by_group:
        return ""
    named = tr("by the group {groups}", groups=holder.groups[0]) if len(holder.groups) == 1 else tr("by a group")
    named = tr("by the groups {names}", names=join_text(", ", holder.groups)) if len(holder.groups) > 1 else named
    return tr("{named}: change it in the group's licences in the Microsoft 365 admin centre", named=named)


ON_PREMISES_LOCATION = tr("if it comes from your Active Directory on premises, set it there (msExchUsageLocation)")


ON_PREMISES_NUMBER = tr("a number is set in your Active Directory on premises: clear it there (msRTCSIP-Line)")


_SEAT_ERRORS: Mapping[str, str] = {
    "countviolation": tr("there are no seats left"),
    "mutuallyexclusiveviolation": tr("it excludes another licence that they have"),
    "dependencyviolation": tr("it needs another licence that they don't have"),
    "prohibitedinusagelocationviolation": tr("it isn't sold in their usage location"),
    "uniquenessviolation": tr("another account has the same address"),
    "other": tr("Microsoft gives no reason; the Microsoft 365 admin centre shows it under the group's licences"),
    "others": tr("Microsoft gives no reason; the Microsoft 365 admin centre shows it under the group's licences"),
}


def seat_error_words(holder: Person) -> str:
    """Why a group's licence didn't reach this person; empty where none failed."""
    if not holder.seat_error:
        return ""
    why = _SEAT_ERRORS.get(
        holder.seat_error.casefold(), tr("Microsoft says {seat_error}", seat_error=holder.seat_error)
    )
    whose = (
        tr("the licence of the group {groups}", groups=holder.groups[0]) if holder.groups else tr("a group's licence")
    )
    return tr("{whose} didn't reach {name}: {why}", whose=whose, name=holder.name, why=why)


def fault_words(one: Requirement, state: LineState, live: Snapshot) -> str:
    """What is wrong, to follow the link's title; empty where the title or another link says it all."""
    number, holder = _number(state, live), state.holder
    match one.link, one.faults[0]:
        case _, RequirementFault.WRONG_ADDON:
            kind = tr("a person") if state.for_resource else tr("a resource account")
            return tr("{name_of}: it doesn't fit {kind}", name_of=addons.name_of(state.teams_code or ""), kind=kind)
        case _, RequirementFault.NOT_OURS:
            return tr("{calling} isn't one of your CPaaS numbers", calling=display(state.calling))
        case _, RequirementFault.NO_CONSENT:
            return tr("your consent to the operator is {consent}", consent=live.consent or tr("missing"))
        case RequirementKind.ACCOUNT, RequirementFault.BLOCKED if holder:
            return tr("sign-in is blocked for {label}", label=holder.label)
        case RequirementKind.ACCOUNT | RequirementKind.LICENCE, RequirementFault.NO_ACCOUNT if holder:
            return tr("{name} {absence}", name=holder.name, absence=holder.absence)
        case RequirementKind.LICENCE, RequirementFault.NO_LICENCE if holder:
            return seat_error_words(holder)
        case (RequirementKind.PERSON, RequirementFault.NO_HOLDER) | (RequirementKind.ADDON, RequirementFault.NO_ADDON):
            return MISSING[one.link]
        case _, RequirementFault.NO_RULE:
            return tr("without it the person can't call out")
    return _number_words(one.faults[0], number, holder, state, live) if number else ""


def _number_words(
    fault: RequirementFault, number: Number, holder: Person | None, state: LineState, live: Snapshot
) -> str:
    """What is wrong with the number, or between it and the person who should have it."""
    match fault:
        case RequirementFault.NOT_COVERED:
            names = join_text(", ", map(country_name, sorted(live.countries))) or tr("no country")
            return tr("it covers {names}, not {country}", names=names, country=country_name(number.of_country))
        case (
            RequirementFault.NOT_UPLOADED
            | RequirementFault.UNDER_WAY
            | RequirementFault.FAILED
            | RequirementFault.ELSEWHERE
        ):
            return number.error or tr(number.upload.value)
        case RequirementFault.WRONG_USE:
            return tr("it was uploaded for {use_of}", use_of=use_of(number))
        case RequirementFault.WRONG_LOCATION:
            return _location_words(number, holder)
        case RequirementFault.NOT_ASSIGNED if holder and holder.synchronised:
            return tr("if Teams refuses it, {on_premises_number}", on_premises_number=ON_PREMISES_NUMBER)
        case RequirementFault.PENDING:
            return tr("Teams is at it")
        case RequirementFault.HALF_DONE:
            return tr("Teams began to give it and didn't finish")
        case RequirementFault.GIVEN_AWAY:
            return tr("given to {name_of}", name_of=live.name_of(number.target) or tr("somebody else"))
        case RequirementFault.HAS_ANOTHER if holder:
            return _another(holder, state, live)
        case _:
            return ""


def _location_words(number: Number, holder: Person | None) -> str:
    """Where the person is, where the number is from, and that the location comes from on premises if it does."""
    here = country_name(holder.usage_location) if holder else ""
    where = (
        tr("; {on_premises_location}", on_premises_location=ON_PREMISES_LOCATION)
        if holder and holder.synchronised
        else ""
    )
    return tr(
        "{here}, and the number is from {country}{where}",
        here=here or tr("not set"),
        country=country_name(number.of_country),
        where=where,
    )


def _another(holder: Person, state: LineState, live: Snapshot) -> str:
    other = calls_with(holder, state, live)
    source = tr(", from {sources}", sources=live.sources[other]) if other in live.sources else ""
    return tr("{name} has {other} in Teams{source}", name=holder.name, other=display(other), source=source)
