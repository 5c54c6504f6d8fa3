"""Drafts: a file or a wish becomes a plan, or comes back with questions or faults. Nothing remote is written."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import TypeAdapter

from services.changes import upload_options
from services.changes.approvals import apply_now, new_plan, summary_of
from services.changes.begin import begin
from services.changes.headings import headings_of, remember_headings
from services.changes.planner import make_plan
from services.changes.resolve import Question, Resolved, resolve
from services.changes.rules_people import PERSON_REMARKS
from services.changes.services import Services
from services.changes.snapshot import Snapshot, read_snapshot, remember
from services.domain.bond import Bond
from services.domain.change import Change
from services.domain.errors import BadInput, Stale
from services.domain.findings import capped
from services.domain.number import parse_number
from services.domain.plan import Finding, Plan, Severity, plan_hash, write
from services.domain.questions import Kind, chosen
from services.domain.questions import Question as About
from services.domain.settings.paths import rules_of
from services.domain.settings.wishes import by_rule_ids
from services.intake.encodings import QUESTION as ENCODING
from services.intake.headers import Role
from services.intake.headings import Headings
from services.intake.read import read_table
from services.intake.rows import read_changes
from services.store.drafts import DraftKind
from services.store.tables import Draft
from services.store.tables import Plan as Row
from services.store.workspaces import Workspace

_CHANGES = TypeAdapter(tuple[Change, ...])
_FINDINGS = TypeAdapter(tuple[Finding, ...])
_QUESTIONS = TypeAdapter(tuple[About, ...])


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
    services: Services, author: Author, title: str, changes: Sequence[Change], notes: Sequence[Finding] = ()
) -> str:
    """Keep wishes from a form or a typed command as a draft; returns its id. `make` turns it into a plan.

    `notes` are shown with the plan: what the wish had to leave out, for instance.
    """
    content = _CHANGES.dump_json(tuple(changes))
    return await _add(services, author, title, content, DraftKind.CHANGES, notes)


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

    `at_once` applies it too, where policy lets its author do that alone: what somebody clicked was the decision. A
    remark on the person that they haven't read yet is shown first.
    """
    workspace = await services.store.workspaces.get(author.tenant_id)
    live, resolved, plan = await _compared(services, workspace, title, changes, notes)
    if plan.errors:
        return Wished(findings=plan.errors)
    if resolved.questions:
        return Wished(questions=resolved.questions)
    if not plan.busy_lines:
        return Wished(notes=plan.findings)
    if at_once and (running := await _running(services, author, workspace.bond, plan)):
        return Wished(running)
    await _remember(services, live, resolved)
    row = await new_plan(services, plan, workspace.bond, author.object_id, author.name)
    if at_once and not row.needs_approval and not _remarked(plan):
        row = await apply_now(services, row, author.object_id, row.hash)
    return Wished(row)


async def preview(
    services: Services, author: Author, title: str, changes: Sequence[Change], notes: Sequence[Finding] = ()
) -> tuple[Plan, tuple[Question, ...]]:
    """The plan that there would be, kept nowhere; with questions open it isn't whole."""
    workspace = await services.store.workspaces.get(author.tenant_id)
    _, resolved, plan = await _compared(services, workspace, title, changes, notes)
    return plan, resolved.questions


async def _compared(
    services: Services, workspace: Workspace, title: str, changes: Sequence[Change], notes: Sequence[Finding]
) -> tuple[Snapshot, Resolved, Plan]:
    """The wishes against the live state."""
    live = await _live(services, workspace, changes)
    changes = _named_rules(changes, live)
    resolved = resolve(changes, live.directory, {})
    found = [*resolved.findings, *notes]
    plan = await asyncio.to_thread(make_plan, title, changes, resolved.people, live, found)
    return live, resolved, await _with_addresses(services, workspace, plan)


def _remarked(plan: Plan) -> bool:
    """Whether the plan tells of somebody what their name doesn't."""
    return any(found.code in PERSON_REMARKS for found in plan.findings)


async def _running(services: Services, author: Author, bond: Bond, plan: Plan) -> Row | None:
    """The same wish that is being fulfilled already: somebody clicked twice."""
    texts = [line.text for line in write(plan.lines)]
    fingerprint = plan_hash(author.tenant_id, author.object_id, texts)
    return await services.store.plans.running(author.tenant_id, bond.org_uuid, fingerprint)


async def _live(services: Services, workspace: Workspace, changes: Sequence[Change]) -> Snapshot:
    """The live state, with the parts that these wishes need."""
    system, skus = any(change.settings for change in changes), any(change.licence for change in changes)
    live = await read_snapshot(services, workspace, system=system, skus=skus)
    usual = await upload_options.chosen(services, workspace.tenant_id)
    return replace(live, upload=usual) if usual else live


