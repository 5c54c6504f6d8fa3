"""Joiners and leavers: one plan with everything that it takes."""

from __future__ import annotations

from collections import Counter
from datetime import date

from pydantic import JsonValue

from bot.commands.changes.asking import ask
from bot.commands.lines.assign import AssignRequest, form_of
from bot.commands.search import first, lines, people
from bot.commands.settings.settings import whose
from bot.commands.settings.templates import held_by
from bot.context import Context
from bot.registry import Said, action, command
from cards.lines.people import NOBODY, JoinForm, LeaveForm, join_form, leave_form
from cards.lines.sentence_clicks import (
    JoiningInputs,
    LeavingInputs,
    PersonJoins,
    PersonLeaves,
    PlanJoining,
    PlanLeaving,
    TargetRole,
)
from services.domain import addons
from services.domain.access import Right
from services.domain.change import Change
from services.domain.errors import BadInput
from services.domain.line import Line
from services.domain.number import display
from services.domain.people import Person
from services.domain.phrases import join_text, tr
from services.domain.plan import Finding, Severity
from services.domain.settings.catalogue import FIELDS
from services.domain.settings.personal import PERSONAL
from services.domain.voice_policies import policy_requests_in
from services.inventory.find_line import lines_meant, the_line
from services.inventory.licence_pools import next_free
from services.inventory.readiness import line_readiness
from services.inventory.requirements import RequirementKind
from services.inventory.snapshot import Snapshot
from services.planning.joiners import joins, leaves, stay

_LAST_HOUR = 18  # o'clock on somebody's last day, when the working day ends


@action(PersonJoins, right=Right.CHANGE, fresh="assign")
async def person_joins(context: Context, request: PersonJoins) -> Said:
    """The plan for a joiner's line, with all that they need to call; the form where something is open or wrong."""
    live = await context.snapshot_with_rules()
    new = next((one.text for one in request.holders if one.role is not TargetRole.LIKE), "")
    like = next((_line_to_copy(one.text, live) for one in request.holders if one.role is TargetRole.LIKE), None)
    if not new:
        return join_form(await _join_form(context, live))
    if new and lines_meant(new, live):
        line = the_line(new, live)
        raise BadInput(
            tr("{whose} has a line already.", whose=whose(line, live)),
            fix=tr("Say *line {key}* to see and change it.", key=line.key),
        )
    person = live.directory.one(new) if new else None
    if person is None:
        return form_of(live, AssignRequest(new_key=next_free(live), person=new, addons={addons.TEAMS_USER: 1}))("")
    return await _joins(context, live, person, like, request.template, request.day)


def _line_to_copy(words: str, live: Snapshot) -> Line:
    """The line that is to be the pattern; BadInput for somebody who has none."""
    person = live.directory.one(words)
    if person is not None and not lines_meant(words, live):
        raise BadInput(
            tr("{name} has no line yet, so nobody can get one like it.", name=person.name),
            fix=tr("Name somebody who has a line, or leave “like {name}” out.", name=person.name),
        )
    return the_line(words, live)


async def _joins(
    context: Context, live: Snapshot, person: Person, like: Line | None, template: str, day: date | None = None
) -> Said:
    kept = await context.services.store.templates.get(context.tenant_id, template) if template else None
    settings = {path: value for path, value in (kept.settings if kept else {}).items() if path in FIELDS}
    policies = policy_requests_in(kept.settings) if kept else ()
    change = joins(person, like, live, {**_settings_like(like, live), **settings}, policies)
    form = form_of(
        live,
        AssignRequest(
            new_key=change.key,
            person=live.directory.handle(person),
            number=change.number or "",
            addons=Counter(change.addons),
            label=person.name,
        ),
    )
    as_whom = tr(", like {strip}", strip=whose(like, live).removeprefix(like.key).strip()) if like else ""
    as_what = tr(", by template {name}", name=kept.name) if kept else ""
    title = tr("A line for {name}{as_whom}{as_what}", name=person.name, as_whom=as_whom, as_what=as_what)
    return await ask(context, title, [change], form, notes=[*_no_number(change), *_ahead(context, day)])


@command(
    "someone joins",
    "somebody joins",
    "joiner",
    help="All that somebody who joins needs to call",
    group="Lines",
    right=Right.CHANGE,
    private=True,
)
async def someone_joins(context: Context, _rest: str) -> Said:
    """The form."""
    live = await context.snapshot()
    return join_form(await _join_form(context, live))


