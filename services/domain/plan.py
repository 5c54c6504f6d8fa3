"""A plan: what would be done, line by line, before anything is written."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter, ValidationError

from services.domain.errors import StoredWrong
from services.domain.joins import Joined
from services.domain.phrases import join_text, tr
from services.domain.reach import SHARED, Extent
from services.domain.steps import RULES_OF, Step, StepKind

_FEW_LINES = 10  # lines
_DELETES = frozenset({StepKind.EXTENSION_DELETE, StepKind.NUMBER_DELETE})


class Severity(StrEnum):
    """How much a finding matters: an error stops the plan, a warning and a note don't."""

    ERROR = "error"  # its line can't be planned
    WARNING = "warning"  # to be considered before it is sent
    INFO = "info"  # worth knowing


@dataclass(frozen=True, slots=True)
class Finding:
    """Something worth telling about a line or cell: what was found, and what to do.

    `row` is the file's line (0: the whole file), `column` its heading, `value` what stood there (cards cut it short),
    `key` the line it is about if there is no file. `others` is how many findings of its kind it stands for if a file
    has too many to list; 0 for an ordinary one. `suggestion` is what the cell should probably hold.
    """

    severity: Severity
    code: str
    message: str
    fix: str = ""
    row: int = 0
    column: str = ""
    value: str = ""
    key: str = ""
    others: int = 0
    suggestion: str = ""

    @property
    def stands_for(self) -> int:
        """How many findings it counts as."""
        return self.others or 1

    @property
    def of_cell(self) -> bool:
        """Whether it is an error that another value in one cell of the file would mend."""
        return self.severity is Severity.ERROR and bool(self.row and self.column)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One line's steps in order; no steps means the line already is as requested.

    `person` is whom it is about and `held_by` who had the line before, if its holder changes; both with the user name.
    `person_name` and `held_by_name` are their names alone, `person_id` and `held_by_id` the ids of their accounts.
    `losers` are the names of people who lose by the steps that take service away, one per step; empty if unknown.
    """

    no: int
    key: str
    title: str
    steps: tuple[Step, ...]
    row: int = 0
    person: str = ""
    number: str = ""
    held_by: str = ""
    person_name: str = ""
    held_by_name: str = ""
    person_id: str = ""
    held_by_id: str = ""
    losers: tuple[str, ...] = ()

    @property
    def taking(self) -> tuple[Step, ...]:
        """The steps that take service away."""
        return tuple(step for step in self.steps if step.takes_away)

    @property
    def taken(self) -> tuple[tuple[Step, str], ...]:
        """Each step that takes service away, with the name of the person who loses by it, empty if unknown."""
        taking = self.taking
        if len(self.losers) == len(taking):
            return tuple(zip(taking, self.losers, strict=True))
        return tuple((step, self._loser(step)) for step in taking)

    def _loser(self, step: Step) -> str:
        """Who loses by a step of an undo or a retry, whose lines are made from other ones."""
        account = step.before.target or step.object
        known = {self.person_id: self.person_name, self.held_by_id: self.held_by_name}
        return known.get(account) or self.held_by_name or self.person_name


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """A line as it is stored: its text, and the kinds of its steps with spaces between."""

    no: int
    shape: str
    text: str


@dataclass(frozen=True, slots=True)
class SeatUse:
    """Free seats of one licence code before the plan and after it."""

    code: str
    total: int
    free_before: int
    free_after: int


@dataclass(frozen=True, slots=True)
class Plan:
    """All lines, findings and seat counts of one request; `joins` connect members and accounts, as somebody chose them.

    `undo_of` is the job that it undoes, `retry_of` the one that it retries. `of_lines` is how many lines the
    organisation had when it was made, 0 if unknown. `second_person`: it needs one whatever it does. `touches` is the
    extent of all its lines: who may not see that doesn't see the plan.
    """

    title: str
    lines: tuple[PlanLine, ...] = ()
    findings: tuple[Finding, ...] = ()
    seats: tuple[SeatUse, ...] = ()
    undo_of: str = ""
    retry_of: str = ""
    of_lines: int = 0
    counts: dict[StepKind, int] = field(default_factory=dict)
    joins: tuple[Joined, ...] = ()
    second_person: bool = False
    touches: Extent = SHARED

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Findings that stop the plan."""
        return tuple(f for f in self.findings if f.severity is Severity.ERROR)

    @property
    def busy_lines(self) -> tuple[PlanLine, ...]:
        """Lines with something to do."""
        return tuple(line for line in self.lines if line.steps)

    @property
    def takes_away(self) -> bool:
        """Whether anybody loses service by it."""
        return any(line.taking for line in self.lines)

    @property
    def costs(self) -> bool:
        """Whether any of its steps takes a licence or a seat."""
        return any(step.costs for line in self.lines for step in line.steps)

    @property
    def losing_lines(self) -> tuple[PlanLine, ...]:
        """Lines that lose service by it."""
        return tuple(line for line in self.lines if line.taking)

    @property
    def drastic(self) -> int:
        """How many lines it changes or deletes, if that is so many that the number has to be typed; otherwise 0.

        More than a third of at least ten existing lines, or more than ten deleted. The bounds are octoDNS's:
        https://github.com/octodns/octodns#safety
        """
        kinds = [{step.kind for step in line.steps} for line in self.busy_lines]
        deleted = sum(bool(kind & _DELETES) for kind in kinds)
        changed = sum(StepKind.EXTENSION_CREATE not in kind for kind in kinds)
        many = self.of_lines >= _FEW_LINES and changed * 3 > self.of_lines
        return max(deleted if deleted > _FEW_LINES else 0, changed if many else 0)

    @property
    def needs_approval(self) -> bool:
        """The default policy: more than one line, or service taken away, needs a second person."""
        return self.second_person or len(self.busy_lines) > 1 or self.takes_away or self.about_rules

    @property
    def about_rules(self) -> bool:
        """Whether it changes who has access, or the policy."""
        return any(step.kind in RULES_OF for line in self.lines for step in line.steps)


