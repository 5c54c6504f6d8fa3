"""Remote refusals in plain words: what it means and what to do, as one table.

The texts are those seen in public reports: github.com/MicrosoftDocs/office-docs-powershell issues 3825, 7538, 8875,
8905, 8989, 8992, 9244, 9347, 9432, 10153, github.com/KelvinTegelaar/CIPP issue 4090 and the Teams provider of
Terraform; the operator's codes as Telnyx publishes them
(https://developers.telnyx.com/api-reference/external-connections); the CPaaS's codes from its own description.
For blocked accounts, TeamsOnly mode, missing addresses and types of numbers the rules are public but the texts aren't:
there the table looks for words that must occur. Longer than other files because it is one table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from services.domain.error_codes import GONE, MOVED, REFUSED, ErrorCode
from services.domain.phrases import tr
from services.remote.failures import unwrapped


class Outlook(Enum):
    """What comes of trying again after a refusal."""

    PASSES = auto()  # it passes by itself: Switchboard tries again
    RETRY = auto()  # once somebody has mended what it names, a retry may succeed
    NEW_PLAN = auto()  # every retry would be refused in the same way: another plan is needed


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal in plain words; `later` when it passes by itself.

    `reason` quotes what the remote system said of this one line; `kind` is the same for every line refused alike, and
    `short` is our code for it.
    """

    reason: str
    fix: str
    later: bool = False
    kind: str = ""
    short: str = REFUSED.code


_OPERATOR = tr("Contact your operator and quote the request id.")
_BY_ITSELF = tr("Nothing to do: Switchboard tries again by itself.")
_NEW_PLAN = tr("Look at it and make a new plan.")
_MY_FAULT = tr("Tell whoever runs Switchboard, with the request id.")

