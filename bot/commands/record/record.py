"""The record: who did what to whom, when and why; searched by person, number, line, job, approver or day."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from io import StringIO
from typing import Any

from bot.commands.files import Given, maker, offer
from bot.context import Context
from bot.registry import Said, action, command
from bot.views.pages import pages_of
from bot.views.record.recorded import EntryInWords, in_words
from bot.views.viewer import dated
from cards.record import entries as cards
from cards.record.clicks import FileRecord, ListRecord, RecordAction
from services.changes.witnessing import unwitnessed_since
from services.domain.access import Right
from services.domain.calls import read_day, read_words
from services.domain.errors import BadInput, NotConnected, NotFound
from services.domain.number import parse_number
from services.domain.people import Person, fold
from services.domain.phrases import join_text, tr
from services.domain.record.entries import Recorded
from services.domain.subject import Subject, SubjectKind
from services.intake.guard import guarded, in_file
from services.inventory.record_scope import record_scope
from services.inventory.snapshot import Snapshot
from services.store.record.exporting import exported
from services.store.record.search import RecordQuery, RecordScope

_PER_PAGE = 8
_MAX_FILE_ENTRIES = 100_000
_FIELDS = ("line", "number", "person", "job", "plan", "actor", "approver", "day", "until", "what")
_JOB_OR_PLAN = re.compile(r"(job|plan) ([a-z0-9]{4,32})", re.IGNORECASE)
_BY = re.compile(r"(?:(.*?) )??(approved by|by) (.+)", re.IGNORECASE)
_DAYS = re.compile(r"(?:^|\s)(\d{4}-\d{2}-\d{2}) to (\d{4}-\d{2}-\d{2})$")
_POSSESSIVE = re.compile(r"['’]s? (?:number|line|extension|phone|settings)s?$", re.IGNORECASE)
_HEADS = (tr("When (UTC)"), tr("What"), tr("Before"), tr("After"), tr("Asked by"), tr("Approved by"), tr("Why"))


@command(
    "record",
    "audit log",
    "audit",
    "who changed",
    "what happened to",
    help="Who changed what, when and why",
    group="Changes",
    usage="record alice yesterday",
    private=True,
    examples=(
        "record",
        "record 101 yesterday",
        "who changed Alice's number",
        "record approved by Sam",
        "record approvals",
    ),
)
async def record(context: Context, rest: str) -> Said:
    """The newest entries that match the words: about whom or what, which job, by whom, which day."""
    return await _page(context, await _asked(context, rest))


@action(ListRecord, right=Right.READ, fresh="record")
async def list_record(context: Context, click: ListRecord) -> Said:
    """Another page."""
    return await _page(context, click)


@action(FileRecord, right=Right.READ, fresh="record")
async def file_record(context: Context, click: FileRecord) -> Said:
    """Give the matching entries as a file."""
    return await offer(context, "record_json" if click.format == "json" else "record_csv", _ident(click))


@maker("record_csv")
async def make_record_csv(context: Context, ident: str) -> Given:
    """A CSV file with every matching entry, times in UTC."""
    query = _query(context, _of(ident))
    scope = await scope_of(context)
    found = await context.services.store.record_search.find(scope, query, 0, _MAX_FILE_ENTRIES)
    rows = await in_words(context.services, scope, found)
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([guarded(in_file(cell)) for cell in line] for line in (_HEADS, *map(_cells, rows)))
    return Given("record.csv", text.getvalue().encode("utf-8-sig"), tr("{rows:,} entries.", rows=len(rows)))


@maker("record_json")
async def make_record_json(context: Context, ident: str) -> Given:
    """Every matching entry with its proof, for `tools/verify_record.py`; names stay sealed."""
    query, now = _query(context, _of(ident)), context.services.clock.now()
    text = await exported(context.services.store, context.tenant_id, now, await scope_of(context), query)
    return Given("record.jsonl", text.encode(), tr("The entries with proofs; names in it stay sealed."))


async def scope_of(context: Context) -> RecordScope:
    """The part of the record that the person may see; the only place that decides it, for cards and files."""
    if context.access.sees_all:
        return RecordScope(context.tenant_id)
    services = context.services
    try:
        live = await _live(context)
    except NotConnected:
        return RecordScope(context.tenant_id, frozenset(), context.access.who)
    return await record_scope(services.store.record_search, live, context.access, context.tenant_id)


async def _page(context: Context, asked: RecordAction) -> Said:
    services, scope, query = context.services, await scope_of(context), _query(context, asked)
    page = max(1, asked.page)
    entry = context.entry(
        Recorded.RECORD_READ, Subject(SubjectKind.WORKSPACE, context.tenant_id), {**_fields(asked), "page": page}
    )
    await services.store.record.append(entry)
    total = await services.store.record_search.count(scope, query)
    found = await services.store.record_search.find(scope, query, (page - 1) * _PER_PAGE, _PER_PAGE)
    rows = [_row(context, one) for one in await in_words(services, scope, found)]
    fields = {**_fields(asked), "asked": asked.asked}
    files = FileRecord(**fields), FileRecord(**fields, format="json")
    listed, now = ListRecord(page=page, **fields), services.clock.now()
    late = await unwitnessed_since(services, context.tenant_id, now)
    since = context.viewer.when(late, now) if late else ""
    return cards.record(
        cards.RecordedPage(rows, listed, files, pages_of(total, _PER_PAGE), total, _title(asked), since)
    )


def _row(context: Context, one: EntryInWords) -> cards.RecordedRow:
    agreed = (
        tr("approved by {approved_by}", approved_by=one.approved_by)
        if one.approved_by and one.approved_by != one.asked_by
        else ""
    )
    asked = tr("Asked by {asked_by}", asked_by=one.asked_by) if one.before or one.after or one.approved_by else ""
    who = join_text(", ", filter(None, (asked, agreed)))
    when = context.viewer.when(one.at, context.services.clock.now())
    why = tr("Why: {why}", why=one.why) if one.why else ""
    return cards.RecordedRow(one.what, when, who, join_text(" ", filter(None, (why, one.damaged))))


def _cells(one: EntryInWords) -> tuple[str, ...]:
    at = datetime.fromtimestamp(one.at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    what = join_text(" ", filter(None, (one.what, one.damaged)))
    return at, what, one.before, one.after, one.asked_by, one.approved_by, one.why


async def _asked(context: Context, rest: str) -> ListRecord:
    """The filter in the words; raises BadInput when they name nothing known, or several things."""
    asked, whose = _when(rest, context.viewer.day(context.services.clock.now()))
    if work := _JOB_OR_PLAN.fullmatch(whose):
        ident = work[2].casefold()
        return replace(asked, job=ident) if work[1].casefold() == "job" else replace(asked, plan=ident)
    if fold(whose) == "approvals":
        return replace(asked, what=Recorded.PLAN_APPROVED)
    if not whose:
        return asked
    live = await _live(context)
    if by := _BY.fullmatch(whose):
        who = _person(by[3], live)
        asked = replace(asked, approver=who) if by[2].casefold() == "approved by" else replace(asked, actor=who)
        return _about(asked, by[1], live) if by[1] else asked
    return _about(asked, whose, live)


def _when(rest: str, today: date) -> tuple[ListRecord, str]:
    """The days in the words, and the other words."""
    found = _DAYS.search(rest)
    first, last = [read_day(day, today) for day in found.groups()] if found else (None, None)
    if found and first and last:
        whose = rest[: found.start()].strip()
        return ListRecord(day=first.isoformat(), until=last.isoformat(), asked=whose), whose
    words = read_words(rest, today)
    return ListRecord(day=words.day.isoformat() if words.day else "", asked=words.whose), words.whose


def _title(asked: RecordAction) -> str:
    """The heading: who or what was asked for, and which days."""
    first, last = (dated(date.fromisoformat(day)) if day else "" for day in (asked.day, asked.until))
    days = tr("{day} to {until}", day=first, until=last) if last else first
    words = join_text(" ", filter(None, (asked.asked, days)))
    return tr("Record: {asked}", asked=words) if words else tr("Record")


def _about(asked: ListRecord, words: str, live: Snapshot) -> ListRecord:
    bare = _POSSESSIVE.sub("", words).strip()
    if bare in live.lines:
        return replace(asked, line=bare)
    number = parse_number(bare, live.country, live.numbers)
    if isinstance(number, str):
        return replace(asked, number=number)
    person = _someone(bare, live)
    return replace(asked, person=person.object_id) if person.object_id else replace(asked, line=_line_of(person, live))


def _person(words: str, live: Snapshot) -> str:
    """Who did something. Raises NotFound, lest *record by ben* be read as a request to record Ben's calls."""
    try:
        found = _someone(words, live).object_id
    except BadInput as unclear:
        raise NotFound(unclear.what, unclear.why, unclear.fix) from unclear
    if found:
        return found
    raise NotFound(
        tr("“{words}” has no Microsoft account.", words=words),
        tr("Whoever asks or approves has one."),
        tr("Say somebody else."),
    )


