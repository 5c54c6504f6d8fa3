"""Ready: who can call, who can't, and why not."""

from __future__ import annotations

from bot.context import Context
from bot.registry import Said, command
from cards import ready as cards
from cards.elements import Click, State, say
from cards.words import first_upper
from services.changes.find import the_line
from services.changes.readiness import MISSING, Check, Link, Readiness, by_reason, line_readiness, readiness
from services.changes.snapshot import Snapshot, read_snapshot

_MENDS: dict[Link, Click] = {
    Link.NUMBER: say("Lines", "lines"),
    Link.UPLOADED: say("Upload numbers", "numbers"),
    Link.ASSIGNED: say("Numbers", "numbers"),
}


@command(
    "ready",
    "readiness",
    "who can call",
    "status",
    help="Who can call, and why not",
    group="Lines",
    usage="ready alice",
    private=True,
)
async def ready(context: Context, rest: str) -> Said:
    """The tenant at a glance, or one person's chain."""
    live = await read_snapshot(context.services.clients, await context.workspace())
    if rest:
        return _person(rest, live)
    all_ = readiness(live)
    reasons = [
        cards.Reason(first_upper(MISSING[link]), count, _MENDS.get(link)) for link, count in by_reason(all_).items()
    ]
    return cards.ready_tenant(sum(one.broken is None for one in all_), len(all_), reasons)


def _person(words: str, live: Snapshot) -> Said:
    chain = line_readiness(the_line(words, live), live)
    title = f"{chain.line.key} {chain.person}".strip()
    return cards.ready_person(title, [_link(check, chain) for check in chain.checks])


def _link(check: Check, chain: Readiness) -> cards.Link:
    state: State = "done" if check.holds else "now" if check.waiting else "attention"
    broken = chain.broken is not None and chain.broken.link is check.link
    return cards.Link(check.link.value, state, check.detail, _MENDS.get(check.link) if broken else None)
