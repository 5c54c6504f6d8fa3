"""Many lines from a spreadsheet: instructions, reading, faults, and who is meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import CardElement, ChoiceSetInput, ExecuteAction

from cards.assembler import Card, card, listing
from cards.changes.draft_clicks import (
    AcceptSuggestions,
    AnswerDraft,
    FileFindings,
    FileSample,
    ForgetKnownHeadings,
    GiveLicences,
    MendDraft,
    OpenMending,
    SkipFaulty,
)
from cards.changes.findings import finding_list, tally
from cards.elements import button, columns, execute, facts, group, muted, say, strong, text
from cards.inputs import choice_input, text_input
from cards.paging import turns, where
from cards.words import clean, count, quoted, things
from services.domain.finding_codes import short_of
from services.domain.findings import number_of
from services.domain.phrases import join_text, tr
from services.domain.plan import Finding, Severity

MAX_LEFT_OUT = 5
MAX_TO_MEND = 6
MAX_QUESTIONS = 5
MAX_CANDIDATES = 10


@dataclass(frozen=True, slots=True)
class WhoQuestion:
    """A text in the file that fits several people: `candidates` are (key, label)."""

    id: str
    row: int
    written: str
    candidates: Sequence[tuple[str, str]]


def how_to(headings: Sequence[tuple[str, str]] = ()) -> Card:
    """How to change many lines at once; `headings` are the workspace's own, with what they mean.

    Parts: what to send, the columns, what happens then, what other headings mean; buttons: Sample file (bulk.sample),
    Help, Forget these headings (headings.forget).
    """
    forget = execute(tr("Forget these headings"), ForgetKnownHeadings()) if headings else None
    return card(
        tr("Many lines from a file"),
        tr("Just send me the file here, as Excel (.xlsx) or CSV. One row is one extension."),
        facts(
            (tr("Ext Key"), tr("the extension, such as 101")),
            (tr("Number"), tr("its phone number with country code, such as 6567891230")),
            (tr("User"), tr("a name, user name or e-mail")),
            (tr("Addon license 1, 2, …"), tr("a code or a name such as Call Recording; add columns as you need")),
            (
                tr("Any setting"),
                tr("a column by its name, such as Devices: Call waiting; “settings file” has them all"),
            ),
            (tr("Template"), tr("the name of one of your “templates”, for all that it holds")),
        ),
        tr(
            "I read it, show you what I would do, and write nothing before it is approved. Up to 10,000 rows in one go."
        ),
        muted(tr("Your own headings: {meanings}.", meanings=_meanings(headings)), spacing="Default")
        if headings
        else None,
        actions=[execute(tr("Sample file"), FileSample(), "positive"), button(say(tr("Help"), "help")), forget],
    )


def _meanings(headings: Sequence[tuple[str, str]], most: int = 8) -> str:
    said = [tr("“{heading}” is {role}", heading=heading, role=role) for heading, role in headings[:most]]
    more = len(headings) - most
    return join_text(", ", said) + (tr(" and {more} more", more=more) if more > 0 else "")


def reading(name: str, size: str) -> Card:
    """A file is being read.

    Parts: its name and size, what's next.
    """
    return card(
        tr("Reading your file"),
        text(tr("{name} · {size}", name=name, size=size) if size else name, most=160),
        muted(tr("I compare it with what is there now. Nothing is written."), spacing="Small"),
    )


def problems(
    name: str,
    findings: Sequence[Finding],
    rows: int,
    draft: str,
    total: int | None = None,
    good: int = 0,
    *,
    unlicensed: int = 0,
    suggested: int = 0,
    from_file: bool = True,
) -> Card:
    """What must be mended in a file (or in what was asked for in the chat, which has lines instead of rows).

    `rows` is the number of rows, `total` that of findings when not all are given, `unlicensed` that of lines refused
    for lack of a phone licence, `suggested` that of cells with a suggestion.

    Parts: file, how many of each kind, the worst eight with line, column, value and fix, what's next; buttons: Give
    licences, then plan (draft.licences), Accept suggestions (draft.accept), Mend here (draft.mending), All as a file
    (draft.findings_file), Plan the `good` lines (draft.skip), Sample file (bulk.sample).
    """
    mendable = from_file and any(found.of_cell for found in findings)
    how_many = things(rows, "row") if from_file else things(rows, "line")
    return card(
        tr("Please mend the file") if from_file else tr("This can't be done yet"),
        text(tr("{name} · {how_many}", name=name, how_many=how_many), most=160),
        text(_found_in_all(findings, total), weight="Bolder"),
        finding_list(findings),
        muted(_how_to_mend(from_file, mendable), spacing="Default"),
        actions=[
            execute(_give(unlicensed), GiveLicences(draft), "positive") if unlicensed else None,
            _accept(draft, suggested, first=not unlicensed) if suggested else None,
            execute(tr("Mend here"), OpenMending(draft=draft)) if mendable else None,
            execute(tr("All as a file"), FileFindings(draft)) if findings else None,
            execute(_others(good), SkipFaulty(draft)) if good else None,
            execute(tr("Sample file"), FileSample()) if from_file else None,
        ],
    )


def _found_in_all(findings: Sequence[Finding], total: int | None) -> str:
    """How many of each kind, or only how many there are when not all are given."""
    listed = number_of(findings)
    found = listed if total is None else max(total, listed)
    return tr("{tally}. Nothing was written.", tally=tally(findings)) if found == listed else _found(found)


def _accept(draft: str, suggested: int, *, first: bool) -> ExecuteAction:
    title = tr("Accept {how_many}", how_many=things(suggested, "suggestion"))
    return execute(title, AcceptSuggestions(draft), "positive" if first else "default")


def _others(good: int) -> str:
    if good == 1:
        return tr("Plan the other line")
    return tr("Plan the other {how_many}", how_many=things(good, "line"))


def _how_to_mend(from_file: bool, mendable: bool) -> str:
    if not from_file:
        return tr("Change these, then ask again.")
    if mendable:
        return tr("Mend them here, or change the file and send it again.")
    return tr("Change the file and send it again.")


def mending(name: str, findings: Sequence[Finding], draft: str, page: int = 1, error: str = "") -> Card:
    """A page of the faults in a file's rows, each with a field prefilled with the suggestion, or with the cell.

    Parts: how it works, one field a fault (input `cell_` and its number); buttons: Use these (draft.mend), Previous and
    Next (draft.mending).
    """
    pages = max(1, -(-len(findings) // MAX_TO_MEND))
    page = min(max(1, page), pages)
    first = (page - 1) * MAX_TO_MEND
    shown = findings[first : first + MAX_TO_MEND]
    fields = [_field(at, found) for at, found in enumerate(shown, first)]
    return card(
        tr("Mend the file here"),
        text(name, most=160),
        where(len(shown), page, pages, len(findings), "fault"),
        muted(tr("Type what each cell should hold. Clear a field to leave its row out."), spacing="Small"),
        text(error, color="Attention", weight="Bolder") if error else None,
        listing(fields),
        actions=[
            execute(tr("Use these"), MendDraft(draft=draft, page=page), "positive"),
            *turns(OpenMending(draft=draft), page, pages),
        ],
    )


def _field(at: int, found: Finding) -> CardElement:
    place = join_text(" · ", filter(None, (tr("Row {row}", row=count(found.row)), clean(found.column, 40))))
    fix = muted(tr("→ {fix}", fix=quoted(found.fix))) if found.fix else None
    said = group(text(found.message, most=240), fix)
    code = short_of(found)
    return group(
        columns(("stretch", [said]), ("auto", [muted(code)])) if code else said,
        text_input(f"cell_{at}", place, found.suggestion or found.value),
        separator=True,
    )


def _give(unlicensed: int) -> str:
    return (
        tr("Give licence, then plan")
        if unlicensed == 1
        else tr("Give {unlicensed} licences, then plan", unlicensed=count(unlicensed))
    )


def _found(found: int) -> str:
    return tr("{how_many}. Nothing was written.", how_many=things(found, "finding"))


def who(questions: Sequence[WhoQuestion], draft: str, *, from_file: bool = True) -> Card:
    """Which person is meant, for texts that fit several people equally.

    Parts: why it asks, one choice a name (input id = the question's id, value = the person's key), how many more come
    after, what to do when nobody fits; button: Continue (draft.answer).
    """
    other = (
        tr("Write the e-mail in that cell and send me the file again.")
        if from_file
        else tr("Ask again with their e-mail.")
    )
    return card(
        tr("Who do you mean?"),
        tr("What was written fits more than one person. Please choose."),
        listing([_choice(question) for question in questions[:MAX_QUESTIONS]], len(questions)),
        muted(tr("Not listed? {other}", other=other), spacing="Default"),
        actions=[execute(tr("Continue"), AnswerDraft(draft), "positive")],
    )


def _choice(question: WhoQuestion) -> ChoiceSetInput:
    label = (
        tr("Row {row}: {written}", row=count(question.row), written=question.written)
        if question.row
        else question.written
    )
    return choice_input(
        question.id, label or tr("Who?"), question.candidates[:MAX_CANDIDATES], missing=tr("Please choose a person")
    )


def nothing_to_do(name: str, findings: Sequence[Finding] = (), draft: str = "") -> Card:
    """The card that a file, or a request, asks for nothing new; `findings` say what was left out.

    Parts: file, that all is as requested, findings; buttons: All as a file (draft.findings_file) when there are more of
    them, Lines, Home.
    """
    what = tr("Everything") if all(one.severity is Severity.INFO for one in findings) else tr("What can be done")
    more = bool(draft) and number_of(findings) > MAX_LEFT_OUT
    return card(
        tr("Nothing to do"),
        text(
            tr("{what} in {name} is already so.", what=what, name=name)
            if name
            else tr("{what} is already so.", what=what),
            most=200,
        ),
        tr("Nothing was written."),
        strong(tr("Found: {tally}", tally=tally(findings))) if findings else None,
        finding_list(findings, MAX_LEFT_OUT) if findings else None,
        actions=[
            execute(tr("All as a file"), FileFindings(draft)) if more else None,
            button(say(tr("Lines"), "lines")),
            button(say(tr("Home"), "home")),
        ],
    )
