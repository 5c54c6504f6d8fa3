"""Lines that wait for each other: a number goes to one line or person only after another one has let it go.

The order follows from the steps, so that retries and undo keep it, too. Nothing of it is stored: the ledger says where
each line stands, and so who waits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from services.domain.phrases import tr
from services.domain.plan import PlanLine
from services.domain.states import LineOutcome, LinePhase
from services.domain.steps import Step, StepKind
from services.execution.lanes import LineTask
from services.store.ledger import LedgerEntry

At = tuple[int, int]  # a line's number, and the place of a step among its steps
_UPDATES = (StepKind.EXTENSION_UPDATE, StepKind.EXTENSION_RESTORE)
_NUMBER, _IN_TEAMS, _PERSON = "number", tr("in Teams"), "person"


class Stand(Enum):
    """Whether a line may go on with its next step."""

    FREE = auto()  # it waits for no other line
    WAITS = auto()  # another line hasn't done yet what it waits for
    LOST = auto()  # what it waits for won't come


def waits_of(lines: Iterable[PlanLine]) -> dict[At, tuple[At, ...]]:
    """The steps that wait for steps of other lines, each with those that it waits for."""
    everything = [((line.no, at), step) for line in lines for at, step in enumerate(line.steps)]
    free: defaultdict[tuple[str, str], list[At]] = defaultdict(list)
    for at, step in everything:
        for thing in _lets_go(step):
            free[thing].append(at)
    waits = {}
    for at, step in everything:
        others = tuple(other for thing in _takes(step) for other in free.get(thing, ()) if other[0] != at[0])
        if others:
            waits[at] = others
    return waits


def _lets_go(step: Step) -> Iterator[tuple[str, str]]:
    """What the step releases for other lines once it is done."""
    if step.kind in _UPDATES:
        yield from ((_NUMBER, e164) for e164 in step.before.numbers)
    elif step.kind is StepKind.NUMBER_UNASSIGN:
        yield _IN_TEAMS, step.object
        yield _PERSON, step.before.target or ""


def _takes(step: Step) -> Iterator[tuple[str, str]]:
    """What must be released before the step: a person has one number to call with in Teams."""
    if step.kind in _UPDATES:
        yield from ((_NUMBER, e164) for e164 in step.after.numbers)
    elif step.kind is StepKind.NUMBER_ASSIGN:
        yield _IN_TEAMS, step.object
        yield _PERSON, step.after.target or ""


@dataclass(eq=False, slots=True)
class LineOrder:
    """Knows which rows of a slice wait for others, from where every line of the job stands."""

    waits: Mapping[At, tuple[At, ...]] = field(default_factory=dict)
    entries: dict[int, LedgerEntry] = field(default_factory=dict)
    waiting: list[LineTask] = field(default_factory=list)

    def heard(self, entry: LedgerEntry) -> None:
        """Note the entry that the ledger holds now."""
        if self.waits:
            self.entries[entry.no] = entry

    def holds(self, row: LineTask) -> bool:
        """Whether the row has to wait for other lines; if so it is kept here."""
        if self.stand(row.entry) is Stand.FREE:
            return False
        self.waiting.append(row)
        return True

    def stand(self, entry: LedgerEntry) -> Stand:
        """Whether a line may go on with its next step; a step that has begun goes on."""
        if entry.phase != "todo":
            return Stand.FREE
        stands = [self._passed(at) for at in self.waits.get((entry.no, entry.step), ())]
        return Stand.LOST if Stand.LOST in stands else Stand.WAITS if Stand.WAITS in stands else Stand.FREE

    def moved(self) -> tuple[list[LineTask], list[LineTask]]:
        """The rows that no longer wait: those that may go on, and those that never will."""
        stands = [(row, self.stand(row.entry)) for row in self.waiting]
        self.waiting = [row for row, stand in stands if stand is Stand.WAITS]
        return [row for row, s in stands if s is Stand.FREE], [row for row, s in stands if s is Stand.LOST]

    def drain(self) -> list[LineTask]:
        """Take out every row that waits."""
        rows, self.waiting = self.waiting, []
        return rows

    def _passed(self, at: At) -> Stand:
        entry = self.entries.get(at[0])
        if entry is None or entry.step > at[1] or entry.outcome == LineOutcome.DONE:
            return Stand.FREE
        return Stand.LOST if entry.phase == LinePhase.ENDED else Stand.WAITS
