"""Ready: who can call, who can't, why not, and the click that mends it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from bot.commands.files import Given, list_maker
from bot.context import Context
from bot.registry import Said, command
from bot.turn import Card
from bot.views.calls.ready import NAMES, lacking, mend_click, named, stuck_words, waiting_for, words_of
from cards.calls import ready as cards
from cards.calls.clicks import FileReadiness
from cards.elements import State, say
from cards.words import first_upper, quoted, things
from services.domain.access import Right
from services.domain.line import Line
from services.domain.number import display
from services.domain.phrases import join_text, tr
from services.intake.results import table_file
from services.inventory.find_line import the_line
from services.inventory.readiness import Check, Readiness, by_reason, by_wait, line_readiness, readiness, way_ages
from services.inventory.readiness_words import MISSING
from services.inventory.requirements import RequirementKind
from services.inventory.snapshot import Snapshot

_WAIT_WORDS: Mapping[RequirementKind, str] = {
    RequirementKind.UPLOADED: tr("Uploaded, not visible in Teams yet"),
    RequirementKind.ASSIGNED: tr("Being assigned in Teams"),
}
_YES, _WAITS, _NO = tr("yes"), tr("waits"), tr("no")


@command(
    "ready",
    "readiness",
    "who can call",
    help="Who can call, and why not",
    group="Lines",
    usage="ready alice",
    private=True,
)
async def ready(context: Context, rest: str) -> Said:
    """The tenant at a glance, or one person's chain."""
    live = await look(context)
    if rest:
        return await person_card(context, the_line(rest, live), live)
    return _tenant(context, await chains(context, live), live)


@list_maker("ready", FileReadiness, fresh="ready")
async def make_readiness_file(context: Context) -> Given:
    """Every line with a Teams add-on, with a column per requirement."""
    live, now = await look(context), context.services.clock.now()
    all_ = await chains(context, live)
    rows = [
        (
            one.line.key,
            one.person,
            join_text(", ", (display(number) for number in one.line.numbers)),
            _YES if one.broken is None else _WAITS if one.waits else _NO,
            *(_cell(one.check(link), one, live, now) for link in RequirementKind),
        )
        for one in all_
    ]
    heads = (tr("Ext Key"), tr("User"), tr("Number"), tr("Can call"), *(tr(link.value) for link in RequirementKind))
    return Given(
        "ready.xlsx", table_file(tr("Who can call"), heads, rows), tr("{how_many}.", how_many=things(len(rows), "line"))
    )


async def look(context: Context) -> Snapshot:
    """The live state with the system's settings, which name the outbound call rules."""
    return await context.snapshot_with_rules()


async def chains(context: Context, live: Snapshot) -> tuple[Readiness, ...]:
    """The readiness of every line in Teams, with how long things have been under way."""
    under_way = await way_ages(context.services, context.tenant_id, live)
    # Thousands of lines take a while to compute; in a thread of its own that doesn't delay other turns.
    return await asyncio.to_thread(readiness, live, under_way)


async def person_card(context: Context, line: Line, live: Snapshot, note: str = "") -> Card:
    """One line's chain, with the buttons that mend it."""
    chain = line_readiness(line, live, await way_ages(context.services, context.tenant_id, live))
    title = tr("{key} {person}", key=chain.line.key, person=chain.person).strip()
    links = [_link(context, check, chain, live) for check in chain.checks]
    again = [say(tr("Look again"), f"ready {line.key}")] if any(check.waiting for check in chain.checks) else []
    return cards.ready_person(title, links, note=note, stuck=stuck_words(chain), also=again)


def state_of(check: Check) -> State:
    """A link's state, as cards show it."""
    return "done" if check.holds else "now" if check.waiting else "todo" if check.later else "attention"


def _tenant(context: Context, all_: Sequence[Readiness], live: Snapshot) -> Card:
    changes = context.may(Right.CHANGE)
    reasons = [
        cards.Reason(
            first_upper(MISSING[link]),
            count,
            mend_click(link, live, count) if changes else None,
            named(lacking(all_, link)),
            typed=tr("mend {names}", names=NAMES[link])
            if changes and link not in (RequirementKind.CONSENT, RequirementKind.PERSON)
            else "",
        )
        for link, count in by_reason(all_).items()
    ]
    waits = [
        cards.Reason(_WAIT_WORDS[link], count, None, named(waiting_for(all_, link)), waits=True)
        for link, count in by_wait(all_).items()
    ]
    can, waiting = sum(one.broken is None for one in all_), sum(one.waits for one in all_)
    part = not context.access.sees_all
    return cards.ready_tenant(can, len(all_), [*reasons, *waits], waiting=waiting, file=True, part=part)


def _link(context: Context, check: Check, chain: Readiness, live: Snapshot) -> cards.ChainLink:
    click = mend_click(check.link, live, 1, chain.line) if check.broken and context.may(Right.CHANGE) else None
    words = words_of(check, chain, live, context.services.clock.now())
    return cards.ChainLink(tr(check.link.value), state_of(check), words, click)


def _cell(check: Check | None, chain: Readiness, live: Snapshot, now: float) -> str:
    if check is None:
        return tr("not needed")
    word = _YES if check.holds else _WAITS if check.waiting else _NO
    words = words_of(check, chain, live, now)
    return tr("{word}: {words}", word=word, words=quoted(words)) if words else word