# (our code, pattern, what it means, what to do, what comes of trying again); the first that fits code or text counts.
# A code stays with its entry, and that of one which is gone isn't given again.
_TABLE: tuple[tuple[str, str, str, str, Outlook], ...] = (
    (
        "SW-101",
        r"hasn't given the code that the portal shows",
        tr("The CPaaS links no tenant without the code that its portal shows."),
        tr("Say connect, and enter the code."),
        Outlook.RETRY,
    ),
    ("SW-102", r"not found from tenant", tr("Teams doesn't know this number yet."), _BY_ITSELF, Outlook.PASSES),
    (
        "SW-103",
        r"Status: NotFound|user '.*' is not found|^Resource not found\.?$",
        tr("Teams doesn't know the person's phone licence yet; that can take a day after it was given."),
        _BY_ITSELF,
        Outlook.PASSES,
    ),
    (
        "SW-104",
        r"Filter failed to return unique result",
        tr("Teams is still letting go of this number after its last use."),
        _BY_ITSELF,
        Outlook.PASSES,
    ),
    (
        "SW-105",
        r"Service is unavailable|can't unassign .* right now|activation state is pending",
        tr("Teams is busy with this number."),
        _BY_ITSELF,
        Outlook.PASSES,
    ),
    (
        "SW-106",
        r"on-premises mastered",  # https://learn.microsoft.com/graph/api/user-update
        tr("This is kept in your Active Directory on premises."),
        tr("Change it there and let it synchronise, then try again."),
        Outlook.RETRY,
    ),
    (
        "SW-107",
        r"on-?premises? (Active )?Directory|msRTCSIP-Line|OnPremLineUri|on-?premises? LineUri",
        tr("The person has a phone number in your on-premises Active Directory."),
        tr(
            "Clear it there (msRTCSIP-Line), let it synchronise, then retry. If there is none, Microsoft means the "
            "Teams "
            "Phone licence: check that it is on."
        ),
        Outlook.RETRY,
    ),
    (
        "SW-108",
        r"inherited from (a )?group",
        tr("This Microsoft licence comes from a group that the person is in."),
        tr("Take the person out of that group, or change the group's licences, in the Microsoft Entra admin centre."),
        Outlook.RETRY,
    ),
    (
        "SW-109",
        r"Teams ?Only\b|coexistence|\bSfB(Only|WithTeams)|(homed|hosted) (on|in).?prem",
        tr("The person isn't in TeamsOnly mode, without which Teams gives nobody a number."),
        tr("Set their coexistence mode to TeamsOnly in the Teams admin centre, then retry."),
        Outlook.RETRY,
    ),
    (
        "SW-110",
        r"(account|user)\b.{0,80}\b(is|was|has been) (disabled|blocked)|AccountEnabled"
        r"|sign-?in (is |was |has been )?(blocked|disabled)",
        tr("The person's account is blocked in Microsoft."),
        tr("Unblock it in the Microsoft 365 admin centre, then retry."),
        Outlook.RETRY,
    ),
    (
        "SW-111",
        r"lacks appropriate licen|MCOEV",
        tr("The person has no Teams Phone licence that works."),
        tr("Give them a Teams Phone licence in the Microsoft 365 admin centre, then retry."),
        Outlook.RETRY,
    ),
    (
        "SW-112",
        r"already been assigned to another user",
        tr("Teams says the number belongs to somebody else, perhaps to an account that was deleted."),
        tr("Unassign it in the Teams admin centre, then retry; if nobody has it there, ask Microsoft support."),
        Outlook.RETRY,
    ),
    (
        "SW-113",
        r"already has a '.*' telephone number",
        tr("The person has another phone number in Teams."),
        tr("Unassign that one first, then retry."),
        Outlook.RETRY,
    ),
    (
        "SW-114",
        r"must have a primary telephone number",
        tr("Teams gives a person a further number only beside a primary one, which this person lacks."),
        tr("Assign the first number of the line, then retry."),
        Outlook.RETRY,
    ),
    (
        "SW-115",
        r"private telephone number must be of the type",
        tr("A private number must come from the same source as the number that the person calls with."),
        tr("Make it no private number, or change the first number."),
        Outlook.RETRY,
    ),
    (
        "SW-116",
        r"capability to be assigned",
        tr("The number was uploaded for another use than this."),
        tr("Release it and upload it for people or for resource accounts, as the line needs."),
        Outlook.RETRY,
    ),
    (
        "SW-117",
        r"does not have any available licenses",
        tr("No free seat of the Microsoft licence is left."),
        tr("Buy seats in the Microsoft 365 admin centre or free one, then retry."),
        Outlook.RETRY,
    ),
    (
        "SW-118",
        r"valid company License",
        tr("Your tenant doesn't have this Microsoft licence any more."),
        tr("Choose another licence in a new plan."),
        Outlook.NEW_PLAN,
    ),
    (
        "SW-119",
        r"invalid usage location",
        tr("The person has no usage location, and Microsoft gives no licence without one."),
        tr("Set the usage location, then retry."),
        Outlook.RETRY,
    ),
    (
        "SW-120",
        r"usage ?location",
        tr("The person's usage location doesn't fit the number's country."),
        tr("Change it in the Microsoft 365 admin centre, then retry."),
        Outlook.RETRY,
    ),
    (
        "SW-121",
        r"\b(location|location ?id|address)\b.{0,40}\b(required|missing|mandatory|not (set|specified|provided))"
        r"|\b(requires?|needs?|missing|without|specify) an? (valid )?(emergency )?(location|address)",
        tr("Microsoft wants an emergency address with this number, and there is none."),
        tr("Set one for the number in the Teams admin centre, or have your operator set it, then retry."),
        Outlook.RETRY,
    ),
    (
        "SW-122",
        r"\b(is|as) an? '?(calling ?plan|direct ?routing)'? (phone )?number|of type '?operator ?connect|number ?type"
        r"|(owned|acquired|used|held) by another (operator|carrier|partner)",
        tr(
            "The number is in your tenant from somebody else than your operator: a Calling Plan, Direct Routing or "
            "another "
            "operator."
        ),
        tr("Have it unassigned and released there, then upload it again."),
        Outlook.RETRY,
    ),
    (
        "SW-123",
        r"change the emergency address|unable_to_update_location",
        tr("Only the operator can change the emergency address of this number."),
        tr("Ask your operator to change it."),
        Outlook.RETRY,
    ),
    (
        "SW-124",
        r"unable_to_retrieve_default_location",
        tr("Your tenant has no default emergency location."),
        tr("Choose an address in *numbers failed*, or set a default one in the Teams admin centre."),
        Outlook.RETRY,
    ),
    (
        "SW-125",
        r"unable_to_retrieve_location|(?<!usage )location '.*' (is|was) not found",
        tr("Microsoft didn't find the emergency location."),
        tr("Create the location in the Teams admin centre, then retry."),
        Outlook.RETRY,
    ),
    (
        "SW-126",
        r"unknown_country_code",
        tr("Your consent to the operator doesn't cover this country."),
        _OPERATOR,
        Outlook.RETRY,
    ),
    (
        "SW-127",
        r"unable_to_match_geography_entry",
        tr("Microsoft couldn't match the number to a place."),
        _OPERATOR,
        Outlook.RETRY,
    ),
    (
        "SW-128",
        r"unable_to_retrieve_partner_info",
        tr("Microsoft couldn't find the operator's details."),
        _OPERATOR,
        Outlook.RETRY,
    ),
    (
        "SW-129",
        r"NumberAssigned|must be unassigned before",
        tr("Somebody has this number in Teams."),
        tr("Unassign it first, then retry."),
        Outlook.RETRY,
    ),
    (
        "SW-130",
        r"belongs to another account",
        tr("The operator has this number in another customer's account."),
        _OPERATOR,
        Outlook.RETRY,
    ),
    (
        "SW-131",
        r"Operator Connect is not enabled",
        tr("The operator hasn't switched Operator Connect on for your account."),
        _OPERATOR,
        Outlook.RETRY,
    ),
    (
        "SW-132",
        r"internal_error",
        tr("Microsoft had an internal fault with this number."),
        tr("Retry; if it stays: {operator}", operator=_OPERATOR),
        Outlook.RETRY,
    ),
    (
        "SW-133",
        r"licence\.exhausted",
        tr("No free seat is left for an add-on."),
        tr("Buy seats or free one, then retry."),
        Outlook.RETRY,
    ),
    (
        "SW-134",
        r"licence\.unknown",
        tr("The CPaaS doesn't sell this licence."),
        tr("Ask your provider which ones you can use."),
        Outlook.RETRY,
    ),
    (
        "SW-135",
        r"addon\.unknown",
        tr("The CPaaS doesn't know this add-on."),
        tr("Check its code, then make a new plan."),
        Outlook.NEW_PLAN,
    ),
    (
        "SW-136",
        r"addon\.conflict",
        tr("Two of the line's add-ons exclude each other."),
        tr("Keep one of them, then make a new plan."),
        Outlook.NEW_PLAN,
    ),
    (
        "SW-137",
        r"addon\.limit",
        tr("The line has as many add-ons as it may have."),
        tr("Take one away first, then retry."),
        Outlook.RETRY,
    ),
    (
        "SW-138",
        r"number\.taken",
        tr("The number is on another extension by now."),
        tr("Choose another number."),
        Outlook.NEW_PLAN,
    ),
    (
        "SW-139",
        r"number\.notFound",
        tr("Your CPaaS organisation doesn't have this number."),
        tr("Buy or move the number there, then retry."),
        Outlook.RETRY,
    ),
    ("SW-140", r"number\.failed", tr("The CPaaS couldn't work on this number just now."), _BY_ITSELF, Outlook.PASSES),
    (
        "SW-141",
        r"member\.notFound",
        tr("The CPaaS doesn't know this person any more."),
        tr("Add the person there, then make a new plan."),
        Outlook.NEW_PLAN,
    ),
    (
        "SW-142",
        r"extension\.(exists|changed)",
        tr("The extension changed since the plan."),
        _NEW_PLAN,
        Outlook.NEW_PLAN,
    ),
    ("SW-143", r"extension\.notFound", tr("The extension is gone since the plan."), _NEW_PLAN, Outlook.NEW_PLAN),
    (
        "SW-144",
        r"extension\.inUse",
        tr("Somebody or some number is still on this extension."),
        tr("Take them off it first, then retry."),
        Outlook.RETRY,
    ),
    (
        "SW-145",
        r"extension\.keyInvalid",
        tr("The CPaaS doesn't take this extension number."),
        tr("Choose one of three to five digits."),
        Outlook.NEW_PLAN,
    ),
    (
        "SW-146",
        r"tenant\.linked",
        tr("The CPaaS organisation is linked to another Microsoft tenant."),
        tr("Ask your provider to unlink it there first."),
        Outlook.RETRY,
    ),
    (
        "SW-147",
        r"settings\.invalid",
        tr("The CPaaS doesn't take this setting."),
        tr("Check the value, then make a new plan."),
        Outlook.NEW_PLAN,
    ),
    (
        "SW-148",
        r"link\.(unproven|codeWrong)",
        tr("The CPaaS hasn't seen the code that its portal shows for this tenant."),
        tr("Say *connect* and enter the code that the portal shows now."),
        Outlook.RETRY,
    ),
    (
        "SW-149",
        r"request\.invalid|idempotency\.keyReused",
        tr("The CPaaS didn't understand the request."),
        _MY_FAULT,
        Outlook.RETRY,
    ),
)
_RULES = tuple(
    (re.compile(pattern, re.IGNORECASE), Refusal(reason, fix, outlook is Outlook.PASSES, short=short))
    for short, pattern, reason, fix, outlook in _TABLE
)
# Why a line failed, where every retry would fail again.
IN_VAIN = frozenset({MOVED.code, GONE.code, *(short for short, *_, outlook in _TABLE if outlook is Outlook.NEW_PLAN)})
REFUSAL_CODES = tuple(ErrorCode(short, reason, fix) for short, _, reason, fix, _ in _TABLE)
_MAX_KNOWN_CHARACTERS = 160  # longer texts of a remote system are left out
_MAX_SHOWN_CHARACTERS = 300  # that much of an unknown text is shown


def explain(code: str, message: str, request_id: str = "") -> Refusal:
    """The refusal in plain words; for an unknown text, whom to ask with its request id."""
    code, message = unwrapped(code, message)
    for pattern, said in _RULES:
        if pattern.search(code) or pattern.search(message):
            detail = tr(" ({message})", message=message) if message and len(message) < _MAX_KNOWN_CHARACTERS else ""
            return Refusal(said.reason + detail, said.fix, said.later, said.reason, said.short)
    what = (message or code)[:_MAX_SHOWN_CHARACTERS] or tr("it was refused without a reason.")
    ask = (
        tr(" If it stays, ask their support and quote the request {request_id}.", request_id=request_id)
        if request_id
        else ""
    )
    return Refusal(tr("Unexpected: {what}", what=what), tr("Look into it, then retry.{ask}", ask=ask))
