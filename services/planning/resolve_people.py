"""Finds the person each change means. Several who fit equally lead to a question, never a guess."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from services.domain.change import Change
from services.domain.joins import Joined, joined
from services.domain.people import Directory, Person
from services.domain.phrases import join_text, tr
from services.domain.plan import Finding, Severity

_MAX_HINTS = 100  # unknown names that get a hint each, since searching takes a while


@dataclass(frozen=True, slots=True)
class PersonQuestion:
    """The question who is meant on this row; the candidates are told apart by their user names.

    A single one is to be confirmed: other Microsoft accounts have the same address as the CPaaS member.
    """

    row: int
    key: str
    written: str
    candidates: tuple[Person, ...]

    @property
    def id(self) -> str:
        """The id of its answer: the row, or the line if there is no file."""
        return _id(self.row, self.key)


@dataclass(frozen=True, slots=True)
class Resolved:
    """Persons by the change's position, the questions that are open, and what was not found.

    `chosen` are the joins of member and account that an answer settled.
    """

    people: Mapping[int, Person]
    questions: tuple[PersonQuestion, ...]
    findings: tuple[Finding, ...]
    chosen: tuple[Joined, ...] = ()


def resolve(changes: Sequence[Change], directory: Directory, answers: Mapping[str, str]) -> Resolved:
    """The person of every change; `answers` maps a question's id to a person's key."""
    people: dict[int, Person] = {}
    questions: list[PersonQuestion] = []
    findings: list[Finding] = []
    chosen: list[Joined] = []
    hints: dict[str, tuple[str, str]] = {}
    for position, change in enumerate(changes):
        if not change.person:
            continue
        found = directory.find(change.person)
        answered = _answered(found, answers.get(_id(change.row, change.key), ""))
        if answered is not None:
            people[position] = replace(answered, rivals=())
            chosen += [joined(answered)] if answered.rivals else []
        elif len(found) > 1 or any(person.rivals for person in found):
            questions.append(PersonQuestion(change.row, change.key, change.person, found))
        elif not found:
            findings.append(_unknown(change, directory, hints))
        else:
            people[position] = found[0]
    return Resolved(people, tuple(questions), tuple(findings), tuple(chosen))


def _id(row: int, key: str) -> str:
    return str(row or key)


def _answered(found: Sequence[Person], answer: str) -> Person | None:
    """The candidate that was chosen; None when it is none of them."""
    return next((person for person in found if answer and person.key == answer), None)


def _unknown(change: Change, directory: Directory, hints: dict[str, tuple[str, str]]) -> Finding:
    written = change.person or ""
    if written not in hints and len(hints) < _MAX_HINTS:
        hints[written] = _hint(directory.near(written))
    found = hints.get(written, ("", ""))
    fix, meant = found if found[0] else (tr("Check the name, or write the user name."), "")
    return replace(
        _error(change, "person.unknown", tr("Nobody of this name in your directory."), fix), suggestion=meant
    )


def _hint(near: Sequence[Person]) -> tuple[str, str]:
    """Who may be meant, in words; and if that is one person, what the cell should say."""
    if not near:
        return "", ""
    meant = near[0].user_name if len(near) == 1 else ""
    return tr("Did you mean {names}?", names=join_text(" or ", (person.label for person in near))), meant


def _error(change: Change, code: str, message: str, fix: str) -> Finding:
    return Finding(Severity.ERROR, code, message, fix, change.row, tr("User"), change.person or "", change.key)
