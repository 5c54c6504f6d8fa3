"""Drafts: a file or a wish becomes a plan, or comes back with questions or faults. Nothing remote is written."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from pydantic import TypeAdapter

from services.changes import upload_options
from services.changes.approvals import apply_now, new_plan, summary_of
from services.changes.begin import begin
from services.changes.planner import make_plan
from services.changes.resolve import Question, Resolved, resolve
from services.changes.services import Services
from services.changes.snapshot import Snapshot, read_snapshot
from services.domain.change import Change
from services.domain.errors import BadInput, Stale
from services.domain.plan import Finding, Plan, Severity, plan_hash, write
from services.domain.settings.paths import rules_of
from services.domain.settings.wishes import by_rule_ids
from services.intake.read import read_table
from services.intake.rows import read_changes
from services.store.tables import Draft
from services.store.tables import Plan as Row
from services.store.workspaces import Workspace

_CHANGES = TypeAdapter(tuple[Change, ...])
_FINDINGS = TypeAdapter(tuple[Finding, ...])
FORM = "changes.json"
NOTES = "notes.json"


@dataclass(frozen=True, slots=True)
class Author:
    """Who asks for a change."""

    tenant_id: str
    object_id: str
    name: str


async def add_file(services: Services, author: Author, name: str, content: bytes) -> str:
    """Keep a sent file and start reading it; returns the draft's id."""
    return await _add(services, author, name, content, {})


async def add_changes(
    services: Services, author: Author, title: str, changes: Sequence[Change], notes: Sequence[Finding] = ()
) -> str:
    """Keep wishes from a form or a typed command as a draft; returns its id. `make` turns it into a plan.

    `notes` are shown with the plan: what the wish had to leave out, for instance.
    """
    answers = {FORM: "1", NOTES: _FINDINGS.dump_json(tuple(notes)).decode()}
    return await _add(services, author, title, _CHANGES.dump_json(tuple(changes)), answers)


@dataclass(frozen=True, slots=True)
class Wished:
    """What came of a wish: a stored plan, or why there is none.

    `findings` are what is wrong; with neither these nor `questions` what can be done is so already, and `notes` tell
    what was left out.
    """

    plan: Row | None = None
    findings: tuple[Finding, ...] = ()
    questions: tuple[Question, ...] = ()
    notes: tuple[Finding, ...] = ()


async def wish(
    services: Services,
    author: Author,
    title: str,
    changes: Sequence[Change],
    *,
    at_once: bool = False,
    notes: Sequence[Finding] = (),
) -> Wished:
    """The plan for a few changes, made within the turn that asks for them, so that a form can say what is wrong.

    `at_once` applies it too, where policy lets its author do that alone: what somebody clicked was the decision.
    """
    live = await _live(services, await services.store.workspaces.get(author.tenant_id), changes)
    changes = _named_rules(changes, live)
    resolved = resolve(changes, live.directory, {})
    plan = make_plan(title, changes, resolved.people, live, [*resolved.findings, *notes])
    if plan.errors:
        return Wished(findings=plan.errors)
    if resolved.questions:
        return Wished(questions=resolved.questions)
    if not plan.busy_lines:
        return Wished(notes=plan.findings)
    if at_once and (running := await _running(services, author, plan)):
        return Wished(running)
    row = await new_plan(services, plan, author.tenant_id, author.object_id, author.name)
    if at_once and not row.needs_approval:
        row = await apply_now(services, row, author.object_id, row.hash)
    return Wished(row)


async def _running(services: Services, author: Author, plan: Plan) -> Row | None:
    """The same wish that is being fulfilled already: somebody clicked twice."""
    texts = [line.text for line in write(plan.lines)]
    fingerprint = plan_hash(author.tenant_id, author.object_id, texts)
    return await services.store.plans.running(author.tenant_id, fingerprint)


async def _live(services: Services, workspace: Workspace, changes: Sequence[Change]) -> Snapshot:
    """The live state, with the parts that these wishes need."""
    system, skus = any(change.settings for change in changes), any(change.licence for change in changes)
    live = await read_snapshot(services.clients, workspace, system=system, skus=skus)
    usual = await upload_options.chosen(services, workspace.tenant_id)
    return replace(live, upload=usual) if usual else live


def _named_rules(changes: Sequence[Change], live: Snapshot) -> tuple[Change, ...]:
    """The wishes with outbound call rules by id, where a file or a typed command named them."""
    rules = rules_of(live.system)
    return tuple(replace(c, settings=by_rule_ids(c.settings, rules)) if c.settings else c for c in changes)


async def _add(services: Services, author: Author, name: str, content: bytes, answers: dict[str, str]) -> str:
    draft = Draft(
        id=services.make_id(),
        tenant_id=author.tenant_id,
        author=author.object_id,
        author_name=author.name,
        name=name,
        content=content,
        answers=answers,
        state="reading",
        outcome={},
        created_at=services.clock.now(),
    )
    await services.store.drafts.add(draft)
    return draft.id


