"""Short answers to short words, and what is free: reached by sentences, not by commands of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.commands.jobs import undo as undo_job
from bot.commands.line import live_of
from bot.context import Context
from bot.registry import Said, action
from cards import sentences as cards
from cards.elements import Click, say
from cards.words import clean
from services.changes.numbers import country
from services.domain.access import Right
from services.domain.errors import BadInput
from services.domain.number import display
from services.domain.settings.countries import country_name
from services.store.tables import Job, Plan

_ROWS, _MOST = 12, 2


@action("talk.thanks", right=Right.NONE, private=False)
async def thanks(_context: Context, _data: Mapping[str, Any], _inputs: Mapping[str, str]) -> Said:
    """A short answer."""
    return "You're welcome."


@action("talk.okay", right=Right.NONE, private=False)
async def okay(_context: Context, _data: Mapping[str, Any], _inputs: Mapping[str, str]) -> Said:
    """A shorter one."""
    return "All right."


@action("talk.declined", right=Right.NONE, private=False)
async def declined(_context: Context, _data: Mapping[str, Any], _inputs: Mapping[str, str]) -> Said:
    """Somebody wants something not to be done."""
    return "All right: I do nothing."


@action("talk.too_much", right=Right.NONE, private=False)
async def too_much(_context: Context, _data: Mapping[str, Any], _inputs: Mapping[str, str]) -> Said:
    """Everything at once is never planned."""
    return "I don't take away everything at once, so nothing was planned. Name the people, lines or numbers you mean."


@action("talk.free_numbers", right=Right.READ)
async def free_numbers(context: Context, data: Mapping[str, Any], _inputs: Mapping[str, str]) -> Said:
    """Numbers that are on no line, of one country where one is named."""
    live, wanted = await live_of(context), str(data.get("country", ""))
    found = sorted(n.e164 for n in live.numbers.values() if not n.ext_key and wanted in ("", country(n)))
    rows = [(display(e164), str(live.numbers[e164].upload)) for e164 in found[:_ROWS]]
    title = f"Free numbers in {country_name(wanted)}" if wanted else "Free numbers"
    everything = say("All numbers", "numbers")
    return cards.free(title, rows, len(found), "number", may_change=context.may(Right.CHANGE), all_=everything)


@action("talk.free_lines", right=Right.READ)
async def free_lines(context: Context, _data: Mapping[str, Any], _inputs: Mapping[str, str]) -> Said:
    """Extensions that nobody holds."""
    live = await live_of(context)
    found = sorted(key for key, line in live.lines.items() if not line.identity_uuid)
    rows = [(key, live.lines[key].label) for key in found[:_ROWS]]
    everything = say("All lines", "lines")
    return cards.free(
        "Free extensions", rows, len(found), "extension", may_change=context.may(Right.CHANGE), all_=everything
    )


@action("talk.undo", right=Right.CHANGE)
async def undo(context: Context, _data: Mapping[str, Any], inputs: Mapping[str, str]) -> Said:
    """The plan that takes back this person's last job."""
    jobs = await context.services.store.ledger.recent(context.tenant_id, most=50)
    last = next((job for job in jobs if job.ended_at and job.author == context.author.object_id), None)
    if last is None:
        raise BadInput("There is nothing of yours to undo.", fix="Say *jobs* to see what others did.")
    return await undo_job(context, {"job": last.id}, inputs)


@action("talk.cancel", right=Right.READ)
async def cancel(context: Context, _data: Mapping[str, Any], _inputs: Mapping[str, str]) -> Said:
    """What can be taken back: this person's open plans, and jobs at work."""
    plans, jobs = await _open(context)
    clicks = [*map(_take_back, plans), *(Click(_named("Cancel", job), "job.cancel", {"job": job.id}) for job in jobs)]
    if not clicks:
        return "There is nothing to cancel: no plan of yours is open and no job runs. Nothing was changed."
    return cards.to_end("Cancel what?", clicks)


@action("talk.stop", right=Right.READ)
async def stop(context: Context, _data: Mapping[str, Any], _inputs: Mapping[str, str]) -> Said:
    """What can be stopped: jobs at work first, then plans that aren't decided."""
    plans, jobs = await _open(context)
    clicks = [*(Click(_named("Pause", job), "job.pause", {"job": job.id}) for job in jobs), *map(_take_back, plans)]
    if not clicks:
        return "Nothing runs, and no plan of yours is open. Nothing was changed."
    return cards.to_end("Stop what?", clicks)


async def _open(context: Context) -> tuple[Sequence[Plan], Sequence[Job]]:
    if not context.may(Right.CHANGE):
        return (), ()
    store, now = context.services.store, context.services.clock.now()
    plans = await store.plans.open_of(context.tenant_id, context.author.object_id, now, _MOST)
    jobs = await store.ledger.recent(context.tenant_id, most=20)
    return plans, [job for job in jobs if not job.ended_at and job.state in ("queued", "running")][:_MOST]


def _take_back(plan: Plan) -> Click:
    verb, word = ("plan.withdraw", "Withdraw") if plan.state == "waiting" else ("plan.discard", "Discard")
    return Click(_named(word, plan), verb, {"plan": plan.id})


def _named(word: str, what: Plan | Job) -> str:
    return f"{word}: {clean(what.title, 45)}"
