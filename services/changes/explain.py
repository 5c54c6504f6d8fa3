"""Remote refusals in plain words: what it means and what to do. The texts are those seen in public reports."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """A refusal in plain words; `later` when it goes away by itself."""

    reason: str
    fix: str
    later: bool = False


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: re.Pattern[str]
    said: Said


def _rule(pattern: str, reason: str, fix: str, *, later: bool = False) -> _Rule:
    return _Rule(re.compile(pattern, re.IGNORECASE), Said(reason, fix, later))


_OPERATOR = "Contact your operator and quote the request id."

# Evidence for each text: github.com/MicrosoftDocs/office-docs-powershell issues 8905, 8989, 8992, 9244, 9432;
# OfficeDocs-SkypeForBusiness issues 3825, 10153; the operator's codes as Telnyx publishes them
# (https://developers.telnyx.com/api-reference/external-connections).
_RULES = (
    _rule(
        r"not found from tenant",
        "Teams doesn't know this number yet.",
        "It was uploaded a moment ago; Switchboard tries again.",
        later=True,
    ),
    _rule(
        r"lacks appropriate licen|MCOEV|on-premises Active Directory",
        "The person has no Teams Phone licence that works.",
        "Give them a Teams Phone licence in the Microsoft 365 admin centre, then retry.",
    ),
    _rule(
        r"already been assigned to another user",
        "Teams says the number belongs to somebody else.",
        "Unassign it there first, then retry.",
    ),
    _rule(
        r"usage ?location", "The person's usage location doesn't fit the number's country.", "Change it, then retry."
    ),
    _rule(
        r"Service is unavailable|can't unassign .* right now|activation state is pending",
        "Teams is busy with this number.",
        "Switchboard tries again by itself.",
        later=True,
    ),
    _rule(
        r"Status: NotFound|user '.*' is not found",
        "Teams doesn't know the person's phone licence yet; that can take a day after it was given.",
        "Switchboard tries again by itself.",
        later=True,
    ),
    _rule(r"unknown_country_code", "Your consent to the operator doesn't cover this country.", _OPERATOR),
    _rule(
        r"unable_to_retrieve_(default_)?location",
        "Microsoft didn't find the emergency location.",
        "Create the location in the Teams admin centre, then retry.",
    ),
    _rule(r"unable_to_match_geography_entry", "Microsoft couldn't match the number to a place.", _OPERATOR),
    _rule(r"unable_to_retrieve_partner_info", "Microsoft couldn't find the operator's details.", _OPERATOR),
    _rule(r"licence\.exhausted", "No free seat is left for an add-on.", "Buy seats or free one, then retry."),
    _rule(r"number\.taken", "The number is on another extension by now.", "Choose another number."),
    _rule(r"extension\.(exists|changed)", "The extension changed since the plan.", "Look at it and make a new plan."),
    _rule(
        r"internal_error",
        "Microsoft had an internal fault with this number.",
        f"Retry; if it stays, {_OPERATOR.lower()}",
    ),
)


def explain(code: str, message: str) -> Said:
    """The refusal in plain words; a text nobody has met yet is shown as the remote system said it."""
    for rule in _RULES:
        if rule.pattern.search(code) or rule.pattern.search(message):
            detail = f" ({message})" if message and len(message) < 160 else ""
            return Said(rule.said.reason + detail, rule.said.fix, rule.said.later)
    return Said(message or code or "The remote system refused without a reason.", "Look into it, then retry.")
