"""Somebody joins or leaves, said in a sentence: one plan with all that it takes."""

from __future__ import annotations

from collections import Counter
from datetime import date

from pydantic import JsonValue

from bot.commands.changes.asking import ask
from bot.commands.lines.assign import AssignRequest, form_of
from bot.commands.settings.settings import whose
from bot.commands.settings.templates import held_by
from bot.context import Context
from bot.registry import Said, action
from cards.lines.clicks import PersonJoins, PersonLeaves, TargetRole
from services.domain import addons
from services.domain.access import Right
from services.domain.change import Change
from services.domain.errors import BadInput
from services.domain.line import Line
from services.domain.number import display
from services.domain.plan import Finding, Severity
from services.domain.settings.personal import PERSONAL
from services.inventory.find_line import lines_meant, the_line
from services.inventory.licence_pools import next_free
from services.inventory.snapshot import Snapshot, read_snapshot
from services.planning.joiners import joins, leaves


@action(PersonJoins, right=Right.CHANGE, fresh="assign")
async def person_joins(context: Context, wish: PersonJoins) -> Said:
    """The plan for somebody's line, with all that they need to call; the form where something is open or wrong."""
    live = await read_snapshot(context.services, await context.workspace(), system=True)
    new = next((one.text for one in wish.holders if one.role is not TargetRole.LIKE), "")
    like = next((the_line(one.text, live) for one in wish.holders if one.role is TargetRole.LIKE), None)
    if new and lines_meant(new, live):
        line = the_line(new, live)
        raise BadInput(f"{whose(line, live)} has a line already.", fix=f"Say *line {line.key}* to see and change it.")
    person = live.directory.one(new) if new else None
    if person is None:
        return form_of(live, AssignRequest(new_key=next_free(live), person=new, addons={addons.TEAMS_USER: 1}))("")
    change = joins(person, like, live, _settings_like(like, live))
    form = form_of(
        live,
        AssignRequest(
            new_key=change.key, person=new, number=change.number or "", addons=Counter(change.addons), label=person.name
        ),
    )
    as_whom = f", like {whose(like, live).removeprefix(like.key).strip()}" if like else ""
    return await ask(context, f"A line for {person.name}{as_whom}", [change], form, notes=_no_number(change))


def _settings_like(like: Line | None, live: Snapshot) -> dict[str, JsonValue]:
    """The settings of a line that aren't its holder's own."""
    held = held_by(live.settings.get(like.key)) if like else {}
    return {path: value for path, value in held.items() if path not in PERSONAL}


def _no_number(change: Change) -> list[Finding]:
    if change.number:
        return []
    why = "No free number fits, so the line gets none: its holder can't be called from outside."
    return [Finding(Severity.WARNING, "number.none_free", why, "Order numbers from your provider, then say *mend*.")]


@action(PersonLeaves, right=Right.CHANGE, fresh="lines")
async def person_leaves(context: Context, wish: PersonLeaves) -> Said:
    """The plan for whoever leaves: the line keeps its number for the next one, add-ons and phone licence go back."""
    live = await read_snapshot(context.services, await context.workspace())
    if not wish.holders:
        raise BadInput("Who is leaving?", fix="Say it like *alice is leaving on Friday*.")
    line = the_line(wish.holders[0].text, live)
    if not line.identity_uuid:
        raise BadInput(f"Nobody has extension {line.key}.", fix=f"Say *line {line.key}* to see it.")
    title = f"Take {line.key} from {whose(line, live).removeprefix(line.key).strip()}, who leaves"
    notes = [*_dated(wish.day, context), *_uncovered(line)]
    return await ask(context, title, [leaves(line, live)], notes=notes)


def _uncovered(line: Line) -> list[Finding]:
    """That calls to the numbers which stay reach nobody."""
    if not line.numbers:
        return []
    why = f"Calls to {', '.join(map(display, line.numbers))} reach nobody until somebody else has {line.key}."
    fix = f"Give it to somebody (*give {line.key} to …*), or say *settings {line.key} call forwarding*."
    return [Finding(Severity.WARNING, "line.uncovered", why, fix, key=line.key)]


def _dated(day: date | None, context: Context) -> list[Finding]:
    """A plan has no day of its own: whoever applies it chooses the moment, and is told which was said."""
    if day is None or day <= context.viewer.day(context.services.clock.now()):
        return []
    why = f"You said {day:%A} {day.day} {day:%B}: this plan takes effect as soon as it is approved."
    return [Finding(Severity.WARNING, "plan.at_once", why, "Send or approve it on that day.")]
