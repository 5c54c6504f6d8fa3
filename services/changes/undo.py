"""Undo: a plan with the inverses of what a job really did, on the same road as any other plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pydantic import JsonValue

from services.changes.approvals import new_plan
from services.changes.follow_ups import FollowUp, Stage, undo_of
from services.changes.plan_binding import workspace_of
from services.context import Services
from services.domain.errors import BadInput, Stale
from services.domain.phrases import Phrase, join_text, tr
from services.domain.plan import Finding, Plan, PlanLine, Severity, count_steps, touches_of
from services.domain.settings.catalogue import FIELDS
from services.domain.settings.words import label_of
from services.domain.states import LineOutcome
from services.domain.steps import ObjectState, Step, StepKind
from services.store.ledger import LedgerEntry
from services.store.records import Job, StoredPlan

_MAX_DETAILED_LINES = 50  # lines
# An unlinked tenant has no inverse: its key is gone, so only somebody who has the key can link it again.
INVERSE: Mapping[StepKind, tuple[StepKind, ...]] = {
    StepKind.TENANT_LINK: (StepKind.TENANT_UNLINK,),
    StepKind.EXTENSION_CREATE: (StepKind.EXTENSION_DELETE,),
    StepKind.EXTENSION_DELETE: (StepKind.EXTENSION_CREATE,),
    StepKind.EXTENSION_UPDATE: (StepKind.EXTENSION_RESTORE,),
    StepKind.EXTENSION_RESTORE: (StepKind.EXTENSION_UPDATE,),
    StepKind.NUMBER_UPLOAD: (StepKind.NUMBER_DELETE, StepKind.NUMBER_GONE),
    StepKind.NUMBER_DELETE: (StepKind.NUMBER_UPLOAD, StepKind.NUMBER_VISIBLE),
    StepKind.NUMBER_ASSIGN: (StepKind.NUMBER_UNASSIGN,),
    StepKind.NUMBER_UNASSIGN: (StepKind.NUMBER_ASSIGN,),
    StepKind.EXTENSION_REKEY: (StepKind.EXTENSION_REKEY,),
    StepKind.SETTINGS_UPDATE: (StepKind.SETTINGS_UPDATE,),
    StepKind.SYSTEM_UPDATE: (StepKind.SYSTEM_UPDATE,),
    StepKind.LOCATION_SET: (StepKind.LOCATION_SET,),
    StepKind.VOICE_POLICY_SET: (StepKind.VOICE_POLICY_SET,),
    StepKind.PHONES_SET: (StepKind.PHONES_SET,),
    StepKind.LICENCE_GIVE: (StepKind.LICENCE_TAKE,),
    StepKind.LICENCE_TAKE: (StepKind.LICENCE_GIVE,),
    StepKind.ACCESS_SET: (StepKind.ACCESS_SET,),
    StepKind.POLICY_SET: (StepKind.POLICY_SET,),
}


async def plan_undo(services: Services, job: Job, who: str, name: str) -> StoredPlan:
    """A stored plan that undoes this job, or the one that exists already.

    BadInput when the job did nothing that can be undone, or was undone already.
    """
    if (before := await undo_of(services, job.id)) and (before.stage is not Stage.PLANNED or before.plan.author == who):
        return _under_way(before)
    lines = await services.store.plans.lines(job.plan_id)
    entries = {e.no: e for e in await services.store.ledger.entries(job.id)}
    undone = tuple(inverse_of(line, entries[line.no]) for line in lines)
    busy = tuple(line for line in undone if line.steps)
    if not busy:
        raise BadInput(tr("There is nothing to undo."), tr("This job changed nothing that can be taken back."))
    kept = tuple(_final(path) for path in sorted({path for line in lines for path in _finals(line.steps)}))
    located = [line.title for line in lines if any(map(_was_nowhere, done_steps(line, entries[line.no])))]
    kept += (_location_stays(located),) if located else ()
    source = await services.store.plans.get(job.plan_id, job.tenant_id)
    touches = touches_of(source.summary)
    plan = Plan(_title(job.title), busy, kept, undo_of=job.id, counts=count_steps(busy), touches=touches)
    bond = (await workspace_of(services, source)).bond
    return await new_plan(services, plan, bond, who, name)


def _title(of: str) -> str:
    """What the undo of a job with this title is called: undoing an undo does again what the first job did."""
    heading, first = (of.template, of.values.get("title", "")) if isinstance(of, Phrase) else ("", "")
    if heading == "Undo: {title}":
        return tr("Redo: {title}", title=first)
    return tr("Undo: {title}", title=first if heading == "Redo: {title}" else of)


def _under_way(before: FollowUp) -> StoredPlan:
    if before.stage is Stage.ENDED:
        raise Stale(
            tr("This was undone already."),
            tr("{author_name} did it.", author_name=before.plan.author_name),
            tr("Say *jobs* to see it."),
        )
    return before.plan


async def undoable(services: Services, plan: StoredPlan) -> bool:
    """Whether anything of the plan has an inverse; a plan's lines are of one kind, so the first ones tell."""
    first = await services.store.plans.lines(plan.id, most=_MAX_DETAILED_LINES)
    return any(_inverses(step) for line in first for step in line.steps)


