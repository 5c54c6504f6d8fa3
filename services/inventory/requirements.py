"""What a line needs in order to call and be called, for its present state or its state after a plan.

The only place that knows: readiness shows it, plan checks refuse what wouldn't work, and repairs fix what is unmet.
Pure: reads a snapshot.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.domain import addons
from services.domain.line import HALF_DONE, Activation, Category, Number, UploadState
from services.domain.line_state import LineState
from services.domain.people import Person
from services.domain.phrases import tr
from services.domain.settings.paths import OUTBOUND_RULE, value_at
from services.domain.upload import PEOPLE, RESOURCES, USAGE
from services.inventory.snapshot import Snapshot
from services.remote.graph_licences import RESOURCE_PHONE_PLANS, USER_PHONE_PLANS

# The capability by which Teams says what a number can be assigned to, by the Teams add-on of its line.
_CAPABILITY = {addons.TEAMS_USER: "userAssignment", addons.TEAMS_RESOURCE: "voiceApplicationAssignment"}


class RequirementKind(StrEnum):
    """The chain from licence to a call, in order."""

    PERSON = "Somebody holds the line"
    ADDON = "Teams Operator Connect add-on"
    NUMBER = "A number"
    CONSENT = "Operator consent covers the country"
    UPLOADED = "Number uploaded to Teams"
    ACCOUNT = "Microsoft account"
    LICENCE = "Teams Phone licence"  # of Microsoft's
    LOCATION = "Usage location fits the number"
    ASSIGNED = "Number assigned in Teams"
    RULE = "Outbound call rule"


class RequirementFault(StrEnum):
    """Why a link doesn't hold."""

    NO_HOLDER = "nobody holds the line"
    NO_ADDON = "no Teams add-on"
    WRONG_ADDON = "the Teams add-on is for the other kind of account"
    NO_NUMBER = "no number"
    NOT_OURS = "the organisation doesn't own the number"
    NO_CONSENT = "the tenant's consent to the operator isn't active"
    NOT_COVERED = "the consent doesn't cover the number's country"
    NOT_UPLOADED = "the number isn't in Teams"
    UNDER_WAY = "the number is on its way into Teams"
    FAILED = "the last upload failed"
    ELSEWHERE = "the tenant has the number from somebody else"
    WRONG_USE = "the number was uploaded for the other kind of account"
    NO_ACCOUNT = "the holder has no Microsoft account"
    BLOCKED = "nobody can sign in with the account"
    NO_LICENCE = "the account has no Teams Phone licence"
    WRONG_LOCATION = "the account's usage location isn't the number's country"
    NOT_ASSIGNED = "Teams has given the number to nobody"
    PENDING = "Teams is assigning the number"
    HALF_DONE = "Teams began to assign the number and didn't finish"
    GIVEN_AWAY = "Teams has given the number to somebody else"
    HAS_ANOTHER = "the holder calls with another number in Teams"
    NO_RULE = "no outbound call rule"