async def _with_addresses(services: Services, workspace: Workspace, plan: Plan) -> Plan:
    """The plan with what is to be said of emergency addresses; they are read only where an upload needs one."""
    lacking = upload_options.without_address(plan.lines)
    if not lacking:
        return plan
    found = upload_options.check_default(lacking, await upload_options.places(services, workspace))
    return replace(plan, findings=(*found, *plan.findings))


async def _remember(services: Services, live: Snapshot, resolved: Resolved) -> None:
    """Keep who is meant: the plan tells what they are called now, and their account is followed from here on."""
    members = {person.identity_uuid for person in resolved.people.values() if person.identity_uuid}
    await remember(services.store, live, members, told=True)


def _named_rules(changes: Sequence[Change], live: Snapshot) -> tuple[Change, ...]:
    """The wishes with outbound call rules by id, where a file or a typed command named them."""
    rules = rules_of(live.system)
    return tuple(replace(c, settings=by_rule_ids(c.settings, rules)) if c.settings else c for c in changes)


async def _add(
    services: Services, author: Author, name: str, content: bytes, kind: DraftKind, notes: Sequence[Finding] = ()
) -> str:
    draft = Draft(
        id=services.make_id(),
        tenant_id=author.tenant_id,
        author=author.object_id,
        author_name=author.name,
        name=name,
        kind=kind,
        content=content,
        notes=_FINDINGS.dump_python(tuple(notes), mode="json"),
        answers={},
        state="reading",
        outcome={},
        created_at=services.clock.now(),
    )
    await services.store.drafts.add(draft)
    return draft.id


async def answer(services: Services, draft: Draft, given: Mapping[str, str]) -> None:
    """Store who was chosen, and read on; Stale when that card was answered already.

    `given` comes back from a card: only questions that are open on this draft are answered by it, and only with one of
    their candidates. Without any such answer the questions stay as they are.
    """
    if draft.state != "asking":
        raise Stale("You answered this already.", fix="The plan is on its way.")
    chosen = {q["id"]: given[q["id"]] for q in draft.outcome["questions"] if given.get(q["id"]) in _keys(q)}
    if not chosen:
        return
    if not await services.store.drafts.answer(draft.id, {**draft.answers, **chosen}, draft.rounds):
        raise Stale("You answered this already.", fix="The plan is on its way.")
    await begin(services, "draft", f"{draft.id}-{draft.rounds + 1}")


def _keys(question: Mapping[str, Any]) -> set[str]:
    return {candidate["key"] for candidate in question["candidates"]}


async def answer_about(services: Services, draft: Draft, given: Mapping[str, str]) -> None:
    """Store what was answered about the file itself, and read on; Stale when that card was answered already.

    `given` comes back from a card: only open questions are answered by it, and only with choices that they have.
    """
    answers = chosen(questions_about(draft), given)
    if answers and not await services.store.drafts.answer(draft.id, {**draft.answers, **answers}, draft.rounds):
        raise Stale("You answered this already.", fix="The plan is on its way.")
    if answers:
        await services.start("draft", f"{draft.id}-{draft.rounds + 1}")


def questions_about(draft: Draft) -> tuple[About, ...]:
    """The open questions about the draft's file itself."""
    return _QUESTIONS.validate_python(draft.outcome.get("asked", [])) if draft.state == "asking" else ()


async def skip_faulty(services: Services, draft: Draft) -> None:
    """Plan the lines without faults and leave the others out; Stale when that was asked already."""
    if not await services.store.drafts.skip_faulty(draft.id, draft.rounds):
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
    headings = await headings_of(services, draft.tenant_id)
    read = await asyncio.to_thread(_read, services, draft, workspace.country, headings)
    if read.learnt:
        await remember_headings(services, draft.tenant_id, read.learnt)
    if _asks(read, skips=draft.skip_faulty):
        return _asked(read)
    live = await _live(services, workspace, read.changes)
    if _refuses_ours(read.findings, workspace.country, live):
        # What the organisation owns is a number, whatever the numbering plans say: read once more, knowing them.
        read = await asyncio.to_thread(_read, services, draft, workspace.country, headings, live.numbers)
        if _asks(read, skips=draft.skip_faulty):
            return _asked(read)
        live = await _live(services, workspace, read.changes)
    changes, findings, rows = _named_rules(read.changes, live), read.findings, read.rows
    plan, resolved = await asyncio.to_thread(_compare, draft, changes, findings, live)
    plan = await _with_addresses(services, workspace, plan)
    # Faults first: it would be a pity to answer ten questions and then be told that the file can't be used.
    if resolved.questions and not plan.errors:
        return {"state": "asking", "outcome": {"questions": [_question(q) for q in resolved.questions]}}
    if not plan.errors and plan.busy_lines:
        await _remember(services, live, resolved)
    plan = replace(plan, joins=resolved.chosen)
    return await _outcome(services, draft, workspace.bond, plan, rows, _good(changes, plan))


