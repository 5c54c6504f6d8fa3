"""The questions before a file can be read: what a column is, which encoding is right, which figure counts."""

from __future__ import annotations

from collections.abc import Sequence

from microsoft_teams.cards import ActionStyle, ChoiceSetInput

from cards.assembler import Card, Listing, card, listing
from cards.changes.draft_clicks import AnswerDraft
from cards.elements import Button, execute, muted, text
from cards.inputs import choice_input
from services.domain.phrases import tr
from services.domain.questions import Question, QuestionKind

MAX_QUESTIONS = 5
_YES_NO_CHOICES = 2  # choices


def about_file(name: str, questions: Sequence[Question], draft: str) -> Card:
    """The questions about a file itself; for columns the likeliest choice is preselected.

    Parts: file, one choice a question (input id = the question's id, value = the choice), what is remembered; button:
    Continue (draft.answer). A single question of yes or no has a button for each instead.
    """
    single = questions[0] if len(questions) == 1 and _is_yes_or_no(questions[0]) else None
    return card(
        tr("Is this what you mean?"),
        text(name, most=160),
        text(single.text) if single else _choices(questions),
        muted(tr("Nothing was written. {remembered}", remembered=_remembered(questions)).strip(), spacing="Default"),
        actions=_yes_and_no(single, draft) if single else [_continue(draft)],
    )


def _is_yes_or_no(question: Question) -> bool:
    return question.kind is QuestionKind.COLUMN and len(question.choices) == _YES_NO_CHOICES


def _choices(questions: Sequence[Question]) -> Listing:
    return listing([_choice(question) for question in questions[:MAX_QUESTIONS]], len(questions))


def _choice(question: Question) -> ChoiceSetInput:
    # A heading suggests what a column is; how a name is spelt, or which figure counts, only a person knows.
    likeliest = question.choices[0][0] if question.kind is QuestionKind.COLUMN and question.choices else ""
    return choice_input(question.id, question.text, question.choices, likeliest, missing=tr("Please choose"))


def _remembered(questions: Sequence[Question]) -> str:
    asked = any(question.kind is QuestionKind.COLUMN for question in questions)
    return tr("What a column means I remember for your next files.") if asked else ""


def _continue(draft: str) -> Button:
    return execute(tr("Continue"), AnswerDraft(draft), "positive")


def _yes_and_no(question: Question, draft: str) -> list[Button]:
    styles: tuple[ActionStyle, ActionStyle] = ("positive", "default")
    return [
        execute(words, AnswerDraft(draft, question.id, value), style)
        for (value, words), style in zip(question.choices, styles, strict=True)
    ]
