"""Somebody's voice policies as people read them: which holds, and how it came."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from cards.lines.policies import PoliciesView
from services.domain.people import Person
from services.domain.voice_policies import KIND_WORDS, HeldPolicy, PolicyKind, PolicySource, VoicePolicy, seen_as

_HOW = {PolicySource.DIRECT: "their own", PolicySource.GROUP: "by a group"}

_MAX_SHOWN = 15  # policies to choose from where a client finds none while typing


def policies_view(
    key: str,
    person: Person,
    held: Sequence[HeldPolicy],
    seen: Collection[VoicePolicy] | None,
    may_change: bool,
    chosen: str = "",
) -> PoliciesView:
    """What the card shows of a person's policies; `seen` are those that there are to choose from, None: not known yet.

    `chosen` is one of them, as `policy_choices` has it.
    """
    kinds = [(kind.value, KIND_WORDS[kind].capitalize()) for kind in PolicyKind]
    shown = [(KIND_WORDS[kind].capitalize(), policy_words(held, kind)) for kind in PolicyKind]
    every = policy_choices({*(seen or ()), *(one.policy for one in held)})
    offered = [pair for at, pair in enumerate(every) if at < _MAX_SHOWN or pair[0] == chosen]
    return PoliciesView(key, person.name, shown, kinds, may_change, offered, looking=seen is None)


def policy_choices(policies: Collection[VoicePolicy]) -> Sequence[tuple[str, str]]:
    """Each policy that has a name, as value and title, by title."""
    named = {seen_as(one): f"{KIND_WORDS[one.kind].capitalize()}: {one.name}" for one in policies if one.name}
    return sorted(named.items(), key=lambda pair: (pair[1].casefold(), pair[0]))


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