async def answer(services: Services, draft: Draft, answers: dict[str, str]) -> None:
    """Store what the author answered and read on; Stale when that card was answered already."""
    if not await services.store.drafts.answer(draft.id, {**draft.answers, **answers}, draft.rounds):
        raise Stale("You answered this already.", fix="The plan is on its way.")
    await begin(services, "draft", f"{draft.id}-{draft.rounds + 1}")


async def skip_faulty(services: Services, draft: Draft) -> None:
    """Plan the lines without faults and leave the others out; Stale when that was asked already."""
    moved = await services.store.drafts.reopen(draft.id, {**draft.answers, "skip": "1"}, draft.rounds)
    if not moved:
        raise Stale("You chose this already.", fix="The plan is on its way.")
    await begin(services, "draft", f"{draft.id}-{draft.rounds + 1}")


async def make(services: Services, draft_id: str) -> str:
    """Read the draft against the live state and store what came of it; returns the new state of the draft."""
    draft = await services.store.drafts.find(draft_id)
    if draft is None or draft.state != "reading":
        return draft.state if draft else "gone"
    try:
        values = await _plan(services, draft)
    except BadInput as fault:
        values = {"state": "refused", "outcome": {"what": fault.what, "why": fault.why, "fix": fault.fix}}
    await services.store.drafts.set(draft.id, **values)
    return str(values["state"])


async def _plan(services: Services, draft: Draft) -> dict[str, Any]:
    workspace = await services.store.workspaces.get(draft.tenant_id)
    # Thousands of lines keep a processor busy for seconds: in a thread of their own they hold up nobody's turn.
    changes, findings, rows = await asyncio.to_thread(_read, services, draft, workspace.country)
    live = await _live(services, workspace, changes)
    changes = _named_rules(changes, live)
    plan, resolved = await asyncio.to_thread(_compare, draft, changes, findings, live)
    # Faults first: it would be a pity to answer ten questions and then be told that the file can't be used.
    if resolved.questions and not plan.errors:
        return {"state": "asking", "outcome": {"questions": [_question(q) for q in resolved.questions]}}
    return await _outcome(services, draft, plan, rows)


async def _outcome(services: Services, draft: Draft, plan: Plan, rows: int) -> dict[str, Any]:
    found = _FINDINGS.dump_python(plan.findings, mode="json")
    summary = {"findings": found, "rows": rows}
    if plan.errors:
        return {"state": "faulty", "outcome": summary}
    if not plan.busy_lines:
        return {"state": "unchanged", "outcome": summary}
    stored = await new_plan(services, plan, draft.tenant_id, draft.author, draft.author_name, draft_id=draft.id)
    return {"state": "planned", "outcome": summary, "plan_id": stored.id}


def _read(services: Services, draft: Draft, country: str) -> tuple[tuple[Change, ...], tuple[Finding, ...], int]:
    """The wishes that can be read, what was found, and how many rows there are, the unreadable ones too."""
    if draft.answers.get(FORM):
        wishes = _CHANGES.validate_json(draft.content)
        return wishes, _FINDINGS.validate_json(draft.answers.get(NOTES, "[]")), len(wishes)
    parsed = read_changes(read_table(draft.name, draft.content, services.limits), country)
    return parsed.changes, parsed.findings, len(parsed.rows)


def _compare(
    draft: Draft, changes: Sequence[Change], findings: Sequence[Finding], live: Snapshot
) -> tuple[Plan, Resolved]:
    resolved = resolve(changes, live.directory, draft.answers)
    plan = make_plan(draft.name, changes, resolved.people, live, [*findings, *resolved.findings])
    if plan.errors and draft.answers.get("skip"):
        return _without_faulty(draft, changes, plan, live, findings)
    return plan, resolved


def _without_faulty(
    draft: Draft, changes: Sequence[Change], plan: Plan, live: Snapshot, findings: Sequence[Finding]
) -> tuple[Plan, Resolved]:
    """The plan of the lines that have no fault; what was left out is told as a warning."""
    faulty = {_place(f) for f in plan.errors if _place(f)}
    good = [change for change in changes if (str(change.row or "") or change.key) not in faulty]
    placed = [f for f in plan.errors if _place(f)]
    left_out = [replace(f, severity=Severity.WARNING, message=f"Left out. {f.message}") for f in placed]
    kept = [f for f in findings if _place(f) not in faulty]
    again = resolve(good, live.directory, draft.answers)
    return make_plan(draft.name, good, again.people, live, [*left_out, *kept]), again


def _place(finding: Finding) -> str:
    """The row or, where there is no file, the line that a finding is about; empty for the whole."""
    return str(finding.row or "") or finding.key


def _question(question: Question) -> dict[str, Any]:
    raw = asdict(question)
    raw["candidates"] = [{"key": p.key, "label": p.label} for p in question.candidates]
    return raw


def findings_of(draft: Draft) -> tuple[Finding, ...]:
    """The findings stored with the draft."""
    return _FINDINGS.validate_python(draft.outcome.get("findings", []))


async def all_findings(services: Services, plan: Row) -> tuple[Finding, ...]:
    """Every finding of a plan: its draft holds them all, a plan without one has few."""
    draft = await services.store.drafts.find(plan.draft_id) if plan.draft_id else None
    return (findings_of(draft) if draft else ()) or summary_of(plan).findings
