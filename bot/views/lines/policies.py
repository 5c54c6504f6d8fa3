"""Somebody's voice policies in words: which is in effect, and from where."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from cards.lines.policies import PoliciesView
from cards.words import first_upper
from services.domain.people import Person
from services.domain.phrases import join_text, tr
from services.domain.voice_policies import KIND_WORDS, HeldPolicy, PolicyKind, PolicySource, VoicePolicy, seen_as

_HOW = {PolicySource.DIRECT: tr("their own"), PolicySource.GROUP: tr("by a group")}

_MAX_SHOWN = 15  # policies to choose from, for clients without type-ahead


def policies_view(
    key: str,
    person: Person,
    held: Sequence[HeldPolicy],
    seen: Collection[VoicePolicy] | None,
    may_change: bool,
    chosen: str = "",
) -> PoliciesView:
    """What the card shows of a person's policies; `seen` are those to choose from, None if unknown.

    `chosen` is one of them, as in `policy_choices`.
    """
    kinds = [(kind.value, first_upper(KIND_WORDS[kind])) for kind in PolicyKind]
    shown = [(first_upper(KIND_WORDS[kind]), policy_words(held, kind)) for kind in PolicyKind]
    every = policy_choices({*(seen or ()), *(one.policy for one in held)})
    offered = [pair for at, pair in enumerate(every) if at < _MAX_SHOWN or pair[0] == chosen]
    return PoliciesView(key, person.name, shown, kinds, may_change, offered, looking=seen is None)


def policy_choices(policies: Collection[VoicePolicy]) -> Sequence[tuple[str, str]]:
    """Each policy that has a name, as value and title, by title."""
    named = {
        seen_as(one): tr("{capitalize}: {name}", capitalize=first_upper(KIND_WORDS[one.kind]), name=one.name)
        for one in policies
        if one.name
    }
    return sorted(named.items(), key=lambda pair: (pair[1].casefold(), pair[0]))


def policy_words(held: Sequence[HeldPolicy], kind: PolicyKind) -> str:
    """The policy of a kind that is in effect for somebody; without a name, the tenant's default."""
    found = next((one for one in held if one.policy.kind is kind), None)
    return (
        tr("{name} ({how})", name=found.policy.name or found.policy.id, how=_HOW[found.how])
        if found
        else tr("Global (the tenant's)")
    )


def brief_policies(held: Sequence[HeldPolicy]) -> str:
    """The policies that somebody has in addition to the tenant's defaults, in one line."""
    named = [
        tr("{kind_words} {policy_words}", kind_words=KIND_WORDS[kind], policy_words=policy_words(held, kind))
        for kind in PolicyKind
        if _has(held, kind)
    ]
    return join_text(", ", named) or tr("all global")


def _has(held: Sequence[HeldPolicy], kind: PolicyKind) -> bool:
    return any(one.policy.kind is kind for one in held)
