"""Templates: the list, what one holds, and its deletion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from microsoft_teams.cards import CardElement
from pydantic import JsonValue

from cards.assembler import Card, card, listing
from cards.elements import badge, button, buttons, execute, facts, group, muted, row, say, text
from cards.inputs import choice_input
from cards.paging import turns, where
from cards.settings.clicks import (
    DeleteTemplate,
    FileTemplates,
    ForgetTemplate,
    ListTemplates,
    OpenTemplate,
    TickForTemplate,
)
from cards.settings.form import short
from cards.words import clean, things
from services.domain.phrases import join_text, tr
from services.domain.settings.fields import Section
from services.domain.settings.forms import mark_of
from services.domain.settings.words import state_of

MAX_ROWS = 8
_UNREAD = tr("Their voice policies couldn't be read, so the template has none.")
_WHAT = tr("Open somebody's settings (“settings alice”) and save them as a template; then give it to others.")


@dataclass(frozen=True, slots=True)
class ListedTemplate:
    """A template in a list: its name, who saved it and when, in words."""

    name: str
    by: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class TemplateView:
    """A template with its content; `rules` are the names of the system's outbound rules by id."""

    name: str
    by: str
    when: str
    settings: Mapping[str, JsonValue] = field(default_factory=dict)  # in the form of a line's settings
    count: int = 0
    rules: Mapping[str, str] = field(default_factory=dict)
    policies: Sequence[tuple[str, str]] = ()  # voice policies, each as kind and name
    may_change: bool = False


def templates(rows: Sequence[ListedTemplate], page: int = 1, pages: int = 1, total: int = 0) -> Card:
    """All templates by name.

    Parts: how many, one row a template with who and when, which one to open (input `template`, verb template.open);
    buttons: Previous and Next (templates.show), As a file (templates.file), Home.
    """
    shown = rows[:MAX_ROWS]
    return card(
        tr("Templates"),
        where(len(shown), page, pages, max(total, len(rows)), "template")
        if shown
        else tr("No templates yet. {what}", what=_WHAT),
        listing([row(clean(r.name, 80), _saved(r.by, r.when)) for r in shown]) if shown else None,
        _open(shown) if shown else None,
        actions=[
            *turns(ListTemplates(), page, pages),
            execute(tr("As a file"), FileTemplates(), inputs=False) if shown else None,
            button(say(tr("Home"), "home")),
        ],
    )


def _open(rows: Sequence[ListedTemplate]) -> CardElement:
    names = short({mark_of(r.name): r.name for r in rows})
    return group(
        choice_input("template", tr("Which one"), names, names[0][0]), buttons(execute(tr("Open"), OpenTemplate()))
    )


def template(view: TemplateView, sections: Sequence[Section]) -> Card:
    """One template.

    Parts: its name, who saved it when, one row a section it says something of, its voice policies; buttons: Apply to
    people (template.people), Delete (template.delete), Templates. Data: `template`.
    """
    return card(
        tr("Template"),
        text(view.name, weight="Bolder", most=100),
        facts((tr("Saved"), _saved(view.by, view.when)), (tr("Holds"), things(view.count, "setting"))),
        listing([*(_section(section, view) for section in sections), *_policies(view)]),
        actions=[
            execute(tr("Apply to people"), TickForTemplate(view.name), "positive") if view.may_change else None,
            execute(tr("Delete"), DeleteTemplate(view.name)) if view.may_change else None,
            button(say(tr("Templates"), "templates")),
        ],
    )


def _section(section: Section, view: TemplateView) -> CardElement:
    state = state_of(section, view.settings, view.rules)
    tag = badge(tr("Needed"), "Accent") if section.compulsory else None
    return row(section.title, clean(state, 150), tag=tag)


def _policies(view: TemplateView) -> list[CardElement]:
    named = join_text(", ", (tr("{what}: {which}", what=what, which=which) for what, which in view.policies))
    return [row(tr("Voice policies"), clean(named, 300))] if named else []


def deletion(name: str, made_at: float = 0.0) -> Card:
    """The question whether to delete the template that was saved at this time.

    Parts: what goes, what stays; buttons: Delete it (template.forget), Keep it (template.open).
    """
    return card(
        tr("Delete this template?"),
        text(name, weight="Bolder", most=100),
        tr("Only the template goes. Whoever got its settings keeps them."),
        actions=[
            execute(tr("Delete it"), ForgetTemplate(name, made_at), "destructive"),
            execute(tr("Keep it"), OpenTemplate(name)),
        ],
    )


def saved(name: str, who: str, count: int, replaced: bool, policies: int | None = 0) -> Card:
    """The card of a saved template; `policies` is None where the voice policies couldn't be read.

    Parts: of whom, how many, whether it took another's place; buttons: Apply to people (template.people), Templates.
    """
    return card(
        tr("Template saved"),
        text(name, weight="Bolder", most=100),
        text(
            tr("{how_many}{and_} of {who}.", how_many=things(count, "setting"), and_=_and(policies), who=who), most=200
        ),
        muted(_UNREAD) if policies is None else None,
        tr("It takes the place of the one of the same name.") if replaced else None,
        actions=[
            execute(tr("Apply to people"), TickForTemplate(name), "positive"),
            button(say(tr("Templates"), "templates")),
        ],
    )


def _and(policies: int | None) -> str:
    return tr(" and {how_many}", how_many=things(policies, "voice policy", "voice policies")) if policies else ""


def _saved(by: str, when: str) -> str:
    return join_text(", ", filter(None, (tr("by {by}", by=clean(by, 60)) if by else "", when)))
