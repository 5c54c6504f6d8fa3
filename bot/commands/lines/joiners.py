"""Somebody joins or leaves, said in a sentence: the flows there are, filled in as far as the sentence goes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from bot.commands.changes.asking import ask
from bot.commands.lines.assign import AssignRequest, form_of
from bot.commands.lines.line import live_of
from bot.commands.settings.settings import whose
from bot.context import Context
from bot.registry import Said, action
from cards.lines.clicks import PersonJoins, PersonLeaves, TargetRole
from services.domain import addons
from services.domain.access import Right
from services.domain.change import Change
from services.domain.errors import BadInput
from services.domain.line import Line
from services.domain.plan import Finding, Severity
from services.inventory.find_line import lines_meant, the_line
from services.inventory.licence_pools import next_free
from services.inventory.snapshot import Snapshot


@action(PersonJoins, right=Right.CHANGE, fresh="assign")
async def person_joins(context: Context, wish: PersonJoins) -> Said:
    """The form to give a line, filled in: the next extension and number, and the add-ons of whoever they are like."""
    live = await live_of(context)
    new = next((one.text for one in wish.holders if one.role is not TargetRole.LIKE), "")
    like = next((the_line(one.text, live) for one in wish.holders if one.role is TargetRole.LIKE), None)
    if new and lines_meant(new, live):
        line = the_line(new, live)
        raise BadInput(f"{whose(line, live)} has a line already.", fix=f"Say *line {line.key}* to see and change it.")
    number = min((n.e164 for n in live.numbers.values() if not n.ext_key), default="")
    given = _like(like, live) if like else {addons.TEAMS_USER: 1}
    return form_of(live, AssignRequest(new_key=next_free(live), person=new, number=number, addons=given))("")


def _like(line: Line, live: Snapshot) -> Mapping[str, int]:
    """The add-ons of a line, but for Number licences: each number brings its own."""
    return Counter(code for code in line.addons if code != addons.NUMBER and code in {*live.seats, *addons.ADDONS})


@action(PersonLeaves, right=Right.CHANGE, fresh="lines")
async def person_leaves(context: Context, wish: PersonLeaves) -> Said:
    """The plan to take the line from whoever leaves; the line keeps its number for the next one."""
    live = await live_of(context)
    if not wish.holders:
        raise BadInput("Who is leaving?", fix="Say it like *alice is leaving on Friday*.")
    line = the_line(wish.holders[0].text, live)
    if not line.identity_uuid:
        raise BadInput(f"Nobody has extension {line.key}.", fix=f"Say *line {line.key}* to see it.")
    title = f"Take {line.key} from {whose(line, live).removeprefix(line.key).strip()}, who leaves"
    change = Change(line.key, person="", seen=line.version)
    return await ask(context, title, [change], notes=_dated(wish.day, context))


def _dated(day: date | None, context: Context) -> list[Finding]:
    """A plan has no day of its own: whoever applies it chooses the moment, and is told which was said."""
    if day is None or day <= context.viewer.day(context.services.clock.now()):
        return []
    why = f"You said {day:%A} {day.day} {day:%B}: this plan takes effect as soon as it is approved."
    return [Finding(Severity.WARNING, "plan.at_once", why, "Send or approve it on that day.")]
