"""What a wish needs of Teams: numbers that have to leave somebody, and the number on its way to its person."""

from __future__ import annotations

from services.changes.plan_cpaas import gains
from services.changes.snapshot import Snapshot
from services.domain import addons
from services.domain.change import Change
from services.domain.line import HALF_DONE, Line, Number, Upload
from services.domain.number import country_of
from services.domain.people import Person
from services.domain.steps import State, Step, StepKind
from services.domain.upload import USAGE

_ABSENT = State(exists=False)
_NOBODY = State(target="")


def teams_code(change: Change, line: Line | None) -> str | None:
    """The Teams add-on the line will have, or None: then its number stays in the CPaaS."""
    kept = set(line.addons) - set(change.drop_addons) if line else set()
    return addons.teams_code({*change.addons, *kept})


def teams_number(change: Change, line: Line | None) -> str:
    """The number that stands for the line in Teams once the wish is fulfilled, or an empty string."""
    kept = [number for number in line.numbers if number not in change.drop_numbers] if line else []
    return change.primary or next(iter(gains(change)), "") or next(iter(kept), "")


def holder_after(change: Change, person: Person | None, line: Line | None, live: Snapshot) -> Person | None:
    """Who holds the line once the wish is fulfilled."""
    if person is not None or change.person == "":
        return person
    return live.directory.get(line.identity_uuid) if line else None


def leaving(change: Change, person: Person | None, line: Line | None, live: Snapshot) -> list[Step]:
    """Numbers that Teams has given to somebody who won't have them any more, and those that leave the tenant."""
    steps = []
    for e164 in departing(change, person, line, live):
        target = live.numbers[e164].target
        steps.append(Step(StepKind.NUMBER_UNASSIGN, e164, State(target=target), State(target="")))
    number = live.numbers.get(change.number or "")
    if change.release and number and number.upload is not Upload.NOT_UPLOADED:
        here = State(
            exists=True, usage=number.usage, location=number.location or None, open_address=number.open_address
        )
        gone = here, State(exists=False)
        steps.append(Step(StepKind.NUMBER_DELETE, number.e164, *gone))
        steps.append(Step(StepKind.NUMBER_GONE, number.e164, *gone))
    return steps


def departing(change: Change, person: Person | None, line: Line | None, live: Snapshot) -> list[str]:
    """The numbers to be unassigned in Teams: E.164, in the line's order."""
    asked = {change.number} if change.unassign and change.number else set()
    if not asked and not (line and line.numbers):
        return []
    old = live.directory.get(line.identity_uuid) if line else None
    found = []
    for e164 in dict.fromkeys((*sorted(filter(None, asked)), *(line.numbers if line else ()))):
        number = live.numbers.get(e164)
        if number is None or not number.target:
            continue
        mine = old is not None and number.target == old.object_id
        if e164 in asked or (mine and _must_go(e164, change, person, line, live)):
            found.append(e164)
    return found


def _must_go(e164: str, change: Change, person: Person | None, line: Line | None, live: Snapshot) -> bool:
    """Whether the person of this line can't keep the number: it, the line, or its Teams add-on goes to others."""
    if e164 in change.drop_numbers or teams_code(change, line) is None:
        return True
    holder = holder_after(change, person, line, live)
    if holder is None or holder.object_id != live.numbers[e164].target:
        return True
    # Only a number that was chosen to stand first sends another one away: a bulk row takes nothing from anybody.
    return bool(change.primary) and e164 != change.primary


def arriving(change: Change, person: Person | None, line: Line | None, live: Snapshot) -> list[Step]:
    """The number's way into the tenant and to its person."""
    code, e164 = teams_code(change, line), teams_number(change, line)
    usage = change.usage or (USAGE[code] if code else "")
    if not usage or not e164 or change.upload is False or change.unassign or change.release or not change.to_teams:
        return []
    number = live.numbers.get(e164, Number(e164))
    steps = []
    if number.upload in (Upload.NOT_UPLOADED, Upload.FAILED):
        steps.append(Step(StepKind.NUMBER_UPLOAD, e164, _ABSENT, _uploaded(change, number, usage, live)))
    if number.upload is not Upload.UPLOADED:
        steps.append(Step(StepKind.NUMBER_VISIBLE, e164, _ABSENT, State(exists=True, usage=usage)))
    holder = holder_after(change, person, line, live)
    target = holder.object_id if holder and code else ""
    held = "" if e164 in departing(change, person, line, live) else number.target
    # What Teams began and didn't finish rings nowhere: it is ordered again.
    given = held == target and number.activation not in HALF_DONE
    if target and not given and change.assign is not False:
        steps.append(Step(StepKind.NUMBER_ASSIGN, e164, _NOBODY, State(target=target, usage=usage)))
    return steps


def _uploaded(change: Change, number: Number, usage: str, live: Snapshot) -> State:
    """What goes with the upload: as the wish says, else as the workspace chose for numbers of that country."""
    usual = live.upload
    here = usual.location if usual.country == (number.country or country_of(number.e164)) else ""
    open_address = usual.open_address if change.open_address is None else change.open_address
    return State(exists=True, usage=usage, location=change.location or here or None, open_address=open_address)
