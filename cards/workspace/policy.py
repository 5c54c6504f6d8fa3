"""The policy: which changes need how many approvals, and the forms to change it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cards.assembler import Card, card, listing
from cards.elements import buttons, execute, muted, strong, text
from cards.inputs import choice_input, text_input, ticks_input, time_input
from cards.words import first_upper
from cards.workspace.clicks import AddPolicyRule, RemovePolicyRule, SetPolicyLimits
from services.domain.phrases import tr
from services.domain.policy import MAX_APPROVALS, AuthorGone, ChangeKind

_ANYTHING = ("any", tr("Anything"))
_MARKS = (("loses", tr("Only when somebody loses service")), ("costs", tr("Only when it takes a licence or seat")))


@dataclass(frozen=True, slots=True)
class PolicyForm:
    """What the forms show at first: the removable rules, the limits, and what was wrong."""

    rules: Sequence[str]
    singles: int
    gone: str
    error: str = ""


def policy(lines: Sequence[str], form: PolicyForm | None) -> Card:
    """The policy in words; with a `form` for those who may change it.

    Parts: the rules and limits, that changes of them need somebody else's approval. Inputs: `count`, `kind`, `over`,
    `marks`, `begin`, `end`, `group`; `rule`; `singles`, `gone`. Buttons, each below its inputs: Add rule (policy.add),
    Remove rule (policy.remove), Set limits (policy.limits).
    """
    return card(
        tr("Policy"),
        listing([text(line, most=300) for line in lines]),
        muted(
            tr("Access and policy are never changed by one person alone, unless nobody else could decide."),
            spacing="Default",
        ),
        *(_forms(form) if form else ()),
    )


def _forms(form: PolicyForm) -> list[object]:
    numbers = [(str(n), str(n)) for n in range(1, MAX_APPROVALS + 1)]
    kinds = [_ANYTHING, *((kind.value, first_upper(tr(kind.value))) for kind in ChangeKind)]
    gone = [(one.value, tr("Work {value}", value=tr(one.value))) for one in AuthorGone]
    return [
        text(form.error, color="Attention", weight="Bolder") if form.error else None,
        strong(tr("A new rule")),
        choice_input("count", tr("Approvals"), numbers, "2"),
        choice_input("kind", tr("For changes of"), kinds, "any"),
        text_input("over", tr("With more than so many lines"), "", hint="10"),
        ticks_input("marks", tr("Which of these changes"), _MARKS, ()),
        time_input("begin", tr("Only from")),
        time_input("end", tr("Until")),
        text_input("group", tr("By members of this group"), hint=tr("Anybody who may approve")),
        buttons(execute(tr("Add rule"), AddPolicyRule(), "positive")),
        *(_removing(form.rules) if form.rules else ()),
        strong(tr("Limits")),
        text_input("singles", tr("Single changes an hour without anybody else"), str(form.singles)),
        choice_input("gone", tr("When an author's role is gone"), gone, form.gone),
        buttons(execute(tr("Set limits"), SetPolicyLimits())),
    ]


def _removing(rules: Sequence[str]) -> list[object]:
    return [
        strong(tr("Rules there are")),
        choice_input("rule", tr("Rule to remove"), [(words, words) for words in rules]),
        buttons(execute(tr("Remove rule"), RemovePolicyRule(), "destructive")),
    ]
