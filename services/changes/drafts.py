"""Drafts: a file or a request becomes a plan, or comes back with questions or faults. Nothing remote is written."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from services.changes import upload_options
from services.changes.approvals import apply_now, new_plan, summary_of
from services.changes.start_work import begin
from services.changes.voice_policies import unasked, with_policies_asked
from services.context import Services
from services.domain.bond import Bond
from services.domain.change import Change
from services.domain.errors import Stale
from services.domain.findings import unlicensed
from services.domain.kept_phrases import with_phrases
from services.domain.phrases import tr
from services.domain.plan import Finding, Plan, plan_hash, write
from services.domain.questions import Question, chosen
from services.domain.states import DraftState
from services.domain.trace import correlation, span
from services.inventory.operator_offers import check_offers, read_offers, uploads
from services.inventory.snapshot import Snapshot, read_snapshot, remember
from services.planning.checks_people import PERSON_REMARKS
from services.planning.draft_plan import (
    CHANGES,
    FINDINGS,
    QUESTIONS,
    ReadLive,
    members_of,
    named_rules,
    needed_by,
    written_notes,
)
from services.planning.emergency_addresses import check_default, without_address
from services.planning.licensing import ANSWER as LICENCES
from services.planning.licensing import with_licences
from services.planning.planner import make_plan
from services.planning.resolve_people import PersonQuestion, Resolved, resolve
from services.store.drafts import DraftKind
from services.store.records import Draft, StoredPlan
from services.store.workspaces import Workspace

STARTS_AT = "starts_at"  # the id under which a draft keeps its starting time
_NO_ANSWERS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Author:
    """Who asks for a change."""

    tenant_id: str
    object_id: str
    name: str


async def add_file(services: Services, author: Author, name: str, content: bytes) -> str:
    """Keep a sent file and start reading it; returns the draft's id."""
    return await _add(services, author, name, content, DraftKind.FILE)


async def add_changes(
    services: Services,
    author: Author,
    title: str,
    changes: Sequence[Change],
    notes: Sequence[Finding] = (),
    starts_at: float = 0.0,
) -> str:
    """Store changes from a form or a typed command as a draft; its id. `make` turns it into a plan.

    `notes` are shown with the plan: what the request had to leave out, for instance. `starts_at` is as
    in `request_plan`.
    """
    content = CHANGES.dump_json(tuple(changes))
    return await _add(services, author, title, content, DraftKind.CHANGES, notes, answers=_dated(starts_at))


def _dated(starts_at: float) -> dict[str, str]:
    """The starting time of a request, as a draft keeps it."""
    return {STARTS_AT: repr(starts_at)} if starts_at else {}


def starts_of(draft: Draft) -> float:
    """When the requested change begins by itself; 0 for as soon as it is approved."""
    return float(draft.answers.get(STARTS_AT, 0.0))


@dataclass(frozen=True, slots=True)
class RequestedPlan:
    """The outcome of a request: a stored plan, or why there is none.

    `findings` are what is wrong; with neither these nor `questions` what can be done is so already, and `notes` tell
    what was left out.
    """

    plan: StoredPlan | None = None
    findings: tuple[Finding, ...] = ()
    questions: tuple[PersonQuestion, ...] = ()
    notes: tuple[Finding, ...] = ()


async def request_plan(
    services: Services,
    author: Author,
    title: str,
    changes: Sequence[Change],
    *,
    at_once: bool = False,
    notes: Sequence[Finding] = (),
    starts_at: float = 0.0,
) -> RequestedPlan:
    """The plan for a few changes, made within the turn that requests them, so that a form can say what is wrong.

    `at_once` applies it too, where policy lets its author do that alone and no licence or seat is taken: what somebody
    clicked was the decision. A remark on the person that they haven't read yet is shown first. `starts_at` is when the
    plan is to begin by itself, 0 for as soon as it is approved.
    """
    workspace = await services.store.workspaces.get(author.tenant_id)
    with span("plan", values={"lines": len(changes)}):
        live, resolved, plan = await _compared(services, workspace, title, changes, notes)
    if unlicensed(plan.errors):
        changes, notes, live, plan = await _licensed(services, workspace, changes, notes, resolved, plan)
    if plan.errors:
        return RequestedPlan(findings=plan.errors)
    if resolved.questions:
        return RequestedPlan(questions=resolved.questions)
    if not plan.busy_lines:
        return RequestedPlan(notes=plan.findings)
    if at_once and (running := await _running(services, author, workspace.bond, plan)):
        return RequestedPlan(running)
    # The plan tells what they are called now, and their account is followed from here on.
    await remember(services.store, live, members_of(resolved), told=True)
    draft_id = await _add_planned(services, author, title, changes, notes, starts_at)
    row = await new_plan(services, plan, workspace.bond, author.object_id, author.name, draft_id, starts_at)
    await services.store.drafts.set(draft_id, plan_id=row.id)
    if at_once and not (row.needs_approval or plan.costs or _remarked(plan)):
        row = await apply_now(services, row, author.object_id, row.hash)
    return RequestedPlan(row)


