"""Short answers to short words: reached by sentences, not by commands of their own."""

from __future__ import annotations

from bot.context import Context
from bot.registry import Said, action
from cards.workspace.clicks import AnswerOkay, AnswerRefusal, AnswerThanks, RefuseEverything
from services.domain.access import Right


@action(AnswerThanks, right=Right.NONE, fresh="help", private=False)
async def answer_thanks(_context: Context) -> Said:
    """A short answer."""
    return "You're welcome."


@action(AnswerOkay, right=Right.NONE, fresh="help", private=False)
async def answer_okay(_context: Context) -> Said:
    """A shorter one."""
    return "All right."


@action(AnswerRefusal, right=Right.NONE, fresh="help", private=False)
async def answer_refusal(_context: Context) -> Said:
    """Somebody wants something not to be done."""
    return "All right: I do nothing."


@action(RefuseEverything, right=Right.NONE, fresh="help", private=False)
async def refuse_everything(_context: Context) -> Said:
    """Everything at once is never planned."""
    return "I don't take away everything at once, so nothing was planned. Name the people, lines or numbers you mean."
