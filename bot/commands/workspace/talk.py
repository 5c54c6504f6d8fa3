"""Answers to small talk; reached by sentences, not by commands of their own."""

from __future__ import annotations

from bot.context import Context
from bot.registry import Said, action
from cards.workspace.clicks import AnswerOkay, AnswerRefusal, AnswerThanks, RefuseEverything
from services.domain.access import Right
from services.domain.phrases import tr


@action(AnswerThanks, right=Right.NONE, fresh="help", private=False)
async def answer_thanks(_context: Context) -> Said:
    """Answer somebody's thanks."""
    return tr("You're welcome.")


@action(AnswerOkay, right=Right.NONE, fresh="help", private=False)
async def answer_okay(_context: Context) -> Said:
    """Answer somebody's consent."""
    return tr("All right.")


@action(AnswerRefusal, right=Right.NONE, fresh="help", private=False)
async def answer_refusal(_context: Context) -> Said:
    """Answer somebody who says no."""
    return tr("All right: I do nothing.")


@action(RefuseEverything, right=Right.NONE, fresh="help", private=False)
async def refuse_everything(_context: Context) -> Said:
    """Refuse to take everything away at once, which is never planned."""
    return tr(
        "I don't take away everything at once, so nothing was planned. Name the people, lines or numbers you mean."
    )
