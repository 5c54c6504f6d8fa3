"""The voice policies of one person in Teams, and the form for another one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import CardElement

from cards.assembler import Card, card
from cards.elements import button, execute, facts, muted, say, wrong
from cards.inputs import choice_input, text_input
from cards.lines.clicks import PolicyInputs, SetVoicePolicy


@dataclass(frozen=True, slots=True)
class PoliciesView:
    """Somebody's policies in words, each as what and which; `kinds` are those that can be set."""

    key: str
    person: str
    policies: Sequence[tuple[str, str]] = ()
    kinds: Sequence[tuple[str, str]] = ()
    may_change: bool = False


def policies(view: PoliciesView, typed: PolicyInputs | None = None, error: str = "") -> Card:
    """A person's voice policies.

    Parts: what is wrong, each kind with its policy and how it came, and for those who may: which kind (input `kind`),
    the policy's name (`name`), whose besides (`others`); buttons: See the plan (line.set_voice_policy with
    `line`), Line.
    """
    typed = typed or PolicyInputs()
    return card(
        f"Voice policies of {view.person}",
        wrong(error),
        facts(*view.policies),
        *(_form(view, typed) if view.may_change else ()),
        actions=[
            execute("See the plan", SetVoicePolicy(view.key), "positive") if view.may_change else None,
            button(say("Line", f"line {view.key}")),
        ],
    )


def _form(view: PoliciesView, typed: PolicyInputs) -> Sequence[CardElement]:
    return (
        muted("Microsoft gives no list of policies here. Write the name as the Teams admin centre shows it."),
        choice_input("kind", "Which policy", view.kinds, typed.kind, missing="Choose a kind"),
        text_input("name", "Its name", typed.name, hint="Empty: what group or tenant give"),
        text_input("others", "For others, too", typed.others, hint="bob, carol"),
    )