async def _add_planned(
    services: Services, author: Author, title: str, changes: Sequence[Change], notes: Sequence[Finding], begins: float
) -> str:
    """Store the draft of a plan that is made in the same turn; its id."""
    asked = CHANGES.dump_json(tuple(changes))
    state, dated = DraftState.PLANNED, _dated(begins)
    return await _add(services, author, title, asked, DraftKind.CHANGES, notes, state, dated)


async def preview(
    services: Services, author: Author, title: str, changes: Sequence[Change], notes: Sequence[Finding] = ()
) -> tuple[Plan, tuple[PersonQuestion, ...]]:
    """The plan that would be made, without storing it; incomplete while questions are open."""
    workspace = await services.store.workspaces.get(author.tenant_id)
    _, resolved, plan = await _compared(services, workspace, title, changes, notes)
    if unlicensed(plan.errors):
        _, _, _, plan = await _licensed(services, workspace, changes, notes, resolved, plan)
    return plan, resolved.questions


async def _licensed(
    services: Services,
    workspace: Workspace,
    changes: Sequence[Change],
    notes: Sequence[Finding],
    resolved: Resolved,
    plan: Plan,
) -> tuple[Sequence[Change], Sequence[Finding], Snapshot, Plan]:
    """The changes with the phone licences they lack, planned again; unchanged if something else is wrong, too."""
    live = await live_for(services, workspace, needed_by(changes))
    changes = named_rules(changes, live)
    graph = services.clients.graph(workspace.tenant_id)
    changes, unmet = await with_policies_asked(graph, changes, resolved.people, live)
    able = with_licences(changes, resolved.people, plan.errors, live)
    found = [*unmet, *resolved.findings, *able.notes, *notes]
    again = await asyncio.to_thread(make_plan, plan.title, able.changes, resolved.people, live, found)
    return able.changes, [*able.notes, *notes], live, await _with_operator(services, workspace, again)


async def give_licences(services: Services, draft: Draft) -> None:
    """Plan the draft with the phone licences that its lines lack; Stale when that was asked already."""
    answers = {**draft.answers, LICENCES: "give"}
    if not await services.store.drafts.answer(draft.id, answers, draft.rounds, DraftState.FAULTY):
        raise Stale(tr("You chose this already."), fix=tr("Look at its card; it shows what came of that."))
    await begin(services, "draft", f"{draft.id}-{draft.rounds + 1}")


async def still_fits(services: Services, row: StoredPlan) -> bool:
    """Whether the plan's request, compared with the live state, still leads to the very same steps."""
    draft = await services.store.drafts.find(row.draft_id) if row.draft_id else None
    if draft is None:
        return False
    workspace = await services.store.workspaces.get(row.tenant_id)
    changes = unasked(unseen(draft.content))
    _, resolved, plan = await _compared(services, workspace, row.title, changes, (), draft.answers)
    texts = [line.text for line in write(plan.lines)]
    same = plan_hash(row.tenant_id, row.author, texts) == row.hash
    return same and not (plan.errors or resolved.questions)


def unseen(content: bytes) -> tuple[Change, ...]:
    """The changes without the version that their form showed: they apply to the line as it is now."""
    return tuple(replace(change, seen=0) for change in CHANGES.validate_json(content))


async def _compared(
    services: Services,
    workspace: Workspace,
    title: str,
    changes: Sequence[Change],
    notes: Sequence[Finding],
    answers: Mapping[str, str] = _NO_ANSWERS,
) -> tuple[Snapshot, Resolved, Plan]:
    """The changes, compared with the live state."""
    live = await live_for(services, workspace, needed_by(changes))
    changes = named_rules(changes, live)
    resolved = resolve(changes, live.directory, answers)
    graph = services.clients.graph(workspace.tenant_id)
    changes, unmet = await with_policies_asked(graph, changes, resolved.people, live)
    found = [*unmet, *resolved.findings, *notes]
    plan = await asyncio.to_thread(make_plan, title, changes, resolved.people, live, found)
    return live, resolved, await _with_operator(services, workspace, plan)


def _remarked(plan: Plan) -> bool:
    """Whether the plan has a remark on a person that their name doesn't show."""
    return any(found.code in PERSON_REMARKS for found in plan.findings)


async def _running(services: Services, author: Author, bond: Bond, plan: Plan) -> StoredPlan | None:
    """A plan for the same changes that is already being applied, after a double click."""
    texts = [line.text for line in write(plan.lines)]
    fingerprint = plan_hash(author.tenant_id, author.object_id, texts)
    return await services.store.plans.running(author.tenant_id, bond.org_uuid, fingerprint)