@dataclass(frozen=True, slots=True)
class Requirement:
    """One link of the chain and why it doesn't hold; it holds where there is no fault."""

    link: RequirementKind
    faults: tuple[RequirementFault, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the requirement is met."""
        return not self.faults

    @property
    def waiting(self) -> bool:
        """Whether nothing but time is needed."""
        return self.faults in ((RequirementFault.UNDER_WAY,), (RequirementFault.PENDING,))


def requirements(state: LineState, live: Snapshot, e164: str = "") -> tuple[Requirement, ...]:
    """Every link of the line's chain, in order. A line for a resource account needs no outbound call rule.

    They concern the number that its holder calls with, or `e164`, which may become that.
    """
    wanted = e164 or state.calling
    number = state.number(wanted) if wanted in live.numbers else None
    faults: Mapping[RequirementKind, tuple[RequirementFault | None, ...]] = {
        RequirementKind.PERSON: (None if state.holder else RequirementFault.NO_HOLDER,),
        RequirementKind.ADDON: (_addon(state),),
        RequirementKind.NUMBER: (
            None if number else RequirementFault.NOT_OURS if wanted else RequirementFault.NO_NUMBER,
        ),
        RequirementKind.CONSENT: (_consent(number, live),),
        RequirementKind.UPLOADED: (_uploaded(number, state, live),),
        RequirementKind.ACCOUNT: (_account(state),),
        RequirementKind.LICENCE: (_licence(state),),
        RequirementKind.LOCATION: (_location(number, state),),
        RequirementKind.ASSIGNED: _assigned(number, state, live),
        RequirementKind.RULE: (None if state.for_resource or _rule(state) else RequirementFault.NO_RULE,),
    }
    links = (link for link in RequirementKind if not (link is RequirementKind.RULE and state.for_resource))
    return tuple(Requirement(link, tuple(fault for fault in faults[link] if fault)) for link in links)


def suits(number: Number, teams_code: str | None) -> bool:
    """Whether an uploaded number suits a line with this Teams add-on; one that isn't uploaded yet always does.

    Once Teams shows the number, Teams says what it can be assigned to; before that the use of the upload counts. If
    neither is known, the number isn't ruled out.
    """
    if teams_code is None or number.upload in (UploadState.NOT_UPLOADED, UploadState.FAILED):
        return True
    if number.capabilities:
        return _CAPABILITY[teams_code] in number.capabilities
    return number.usage in ("", USAGE[teams_code])


def use_of(number: Number) -> str:
    """What a number was uploaded for, in words."""
    usage = number.usage or next((USAGE[code] for code, word in _CAPABILITY.items() if word in number.capabilities), "")
    return {PEOPLE: "people", RESOURCES: tr("resource accounts")}.get(usage, tr("another use"))


def calls_with(person: Person, state: LineState, live: Snapshot) -> str:
    """The number this person calls with in Teams that isn't part of the state (E.164); empty for none."""
    held = live.held.get(person.object_id, "") if person.object_id else ""
    number = state.number(held)
    return "" if number is not None and number.target != person.object_id else held


def _addon(state: LineState) -> RequirementFault | None:
    """The check of the add-on: only its licence shows a resource account, so an account without one can be either."""
    if state.teams_code is None:
        return RequirementFault.NO_ADDON
    holder = state.holder
    if holder is None or holder.is_resource is state.for_resource:
        return None
    unknown = state.for_resource and not USER_PHONE_PLANS & set(holder.phone_plans)
    return None if unknown else RequirementFault.WRONG_ADDON


def _consent(number: Number | None, live: Snapshot) -> RequirementFault | None:
    if live.consent != "active":
        return RequirementFault.NO_CONSENT
    if number is None:
        return RequirementFault.NO_NUMBER
    country = number.of_country
    # For a range newer than the library the country is unknown: then Microsoft decides.
    return RequirementFault.NOT_COVERED if country and country not in live.countries else None


def _uploaded(number: Number | None, state: LineState, live: Snapshot) -> RequirementFault | None:
    if number is None:
        return RequirementFault.NO_NUMBER
    match number.upload:
        case UploadState.ELSEWHERE:
            return RequirementFault.ELSEWHERE
        case UploadState.FAILED:
            return RequirementFault.FAILED
        case UploadState.NOT_UPLOADED:
            return RequirementFault.NOT_UPLOADED
    if not (suits(number, state.teams_code) or _has_it(number, state.holder, live)):
        return RequirementFault.WRONG_USE
    return None if number.upload is UploadState.UPLOADED else RequirementFault.UNDER_WAY


def _has_it(number: Number, holder: Person | None, live: Snapshot) -> bool:
    """Whether Teams has already assigned the number to this person, which proves that it can."""
    there = live.numbers.get(number.e164)
    return bool(there and there.target and holder and there.target == holder.object_id)


def _absent(holder: Person | None) -> RequirementFault | None:
    """Why there is no account to look at; None where there is one."""
    if holder is None:
        return RequirementFault.NO_HOLDER
    return None if holder.object_id else RequirementFault.NO_ACCOUNT


def _account(state: LineState) -> RequirementFault | None:
    # Whoever can't sign in to Teams can't call; a resource account needn't.
    blocked = state.holder is not None and state.holder.blocked and not state.for_resource
    return _absent(state.holder) or (RequirementFault.BLOCKED if blocked else None)


def _licence(state: LineState) -> RequirementFault | None:
    holder = state.holder
    if holder is None or not holder.object_id:
        return _absent(holder)
    plans = RESOURCE_PHONE_PLANS if state.for_resource else USER_PHONE_PLANS
    return None if plans & set(holder.phone_plans) else RequirementFault.NO_LICENCE


def _location(number: Number | None, state: LineState) -> RequirementFault | None:
    """The check of the country; alternate numbers may be from any: https://learn.microsoft.com/microsoftteams/multi-line."""
    holder = state.holder
    if number is None:
        return RequirementFault.NO_NUMBER
    if holder and number.target == holder.object_id and number.category is Category.ALTERNATE:
        return None
    if holder is None or not holder.object_id:
        return _absent(holder)
    country = number.of_country
    return RequirementFault.WRONG_LOCATION if country and holder.usage_location != country else None


def _assigned(number: Number | None, state: LineState, live: Snapshot) -> tuple[RequirementFault | None, ...]:
    holder = state.holder
    if number is None:
        return (RequirementFault.NO_NUMBER,)
    if holder is None or not holder.object_id:
        return (_absent(holder),)
    if number.activation is Activation.ASSIGNING and number.target in ("", holder.object_id):
        return (RequirementFault.PENDING,)
    if number.target == holder.object_id:
        return (RequirementFault.HALF_DONE,) if number.activation in HALF_DONE else ()
    given = RequirementFault.GIVEN_AWAY if number.target else None
    held = calls_with(holder, state, live)
    # A person's further numbers come with the one they call with; a resource account has one.
    another = RequirementFault.HAS_ANOTHER if held and (state.for_resource or held not in state.own) else None
    return (given, another) if given or another else (RequirementFault.NOT_ASSIGNED,)


def _rule(state: LineState) -> bool:
    return bool(value_at(state.settings, OUTBOUND_RULE))
