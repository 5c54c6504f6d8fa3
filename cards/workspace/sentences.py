"""Answers to sentences: a question where two readings are equally likely, and short lists of what is free."""

from __future__ import annotations

from collections.abc import Sequence

from cards.assembler import Card, Part, card, listing
from cards.elements import Click, button, muted, row, say, text
from cards.words import count, first_upper, things
from services.domain.phrases import join_text, tr

MAX_CHOICES = 5
MAX_FREE_ROWS = 12  # rows of free numbers or extensions
_FEWEST_ROWS = 2  # that can be told in one paragraph


def which(question: str, why: str, choices: Sequence[Click]) -> Card:
    """One question with its answers as buttons.

    Parts: the question, why it is asked; buttons: up to five answers.
    """
    return card(question, text(why, most=200) if why else None, actions=[button(one) for one in choices[:MAX_CHOICES]])


def free(title: str, rows: Sequence[tuple[str, str]], total: int, what: str, *, may_change: bool, all_: Click) -> Card:
    """The list of free numbers or extensions.

    Parts: how many, the first of them with where each is; buttons: Give one, all of its kind.
    """
    return card(
        title,
        things(total, what) if total else tr("No {what} is free.", what=what),
        *_free(rows, total),
        muted(tr("The first one is taken when you say “give alice the next free number”."), spacing="Default")
        if total and what == "number"
        else None,
        actions=[button(say(tr("Give one"), "assign")) if total and may_change else None, button(all_)],
    )


def _free(rows: Sequence[tuple[str, str]], total: int) -> list[Part]:
    """A row for each; in one paragraph where the same is to be said of all."""
    alike = {detail for _, detail in rows}
    if len(rows) < _FEWEST_ROWS or len(alike) > 1:
        return [listing([row(lead, detail) for lead, detail in rows], total)]
    left = total - len(rows)
    more = [tr("and {left} more", left=count(left))] if left > 0 else []
    detail = first_upper(next(iter(alike)))
    return [text(join_text(", ", [*(lead for lead, _ in rows), *more])), muted(detail) if detail else None]


def to_end(title: str, choices: Sequence[Click]) -> Card:
    """What can be withdrawn or stopped, with a button each.

    Parts: that nothing is ended yet; buttons: up to five, Jobs.
    """
    return card(
        title,
        tr("Nothing is ended before you choose."),
        actions=[*map(button, choices[:5]), button(say(tr("Jobs"), "jobs"))],
    )