async def live_for(services: Services, workspace: Workspace, needed: ReadLive) -> Snapshot:
    """The live state, with the parts that are needed."""
    live = await read_snapshot(services, workspace, system=needed.system)
    usual = await upload_options.chosen(services, workspace.tenant_id)
    return replace(live, upload=usual) if usual else live


async def _with_operator(services: Services, workspace: Workspace, plan: Plan) -> Plan:
    """The plan with findings on what the operator offers and on emergency addresses.

    Either is read only where an upload needs it.
    """
    wanted = uploads(plan.lines)
    if not wanted:
        return plan
    operator = services.clients.operator(workspace.tenant_id)
    found = check_offers(wanted, await read_offers(operator, workspace.account))
    plan = replace(plan, findings=(*found, *plan.findings))
    lacking = without_address(plan.lines)
    if not lacking:
        return plan
    found = check_default(lacking, await upload_options.places(services, workspace))
    return replace(plan, findings=(*found, *plan.findings))


async def _add(
    services: Services,
    author: Author,
    name: str,
    content: bytes,
    kind: DraftKind,
    notes: Sequence[Finding] = (),
    state: DraftState = DraftState.READING,
    answers: Mapping[str, str] = _NO_ANSWERS,
) -> str:
    draft = Draft(
        id=services.make_id(),
        tenant_id=author.tenant_id,
        author=author.object_id,
        author_name=author.name,
        name=name,
        kind=kind,
        content=content,
        notes=tuple(written_notes(notes)),
        answers=dict(answers),
        state=state,
        outcome={},
        created_at=services.clock.now(),
        ref=correlation.get(),
    )
    await services.store.drafts.add(draft)
    return draft.id


async def answer(services: Services, draft: Draft, given: Mapping[str, str]) -> None:
    """Store who was chosen, and read on; Stale when that card was answered already.

    `given` comes back from a card: only questions that are open on this draft are answered by it, and only with one of
    their candidates. Without any such answer the questions stay as they are.
    """
    if draft.state != DraftState.ASKING:
        raise Stale(tr("You answered this already."), fix=tr("Look at its card; it shows what came of that."))
    chosen = {q["id"]: given[q["id"]] for q in draft.outcome["questions"] if given.get(q["id"]) in _keys(q)}
    if not chosen:
        return
    if not await services.store.drafts.answer(draft.id, {**draft.answers, **chosen}, draft.rounds):
        raise Stale(tr("You answered this already."), fix=tr("Look at its card; it shows what came of that."))
    await begin(services, "draft", f"{draft.id}-{draft.rounds + 1}")


def _keys(question: Mapping[str, Any]) -> set[str]:
    return {candidate["key"] for candidate in question["candidates"]}


async def answer_about(services: Services, draft: Draft, given: Mapping[str, str]) -> None:
    """Store what was answered about the file itself, and read on; Stale when that card was answered already.

    `given` comes back from a card: only open questions are answered by it, and only with choices that they have.
    """
    answers = chosen(questions_about(draft), given)
    if answers and not await services.store.drafts.answer(draft.id, {**draft.answers, **answers}, draft.rounds):
        raise Stale(tr("You answered this already."), fix=tr("Look at its card; it shows what came of that."))
    if answers:
        await begin(services, "draft", f"{draft.id}-{draft.rounds + 1}")


def questions_about(draft: Draft) -> tuple[Question, ...]:
    """The open questions about the draft's file itself."""
    asked = draft.outcome.get("asked", []) if draft.state == DraftState.ASKING else []
    return with_phrases(QUESTIONS.validate_python(asked), draft.outcome.get("phrases", {}))


async def skip_faulty(services: Services, draft: Draft) -> None:
    """Plan the lines without faults and leave the others out; Stale when that was asked already."""
    if not await services.store.drafts.skip_faulty(draft.id, draft.rounds):
        raise Stale(tr("You chose this already."), fix=tr("Look at its card; it shows what came of that."))
    await begin(services, "draft", f"{draft.id}-{draft.rounds + 1}")


def findings_of(draft: Draft) -> tuple[Finding, ...]:
    """The findings stored with the draft."""
    return with_phrases(FINDINGS.validate_python(draft.outcome.get("findings", [])), draft.outcome.get("phrases", {}))


async def all_findings(services: Services, plan: StoredPlan) -> tuple[Finding, ...]:
    """Every finding of a plan: all are in its draft; a plan without a draft has few."""
    draft = await services.store.drafts.find(plan.draft_id) if plan.draft_id else None
    return (findings_of(draft) if draft else ()) or summary_of(plan).findings
