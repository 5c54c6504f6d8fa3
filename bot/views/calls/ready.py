"""A line's readiness in words: since when it waits, and whom to contact when that is too long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cards.calls.clicks import RepairLink
from cards.elements import Click, say
from cards.words import duration, first_upper, things
from services.domain.line import Line, UploadState
from services.domain.number import display
from services.domain.phrases import join_text, tr
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
    RequirementKind.ACCOUNT: "account",
    RequirementKind.LICENCE: "licence",
    RequirementKind.LOCATION: "location",
    RequirementKind.ASSIGNED: "assign",
    RequirementKind.RULE: "rule",
}


_MAX_NAMED = 3


def named(lines: Sequence[Readiness]) -> str:
    """The first of these lines by extension and person, and how many more there are."""
    shown = [tr("{key} {person}", key=one.line.key, person=one.person).strip() for one in lines[:_MAX_NAMED]]
    more = [tr("and {lines:,} more", lines=len(lines) - _MAX_NAMED)] if len(lines) > _MAX_NAMED else []
    return join_text(", ", [*shown, *more])


def lacking(lines: Sequence[Readiness], link: RequirementKind) -> list[Readiness]:
    """Those of the lines that need this link repaired."""
    return [one for one in lines if any(check.link is link for check in one.to_mend)]


def waiting_for(lines: Sequence[Readiness], link: RequirementKind) -> list[Readiness]:
    """Those of the lines that wait for this link."""
    return [one for one in lines if (check := one.check(link)) is not None and check.waiting]


def words_of(check: Check, chain: Readiness, live: Snapshot, now: float) -> str:
    """A requirement in words, with since when it is under way, and whom to contact when that is too long."""
    if check.link is RequirementKind.RULE and check.holds:
        return rules_of(live.system).get(check.detail, check.detail)
    if check.waiting:
        return _waiting(check, chain, live, now)
    return "" if check.later else first_upper(check.detail)


def stuck_words(chain: Readiness) -> str:
    """Whom to contact about what takes longer than normal, and what to quote; empty when nothing does."""
    return join_text(" ", filter(None, (_contact(check, chain) for check in chain.checks)))


def upload_of(e164: str, live: Snapshot) -> UploadState:
    """The state of the number's upload."""
    number = live.numbers.get(e164)
    return number.upload if number else UploadState.NOT_UPLOADED


def _waiting(check: Check, chain: Readiness, live: Snapshot, now: float) -> str:
    age = check.age
    ago = tr(" {now} ago", now=duration(now - age.since)) if age else ""
    stuck = tr(" Stuck.") if age and age.stuck else ""
    if check.link is RequirementKind.ASSIGNED:
        return tr("Asked of Teams{ago}: {detail}.{stuck}", ago=ago, detail=check.detail, stuck=stuck)
    if upload_of(chain.number, live) is UploadState.SYNCED:
        return tr("Uploaded{ago}, not visible in Teams yet.{stuck}", ago=ago, stuck=stuck)
    return tr("Sent to the operator{ago}, not confirmed yet.{stuck}", ago=ago, stuck=stuck)


def _contact(check: Check, chain: Readiness) -> str:
    age = check.age if check.waiting else None
    if age is None or not age.stuck:
        return ""
    whom = tr("Microsoft support") if check.link is RequirementKind.ASSIGNED else tr("your operator")
    ident = tr(" and the id {request_id}", request_id=age.request_id) if age.request_id else ""
    number = display(chain.number)
    return tr(
        "{value}: that takes longer than is normal. Contact {whom} and quote {number}{ident}.",
        value=tr(check.link.value),
        whom=whom,
        number=number,
        ident=ident,
    )


def mend_click(
    link: RequirementKind, live: Snapshot, count: int, line: Line | None = None, job: str = ""
) -> Click | None:
    """The button that mends this requirement, for one line or for all that lack it (among a job's lines)."""
    if link is RequirementKind.CONSENT:
        return Click(tr("Teams admin centre"), url=ADMIN_CENTRE)
    if link is RequirementKind.PERSON:
        return say(tr("Give it to somebody"), f"assign {line.key}") if line else say(tr("Lines"), "lines")
    repair = RepairLink(NAMES[link], line.key, line.version) if line else RepairLink(NAMES[link], job=job)
    return Click(_title(link, live, count, line), repair)


def _title(link: RequirementKind, live: Snapshot, count: int, line: Line | None) -> str:
    many = count if line is None else 1
    failed = line is not None and upload_of(line_state(line, live).calling, live) is UploadState.FAILED
    match link:
        case RequirementKind.RULE:
            name = default_rule(live)[1]
            return tr("Give the rule {name}", name=name) if name else tr("Give a rule")
        case RequirementKind.UPLOADED:
            return (
                tr("Upload it again")
                if failed
                else tr("Upload the number")
                if line
                else tr("Upload {how_many}", how_many=things(many, "number"))
            )
        case RequirementKind.ASSIGNED:
            return tr("Assign the number") if line else tr("Assign {how_many}", how_many=things(many, "number"))
        case RequirementKind.ACCOUNT:
            return tr("What to do")
        case RequirementKind.LICENCE:
            return tr("Give a phone licence") if line else tr("Give {how_many}", how_many=things(many, "phone licence"))
        case RequirementKind.LOCATION:
            return tr("Set usage location") if line else tr("Set {how_many}", how_many=things(many, "usage location"))
        case RequirementKind.NUMBER:
            return tr("Give a free number") if line else tr("Give {how_many}", how_many=things(many, "free number"))
        case _:
            return (
                tr("Give the Teams add-on") if line else tr("Change {how_many}", how_many=things(many, "Teams add-on"))
            )
