"""Sample cards of access and policy."""

from __future__ import annotations

from cards.workspace import access, policy
from services.domain.access import Role
from services.domain.grants import Grant, Grantee
from services.domain.policy import DEFAULT, lines_of, rule_words
from services.domain.reach import Reach, ReachKind
from tests.cards.said import said
from tests.cards.samples import LONG, Cards

SOME = Reach(ReachKind.LINES, ("200-299",))
ROWS = [
    access.GrantRow("a1b2", Grant(Grantee.PERSON, "a", "Alex", Role.OWNER).words),
    access.GrantRow("c3d4", Grant(Grantee.PERSON, "b", "Ben", Role.OPERATOR, SOME).words),
]
FORM = policy.PolicyForm([rule_words(rule) for rule in DEFAULT.rules], 20, "stops")


def usual() -> Cards:
    """As people meet them."""
    return {
        "access": access.access(ROWS, access.AccessForm()),
        "access_error": access.access(
            ROWS, access.AccessForm("Bob", "owner", "country", "", "Singapore", said("I know nobody called “Bob”"))
        ),
        "access_read": access.access(ROWS, None),
        "policy": policy.policy(lines_of(DEFAULT), FORM),
        "policy_read": policy.policy(lines_of(DEFAULT), None),
    }


def empty() -> Cards:
    """With nothing in them."""
    return {
        "access": access.access([], access.AccessForm("", "", "", "")),
        "policy": policy.policy([], policy.PolicyForm([], 0, "")),
    }


def huge() -> Cards:
    """With far too much."""
    rows = [access.GrantRow(f"{no}", LONG) for no in range(300)]
    return {
        "access": access.access(rows, access.AccessForm(LONG, LONG, LONG, LONG, LONG)),
        "policy": policy.policy([LONG] * 14, policy.PolicyForm([LONG] * 12, 1_000, LONG, LONG)),
    }
