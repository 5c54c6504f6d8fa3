"""Computes a draft: read, compared with the live state, planned. Pure, so that it can be computed anywhere.

It is a generator: what it must know from outside it asks for with a `Request`, and is sent the answer. So the work on
a file, which takes seconds and much memory, is done in an isolated process of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import TypeAdapter

from services.domain.change import Change
from services.domain.error_codes import code_of
from services.domain.errors import BadInput
from services.domain.findings import capped, unlicensed
from services.domain.kept_phrases import phrases_in, with_phrases
from services.domain.number import parse_number
from services.domain.phrases import tr
from services.domain.plan import Finding, Plan, Severity
from services.domain.questions import Question, QuestionKind
from services.domain.settings.paths import rules_of
from services.domain.settings.requested import by_rule_ids
from services.domain.states import DraftState
from services.intake.encodings import QUESTION as ENCODING
from services.intake.headers import ColumnRole
from services.intake.headings import Headings
from services.intake.mended import mended
from services.intake.read import read_table
from services.intake.rows import read_changes
from services.intake.table import Limits
from services.inventory.operator_offers import check_offers, uploads
from services.inventory.snapshot import Snapshot
from services.planning.emergency_addresses import check_default, without_address
from services.planning.licensing import ANSWER as LICENCES
from services.planning.licensing import with_licences
from services.planning.planner import make_plan
from services.planning.prepared import Prepared, prepare
from services.planning.resolve_people import PersonQuestion, Resolved, resolve
from services.planning.templates import Kept, with_rules, with_templates
from services.planning.voice_policies import PolicyAnswers, PolicyQuestions, policy_questions, with_policies

CHANGES = TypeAdapter(tuple[Change, ...])
FINDING = TypeAdapter(Finding)
FINDINGS = TypeAdapter(tuple[Finding, ...])
QUESTIONS = TypeAdapter(tuple[Question, ...])


@dataclass(frozen=True, slots=True)
class DraftInput:
    """A draft with all that is known of it before anything is looked up."""

    tenant_id: str
    author: str
    name: str
    is_file: bool
    content: bytes
    notes: Sequence[Any]
    answers: Mapping[str, str]
    skip_faulty: bool
    country: str
    headings: Headings
    limits: Limits
    templates: Kept = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadLive:
    """Asks for the Snapshot, with the organisation's settings where they are needed."""

    system: bool


@dataclass(frozen=True, slots=True)
class ReadAddresses:
    """Asks for the tenant's emergency locations."""


@dataclass(frozen=True, slots=True)
class ReadOffers:
    """Asks for what the operator offers in the tenant's account."""


@dataclass(frozen=True, slots=True)
class ReadPolicies:
    """Asks for voice policies by name, and for those of people."""

    asked: PolicyQuestions


@dataclass(frozen=True, slots=True)
class KeepHeadings:
    """Asks to keep what was said about headings."""

    learnt: Mapping[str, ColumnRole]


Request = ReadLive | ReadAddresses | ReadOffers | ReadPolicies | KeepHeadings


@dataclass(frozen=True, slots=True)
class DraftResult:
    """The draft's new state, what is stored of it, and the plan where there is one.

    `members` are the CPaaS members whose accounts are followed from here on.
    """

    state: DraftState
    outcome: dict[str, Any]
    plan: Prepared | None = None
    members: frozenset[str] = frozenset()


def compute(draft: DraftInput) -> Generator[Request, Any, DraftResult]:
    """The result of the draft; a file that can't be used is `refused`."""
    try:
        return (yield from _compute(draft))
    except BadInput as fault:
        return refused(fault)


def _compute(draft: DraftInput) -> Generator[Request, Any, DraftResult]:
    read = _read(draft)
    if read.learnt:
        yield KeepHeadings(read.learnt)
    if _asks(read, skips=draft.skip_faulty):
        return _asked(read)
    live: Snapshot = yield needed_by(read.changes)
    if _refuses_ours(read.findings, draft.country, live):
        # A number that the organisation owns is valid whatever the numbering plans say: read once more, knowing these.
        read, before = _read(draft, live.numbers), read
        if _asks(read, skips=draft.skip_faulty):
            return _asked(read)
        if needed_by(read.changes) != needed_by(before.changes):
            live = yield needed_by(read.changes)
    return (yield from _planned(draft, read, live))


def _planned(draft: DraftInput, read: _Read, live: Snapshot) -> Generator[Request, Any, DraftResult]:
    changes = with_rules(named_rules(read.changes, live), live)
    findings = read.findings
    people = resolve(changes, live.directory, draft.answers).people if any(one.policies for one in changes) else {}
    if asked := policy_questions(changes, people, live):
        answers: PolicyAnswers = yield ReadPolicies(asked)
        changes, unmet = with_policies(changes, people, live, answers)
        findings = (*findings, *unmet)
    plan, resolved = _compare(draft, changes, findings, live)
    if wanted := uploads(plan.lines):
        plan = replace(plan, findings=(*check_offers(wanted, (yield ReadOffers())), *plan.findings))
    if lacking := without_address(plan.lines):
        found = check_default(lacking, (yield ReadAddresses()))
        plan = replace(plan, findings=(*found, *plan.findings))
    # Faults first: nobody should answer ten questions and then be told that the file can't be used.
    if resolved.questions and not plan.errors:
        questions = [_question(q) for q in resolved.questions]
        return DraftResult(DraftState.ASKING, {"questions": questions, "phrases": phrases_in(questions)})
    return _result(draft, replace(plan, joins=resolved.chosen), read.rows, _good(changes, plan), resolved)


