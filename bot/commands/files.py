"""Files that the bot gives: offered with a consent card, made once the person accepts."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from bot.context import Context
from bot.registry import Said, action
from bot.turn import Answer, FileAnswer, FileOffer
from bot.views.changes.plans import step_words
from bot.views.changes.step_words import changes_of, names_of
from cards.actions import NoData
from cards.changes.clicks import AnswerFileOffer, FilePlan
from cards.changes.draft_clicks import FileSample
from cards.changes.job_clicks import FileJob
from cards.words import quoted
from services.changes.drafts import all_findings, findings_of
from services.changes.report import outcomes
from services.domain.access import Right
from services.domain.errors import BadInput, NotAllowed, NotFound
from services.domain.finding_codes import short_of
from services.domain.findings import MAX_FINDINGS_OF_A_KIND, number_of
from services.domain.number import display
from services.domain.phrases import join_text, tr
from services.domain.plan import Finding, PlanLine
from services.domain.record.entries import Recorded
from services.domain.steps import WORDS
from services.domain.subject import Subject, SubjectKind
from services.intake.results import Outcome, Sheet, result_csv, result_xlsx, tables_file
from services.intake.sample import sample_file


@dataclass(frozen=True, slots=True)
class Given:
    """A file ready to give."""

    name: str
    content: bytes
    what: str


Maker = Callable[[Context, str], Awaitable[Given]]
ListMaker = Callable[[Context], Awaitable[Given]]


async def _findings(context: Context, ident: str) -> Given:
    draft = await context.services.store.drafts.get(ident, context.tenant_id)
    if draft.author != context.author.object_id:
        raise NotAllowed(
            tr("That is somebody else's file."),
            tr("{author_name} sent it.", author_name=draft.author_name),
            tr("Send your own."),
        )
    findings = findings_of(draft)
    return Given(f"findings-{draft.id}.xlsx", tables_file(_found(tr("Findings"), findings)), _all(findings))


def _all(findings: Sequence[Finding]) -> str:
    listed, total = sum(not finding.others for finding in findings), number_of(findings)
    alike = (
        tr(
            "; the first {max_findings_of_a_kind:,} of each kind are listed",
            max_findings_of_a_kind=MAX_FINDINGS_OF_A_KIND,
        )
        if listed < total
        else ""
    )
    return tr("All {total:,} findings{alike}.", total=total, alike=alike)


def _found(title: str, findings: Sequence[Finding]) -> Sheet:
    heads = (tr("Row"), tr("Column"), tr("Value"), tr("Kind"), tr("What"), tr("What to do"), tr("Code"))
    return Sheet(title, heads, map(_told, findings))


def _told(one: Finding) -> tuple[str, ...]:
    kind, where = tr(one.severity.value), str(one.row or one.key)
    return where, one.column, one.value, kind, one.message, quoted(one.fix), short_of(one)


async def _plan(context: Context, ident: str) -> Given:
    plan = await context.services.store.plans.get(ident, context.tenant_id)
    lines = await context.services.store.plans.lines(plan.id)
    findings = await all_findings(context.services, plan)
    sheets = [Sheet(tr("Plan"), (tr("Line"), tr("Person"), tr("Number"), tr("Steps")), map(_planned, lines))]
    sheets += [_found(tr("Found"), findings)] if findings else []
    # Thousands of lines take a while to compute; in a thread of its own that doesn't delay other turns.
    content = await asyncio.to_thread(tables_file, *sheets)
    return Given(f"plan-{plan.id}.xlsx", content, tr("All {lines:,} lines of the plan.", lines=len(lines)))


def _planned(line: PlanLine) -> tuple[str, ...]:
    number = display(line.number) if line.number else ""
    return line.title, line.person, number, join_text("; ", step_words(line)) or tr("no change")


async def _job(context: Context, ident: str) -> Given:
    return await _result(context, ident, "xlsx", result_xlsx)


async def _job_csv(context: Context, ident: str) -> Given:
    return await _result(context, ident, "csv", result_csv)


def _changed(line: PlanLine) -> str:
    names = names_of(line)
    found = (change for step in line.steps for change in changes_of(step, *names))
    return join_text(
        "; ", (tr("{what}: {before} → {now}", what=what, before=before, now=now) for what, before, now in found)
    )


async def _result(context: Context, ident: str, ending: str, write: Callable[..., bytes]) -> Given:
    job = await context.services.store.ledger.get(ident, context.tenant_id)
    headers, rows, ended = await outcomes(context.services, job, _changed, context.viewer.written)
    kinds = list(dict.fromkeys(WORDS[kind] for kind in WORDS if any(WORDS[kind] in o.steps for o in ended)))
    content = await asyncio.to_thread(write, headers, rows, map(_said, ended), kinds)
    return Given(f"result-{job.id}.{ending}", content, tr("Every line with its outcome."))


def _said(one: Outcome) -> Outcome:
    """The outcome in words, for a file."""
    return replace(one, reason=quoted(one.reason), fix=quoted(one.fix))


_MAKERS: dict[str, Maker] = {
    "findings": _findings,
    "plan": _plan,
    "job": _job,
    "job_csv": _job_csv,
}


def maker(kind: str) -> Callable[[Maker], Maker]:
    """Register a kind of file; the function makes it from an id."""

    def declare(make: Maker) -> Maker:
        _MAKERS[kind] = make
        return make

    return declare


def list_maker(kind: str, button: type[NoData], fresh: str) -> Callable[[ListMaker], ListMaker]:
    """Register a file of a whole list, and the `button` that offers it; `fresh` are the words that show the list."""

    def declare(make: ListMaker) -> ListMaker:
        async def from_id(context: Context, _ident: str) -> Given:
            return await make(context)

        async def offered(context: Context) -> Said:
            return await offer(context, kind, "")

        maker(kind)(from_id)
        action(button, right=Right.READ, fresh=fresh)(offered)
        return make

    return declare


@list_maker("sample", FileSample, fresh="bulk")
async def make_sample(_context: Context) -> Given:
    """The guide's sample file."""
    return Given("switchboard-sample.xlsx", sample_file(), tr("The sample file, with the guide's rows."))


