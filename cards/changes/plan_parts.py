"""The parts of a plan's card: who loses what, who gets what, counts, seats, the first lines."""

from __future__ import annotations

from collections.abc import Sequence

from microsoft_teams.cards import CardElement, ProgressBarColor

from cards.assembler import Part, listing
from cards.changes.plan_view import Gain, Loss, PlanCardState, PlanView
from cards.elements import bar, columns, group, muted, row, strong, text
from cards.words import clean, count, things
from services.domain.addons import name_of
from services.domain.phrases import join_text, tr
from services.domain.plan import SeatUse

_MAX_CHANGED = 40


_MAX_DETAILED_LOSSES = 3  # losers shown with what they lose; more are only named


_MAX_NAMED = 12


_MAX_LOSERS = 6  # names; a line can take from several people


_MAX_STEPS = 8  # of a line, in its row


_MAX_POOLS = 12


def losses(view: PlanView) -> CardElement | None:
    """Who loses service, in a frame of its own: a few with what they lose, many by name only."""
    if not view.loses:
        return None
    if view.loses <= _MAX_DETAILED_LOSSES:
        return group(*(_loss(one) for one in view.losses[:_MAX_LOSERS]), style="attention")
    losers = list(dict.fromkeys(one.who for one in view.losses))
    head = tr(
        "{how_many} {word} service",
        how_many=things(view.loses, "line"),
        word=tr("loses") if view.loses == 1 else tr("lose"),
    )
    # The number of people isn't known: somebody may have several lines, and only the first lines were read.
    others = tr(" and others") if len(losers) > _MAX_NAMED or view.loses > len(view.losses) else ""
    return group(
        strong(join_text("", (join_text(", ", losers[:_MAX_NAMED]), others)), most=900), text(head), style="attention"
    )


def _loss(one: Loss) -> CardElement:
    what = one.what[:_MAX_STEPS]
    more = [things(len(one.what) - len(what), "more thing")] if len(one.what) > len(what) else []
    return group(
        strong(tr("{who} loses service", who=clean(one.who, 90)), most=120), *(text(part) for part in (*what, *more))
    )


def gain_part(gain: Gain) -> CardElement:
    lead = tr("{lines} × {words}", lines=count(gain.lines), words=gain.words) if gain.lines > 1 else gain.words
    return group(strong(lead, most=200), muted(names(gain.names, gain.lines), most=300), separator=True)


def how_many(view: PlanView) -> str:
    """How many lines the plan touches and how many stay; empty for a single one, which its title names."""
    if view.lines_total < 2 and not view.unchanged:
        return ""
    changed = changing(view.lines_busy, view.lines_total, approved=view.state == PlanCardState.APPROVED)
    return (
        tr("{changed}, {unchanged} already as requested.", changed=changed, unchanged=count(view.unchanged))
        if view.unchanged
        else tr("{changed}.", changed=changed)
    )


def changing(busy: int, total: int, *, approved: bool) -> str:
    """How many lines change, once `approved`, or would: `4 lines would change`, `18 of 41 lines change`."""
    whole = things(total, "line")
    lines = whole if busy == total else tr("{done} of {how_many}", done=count(busy), how_many=whole)
    if not approved:
        return tr("{lines} would change", lines=lines)
    return tr("{lines} changes", lines=lines) if busy == 1 else tr("{lines} change", lines=lines)


def names(people: Sequence[str], total: int = 0, most: int = 4) -> str:
    """The first names, and the number of the others."""
    left = max(total, len(people)) - min(len(people), most)
    more = [tr("and {left} more", left=count(left))] if left > 0 else []
    return join_text(", ", [*people[:most], *more])


def seats(view: PlanView) -> list[Part]:
    """The pools that get short with a bar each; of the others one paragraph says what stays free."""
    short = [use for use in view.seats if use.free_after <= 0]
    others = [use for use in view.seats if use.free_after > 0][:_MAX_POOLS]
    return [
        strong(tr("Free seats")) if view.seats else None,
        listing([seats_part(use) for use in short[:_MAX_POOLS]], len(short)) if short else None,
        muted(
            join_text(" · ", (join_text(" ", (name_of(use.code), _free(use))) for use in others)),
            spacing="Small",
            most=600,
        )
        if others
        else None,
    ]


def _free(use: SeatUse) -> str:
    after = (
        tr("{short} short", short=count(-use.free_after))
        if use.free_after < 0
        else tr("{free_after} of {total}", free_after=count(use.free_after), total=count(use.total))
    )
    return tr("{free_before} → {after}", free_before=count(use.free_before), after=after)


def seats_part(use: SeatUse) -> CardElement:
    color: ProgressBarColor = "Attention" if use.free_after < 0 else "Warning" if not use.free_after else "Accent"
    taken = use.total - max(use.free_after, 0)
    return group(
        columns(("stretch", [text(name_of(use.code), most=60)]), ("auto", [text(_free(use))])),
        bar(taken, use.total, color),
    )


def changed_part(view: PlanView) -> list[CardElement]:
    # Sixty characters for each side, so that both show.
    return [
        row(what, tr("{was} → {now}", was=clean(was, 60), now=clean(now, 60)))
        for what, was, now in view.changed[:_MAX_CHANGED]
    ]


def first_part(view: PlanView) -> list[CardElement]:
    return [
        group(strong(title, most=100), muted(way(steps), most=600), separator=True)
        for title, steps in view.first_lines[:5]
    ]


def way(steps: Sequence[str]) -> str:
    left_out = len(steps) - _MAX_STEPS
    more = [things(left_out, "more step")] if left_out > 0 else []
    return join_text(" → ", [*steps[:_MAX_STEPS], *more])