def _finals(steps: Iterable[Step]) -> set[str]:
    return {path for step in steps for path in step.after.settings if path in FIELDS and FIELDS[path].final}


def _final(path: str) -> Finding:
    return Finding(
        Severity.INFO, "setting.final", tr("{label_of}: this can't be undone, so it stays.", label_of=label_of(path))
    )


def _location_stays(titles: Sequence[str]) -> Finding:
    why = tr("Usage location: there was none before, and Microsoft takes no empty one, so it stays.")
    return Finding(Severity.INFO, "location.final", why, value=join_text(", ", titles))


def _was_nowhere(step: Step) -> bool:
    """Whether it set a first usage location, which can't be removed: https://learn.microsoft.com/graph/api/resources/user"""
    return step.kind is StepKind.LOCATION_SET and not step.before.country


def done_steps(line: PlanLine, entry: LedgerEntry) -> list[Step]:
    """The steps of a line that had an effect, in their order."""
    return [step for step, mark in zip(line.steps, entry.trace, strict=False) if mark["how"] == LineOutcome.DONE]


def inverse_of(line: PlanLine, entry: LedgerEntry) -> PlanLine:
    """The line with the inverses of the steps that had an effect, the last one first."""
    return PlanLine(
        no=line.no,
        key=line.key,
        title=line.title,
        steps=tuple(inverse for step in reversed(done_steps(line, entry)) for inverse in _inverses(step)),
        person=line.held_by or line.person,
        number=line.number,
        held_by=line.person,
        person_name=line.held_by_name or line.person_name,
        held_by_name=line.person_name,
        person_id=line.held_by_id or line.person_id,
        held_by_id=line.person_id,
    )


def _inverses(step: Step) -> list[Step]:
    if _was_nowhere(step):
        return []
    if step.kind is StepKind.SETTINGS_UPDATE:
        step = replace(step, before=_without_finals(step.before), after=_without_finals(step.after))
        if not step.after.settings:
            return []
    kinds = INVERSE.get(step.kind, ())
    return [Step(kind, _object(step), *_swap(step)) for kind in kinds]


def _without_finals(state: ObjectState) -> ObjectState:
    """The line without steps that have no inverse: old credentials, for instance, don't come back."""
    kept: dict[str, JsonValue] = {
        path: value for path, value in state.settings.items() if path not in FIELDS or not FIELDS[path].final
    }
    return replace(state, settings=kept)


def _object(step: Step) -> str:
    """What the inverse acts on: a renamed extension has its new key by then."""
    renamed = step.after.key if step.kind is StepKind.EXTENSION_REKEY else None
    return renamed or step.object


def _swap(step: Step) -> tuple[ObjectState, ObjectState]:
    """Before and after, swapped; an unset identity becomes an empty one, so that the CPaaS unassigns it."""
    return step.after, step.before
