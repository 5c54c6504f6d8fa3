"""Forms for joiners and leavers, each of which asks for all that the plan needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cards.assembler import Card, card
from cards.elements import button, execute, muted, say, text
from cards.inputs import choice_input, date_input, find_input
from cards.lines.sentence_clicks import PlanJoining, PlanLeaving
from services.domain.phrases import tr

NOBODY = "none"
_NOBODY = (NOBODY, tr("Nobody: callers hear a text"))


@dataclass(frozen=True, slots=True)
class LeaveForm:
    """Who may leave and who may cover for them, as (extension, words), and what was chosen so far."""

    people: Sequence[tuple[str, str]]
    covers: Sequence[tuple[str, str]]
    person: str = ""
    cover: str = ""
    day: str = ""


def leave_form(form: LeaveForm, error: str = "") -> Card:
    """The form for a leaver: who, who takes their calls, and when.

    Parts: what happens, inputs `person`, `cover`, `day`; buttons: See the plan (people.leave.plan), Home.
    """
    return card(
        tr("Someone leaves"),
        tr("They lose their line. Its number stays for the next one; add-ons and the phone licence go back."),
        text(error, color="Attention", weight="Bolder") if error else None,
        find_input("person", tr("Who leaves"), "lines", form.people, form.person, missing=tr("Choose who leaves")),
        find_input("cover", tr("Who takes their calls"), "lines", [_NOBODY, *form.covers], form.cover or NOBODY),
        date_input("day", tr("Last day (empty: now)"), form.day),
        muted(tr("With a day, the plan is approved now and begins by itself at 18:00 of that day.")),
        actions=[execute(tr("See the plan"), PlanLeaving(), "positive"), button(say(tr("Home"), "home"))],
    )


@dataclass(frozen=True, slots=True)
class JoinForm:
    """Who may join, as (id, words), whose line may be the model, and the templates; and what was chosen so far."""

    people: Sequence[tuple[str, str]]
    likes: Sequence[tuple[str, str]]
    templates: Sequence[tuple[str, str]]
    person: str = ""
    like: str = ""
    template: str = ""


def join_form(form: JoinForm, error: str = "") -> Card:
    """The form for a joiner: who, like whom, and by which template.

    Parts: what happens, inputs `person`, `like`, `template`; buttons: See the plan (people.join.plan), Home.
    """
    templates = [(NOBODY, tr("No template")), *form.templates[:40]]
    return card(
        tr("Someone joins"),
        tr(
            "They get an extension, a number of their country, a licence where they lack one, and a rule to call out "
            "by."
        ),
        text(error, color="Attention", weight="Bolder") if error else None,
        find_input("person", tr("Who joins"), "people", form.people, form.person, missing=tr("Choose who joins")),
        find_input(
            "like",
            tr("Like whom"),
            "lines",
            [(NOBODY, tr("Nobody: Teams calling only")), *form.likes],
            form.like or NOBODY,
        ),
        choice_input("template", tr("Template"), templates, form.template or NOBODY) if form.templates else None,
        actions=[execute(tr("See the plan"), PlanJoining(), "positive"), button(say(tr("Home"), "home"))],
    )
