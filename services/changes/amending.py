"""A rejected plan, changed on a card: lines left out, values corrected; the rest is requested again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from services.changes.drafts import Author, unseen
from services.changes.renewal import copy_of
from services.changes.start_work import begin
from services.context import Services
from services.domain.errors import BadInput, NotAllowed
from services.domain.phrases import tr
from services.domain.plan import PlanLine
from services.intake.headers import ColumnRole
from services.intake.mended import cell_id, row_id
from services.planning.draft_plan import CHANGES
from services.store.drafts import DraftKind
from services.store.records import Draft, StoredPlan

_MAX_CELL_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Amendment:
    """What to change about a line: leave it out, or another number or person; empty keeps it."""

    out: bool = False
    number: str = ""
    person: str = ""


async def amend(services: Services, plan: StoredPlan, who: Author, amendments: Mapping[int, Amendment]) -> str:
    """The draft of the changed request; its id. `amendments` are by the line's number in the plan.

    NotAllowed for somebody else's plan; BadInput when its request isn't kept any more, or no line is left. Without
    any it is the same request, which may go with another reason.
    """
    if plan.author != who.object_id:
        raise NotAllowed(
            tr("This is somebody else's plan."),
            tr("{author_name} made it.", author_name=plan.author_name),
            tr("Ask {author_name}.", author_name=plan.author_name),
        )
    request = await services.store.drafts.find(plan.draft_id) if plan.draft_id else None
    if request is None:
        raise BadInput(tr("I don't have this request any more."), fix=tr("Send the file or the request again."))
    changed = {no: one for no, one in amendments.items() if one != Amendment()}
    lines = {line.no: line for line in await services.store.plans.lines_of(plan.id, list(changed))}
    again = _amended(copy_of(services, request, who), [(lines[no], one) for no, one in changed.items() if no in lines])
    await services.store.drafts.add(again)
    await begin(services, "draft", f"{again.id}-0")
    return again.id


def _amended(draft: Draft, amended: Sequence[tuple[PlanLine, Amendment]]) -> Draft:
    if draft.kind == DraftKind.FILE:
        answers = {ident: text for line, one in amended for ident, text in _answers(line, one).items()}
        return replace(draft, answers={**draft.answers, **answers})
    ones = {line.key: one for line, one in amended}
    changes = [change for change in unseen(draft.content) if not ones.get(change.key, Amendment()).out]
    if not changes:
        raise BadInput(tr("No line is left."), fix=tr("Leave fewer out."))
    return replace(draft, content=CHANGES.dump_json(tuple(changes)))


def _answers(line: PlanLine, one: Amendment) -> dict[str, str]:
    if one.out:
        return {row_id(line.row): "out"}
    cells = {ColumnRole.NUMBER: one.number, ColumnRole.PERSON: one.person}
    return {cell_id(line.row, role, ""): text[:_MAX_CELL_CHARACTERS] for role, text in cells.items() if text}
