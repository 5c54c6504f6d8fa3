"""The policy: which changes take how many approvals, and the forms that change it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cards.assembler import Card, card, listing
from cards.elements import execute, muted, strong, text
from cards.inputs import choice_input, text_input, ticks_input, time_input
from cards.workspace.clicks import AddPolicyRule, RemovePolicyRule, SetPolicyLimits
from services.domain.policy import MAX_APPROVALS, AuthorGone, ChangeKind

_ANYTHING = ("any", "Anything")
_MARKS = (("loses", "Only when somebody loses service"), ("costs", "Only when it takes a licence or seat"))


@dataclass(frozen=True, slots=True)
class PolicyForm:
    """What the forms begin with: the rules that can be taken out, the limits, and what was wrong."""

    rules: Sequence[str]
    singles: int
    gone: str
    error: str = ""


def policy(lines: Sequence[str], form: PolicyForm | None) -> Card:
    """The policy in words; with a `form` for those who may change it.

    Parts: the rules and limits, that a change of them is approved by somebody else. Inputs: `count`, `kind`, `over`,
    `marks`, `begin`, `end`, `group`; `rule`; `singles`, `gone`. Buttons: Add rule (policy.add), Remove rule
    (policy.remove), Set limits (policy.limits).
    """
    return card(
        "Policy",
        listing([text(line, most=300) for line in lines]),
        muted("Access and policy are never changed by one person alone, unless nobody else could decide."),
        *(_forms(form) if form else ()),
        actions=[
            execute("Add rule", AddPolicyRule(), "positive") if form else None,
            execute("Remove rule", RemovePolicyRule(), "destructive") if form and form.rules else None,
            execute("Set limits", SetPolicyLimits()) if form else None,
        ],
    )


def _forms(form: PolicyForm) -> list[object]:
    numbers = [(str(n), str(n)) for n in range(1, MAX_APPROVALS + 1)]
    kinds = [_ANYTHING, *((kind.value, kind.value[0].upper() + kind.value[1:]) for kind in ChangeKind)]
    gone = [(one.value, f"Work {one.value}") for one in AuthorGone]
    return [
        text(form.error, color="Attention", weight="Bolder") if form.error else None,
        strong("A new rule"),
        choice_input("count", "Approvals", numbers, "2"),
        choice_input("kind", "For changes of", kinds, "any"),
        text_input("over", "With more than so many lines", "", hint="10"),
        ticks_input("marks", "And", _MARKS, ()),
        time_input("begin", "Between"),
        time_input("end", "And"),
        text_input("group", "By members of this group", hint="Anybody who may approve"),
        choice_input("rule", "Rule to remove", [(words, words) for words in form.rules]) if form.rules else None,
        strong("Limits"),
        text_input("singles", "Single changes an hour without anybody else", str(form.singles)),
        choice_input("gone", "When an author's role is gone", gone, form.gone),
    ]
