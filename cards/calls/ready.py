"""Who can call in Teams, what keeps the others from it, and what mends that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from microsoft_teams.cards import BadgeStyle, CardElement

from cards.assembler import Card, Part, card, listing
from cards.calls.clicks import FileReadiness, RepairLink
from cards.charts import Share, donut
from cards.elements import (
    MARKS,
    Button,
    Click,
    State,
    badge,
    bar,
    button,
    buttons,
    execute,
    group,
    muted,
    row,
    say,
    text,
    tick_row,
)
from cards.inputs import choice_input
from cards.words import count, quoted, things
from services.domain.phrases import join_text, tr

MAX_CLICKS = 5
# The words for the states of a link, beside its sign and colour.
WORDS: Mapping[State, str] = {"now": tr("Waiting"), "attention": tr("Missing"), "todo": tr("After that")}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why people can't call yet, how many and who, and the click that helps; `waits`: it only takes time.

    `typed` is what to type where there is no room for the click.
    """

    words: str
    count: int
    action: Click | None = None
    who: str = ""
    waits: bool = False
    typed: str = ""


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One link of the chain from a person to a ringing phone."""

    title: str
    state: State
    detail: str = ""
    action: Click | None = None


@dataclass(frozen=True, slots=True)
class NotRepaired:
    """Somebody for whom nothing can be mended, why, and what to do."""

    name: str
    why: str
    fix: str = ""


def ready_tenant(
    can: int, total: int, reasons: Sequence[Reason] = (), *, waiting: int = 0, file: bool = False, part: bool = False
) -> Card:
    """How many people can call; `part`: of those whom the reader may see.

    Parts: a ring of those who can, how many wait, one row a reason with how many it stops, who, and for the first ones
    the button that helps; buttons: As a file (ready.file), Home.
    """
    all_can = bool(total) and can >= total
    with_file = file and bool(total)
    shown = _with_few_clicks(reasons[:10], MAX_CLICKS - with_file)
    return card(
        tr("Everybody can call") if all_can else tr("Who can call"),
        *(_share(can, total, waiting) if total else [_nobody(part=part)]),
        muted(_others(total - can - waiting, waiting), spacing="Small") if total and not all_can else None,
        text(tr("What stands in the way"), weight="Bolder") if shown else None,
        listing([_reason(reason) for reason in shown], len(reasons)),
        muted(tr("Somebody may need more than one of these."), spacing="Default") if len(reasons) > 1 else None,
        actions=[button(_AS_FILE) if with_file else None, button(say(tr("Home"), "home"))],
    )


def _nobody(*, part: bool) -> str:
    return tr("Nobody whom you may see has a line yet.") if part else tr("Nobody has a line yet.")


def _share(can: int, total: int, waiting: int) -> list[Part]:
    """The number who can call, in words, and as a ring if some can't."""
    said = text(
        tr("{can} of {how_many} can call in Teams", can=count(can), how_many=things(total, "person", "people")),
        weight="Bolder",
    )
    drawn = bar(can, total, "Good" if can >= total else "Accent")
    if can >= total:
        return [said, drawn]
    shares = (
        Share(tr("Can call"), can, "good"),
        Share(tr("Waiting"), waiting, "neutral"),
        Share(tr("Can't call yet"), total - can - waiting, "warning"),
    )
    return [said, donut(shares, tr("{can}%", can=can * 100 // total), drawn)]


def ready_person(
    name: str, links: Sequence[ChainLink], *, note: str = "", stuck: str = "", also: Sequence[Click] = ()
) -> Card:
    """Whether this person can call, link by link.

    Parts: a note, the answer, whom to contact about what is `stuck`, one row a link of the chain that doesn't hold, a
    line each for those that do; buttons: the clicks that mend broken links, first things first, more, Home.
    """
    broken = [link for link in links if link.state != "done"]
    waits = bool(broken) and not any(link.state == "attention" for link in broken)
    answer = (
        tr("{name} can call in Teams.", name=name)
        if links and not broken
        else tr("{name} can't call in Teams yet.", name=name)
    )
    on_its_way = waits and not stuck
    title = tr("Ready to call") if links and not broken else tr("On its way") if on_its_way else tr("Not ready yet")
    return card(
        title,
        text(quoted(note), weight="Bolder") if note else None,
        text(answer, most=200),
        text(quoted(stuck), color="Attention") if stuck else None,
        muted(tr("There is nothing to do but wait: the other side needs some time.")) if waits and not stuck else None,
        listing([tick_row(link.state, link.title, quoted(link.detail), WORDS.get(link.state, "")) for link in broken]),
        _in_place([link for link in links if link.state == "done"]),
        actions=_clicks([link.action for link in broken], also),
    )


def _in_place(links: Sequence[ChainLink]) -> CardElement | None:
    """What holds already, in few words each, below what doesn't."""
    if not links:
        return None
    return group(*(_tick(link) for link in links))


def _tick(link: ChainLink) -> CardElement:
    words = tr("{title}: {detail}", title=link.title, detail=quoted(link.detail)) if link.detail else link.title
    ticked = tr("{sign} {title}", sign=MARKS["done"].sign, title=words)
    return text(ticked, color="Good", spacing="Small", most=200)


def choose_rule(rules: Sequence[tuple[str, str]], repair: RepairLink, many: int) -> Card:
    """Which outbound call rule people get, where the system has several and none of them is its default.

    Parts: the question, a choice (input `rule`); buttons: Give it (ready.mend), Home.
    """
    return card(
        tr("Which outbound call rule?"),
        tr(
            "{how_many} none, and your system has several. It has no default one yet.",
            how_many=things(many, "line has", "lines have"),
        ),
        choice_input("rule", tr("Outbound call rule"), rules, missing=tr("Please choose a rule")),
        actions=[execute(tr("Give it"), repair, "positive"), button(say(tr("Home"), "home"))],
    )


def not_mended(title: str, left: Sequence[NotRepaired], total: int = 0, action: Click | None = None) -> Card:
    """The card that nothing can be mended from here: who, why, and what to do.

    Parts: that nothing was written, one row a line; buttons: what helps, As a file (ready.file), Who can't call, Home.
    """
    return card(
        title,
        tr("Nothing was written.") if left else tr("There is nothing to mend: everybody has it."),
        listing([_left(one) for one in left], total),
        actions=[
            button(action),
            button(_AS_FILE) if total > len(left) else None,
            button(say(tr("Who can't call"), "ready")),
            None if action else button(say(tr("Home"), "home")),
        ],
    )


_AS_FILE = Click(tr("As a file"), FileReadiness())


def _reason(reason: Reason) -> CardElement:
    style: BadgeStyle = "Accent" if reason.waits else "Warning"
    said = row(quoted(reason.words), reason.who, tag=badge(things(reason.count, "person", "people"), style))
    if reason.action:
        return group(said, buttons(button(reason.action)))
    return (
        group(said, muted(tr("To mend it, say “{typed}”.", typed=reason.typed), spacing="None"))
        if reason.typed
        else said
    )


def _with_few_clicks(reasons: Sequence[Reason], most: int) -> list[Reason]:
    """The reasons, of which only the first ones keep their click."""
    clicks = [i for i, reason in enumerate(reasons) if reason.action][:most]
    return [reason if i in clicks else replace(reason, action=None) for i, reason in enumerate(reasons)]


def _left(one: NotRepaired) -> CardElement:
    return row(one.name, quoted(one.why), tr("→ {fix}", fix=quoted(one.fix)) if one.fix else "")


def _others(cannot: int, waiting: int) -> str:
    parts = [
        tr("{cannot} can't call yet", cannot=count(cannot)) if cannot else "",
        tr(
            "{waiting} {word} for the other side",
            waiting=count(waiting),
            word=tr("waits") if waiting == 1 else tr("wait"),
        )
        if waiting
        else "",
    ]
    return tr("{names}.", names=join_text(", ", (part for part in parts if part)))


def _clicks(clicks: Sequence[Click | None], also: Sequence[Click] = ()) -> list[Button | None]:
    kept = [click for click in clicks if click][: MAX_CLICKS - len(also[:MAX_CLICKS])]
    kept[:1] = [replace(click, style="positive") for click in kept[:1] if not click.url] or kept[:1]
    return [*(button(click) for click in (*kept, *also[:MAX_CLICKS])), button(say(tr("Home"), "home"))]