async def _outcome(services: Services, draft: Draft, bond: Bond, plan: Plan, rows: int, good: int) -> dict[str, Any]:
    """What is stored of the plan: `good` is how many lines can be planned without those that have a fault."""
    found = _FINDINGS.dump_python(capped(plan.findings), mode="json")
    summary = {"findings": found, "rows": rows, "good": good}
    if plan.errors:
        return {"state": "faulty", "outcome": summary}
    if not plan.busy_lines:
        return {"state": "unchanged", "outcome": summary}
    stored = await new_plan(services, plan, bond, draft.author, draft.author_name, draft_id=draft.id)
    return {"state": "planned", "outcome": summary, "plan_id": stored.id}


@dataclass(frozen=True, slots=True)
class _Read:
    """The wishes that can be read, what was found, and how many rows there are, the unreadable ones too.

    `questions` are about the file itself, `learnt` is what answers said about its headings.
    """

    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    rows: int
    questions: tuple[About, ...] = ()
    learnt: Mapping[str, Role] = field(default_factory=dict)


def _read(services: Services, draft: Draft, country: str, headings: Headings, ours: Collection[str] = ()) -> _Read:
    if draft.kind == DraftKind.CHANGES:
        wishes = _CHANGES.validate_json(draft.content)
        return _Read(wishes, _FINDINGS.validate_python(draft.notes), len(wishes))
    table = read_table(draft.name, draft.content, services.limits, headings, draft.answers.get(ENCODING, ""))
    parsed = read_changes(table, country, ours, headings=headings, answers=draft.answers)
    return _Read(parsed.changes, parsed.findings, len(parsed.rows), parsed.questions, parsed.learnt)


def _asks(read: _Read, *, skips: bool) -> bool:
    """Whether there is something to ask about the file before it is compared with anything."""
    return bool(read.questions) and not _refused(read, skips=skips)


def _asked(read: _Read) -> dict[str, Any]:
    return {"state": "asking", "outcome": {"asked": _QUESTIONS.dump_python(read.questions, mode="json")}}


def _refused(read: _Read, *, skips: bool) -> bool:
    """Whether the file has faults that no answer mends: those come first, unless its letters are unsure.

    `skips`: lines with a fault are left out.
    """
    unsure = any(question.kind is Kind.ENCODING for question in read.questions)
    errors = (found for found in read.findings if found.severity is Severity.ERROR)
    return not unsure and any(not (skips and (found.row or found.others)) for found in errors)


def _good(changes: Sequence[Change], plan: Plan) -> int:
    """How many of these changes have no fault; none where the file itself has one."""
    faulty = {_place(found) for found in plan.errors if not found.others}
    return 0 if "" in faulty else sum((str(c.row or "") or c.key) not in faulty for c in changes)


def _refuses_ours(findings: Sequence[Finding], country: str, live: Snapshot) -> bool:
    """Whether a number was refused that the organisation owns."""
    refused = (found.value for found in findings if found.code.startswith("number."))
    return any(isinstance(parse_number(text, country, live.numbers), str) for text in refused)


def _compare(
    draft: Draft, changes: Sequence[Change], findings: Sequence[Finding], live: Snapshot
) -> tuple[Plan, Resolved]:
    resolved = resolve(changes, live.directory, draft.answers)
    plan = make_plan(draft.name, changes, resolved.people, live, [*findings, *resolved.findings])
    if plan.errors and draft.skip_faulty:
        return _without_faulty(draft, changes, plan, live, findings)
    return plan, resolved


def _without_faulty(
    draft: Draft, changes: Sequence[Change], plan: Plan, live: Snapshot, findings: Sequence[Finding]
) -> tuple[Plan, Resolved]:
    """The plan of the lines that have no fault; what was left out is told as a warning."""
    faulty = {_place(f) for f in plan.errors if _place(f)}
    good = [change for change in changes if (str(change.row or "") or change.key) not in faulty]
    placed = [f for f in plan.errors if _place(f) or f.others]
    left_out = [replace(f, severity=Severity.WARNING, message=f"Left out. {f.message}") for f in placed]
    kept = [f for f in findings if _place(f) not in faulty and not (f.others and f.severity is Severity.ERROR)]
    again = resolve(good, live.directory, draft.answers)
    return make_plan(draft.name, good, again.people, live, [*left_out, *kept]), again


def _place(finding: Finding) -> str:
    """The row or, where there is no file, the line that a finding is about; empty for the whole."""
    return str(finding.row or "") or finding.key


def _question(question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "row": question.row,
        "written": question.written,
        "candidates": [{"key": person.key, "label": person.described} for person in question.candidates],
    }


def findings_of(draft: Draft) -> tuple[Finding, ...]:
    """The findings stored with the draft."""
    return _FINDINGS.validate_python(draft.outcome.get("findings", []))


async def all_findings(services: Services, plan: Row) -> tuple[Finding, ...]:
    """Every finding of a plan: its draft holds them all, a plan without one has few."""
    draft = await services.store.drafts.find(plan.draft_id) if plan.draft_id else None
    return (findings_of(draft) if draft else ()) or summary_of(plan).findings
