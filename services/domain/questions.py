"""Questions that must be answered before a request can be planned, and their answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class QuestionKind(StrEnum):
    """What is asked about: who is meant, what a column is, how a text is written, what a cell's format hides."""

    PERSON = "person"  # who is meant
    COLUMN = "column"  # what a column is
    ENCODING = "encoding"  # how a text is written
    FORMAT = "format"  # what a cell's format hides


@dataclass(frozen=True, slots=True)
class Question:
    """One question with the choices there are, each a value and its words; the first is the likeliest.

    `id` is unique within the draft; an answer is the value of one of its choices.
    """

    id: str
    kind: QuestionKind
    text: str
    choices: tuple[tuple[str, str], ...]

    def takes(self, answer: str) -> bool:
        """Whether this value is one of its choices."""
        return any(answer == value for value, _ in self.choices)


Answers = Mapping[str, str]  # by the question's id, the value that was chosen


def chosen(questions: tuple[Question, ...], inputs: Mapping[str, str]) -> dict[str, str]:
    """The answers among `inputs` that belong to open questions and are among their choices."""
    return {q.id: inputs[q.id] for q in questions if q.takes(inputs.get(q.id, ""))}
