"""Mending a faulty file on a card: new values for its cells, and rows to leave out."""

from __future__ import annotations

from collections.abc import Mapping

from services.changes.drafts import findings_of
from services.changes.start_work import begin
from services.context import Services
from services.domain.errors import BadInput, Stale
from services.domain.phrases import tr
from services.domain.plan import Finding
from services.domain.states import DraftState
from services.intake.mended import cell_id, row_id
from services.store.records import Draft

_MAX_CELL_CHARACTERS = 200  # characters of a cell


def to_mend(draft: Draft) -> tuple[Finding, ...]:
    """The errors of the draft's cells, in the file's order; a card names each by its index in this list."""
    errors = (found for found in findings_of(draft) if found.of_cell)
    return tuple(sorted(errors, key=lambda found: found.row))


async def accept_all(services: Services, draft: Draft) -> None:
    """Mend every cell by its suggestion, and read on; Stale when that card was answered already."""
    answers = {_cell(found): found.suggestion for found in to_mend(draft) if found.suggestion}
    await _go_on(services, draft, answers)


async def mend(services: Services, draft: Draft, given: Mapping[int, str]) -> None:
    """Mend the cells at these indexes, and read on; an empty text leaves the row out.

    BadInput without any; Stale when that card was answered already. What comes back from a card is only taken for
    faults that the draft has.
    """
    faults = to_mend(draft)
    known = {at: text.strip()[:_MAX_CELL_CHARACTERS] for at, text in given.items() if 0 <= at < len(faults)}
    answers = {_cell(faults[at]) if text else row_id(faults[at].row): text or "out" for at, text in known.items()}
    await _go_on(services, draft, answers)


def _cell(found: Finding) -> str:
    return cell_id(found.row, found.column, found.value)


async def _go_on(services: Services, draft: Draft, answers: Mapping[str, str]) -> None:
    if not answers:
        raise BadInput(tr("There is nothing to mend here."), fix=tr("Change the file and send it again."))
    given = {**draft.answers, **answers}
    if not await services.store.drafts.answer(draft.id, given, draft.rounds, DraftState.FAULTY):
        raise Stale(tr("You answered this already."), fix=tr("Look at its card; it shows what came of that."))
    await begin(services, "draft", f"{draft.id}-{draft.rounds + 1}")