def _result(draft: DraftInput, plan: Plan, rows: int, good: int, resolved: Resolved) -> DraftResult:
    """The result for a plan: `good` is how many lines can be planned without those that have a fault."""
    listed = capped(plan.findings)
    found = FINDINGS.dump_python(listed, mode="json")
    summary = {"findings": found, "phrases": phrases_in(listed), "rows": rows, "good": good}
    if plan.errors:
        return DraftResult(DraftState.FAULTY, summary)
    if not plan.busy_lines:
        return DraftResult(DraftState.UNCHANGED, summary)
    return DraftResult(DraftState.PLANNED, summary, prepare(plan, draft.tenant_id, draft.author), members_of(resolved))


def refused(fault: BadInput) -> DraftResult:
    """The result for a request that can't be used."""
    said = {"what": fault.what, "why": fault.why, "fix": fault.fix}
    return DraftResult(DraftState.REFUSED, {**said, "phrases": phrases_in(said), "code": code_of(fault)})


def written_notes(notes: Iterable[Finding]) -> list[Any]:
    """The findings that a request brings along, as they are stored with its draft."""
    return [{**FINDING.dump_python(note, mode="json"), "phrases": phrases_in(note)} for note in notes]


def read_notes(stored: Iterable[Any]) -> tuple[Finding, ...]:
    """The findings that were stored as `written_notes`, or by a version that kept no phrases."""
    return tuple(with_phrases(FINDING.validate_python(note), note.get("phrases", {})) for note in stored)


def members_of(resolved: Resolved) -> frozenset[str]:
    """The CPaaS members who are meant."""
    return frozenset(person.identity_uuid for person in resolved.people.values() if person.identity_uuid)


def needed_by(changes: Sequence[Change]) -> ReadLive:
    """The parts of the live state that these requests need."""
    return ReadLive(any(change.settings or change.template or change.number for change in changes))


def named_rules(changes: Sequence[Change], live: Snapshot) -> tuple[Change, ...]:
    """The requests with outbound call rules by id, where a file or a typed command named them."""
    rules = rules_of(live.system)
    return tuple(replace(c, settings=by_rule_ids(c.settings, rules)) if c.settings else c for c in changes)


@dataclass(frozen=True, slots=True)
class _Read:
    """The requests that can be read, what was found, and how many rows there are, the unreadable ones too.

    `questions` are about the file itself, `learnt` is what answers said about its headings.
    """

    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    rows: int
    questions: tuple[Question, ...] = ()
    learnt: Mapping[str, ColumnRole] = field(default_factory=dict)


def _read(draft: DraftInput, ours: Collection[str] = ()) -> _Read:
    if not draft.is_file:
        requests = CHANGES.validate_json(draft.content)
        return _Read(requests, read_notes(draft.notes), len(requests))
    table = read_table(draft.name, draft.content, draft.limits, draft.headings, draft.answers.get(ENCODING, ""))
    table = mended(table, draft.answers, draft.headings)
    parsed = read_changes(table, draft.country, ours, headings=draft.headings, answers=draft.answers)
    changes, missing = with_templates(parsed.changes, draft.templates)
    return _Read(changes, (*parsed.findings, *missing), len(parsed.rows), parsed.questions, parsed.learnt)


def _asks(read: _Read, *, skips: bool) -> bool:
    """Whether there is something to ask about the file before it is compared with anything."""
    return bool(read.questions) and not _refused(read, skips=skips)


def _asked(read: _Read) -> DraftResult:
    asked = QUESTIONS.dump_python(read.questions, mode="json")
    return DraftResult(DraftState.ASKING, {"asked": asked, "phrases": phrases_in(read.questions)})


def _refused(read: _Read, *, skips: bool) -> bool:
    """Whether the file has faults that no answer fixes: those come first, unless its encoding is unsure.

    `skips`: lines with a fault are left out.
    """
    unsure = any(question.kind is QuestionKind.ENCODING for question in read.questions)
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
    draft: DraftInput, changes: Sequence[Change], findings: Sequence[Finding], live: Snapshot
) -> tuple[Plan, Resolved]:
    resolved = resolve(changes, live.directory, draft.answers)
    plan = make_plan(draft.name, changes, resolved.people, live, [*findings, *resolved.findings])
    if draft.answers.get(LICENCES) and unlicensed(plan.errors):
        able = with_licences(changes, resolved.people, plan.errors, live)
        changes, findings = able.changes, [*able.notes, *findings]
        plan = make_plan(draft.name, changes, resolved.people, live, [*findings, *resolved.findings])
    if plan.errors and draft.skip_faulty:
        return _without_faulty(draft, changes, plan, live, findings)
    return plan, resolved


def _without_faulty(
    draft: DraftInput, changes: Sequence[Change], plan: Plan, live: Snapshot, findings: Sequence[Finding]
) -> tuple[Plan, Resolved]:
    """The plan of the lines that have no fault, with a warning on what was left out."""
    faulty = {_place(f) for f in plan.errors if _place(f)}
    good = [change for change in changes if (str(change.row or "") or change.key) not in faulty]
    placed = [f for f in plan.errors if _place(f) or f.others]
    left_out = [
        replace(f, severity=Severity.WARNING, message=tr("Left out. {message}", message=f.message)) for f in placed
    ]
    kept = [f for f in findings if _place(f) not in faulty and not (f.others and f.severity is Severity.ERROR)]
    again = resolve(good, live.directory, draft.answers)
    return make_plan(draft.name, good, again.people, live, [*left_out, *kept]), again


def _place(finding: Finding) -> str:
    """The row or, without a file, the line that a finding is about; empty for the whole."""
    return str(finding.row or "") or finding.key


def _question(question: PersonQuestion) -> dict[str, Any]:
    return {
        "id": question.id,
        "row": question.row,
        "written": question.written,
        "candidates": [{"key": person.key, "label": person.described} for person in question.candidates],
    }
