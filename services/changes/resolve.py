"""Finds the person each change means. Two of the same name is a question, never a guess."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.domain.change import Change
from services.domain.people import Directory, Person
from services.domain.plan import Finding, Severity


@dataclass(frozen=True, slots=True)
class Question:
    """Who is meant on this row: the candidates, told apart by their user names."""

    row: int
    key: str
    written: str
    candidates: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Resolved:
    """Persons by the change's position, the questions that are open, and what was not found."""

    people: Mapping[int, Person]
    questions: tuple[Question, ...]
    findings: tuple[Finding, ...]


def resolve(changes: Sequence[Change], directory: Directory, answers: Mapping[str, str]) -> Resolved:
    """The person of every change; `answers` maps a row (or key, where there is no row) to a person's key."""
    people: dict[int, Person] = {}
    questions: list[Question] = []
    findings: list[Finding] = []
    for position, change in enumerate(changes):
        if not change.person:
            continue
        found = _candidates(change, directory, answers)
        if len(found) == 1:
            people[position] = found[0]
        elif found:
            questions.append(Question(change.row, change.key, change.person, found))
        else:
            findings.append(_unknown(change, directory))
    return Resolved(people, tuple(questions), tuple(findings))


def _candidates(change: Change, directory: Directory, answers: Mapping[str, str]) -> tuple[Person, ...]:
    found = directory.find(change.person or "")
    chosen = directory.get(answers.get(str(change.row or change.key), "")) if len(found) > 1 else None
    return (chosen,) if chosen is not None and chosen in found else found


def _unknown(change: Change, directory: Directory) -> Finding:
    near = directory.near(change.person or "")
    hint = f"Did you mean {' or '.join(p.label for p in near)}?" if near else "Check the name, or write the user name."
    return Finding(
        Severity.ERROR,
        "person.unknown",
        "Nobody of this name in your directory.",
        hint,
        change.row,
        "User",
        change.person or "",
    )
