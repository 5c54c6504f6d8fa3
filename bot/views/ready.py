"""How a line stands on its way to calls, in words: since when it waits, and whom to contact when that is too long."""

from __future__ import annotations

from cards.words import duration, first_upper
from services.domain.line import Upload
from services.domain.number import display
from services.domain.settings.paths import rules_of
from services.inventory.readiness import Check, Readiness
from services.inventory.requirements import Link
from services.inventory.snapshot import Snapshot


def words_of(check: Check, chain: Readiness, live: Snapshot, now: float) -> str:
    """A link in words: for what is under way since when, and whom to contact when that is too long."""
    if check.link is Link.RULE and check.holds:
        return rules_of(live.system).get(check.detail, check.detail)
    if check.waiting:
        return _waiting(check, chain, live, now)
    return "" if check.later else first_upper(check.detail)


def stuck_words(chain: Readiness) -> str:
    """Whom to contact about what takes longer than is normal, and what to quote; empty when nothing does."""
    return " ".join(filter(None, (_contact(check, chain) for check in chain.checks)))


def upload_of(e164: str, live: Snapshot) -> Upload:
    """How far the number is on its way into Teams."""
    number = live.numbers.get(e164)
    return number.upload if number else Upload.NOT_UPLOADED


def _waiting(check: Check, chain: Readiness, live: Snapshot, now: float) -> str:
    age = check.age
    ago = f" {duration(now - age.since)} ago" if age else ""
    stuck = " Stuck." if age and age.stuck else ""
    if check.link is Link.ASSIGNED:
        return f"Asked of Teams{ago}: {check.detail}.{stuck}"
    if upload_of(chain.number, live) is Upload.SYNCED:
        return f"Uploaded{ago}, not visible in Teams yet.{stuck}"
    return f"Sent to the operator{ago}, not confirmed yet.{stuck}"


def _contact(check: Check, chain: Readiness) -> str:
    age = check.age if check.waiting else None
    if age is None or not age.stuck:
        return ""
    whom = "Microsoft support" if check.link is Link.ASSIGNED else "your operator"
    ident = f" and the id {age.request_id}" if age.request_id else ""
    number = display(chain.number)
    return f"{check.link.value}: that takes longer than is normal. Contact {whom} and quote {number}{ident}."