async def make_file(context: Context, kind: str, ident: str) -> Given:
    """The file of this kind for this id; raises NotFound for an unknown kind."""
    make = _MAKERS.get(kind)
    if make is None:
        raise NotFound(tr("That file isn't made any more."), fix=tr("Ask for it again."))
    return await make(context, ident)


async def offer(context: Context, kind: str, ident: str) -> Answer:
    """Offer the file; Teams shows name and size first. Raises BadInput outside the personal chat."""
    if not context.personal:
        raise BadInput(
            tr("I can't give files here."),
            tr("Teams takes them in personal chats only."),
            tr("Ask me in our own chat."),
        )
    given = await make_file(context, kind, ident)
    where = {"kind": kind, "id": ident}
    return Answer(offer=FileOffer(given.name, len(given.content), given.what, where), new_message=True)


@action(AnswerFileOffer, right=Right.READ)
async def answer_file_offer(context: Context, offered: AnswerFileOffer) -> Said:
    """Upload the file if it was accepted."""
    event = context.turn.event
    if not isinstance(event, FileAnswer):
        return None
    if offered.who != context.author.object_id:
        raise NotAllowed(tr("This file was offered to somebody else."), fix=tr("Ask for it yourself."))
    if not event.accepted:
        return tr("All right, no file.")
    entry = context.entry(Recorded.FILE_GIVEN, Subject(SubjectKind.FILE, offered.kind), {"id": offered.id})
    await context.services.store.record.append(entry)
    given = await make_file(context, offered.kind, offered.id)
    await context.house.channel.put_file(event, given.content)
    return Answer(given=event)


@action(FilePlan, right=Right.READ, fresh="approvals")
async def file_plan(context: Context, click: FilePlan) -> Said:
    """Give the whole plan as a file."""
    return await offer(context, "plan", click.plan)


@action(FileJob, right=Right.READ, fresh="jobs")
async def file_job(context: Context, click: FileJob) -> Said:
    """Give the result of a job as a file, as Excel unless CSV is asked for."""
    return await offer(context, "job_csv" if click.format == "csv" else "job", click.job)