@action(PlanJoining, JoiningInputs, right=Right.CHANGE, fresh="someone joins")
async def plan_joining(context: Context, inputs: JoiningInputs) -> Said:
    """Plan what the form says."""
    live = await context.snapshot_with_rules()
    person = live.directory.one(inputs.person) if inputs.person else None
    if person is None:
        why = (
            tr("I know nobody, or several people, by “{person}”.", person=inputs.person[:60])
            if inputs.person
            else tr("Choose who joins.")
        )
        return join_form(await _join_form(context, live, inputs), why)
    if lines_meant(inputs.person, live):
        line = the_line(inputs.person, live)
        why = tr("{name} has extension {key} already. Say *line {key}* to change it.", name=person.name, key=line.key)
        return join_form(await _join_form(context, live, inputs), why)
    like = the_line(inputs.like, live) if inputs.like not in ("", NOBODY) else None
    return await _joins(context, live, person, like, "" if inputs.template == NOBODY else inputs.template)


async def _join_form(context: Context, live: Snapshot, held: JoiningInputs | None = None) -> JoinForm:
    held = held or JoiningInputs()
    lineless = [pair for pair in people(live) if not lines_meant(pair[0], live)]
    holders = [pair for pair in lines(live) if live.lines[pair[0]].identity_uuid]
    templates = [(one.name, one.name) for one in await context.services.store.templates.all(context.tenant_id)]
    return JoinForm(
        first(lineless, held.person), first(holders, held.like), templates, held.person, held.like, held.template
    )


def _settings_like(like: Line | None, live: Snapshot) -> dict[str, JsonValue]:
    """The line's settings, without those that are its holder's own."""
    held = held_by(live.settings.get(like.key)) if like else {}
    return {path: value for path, value in held.items() if path not in PERSONAL}


def _no_number(change: Change) -> list[Finding]:
    if change.number:
        return []
    why = tr("No free number fits, so the line gets none: its holder can't be called from outside.")
    return [
        Finding(Severity.WARNING, "number.none_free", why, tr("Order numbers from your provider, then say *mend*."))
    ]


@action(PersonLeaves, right=Right.CHANGE, fresh="lines")
async def person_leaves(context: Context, request: PersonLeaves) -> Said:
    """The plan for a leaver, for now or for the day that was said; the form where nobody was named.

    The line keeps its number, whose calls go to the person who covers; add-ons and the phone licence are taken back.
    """
    live = await context.snapshot_with_rules()
    if not request.holders:
        return leave_form(_leave_form(live))
    cover = next((one for one in request.holders if one.role is TargetRole.TO), None)
    named = [one for one in request.holders if one is not cover]
    if not named:
        named, cover = [cover] if cover else [], None
    cover = cover or next(iter(named[1:]), None)
    return await _leaves(context, live, named[0].text, cover.text if cover else "", request.day)


@action(PlanLeaving, LeavingInputs, right=Right.CHANGE, fresh="someone leaves")
async def plan_leaving(context: Context, inputs: LeavingInputs) -> Said:
    """The same for what the form says."""
    live = await context.snapshot_with_rules()
    try:
        day = date.fromisoformat(inputs.day) if inputs.day else None
    except ValueError:
        return leave_form(_leave_form(live, inputs), tr("That is no day: write it like 2026-12-24."))
    if not inputs.person:
        return leave_form(_leave_form(live, inputs), tr("Choose who leaves."))
    return await _leaves(context, live, inputs.person, "" if inputs.cover == NOBODY else inputs.cover, day)


@command(
    "someone leaves",
    "somebody leaves",
    "leaver",
    help="Take everything back from somebody who leaves",
    group="Lines",
    right=Right.CHANGE,
    private=True,
)
async def someone_leaves(context: Context, _rest: str) -> Said:
    """The form."""
    return leave_form(_leave_form(await context.snapshot()))


def _leave_form(live: Snapshot, held: LeavingInputs | None = None) -> LeaveForm:
    held = held or LeavingInputs()
    people = [pair for pair in lines(live) if live.lines[pair[0]].identity_uuid]
    return LeaveForm(first(people, held.person), first(people, held.cover), held.person, held.cover, held.day)


