"""The voice policies of one person in Teams, and the form for another one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import CardElement

from cards.assembler import Card, card
from cards.elements import button, execute, facts, muted, say, wrong
from cards.inputs import choice_input, find_input, text_input
from cards.lines.clicks import PolicyInputs, SetVoicePolicy
from services.domain.phrases import tr


@dataclass(frozen=True, slots=True)
class PoliciesView:
    """Somebody's policies in words, each as kind and name; `kinds` can be set, `seen` are those that others have.

    `looking`: others' policies are still being read.
    """

    key: str
    person: str
    policies: Sequence[tuple[str, str]] = ()
    kinds: Sequence[tuple[str, str]] = ()
    may_change: bool = False
    seen: Sequence[tuple[str, str]] = ()
    looking: bool = False


def policies(view: PoliciesView, typed: PolicyInputs | None = None, error: str = "") -> Card:
    """A person's voice policies.

    Parts: what is wrong, each kind with its policy and how it came, and for those who may: one that people have (input
    `seen`), or which kind (`kind`) and its name (`name`), whose besides (`others`); buttons: See the plan
    (line.set_voice_policy with `line`), Line.
    """
    typed = typed or PolicyInputs()
    return card(
        tr("Voice policies of {person}", person=view.person),
        wrong(error),
        facts(*view.policies),
        *(_form(view, typed) if view.may_change else ()),
        actions=[
            execute(tr("See the plan"), SetVoicePolicy(view.key), "positive") if view.may_change else None,
            button(say(tr("Line"), f"line {view.key}")),
        ],
    )


_LOOKING = tr("I am still looking through everybody's policies; type in the field to find more of them.")


def _form(view: PoliciesView, typed: PolicyInputs) -> Sequence[CardElement | None]:
    offered = view.seen or view.looking
    return (
        *([find_input("seen", tr("One that people have"), "policies", view.seen, typed.seen)] if offered else ()),
        muted(_LOOKING) if view.looking else None,
        muted(
            tr("Microsoft lists no policies here. Any other one goes by its name, as the Teams admin centre shows it.")
        ),
        choice_input("kind", tr("Or a kind"), view.kinds, typed.kind),
        text_input("name", tr("Its name"), typed.name, hint=tr("Empty: what group or tenant give")),
        text_input("others", tr("For others, too"), typed.others, hint=tr("bob, carol")),
    )
