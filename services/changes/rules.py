"""What must be true before anything is written, said in words a person can act on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from services.changes.snapshot import Snapshot
from services.domain import addons
from services.domain.change import Change
from services.domain.line import Line, Number, Upload
from services.domain.number import country_of, display
from services.domain.people import Person
from services.domain.plan import Finding, Severity
from services.remote.graph_licences import USER_PHONE_PLANS


def check_plan(changes: Sequence[Change], people: Mapping[int, Person], live: Snapshot) -> list[Finding]:
    """What is wrong with the lines together: two rows for one person in Teams."""
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for position, person in people.items():
        change = changes[position]
        if addons.teams_code(change.addons) and change.number:
            rows[person.key].append(position)
    found = []
    for key, positions in rows.items():
        first = changes[positions[0]]
        holder = live.directory.get(key)
        for position in positions[1:]:
            again = changes[position]
            found.append(
                _error(
                    again,
                    "person.twice",
                    f"{holder.label if holder else key} gets a Teams number on row {first.row} already.",
                    "Keep one row with a Teams add-on for each person.",
                    "User",
                    again.person or "",
                )
            )
    return found


def check_line(change: Change, person: Person | None, live: Snapshot) -> list[Finding]:
    """Everything that stands in the way of this one line, and what is worth knowing about it."""
    line = live.lines.get(change.key)
    found = [*_check_holder(change, person, line, live), *_check_number(change, live)]
    found += _check_addons(change, line)
    code = addons.teams_code({*change.addons, *(line.addons if line else ())})
    e164 = change.number or (line.numbers[0] if line and line.numbers else "")
    if code and e164 and change.upload is not False:
        holder = person or (live.directory.get(line.identity_uuid) if line else None)
        found += _check_teams(change, holder, code, live.numbers.get(e164, Number(e164)), live)
    return found


def _error(change: Change, code: str, message: str, fix: str, column: str, value: str) -> Finding:
    return Finding(Severity.ERROR, code, message, fix, change.row, column, value)


def _check_holder(change: Change, person: Person | None, line: Line | None, live: Snapshot) -> list[Finding]:
    if person is None:
        return []
    if not person.identity_uuid:
        return [
            _error(
                change,
                "person.no_member",
                f"{person.label} isn't a member of your CPaaS organisation.",
                "Invite them there first, then send this again.",
                "User",
                change.person or "",
            )
        ]
    if line and line.identity_uuid and line.identity_uuid != person.identity_uuid:
        holder = live.directory.get(line.identity_uuid)
        return [
            _error(
                change,
                "extension.taken",
                f"Extension {line.key} belongs to {holder.label if holder else 'somebody else'}.",
                "Choose a free extension, or unassign it first.",
                "Ext Key",
                change.key,
            )
        ]
    return []


def _check_number(change: Change, live: Snapshot) -> list[Finding]:
    if not change.number:
        return []
    number = live.numbers.get(change.number)
    if number is None:
        return [
            _error(
                change,
                "number.not_ours",
                f"{display(change.number)} isn't one of your CPaaS numbers.",
                "Check the digits, or order the number from your provider.",
                "Number",
                change.number,
            )
        ]
    if number.ext_key and number.ext_key != change.key:
        return [
            _error(
                change,
                "number.taken",
                f"{display(change.number)} is on extension {number.ext_key}.",
                f"Choose a free number, or take it off {number.ext_key} first.",
                "Number",
                change.number,
            )
        ]
    return []


def _check_addons(change: Change, line: Line | None) -> list[Finding]:
    if line is None:
        return []
    return [
        _error(
            change,
            "addon.conflict",
            f"Extension {line.key} can't have both {addons.name_of(first)} and {addons.name_of(second)}.",
            "Keep one of the two.",
            "Addon license",
            second if second in change.addons else first,
        )
        for first, second in addons.conflicts({*change.addons, *line.addons})
    ]


def _check_teams(change: Change, person: Person | None, code: str, number: Number, live: Snapshot) -> list[Finding]:
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
    if person is None or change.assign is False:
        return found
    return [*found, *_check_person(change, person, code), *_check_match(change, person, code, number, live)]


def _check_consent(change: Change, number: Number, live: Snapshot) -> list[Finding]:
    country = number.country or country_of(number.e164)
    if live.consent == "active" and country in live.countries:
        return []
    why = (
        f"Your consent to the operator covers {', '.join(sorted(live.countries)) or 'no country'}, not {country}."
        if live.consent == "active"
        else f"Your consent to the operator is {live.consent or 'missing'}."
    )
    fix = "In the Teams admin centre open Voice > Operators and add the country to your operator."
    return [_error(change, "consent.missing", why, fix, "Number", number.e164)]


def _check_person(change: Change, person: Person, code: str) -> list[Finding]:
    written = change.person or person.user_name
    if not person.object_id:
        why = f"{person.name} isn't in your Microsoft directory."
        return [_error(change, "person.not_in_teams", why, "Check the e-mail in the CPaaS.", "User", written)]
    for_resource = code == addons.TEAMS_RESOURCE
    if for_resource and not person.is_resource and not USER_PHONE_PLANS & set(person.phone_plans):
        return [_no_licence(change, person, "Teams Phone Resource Account")]
    if for_resource != person.is_resource:
        kind, right = (
            ("a resource account", addons.TEAMS_RESOURCE) if person.is_resource else ("a person", addons.TEAMS_USER)
        )
        why = f"{person.name} is {kind}; {addons.name_of(code)} doesn't fit."
        return [_error(change, "addon.wrong_kind", why, f"Use {right}.", "Addon license", code)]
    if not person.is_resource and not USER_PHONE_PLANS & set(person.phone_plans):
        return [_no_licence(change, person, "Teams Phone")]
    return []


def _no_licence(change: Change, person: Person, licence: str) -> Finding:
    why = f"{person.name} has no {licence} licence."
    fix = f"Give {person.name} one in the Microsoft 365 admin centre, then send this again."
    return _error(change, "person.no_phone_licence", why, fix, "User", change.person or person.user_name)


def _check_match(change: Change, person: Person, code: str, number: Number, live: Snapshot) -> list[Finding]:
    written = change.person or person.user_name
    found = []
    country = number.country or country_of(number.e164)
    if person.usage_location != country:
        why = f"{person.name}'s usage location is {person.usage_location or 'not set'}, the number is from {country}."
        fix = "Set the usage location to the number's country, or choose another number."
        found.append(_error(change, "person.usage_location", why, fix, "User", written))
    if number.target and number.target != person.object_id:
        holder = live.directory.get(number.target)
        name = holder.label if holder else "an account that no longer exists"
        why = f"Teams has given {display(number.e164)} to {name}."
        found.append(_error(change, "number.assigned", why, "Unassign it first.", "Number", number.e164))
    held = live.held.get(person.object_id)
    if held and held != number.e164:
        why = f"{person.name} already has {display(held)} in Teams."
        found.append(_error(change, "person.has_number", why, "Unassign that number first.", "User", written))
    needed = "voiceApplicationAssignment" if code == addons.TEAMS_RESOURCE else "userAssignment"
    if number.capabilities and needed not in number.capabilities:
        why = f"{display(number.e164)} was uploaded for another use ({number.usage or 'unknown'})."
        found.append(_error(change, "number.wrong_use", why, "Release it and upload it again.", "Number", number.e164))
    return found
