"""Questions about the past that the record answers: who changed what, when, and who approved it."""

from __future__ import annotations

from datetime import date, timedelta

from bot.language.dates import day_past
from bot.language.intent import Intent, read
from bot.language.slots import Lead, Slots
from bot.language.things import ThingKind

_WEEK = timedelta(days=7)
_WHEN = "D/THIS_WEEK/LAST_WEEK/THIS_MONTH/LAST_MONTH"
_ACTS = "GIVE/TAKE/MOVE/SWAP/RELEASE/UNASSIGN/DELETE/FORWARD/UPLOAD/ASSIGN/CHANGE/CHANGED/DID/RENAME/MEND/RECORD"
_WHAT_OF = "C? S? U? NUMBER? LINE? LICENCE? ADDON? SETTING? FORWARD? TEAMS? CALLS? SHE? HOLIDAY? TAKE? DOES? LAST?"
_OF = f"{_WHAT_OF} {_WHEN}? SINCE?"


def _lead(slots: Slots, *words: str) -> Lead:
    return Lead(" ".join(filter(None, ("record", *words, _days(slots)))))


def history(slots: Slots) -> Lead | None:
    """What was done to a person, line or number; to the number or line if its holder is named beside it.

    None if several were named.
    """
    held = [*slots.all(ThingKind.NUMBER), *slots.all(ThingKind.LINE)]
    if len(slots.targets()) == 2 and len(held) == 1 and slots.all(ThingKind.PERSON):
        return _lead(slots, held[0])
    return _lead(slots, slots.one()) if len(slots.targets()) <= 1 else None


def done_by(slots: Slots) -> Lead | None:
    """What somebody asked for."""
    return _lead(slots, "by", slots.one())


def approved_by(slots: Slots) -> Lead | None:
    """What somebody approved."""
    return _lead(slots, "approved by", slots.one())


def approvals(slots: Slots) -> Lead | None:
    """Who approved what was done to a person, line or number, or all approvals if none is named."""
    return _lead(slots, slots.one() or "approvals") if len(slots.targets()) <= 1 else None


def _days(slots: Slots) -> str:
    """The day or days asked about, as the `record` command takes them."""
    today, said = slots.names.today, slots.first(ThingKind.DATE)
    first = last = day_past(date.fromisoformat(said), today) if said else None
    if "SINCE" in slots.words and first:
        last = today
    elif slots.words & {"THIS_WEEK", "LAST_WEEK"}:
        monday = today - timedelta(days=today.weekday())
        first, last = (monday - _WEEK, monday - timedelta(days=1)) if "LAST_WEEK" in slots.words else (monday, today)
    elif slots.words & {"THIS_MONTH", "LAST_MONTH"}:
        first, last = today.replace(day=1), today
        if "LAST_MONTH" in slots.words:
            last = first - timedelta(days=1)
            first = last.replace(day=1)
    if first is None or last is None:
        return ""
    return first.isoformat() if first == last else f"{first.isoformat()} to {last.isoformat()}"


HISTORY: tuple[Intent, ...] = (
    read(
        "history",
        history,
        "THE_RECORD SHOW? LIST?",
        f"THE_RECORD T {_OF} SHOW?",
        f"THE_RECORD {_WHEN} SHOW? SINCE? LIST?",
        f"BEFORE L/N P WHO DOES? HAS? {_OF}",
        f"WHO BEFORE/INSTEAD T NUMBER/LINE HAS? {_OF}",
        f"BEFORE T WHO? WHAT? HAS? SHOW? {_OF}",
        f"WHO CHANGED/DID T {_OF} LIST? UNASSIGNED? RELEASED?",
        f"WHO CHANGED/DID {_OF} LIST? WHAT? RULES? SYSTEM? COMPANY?",
        f"DID_ANYONE {_ACTS} T {_OF} LIST?",
        f"WHO RELEASED/MOVE/SWAP T {_OF}",
        f"WHO GIVE/TAKE/CHANGE T {_WHEN} {_WHAT_OF}",
        f"WHO UPLOADED T {_OF}",
        f"WHEN CHANGED/DID/GIVE/RELEASED T {_OF} JOIN?",
        f"SINCE_WHEN T C/S HAS/DOES {_OF}",
        f"SINCE_WHEN/HOW_LONG P N/L HAS? DOES? {_OF}",
        f"SINCE_WHEN P/L/N NUMBER/LINE HAS? DOES? {_OF}",
        f"HOW_LONG P/L/N NUMBER/LINE HAS {_OF}",
        f"WHEN T ASSIGNED NUMBER/LINE/C/SHE {_OF}",
        f"WHY CHANGED/DID T {_OF} WHO?",
        f"CHANGED T {_OF} WHAT? LIST? HAS? SHOW?",
        f"CHANGED WHAT/LIST {_OF} SHOW? HAS?",
        f"CHANGED {_WHEN} {_WHAT_OF} SINCE? LIST? SHOW? HAS?",
        f"HAPPENED T {_WHEN} {_WHAT_OF} SINCE? WHAT? SHOW? LIST?",
        f"HAPPENED WHAT T {_WHAT_OF} SINCE? SHOW?",
        f"HAPPENED WHAT/LIST {_WHEN} SINCE? SHOW? JOB?",
        "EXPORT/SEND/SHOW THE_RECORD FILE? AS?",
        f"HISTORY T {_OF} SHOW? CHANGE?",
        f"HISTORY {_WHEN} SHOW? SINCE?",
        follows=True,
    ),
    read(
        "done_by",
        done_by,
        f"P CHANGED/CHANGE/DID WHAT {_WHEN}? {_WHAT_OF} SINCE? LIST?",
        f"P WHAT DOES {_WHEN} SINCE?",
        f"CHANGED/HISTORY BY P {_OF} SHOW? LIST? WHAT?",
        follows=True,
    ),
    read(
        "approved_by",
        approved_by,
        f"P APPROVED/APPROVE WHAT DOES? PLAN? {_WHEN}? SINCE?",
        f"APPROVED BY P WHAT? PLAN? LIST? SHOW? CHANGE? {_WHEN}? SINCE?",
        follows=True,
    ),
    read(
        "who_approved",
        approvals,
        f"WHO APPROVED T {_OF} CHANGE?",
        f"WHO APPROVE {_WHEN} IT? PLAN? JOB? CHANGE? DOES? SINCE?",
        f"WHO APPROVED IT? PLAN? JOB? UPLOAD? CHANGE? LAST? {_WHEN}? SINCE?",
        f"APPROVED WHAT/PLAN {_WHEN}? SINCE? LIST? SHOW?",
        follows=True,
    ),
)
