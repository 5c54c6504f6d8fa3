"""What is worth knowing of whoever gets a line or a number, before it is given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from services.domain.change import Change
from services.domain.joins import by_address
from services.domain.plan import Finding, Severity
from services.planning.desired import Comparison
from services.planning.findings import error

_BLOCKED, _GUEST = "person.blocked", "person.guest"
PERSON_REMARKS = frozenset({_BLOCKED, _GUEST})  # to be read before anything is done


def check_people(one: Comparison) -> Iterator[Finding]:
    """A blocked account, a guest, and an account that is called otherwise than when it got the line."""
    change, holder = one.change, one.after.holder
    if holder is None or not (change.person or (change.to_teams and change.assign is not False)):
        return
    written = change.person or holder.user_name
    if holder.blocked:
        fix = "Unblock the account in the Microsoft 365 admin centre, or choose somebody else."
        yield _warning(change, _BLOCKED, f"Sign-in is blocked for {holder.label}.", fix, written)
    if holder.guest:
        fix = "Check that nobody of your own organisation is meant."
        yield _warning(change, _GUEST, f"{holder.label} is a guest in your directory.", fix, written)
    if holder.formerly:
        why = f"{holder.name} was {holder.formerly} and is {holder.user_name} now. It is the same account."
        fix = "" if by_address(holder) else f"Change the e-mail in the CPaaS, too: there it is {holder.cpaas_email}."
        yield replace(_warning(change, "person.renamed", why, fix, written), severity=Severity.INFO)


def _warning(change: Change, code: str, message: str, fix: str, value: str) -> Finding:
    return replace(error(change, code, message, fix, "User", value), severity=Severity.WARNING)
