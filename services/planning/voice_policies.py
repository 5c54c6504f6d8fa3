"""Voice policies that changes give, as steps and with what stands in the way. Pure: writes nothing."""

from __future__ import annotations

from services.domain.plan import Finding
from services.domain.steps import ObjectState, Step, StepKind
from services.domain.voice_policies import VoicePolicy
from services.planning.checks_directory import not_in_microsoft
from services.planning.desired import Comparison
from services.planning.findings import error


def policy_steps(one: Comparison) -> tuple[Step, ...]:
    """The step that gives the line's holder the policy, unless they have it already."""
    wanted, holder = one.change.policy, one.after.holder
    if wanted is None or holder is None:
        return ()
    had = one.change.had_policy or VoicePolicy(wanted.kind)
    if had.id == wanted.id:
        return ()
    states = ObjectState(policy=had), ObjectState(policy=wanted)
    return (Step(StepKind.VOICE_POLICY_SET, holder.object_id, *states),)


def check_policy(one: Comparison) -> list[Finding]:
    """A policy is for somebody in Teams; a resource account has none that can be set here."""
    change, holder = one.change, one.after.holder
    if change.policy is None:
        return []
    if holder is None:
        why = f"Nobody holds {change.key}, and a policy is for a person."
        return [error(change, "policy.nobody", why, "Give the line to somebody first.", "User", change.key)]
    if not holder.object_id:
        return [not_in_microsoft(change, holder)]
    if holder.is_resource:
        why = f"{holder.name} is a resource account: Microsoft Graph tells and sets policies of people only."
        return [error(change, "policy.resource", why, "Set it in the Teams admin centre.", "User", holder.user_name)]
    return []
