"""Ready: who can call, who can't, why not, and the click that mends it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from bot.commands.files import Given, list_maker
from bot.context import Context
from bot.registry import Said, command
from bot.turn import Card
from bot.views.calls.ready import NAMES, mend_click, stuck_words, words_of
from cards.calls import ready as cards
from cards.calls.clicks import FileReadiness
from cards.elements import State, say
from cards.words import first_upper, quoted, things
from services.domain.access import Right
from services.domain.line import Line
from services.domain.number import display
from services.intake.results import table_file
from services.inventory.find_line import the_line
from services.inventory.readiness import (
    MISSING,
    Check,
    Readiness,
    by_reason,
    by_wait,
    line_readiness,
    readiness,
    way_ages,
)
from services.inventory.requirements import RequirementKind
from services.inventory.snapshot import Snapshot

_WAIT_WORDS: Mapping[RequirementKind, str] = {
    RequirementKind.UPLOADED: "Uploaded, not visible in Teams yet",
    RequirementKind.ASSIGNED: "Being assigned in Teams",
}
_MAX_NAMED = 3


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
    """Every line with a Teams add-on, a column a link."""
    live, now = await look(context), context.services.clock.now()
    all_ = await chains(context, live)
    rows = [
        (
            one.line.key,
            one.person,
            ", ".join(display(number) for number in one.line.numbers),
            "yes" if one.broken is None else "waits" if one.waits else "no",
            *(_cell(one.check(link), one, live, now) for link in RequirementKind),
        )
        for one in all_
    ]
    heads = ("Ext Key", "User", "Number", "Can call", *(link.value for link in RequirementKind))
    return Given("ready.xlsx", table_file("Who can call", heads, rows), f"{things(len(rows), 'line')}.")


async def look(context: Context) -> Snapshot:
    """The live state, with the system's settings: they name the outbound call rules."""
    return await context.snapshot_with_rules()


async def chains(context: Context, live: Snapshot) -> tuple[Readiness, ...]:
    """The chain of every line in Teams, with the ages of what is under way."""
    under_way = await way_ages(context.services, context.tenant_id, live)
    # Thousands of lines keep a processor busy for a while: in a thread of their own they hold up nobody's turn.
    return await asyncio.to_thread(readiness, live, under_way)


async def person_card(context: Context, line: Line, live: Snapshot, note: str = "") -> Card:
    """One line's chain, with the buttons that mend it."""
    chain = line_readiness(line, live, await way_ages(context.services, context.tenant_id, live))
    title = f"{chain.line.key} {chain.person}".strip()
    links = [_link(context, check, chain, live) for check in chain.checks]
    again = [say("Look again", f"ready {line.key}")] if any(check.waiting for check in chain.checks) else []
    return cards.ready_person(title, links, note=note, stuck=stuck_words(chain), also=again)


def state_of(check: Check) -> State:
    """How a link stands, as cards show it."""
    return "done" if check.holds else "now" if check.waiting else "todo" if check.later else "attention"


def _tenant(context: Context, all_: Sequence[Readiness], live: Snapshot) -> Card:
    changes = context.may(Right.CHANGE)
    reasons = [
        cards.Reason(
            first_upper(MISSING[link]),
            count,
            mend_click(link, live, count) if changes else None,
            _names([one for one in all_ if any(check.link is link for check in one.to_mend)]),
            typed=f"mend {NAMES[link]}"
            if changes and link not in (RequirementKind.CONSENT, RequirementKind.PERSON)
            else "",
        )
        for link, count in by_reason(all_).items()
    ]
    waits = [
        cards.Reason(_WAIT_WORDS[link], count, None, _names([one for one in all_ if _waits_for(one, link)]), waits=True)
        for link, count in by_wait(all_).items()
    ]
    can, waiting = sum(one.broken is None for one in all_), sum(one.waits for one in all_)
    return cards.ready_tenant(can, len(all_), [*reasons, *waits], waiting=waiting, file=True)


def _names(lines: Sequence[Readiness]) -> str:
    shown = [f"{one.line.key} {one.person}".strip() for one in lines[:_MAX_NAMED]]
    more = [f"and {len(lines) - _MAX_NAMED:,} more"] if len(lines) > _MAX_NAMED else []
    return ", ".join([*shown, *more])


def _waits_for(one: Readiness, link: RequirementKind) -> bool:
    check = one.check(link)
    return check is not None and check.waiting


def _link(context: Context, check: Check, chain: Readiness, live: Snapshot) -> cards.ChainLink:
    click = mend_click(check.link, live, 1, chain.line) if check.broken and context.may(Right.CHANGE) else None
    words = words_of(check, chain, live, context.services.clock.now())
    return cards.ChainLink(check.link.value, state_of(check), words, click)


def _cell(check: Check | None, chain: Readiness, live: Snapshot, now: float) -> str:
    if check is None:
        return "not needed"
    word = "yes" if check.holds else "waits" if check.waiting else "no"
    words = words_of(check, chain, live, now)
    return f"{word}: {quoted(words)}" if words else word
