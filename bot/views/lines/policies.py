"""Somebody's voice policies as people read them: which holds, and how it came."""

from __future__ import annotations

from collections.abc import Sequence

from cards.lines.policies import PoliciesView
from services.domain.people import Person
from services.domain.voice_policies import KIND_WORDS, HeldPolicy, PolicyKind, PolicySource, seen_as

_HOW = {PolicySource.DIRECT: "their own", PolicySource.GROUP: "by a group"}


_MAX_SEEN = 60  # policies to choose from


def policies_view(
    key: str, person: Person, held: Sequence[HeldPolicy], seen: Sequence[HeldPolicy], may_change: bool
) -> PoliciesView:
    """What the card shows of a person's policies; `seen` are those that there are to choose from."""
    kinds = [(kind.value, KIND_WORDS[kind].capitalize()) for kind in PolicyKind]
    shown = [(KIND_WORDS[kind].capitalize(), policy_words(held, kind)) for kind in PolicyKind]
    there = {seen_as(one.policy): one.policy for one in seen if one.policy.name}
    named = [(value, f"{KIND_WORDS[policy.kind].capitalize()}: {policy.name}") for value, policy in there.items()]
    named = sorted(named, key=lambda one: one[1])[:_MAX_SEEN]
    return PoliciesView(key, person.name, shown, kinds, may_change, named)


def policy_words(held: Sequence[HeldPolicy], kind: PolicyKind) -> str:
    """The policy of a kind that holds for somebody; what isn't named is the tenant's own."""
    found = next((one for one in held if one.policy.kind is kind), None)
    return f"{found.policy.name or found.policy.id} ({_HOW[found.how]})" if found else "Global (the tenant's)"


def brief_policies(held: Sequence[HeldPolicy]) -> str:
    """The policies that somebody has besides the tenant's own, in a line."""
    named = [f"{KIND_WORDS[kind]} {policy_words(held, kind)}" for kind in PolicyKind if _has(held, kind)]
    return ", ".join(named) or "all global"


def _has(held: Sequence[HeldPolicy], kind: PolicyKind) -> bool:
    return any(one.policy.kind is kind for one in held)