async def _leaves(context: Context, live: Snapshot, leaver: str, covers: str, day: date | None) -> Said:
    line = the_line(leaver, live)
    if not line.identity_uuid:
        raise BadInput(
            tr("Nobody has extension {key}.", key=line.key), fix=tr("Say *line {key}* to see it.", key=line.key)
        )
    cover = the_line(covers, live) if covers else None
    if cover is not None and cover.key == line.key:
        raise BadInput(tr("Nobody can cover for themselves."), fix=tr("Name somebody else."))
    starts_at = context.viewer.moment(day, _LAST_HOUR) if day else 0.0
    starts_at = starts_at if starts_at > context.services.clock.now() else 0.0
    title = tr(
        "Take {key} from {strip}, who leaves", key=line.key, strip=whose(line, live).removeprefix(line.key).strip()
    )
    notes = [*_over(day, starts_at), *_uncovered(line, cover, live), *_kept_licences(line, live)]
    return await ask(context, title, [leaves(line, live, cover)], notes=notes, starts_at=starts_at)


def _uncovered(line: Line, cover: Line | None, live: Snapshot) -> list[Finding]:
    """The note on who takes calls to the remaining numbers."""
    if not line.numbers:
        return []
    numbers = join_text(", ", map(display, line.numbers))
    if cover is not None:
        why = tr(
            "Calls to {numbers} go to {whose} until somebody else has {key}.",
            numbers=numbers,
            whose=whose(cover, live),
            key=line.key,
        )
        return [Finding(Severity.INFO, "line.covered", why, key=line.key), *_unreachable(cover, live)]
    why = tr(
        "Callers of {numbers} hear that nobody is there any more, until somebody else has {key}.",
        numbers=numbers,
        key=line.key,
    )
    fix = tr("To have a colleague take them, say who: *alice is leaving, forward to ben*.")
    return [Finding(Severity.INFO, "line.announced", why, fix, key=line.key)]


def _unreachable(cover: Line, live: Snapshot) -> list[Finding]:
    """The warning of a colleague in Teams who can't be called yet; to be called, nobody needs an outbound rule."""
    if not addons.teams_code(cover.addons):
        return []
    ready = line_readiness(cover, live)
    called = (one for one in ready.checks if one.link is not RequirementKind.RULE)
    lacks = [one.missing for one in called if not (one.holds or one.later)]
    if not lacks:
        return []
    why = tr("{person} can't be called in Teams yet: {missing}.", person=ready.person, missing=join_text(", ", lacks))
    fix = tr("Say *ready {key}* to see what to do, or name somebody else.", key=cover.key)
    return [Finding(Severity.WARNING, "line.unreachable", why, fix, key=cover.key)]


def _kept_licences(line: Line, live: Snapshot) -> list[Finding]:
    """The note on licences that the leaver keeps, since a group gives them, and where to change that."""
    holder = live.directory.get(line.identity_uuid)
    name, groups = holder.name if holder else "", holder.groups if holder else ()
    fix = tr("Take {name} out of the group in the Microsoft 365 admin centre.", name=name)
    return [
        Finding(
            Severity.WARNING,
            "licence.by_group",
            tr("{name} keeps {licence}: it comes by the group {group}.", name=name, licence=sku.name, group=groups[0])
            if len(groups) == 1
            else tr("{name} keeps {licence}: it comes by a group.", name=name, licence=sku.name),
            fix,
            key=line.key,
        )
        for sku in stay(line, live)
    ]


def _ahead(context: Context, day: date | None) -> list[Finding]:
    """The remark that the line doesn't wait for the day that was said."""
    if day is None or day <= context.viewer.day(context.services.clock.now()):
        return []
    why = tr(
        "The line is set up as soon as this is applied: it doesn't wait for {day:%A} {day_2} {day:%B}.",
        day=day,
        day_2=day.day,
    )
    return [Finding(Severity.INFO, "plan.at_once", why, key="")]


def _over(day: date | None, starts_at: float) -> list[Finding]:
    """The warning that the named day is over, so that the plan begins once it is approved."""
    if day is None or starts_at:
        return []
    why = tr(
        "{day:%A} {day_2} {day:%B}, {last_hour}:00 is over: this begins as soon as it is approved.",
        day=day,
        day_2=day.day,
        last_hour=_LAST_HOUR,
    )
    return [Finding(Severity.WARNING, "plan.at_once", why, key="")]
