"""Who may do what here, and the form that gives a role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cards.assembler import Card, card, listing
from cards.elements import button, execute, muted, say, strong, text
from cards.inputs import choice_input, country_input, text_input
from cards.workspace.clicks import GiveAccess, TakeAccess
from services.domain.phrases import tr

MAX_GRANTS = 15
_ROLES = (
    ("reader", tr("Reader: looks")),
    ("operator", tr("Operator: asks for changes")),
    ("approver", tr("Approver: decides, too")),
    ("owner", tr("Owner: everything, access as well")),
)
_REACHES = (
    ("workspace", tr("Everything")),
    ("country", tr("Numbers of a country")),
    ("site", tr("A site (emergency location)")),
    ("administrative unit", tr("People of an administrative unit")),
    ("lines", tr("Extensions")),
)


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A grant: its fingerprint, and the grant in words."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class AccessForm:
    """What was typed into the form, and what is wrong with it."""

    who: str = ""
    role: str = "operator"
    kind: str = "workspace"
    what: str = ""
    country: str = ""
    error: str = ""


def access(rows: Sequence[GrantRow], form: AccessForm | None) -> Card:
    """Who has which role; with a `form` for those who may give and take.

    Parts: grants, what directory roles amount to. Inputs: `who`, `role`, `kind`, `country`,
    `what`; `grant` to take away.
    Buttons: Give (access.give), Take away (access.take).
    """
    shown, more = rows[:MAX_GRANTS], len(rows) - MAX_GRANTS
    return card(
        tr("Access"),
        listing([text(row.words, most=200) for row in shown]) if shown else tr("Nobody was given a role here."),
        muted(tr("And {more} more.", more=more)) if more > 0 else None,
        muted(
            tr(
                "Everybody else has what their directory role amounts to: Teams administrators are owners, Teams "
                "readers "
                "are readers, and administrators of an administrative unit approve for its people."
            ),
            spacing="Default",
        ),
        *(_inputs(shown, form) if form else ()),
        actions=[
            execute(tr("Give"), GiveAccess(), "positive") if form else None,
            execute(tr("Take away"), TakeAccess(), "destructive") if form and shown else None,
            button(say(tr("Who am I"), "whoami")),
        ],
    )


def _inputs(shown: Sequence[GrantRow], form: AccessForm) -> list[object]:
    return [
        strong(tr("Give a role")),
        text(form.error, color="Attention", weight="Bolder") if form.error else None,
        text_input("who", tr("To whom: a person, or a group by its name"), form.who),
        choice_input("role", tr("Role"), _ROLES, form.role),
        choice_input("kind", tr("For"), _REACHES, form.kind),
        country_input("country", tr("Which country, for numbers of one"), form.country),
        text_input("what", tr("Which site, unit or extensions, for those"), form.what, hint="2000-2999, 3100"),
        choice_input("grant", tr("To take away"), [(row.id, row.words) for row in shown]) if shown else None,
        muted(tr("You get a plan first. An owner other than you has to approve it."), spacing="Default"),
    ]