def count_steps(lines: tuple[PlanLine, ...]) -> dict[StepKind, int]:
    """How often each kind of step occurs, in the order lines walk them."""
    counted = Counter(step.kind for line in lines for step in line.steps)
    return {kind: counted[kind] for kind in StepKind if counted[kind]}


_LINE = TypeAdapter(PlanLine)


def write(lines: Iterable[PlanLine]) -> tuple[WrittenLine, ...]:
    """The lines as they are stored and hashed: JSON without empty fields."""
    return tuple(
        WrittenLine(line.no, _shape(line), _LINE.dump_json(line, exclude_defaults=True).decode()) for line in lines
    )


def _shape(line: PlanLine) -> str:
    return join_text(" ", (step.kind.value for step in line.steps))


def read(texts: Iterable[str]) -> tuple[PlanLine, ...]:
    """The lines that were stored as these texts. StoredWrong when one of them can't be read."""
    try:
        return tuple(_LINE.validate_json(text) for text in texts)
    except ValidationError:
        # Its message quotes what is stored.
        raise StoredWrong(tr("A stored line of the plan can't be read.")) from None


_EXTENT = TypeAdapter(Extent)


def touches_of(summary: Mapping[str, Any]) -> Extent:
    """The extent of a stored plan; if it wasn't stored, what everybody shares, which no limited role covers."""
    return _EXTENT.validate_python(summary["touches"]) if summary.get("touches") else SHARED


def plan_hash(workspace: str, author: str, texts: Iterable[str]) -> str:
    """The hash that an approval is bound to: every step of every line as stored, tenant and author."""
    digest = hashlib.sha256(f"{workspace}\n{author}\n".encode())
    for text in texts:
        digest.update(text.encode())
    return digest.hexdigest()
