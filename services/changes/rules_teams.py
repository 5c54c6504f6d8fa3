"""What must be true in Microsoft's world before a number goes there, said in words a person can act on."""

from __future__ import annotations

from services.changes.plan_teams import departing, holder_after, teams_code, teams_number
from services.changes.rule_words import error
from services.changes.rules_directory import not_in_microsoft
from services.changes.snapshot import Snapshot
from services.domain import addons
from services.domain.change import Change
from services.domain.line import Line, Number, Source, Upload
from services.domain.number import country_of, display
from services.domain.people import Person
from services.domain.plan import Finding, Severity
from services.domain.upload import PEOPLE, RESOURCES, USAGE
from services.remote.graph_licences import USER_PHONE_PLANS


def check_teams(change: Change, person: Person | None, line: Line | None, live: Snapshot) -> list[Finding]:
    """What Microsoft and the operator would refuse, and what is worth knowing."""
    code, e164 = teams_code(change, line), teams_number(change, line)
    if not e164 or change.upload is False or change.unassign or change.release or not change.to_teams:
        return []
    if not code and not change.usage:
        return [_no_use(change, line, e164)] if change.upload else []
    number = live.numbers.get(e164, Number(e164))
    found = _check_consent(change, number, live)
    if number.upload is Upload.FAILED:
        found.append(
            Finding(
                Severity.WARNING,
                "number.failed_before",
                f"The last upload of {display(number.e164)} failed: {number.error or 'no reason given'}.",
                "It is uploaded again.",
                change.row,
                "Number",
                number.e164,
            )
        )
    if number.upload is Upload.ELSEWHERE:
        found.append(_elsewhere(change, number, live))
    holder = holder_after(change, person, line, live)
    if holder is None or change.assign is False or code is None:
        return found
    if not holder.object_id:
        # Without an account there is no usage location, no licence and no number to speak of.
        return found if change.country or change.licence else [*found, not_in_microsoft(change, holder)]
    going = frozenset(departing(change, person, line, live))
    return [*found, *_check_person(change, holder, code), *_check_match(change, holder, code, number, live, going)]


def _no_use(change: Change, line: Line | None, e164: str) -> Finding:
    if line is None:
        why = f"{display(e164)} is on no line: say what it is for."
        return error(change, "number.no_use", why, "Choose people or resource accounts.", "Number", e164)
    why = f"{display(e164)} is on extension {line.key}, which has no Teams add-on."
    return error(change, "line.no_teams", why, "Give the line a Teams add-on first.", "Number", e164)


def _check_consent(change: Change, number: Number, live: Snapshot) -> list[Finding]:
    country = number.country or country_of(number.e164)
    # Of a range newer than the library nobody here knows the country: then it is for Microsoft to say.
    if live.consent == "active" and (not country or country in live.countries):
        return []
    why = (
        f"Your consent to the operator covers {', '.join(sorted(live.countries)) or 'no country'}, not {country}."
        if live.consent == "active"
        else f"Your consent to the operator is {live.consent or 'missing'}."
    )
    fix = "In the Teams admin centre open Voice > Operators and add the country to your operator."
    return [error(change, "consent.missing", why, fix, "Number", number.e164)]


def _check_person(change: Change, person: Person, code: str) -> list[Finding]:
    for_resource = code == addons.TEAMS_RESOURCE
    if change.licence and change.licence not in person.licences:
        return []  # the licence comes with the same plan; what it lacks Teams will say
    if for_resource and not person.is_resource and not USER_PHONE_PLANS & set(person.phone_plans):
        return [_no_licence(change, person, "Teams Phone Resource Account")]
    if for_resource != person.is_resource:
        kind, right = (
            ("a resource account", addons.TEAMS_RESOURCE) if person.is_resource else ("a person", addons.TEAMS_USER)
        )
        why = f"{person.name} is {kind}; {addons.name_of(code)} doesn't fit."
        return [error(change, "addon.wrong_kind", why, f"Use {right}.", "Addon license", code)]
    if not person.is_resource and not USER_PHONE_PLANS & set(person.phone_plans):
        return [_no_licence(change, person, "Teams Phone")]
    return []


def _no_licence(change: Change, person: Person, licence: str) -> Finding:
    why = f"{person.name} has no {licence} licence."
    fix = f"Give {person.name} one in the Microsoft 365 admin centre, then send this again."
    return error(change, "person.no_phone_licence", why, fix, "User", change.person or person.user_name)


def _check_match(
    change: Change, person: Person, code: str, number: Number, live: Snapshot, going: frozenset[str]
) -> list[Finding]:
    written = change.person or person.user_name
    found = []
    country = number.country or country_of(number.e164)
    if country and (change.country or person.usage_location) != country:
        why = f"{person.name}'s usage location is {person.usage_location or 'not set'}, the number is from {country}."
        fix = "Set the usage location to the number's country, or choose another number."
        found.append(error(change, "person.usage_location", why, fix, "User", written))
    if number.target and number.target != person.object_id and number.e164 not in going:
        holder = live.directory.get(number.target)
        name = holder.label if holder else "an account that no longer exists"
        why = f"Teams has given {display(number.e164)} to {name}."
        found.append(error(change, "number.assigned", why, "Unassign it first.", "Number", number.e164))
    held = live.held.get(person.object_id)
    if held and held != number.e164 and held not in going:
        found.append(_has_number(change, person, held, live.sources.get(held), written))
    if _wrong_use(number, code):
        meant = "resource accounts" if number.usage == RESOURCES else "another use"
        why = f"{display(number.e164)} was uploaded for {'people' if number.usage == PEOPLE else meant}."
        found.append(error(change, "number.wrong_use", why, "Release it and upload it again.", "Number", number.e164))
    return found


def _has_number(change: Change, person: Person, held: str, source: Source | None, written: str) -> Finding:
    """Somebody calls with one number only, whatever type it is of."""
    if source is None:
        why, fix = f"{person.name} already has {display(held)} in Teams.", "Unassign that number first."
    else:
        why = f"{person.name} already has {display(held)} in Teams, from {source}."
        fix = f"Unassign it in the Teams admin centre first{_BESIDES.get(source, '')}."
    return error(change, "person.has_number", why, fix, "User", written)


# https://learn.microsoft.com/microsoftteams/operator-connect-configure
_BESIDES = {
    Source.CALLING_PLAN: ", and take the Calling Plan licence away",
    Source.DIRECT_ROUTING: ", and the voice routing policy with it",
}


def _elsewhere(change: Change, number: Number, live: Snapshot) -> Finding:
    """A number that is in the tenant already, but not through our operator."""
    holder = next((live.directory.get(key) for key, e164 in live.held.items() if e164 == number.e164), None)
    has = f", and {holder.label} has it" if holder else ""
    why = f"{display(number.e164)} is in your tenant already, from {number.source or Source.OPERATOR}{has}."
    fix = "Have it unassigned and released there; then it can be uploaded here."
    return error(change, "number.elsewhere", why, fix, "Number", number.e164)


def _wrong_use(number: Number, code: str) -> bool:
    """Whether the number was uploaded for the other kind: Teams tells by its capabilities, before that the operator."""
    if number.capabilities:
        needed = "voiceApplicationAssignment" if code == addons.TEAMS_RESOURCE else "userAssignment"
        return needed not in number.capabilities
    return number.upload in (Upload.UPLOADING, Upload.SYNCED) and number.usage not in ("", USAGE[code])
