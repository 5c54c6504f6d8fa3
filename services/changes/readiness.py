"""Readiness: can each line call through Teams, and if not, what is the first thing missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.changes.snapshot import Snapshot
from services.domain import addons
from services.domain.line import Line, Number, Upload
from services.domain.number import display
from services.remote.graph_licences import RESOURCE_PHONE_PLANS, USER_PHONE_PLANS


class Link(StrEnum):
    """The chain from licence to a call, in order."""

    PERSON = "Somebody holds the line"
    ADDON = "Teams Operator Connect add-on"
    NUMBER = "A number"
    UPLOADED = "Number uploaded to Teams"
    LICENCE = "Teams Phone licence"
    ASSIGNED = "Number assigned in Teams"
    RULE = "Outbound call rule"


MISSING: dict[Link, str] = {
    Link.PERSON: "nobody holds the line",
    Link.ADDON: "no Teams add-on",
    Link.NUMBER: "no number",
    Link.UPLOADED: "number not in Teams yet",
    Link.LICENCE: "no Teams Phone licence",
    Link.ASSIGNED: "number not assigned",
    Link.RULE: "no outbound rule",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One link: whether it holds, whether it is on its way, and a word about it."""

    link: Link
    holds: bool
    waiting: bool = False
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Readiness:
    """A line and its chain. `broken` is the first link that doesn't hold, None when the line can call."""

    line: Line
    person: str
    checks: tuple[Check, ...]

    @property
    def broken(self) -> Check | None:
        """The first link that doesn't hold."""
        return next((check for check in self.checks if not check.holds), None)


def readiness(live: Snapshot) -> tuple[Readiness, ...]:
    """The chain of every line that has a Teams add-on, by extension."""
    lines = [line for line in live.lines.values() if addons.teams_code(line.addons)]
    return tuple(line_readiness(line, live) for line in sorted(lines, key=lambda line: line.key))


def line_readiness(line: Line, live: Snapshot) -> Readiness:
    """The chain of one line."""
    person = live.directory.get(line.identity_uuid)
    code = addons.teams_code(line.addons)
    number = live.numbers.get(line.numbers[0]) if line.numbers else None
    plans = RESOURCE_PHONE_PLANS if code == addons.TEAMS_RESOURCE else USER_PHONE_PLANS
    checks = [
        Check(Link.PERSON, person is not None, detail=person.label if person else ""),
        Check(Link.ADDON, code is not None, detail=addons.name_of(code) if code else ""),
        Check(Link.NUMBER, number is not None, detail=display(number.e164) if number else ""),
        _uploaded(number),
        Check(Link.LICENCE, bool(person and plans & set(person.phone_plans))),
        _assigned(number, person.object_id if person else ""),
    ]
    if code != addons.TEAMS_RESOURCE:
        rule = live.rule_of(line.key)
        checks.append(Check(Link.RULE, bool(rule), detail=rule or "without it the person can't call out"))
    return Readiness(line, person.name if person else line.label, tuple(checks))


def _uploaded(number: Number | None) -> Check:
    upload = number.upload if number else Upload.NOT_UPLOADED
    waiting = upload in (Upload.UPLOADING, Upload.SYNCED)
    return Check(Link.UPLOADED, upload is Upload.UPLOADED, waiting, number.error or upload.value if number else "")


def _assigned(number: Number | None, object_id: str) -> Check:
    if number is None or not number.target:
        return Check(Link.ASSIGNED, False)
    mine = number.target == object_id
    waiting = mine and number.activation == "assignmentPending"
    return Check(Link.ASSIGNED, mine and not waiting, waiting, "" if mine else "given to somebody else")


def by_reason(all_: Sequence[Readiness]) -> dict[Link, int]:
    """How many lines are stopped by each link first, most first."""
    counts: dict[Link, int] = {}
    for one in all_:
        if one.broken:
            counts[one.broken.link] = counts.get(one.broken.link, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: -item[1]))