def _line_of(person: Person, live: Snapshot) -> str:
    """The only line of somebody without a Microsoft account, by which their entries are found."""
    keys = [key for key, line in live.lines.items() if line.identity_uuid == person.identity_uuid]
    if len(keys) == 1:
        return keys[0]
    why = (
        tr("They have the lines {names}.", names=join_text(", ", sorted(keys)[:5]))
        if keys
        else tr("They have no line, and no account.")
    )
    raise NotFound(
        tr("I can't tell which entries are about {label}.", label=person.label),
        why,
        tr("Say an extension or a number."),
    )


def _someone(words: str, live: Snapshot) -> Person:
    found = live.directory.find(words)
    if len(found) == 1:
        return found[0]
    if found:
        names = join_text(", ", (person.label for person in found[:5]))
        raise BadInput(
            tr("“{words}” fits several people: {names}.", words=words, names=names),
            fix=tr("Say which one you mean, by user name."),
        )
    why = tr("The record is searched by person, number, extension, job or plan.")
    raise BadInput(tr("I can't find “{words}”.", words=words), why, tr("Say *record* to see all."))


def _query(context: Context, asked: RecordAction) -> RecordQuery:
    first, last = [read_day(day, date.min) for day in (asked.day, asked.until or asked.day)]
    since, until = (context.viewer.hours_of(first)[0], context.viewer.hours_of(last)[1]) if first and last else (0, 0)
    fields = {name: value for name, value in _fields(asked).items() if name not in ("day", "until", "what")}
    return RecordQuery(**fields, actions=(asked.what,) if asked.what else (), since=since, until=until)


def _fields(asked: RecordAction) -> dict[str, Any]:
    return {name: getattr(asked, name) for name in _FIELDS}


def _ident(asked: RecordAction) -> str:
    return json.dumps({name: value for name, value in _fields(asked).items() if value})


def _of(ident: str) -> RecordAction:
    fields: dict[str, Any] = {name: str(value) for name, value in json.loads(ident or "{}").items() if name in _FIELDS}
    return ListRecord(**fields)


async def _live(context: Context) -> Snapshot:
    """The live state, which may be some seconds old, as only names are used."""
    services = context.services
    return await services.glances.get(services, services.steady, await context.workspace())
