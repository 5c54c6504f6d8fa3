"""How a line stands on its way to calls, in words: since when it waits, and whom to contact when that is too long."""

from __future__ import annotations

from collections.abc import Mapping

from cards.calls.clicks import RepairLink
from cards.elements import Click, say
from cards.words import duration, first_upper, things
from services.domain.line import Line, UploadState
from services.domain.number import display
from services.domain.settings.paths import rules_of
from services.inventory.line_states import line_state
from services.inventory.readiness import Check, Readiness
from services.inventory.requirements import RequirementKind
from services.inventory.snapshot import Snapshot
from services.planning.repairs import default_rule

ADMIN_CENTRE = "https://admin.teams.microsoft.com/operators"
NAMES: Mapping[RequirementKind, str] = {
    RequirementKind.PERSON: "person",
    RequirementKind.ADDON: "addon",
    RequirementKind.NUMBER: "number",
    RequirementKind.CONSENT: "consent",
    RequirementKind.UPLOADED: "upload",
    RequirementKind.LICENCE: "licence",
    RequirementKind.LOCATION: "location",
    RequirementKind.ASSIGNED: "assign",
    RequirementKind.RULE: "rule",
}


def words_of(check: Check, chain: Readiness, live: Snapshot, now: float) -> str:
    """A link in words: for what is under way since when, and whom to contact when that is too long."""
    if check.link is RequirementKind.RULE and check.holds:
        return rules_of(live.system).get(check.detail, check.detail)
    if check.waiting:
        return _waiting(check, chain, live, now)
    return "" if check.later else first_upper(check.detail)


def stuck_words(chain: Readiness) -> str:
    """Whom to contact about what takes longer than is normal, and what to quote; empty when nothing does."""
    return " ".join(filter(None, (_contact(check, chain) for check in chain.checks)))


def upload_of(e164: str, live: Snapshot) -> UploadState:
    """How far the number is on its way into Teams."""
    number = live.numbers.get(e164)
    return number.upload if number else UploadState.NOT_UPLOADED


def _waiting(check: Check, chain: Readiness, live: Snapshot, now: float) -> str:
    age = check.age
    ago = f" {duration(now - age.since)} ago" if age else ""
    stuck = " Stuck." if age and age.stuck else ""
    if check.link is RequirementKind.ASSIGNED:
        return f"Asked of Teams{ago}: {check.detail}.{stuck}"
    if upload_of(chain.number, live) is UploadState.SYNCED:
        return f"Uploaded{ago}, not visible in Teams yet.{stuck}"
    return f"Sent to the operator{ago}, not confirmed yet.{stuck}"


def _contact(check: Check, chain: Readiness) -> str:
    age = check.age if check.waiting else None
    if age is None or not age.stuck:
        return ""
    whom = "Microsoft support" if check.link is RequirementKind.ASSIGNED else "your operator"
    ident = f" and the id {age.request_id}" if age.request_id else ""
    number = display(chain.number)
    return f"{check.link.value}: that takes longer than is normal. Contact {whom} and quote {number}{ident}."


def mend_click(
    link: RequirementKind, live: Snapshot, count: int, line: Line | None = None, job: str = ""
) -> Click | None:
    """The button that mends this link: of one line, or of all that lack it (of those that a job was about)."""
    if link is RequirementKind.CONSENT:
        return Click("Teams admin centre", url=ADMIN_CENTRE)
    if link is RequirementKind.PERSON:
        return say("Give it to somebody", f"assign {line.key}") if line else say("Lines", "lines")
    repair = RepairLink(NAMES[link], line.key, line.version) if line else RepairLink(NAMES[link], job=job)
    return Click(_title(link, live, count, line), repair)


def _title(link: RequirementKind, live: Snapshot, count: int, line: Line | None) -> str:
    many = count if line is None else 1
    failed = line is not None and upload_of(line_state(line, live).calling, live) is UploadState.FAILED
    match link:
        case RequirementKind.RULE:
            name = default_rule(live)[1]
            return f"Give the rule {name}" if name else "Give a rule"
        case RequirementKind.UPLOADED:
            return "Upload it again" if failed else "Upload the number" if line else f"Upload {things(many, 'number')}"
        case RequirementKind.ASSIGNED:
            return "Assign the number" if line else f"Assign {things(many, 'number')}"
        case RequirementKind.LICENCE:
            return "Give a phone licence" if line else f"Give {things(many, 'phone licence')}"
        case RequirementKind.LOCATION:
            return "Set usage location" if line else f"Set {things(many, 'usage location')}"
        case RequirementKind.NUMBER:
            return "Give a free number" if line else f"Give {things(many, 'free number')}"
        case _:
            return "Give the Teams add-on" if line else f"Change {things(many, 'Teams add-on')}"
