"""Answers to sentences: one question where two readings are near, and short lists of what is free."""

from __future__ import annotations

from collections.abc import Sequence

from cards.assembler import Card, card, listing
from cards.elements import Click, button, muted, row, say, text
from cards.words import things

MAX_CHOICES = 5
MAX_FREE_ROWS = 12  # of what is free


def which(question: str, why: str, choices: Sequence[Click]) -> Card:
    """One question with its answers as buttons.

    Parts: the question, why it is asked; buttons: up to five answers.
    """
    return card(question, text(why, most=200) if why else None, actions=[button(one) for one in choices[:MAX_CHOICES]])


def free(title: str, rows: Sequence[tuple[str, str]], total: int, what: str, *, may_change: bool, all_: Click) -> Card:
    """Numbers or extensions that can be given.

    Parts: how many, the first of them with where each is; buttons: Give one, all of its kind.
    """
    return card(
        title,
        things(total, what) if total else f"No {what} is free.",
        listing([row(lead, detail) for lead, detail in rows], total),
        muted("The first one is taken when you say “give alice the next free number”.", spacing="Default")
        if total and what == "number"
        else None,
        actions=[button(say("Give one", "assign")) if total and may_change else None, button(all_)],
    )


def to_end(title: str, choices: Sequence[Click]) -> Card:
    """What can be taken back or stopped, a button each.

    Parts: that nothing is ended yet; buttons: up to five, Jobs.
    """
    return card(
        title, "Nothing is ended before you choose.", actions=[*map(button, choices[:5]), button(say("Jobs", "jobs"))]
    )
