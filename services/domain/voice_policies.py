"""Voice policies of Teams: their kinds, and the one of a kind that somebody has.

The names of kinds are those of the Teams PowerShell module, which Graph uses, too; Microsoft lists none of them.
https://learn.microsoft.com/graph/api/resources/teamsadministration-effectivepolicyassignment
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.domain.people import fold
from services.domain.phrases import join_text, tr


class PolicyKind(StrEnum):
    """A kind of voice policy, as Graph calls it."""

    CALLING = "TeamsCallingPolicy"  # what somebody may do with calls
    CALLER_ID = "CallingLineIdentity"  # which number others see
    EMERGENCY_CALLING = "TeamsEmergencyCallingPolicy"  # who is told of an emergency call
    EMERGENCY_ROUTING = "TeamsEmergencyCallRoutingPolicy"  # where an emergency call goes
    DIAL_PLAN = "TenantDialPlan"  # how dialled digits become a number
    VOICE_ROUTING = "OnlineVoiceRoutingPolicy"  # over which trunk a call leaves
    VOICEMAIL = "OnlineVoicemailPolicy"  # what somebody's voicemail does
    CALL_PARK = "TeamsCallParkPolicy"  # whether calls can be parked
    CALL_HOLD = "TeamsCallHoldPolicy"  # what is heard on hold


KIND_WORDS: Mapping[PolicyKind, str] = {
    PolicyKind.CALLING: tr("calling"),
    PolicyKind.CALLER_ID: tr("caller id"),
    PolicyKind.EMERGENCY_CALLING: tr("emergency calling"),
    PolicyKind.EMERGENCY_ROUTING: tr("emergency call routing"),
    PolicyKind.DIAL_PLAN: tr("dial plan"),
    PolicyKind.VOICE_ROUTING: tr("voice routing"),
    PolicyKind.VOICEMAIL: tr("voicemail"),
    PolicyKind.CALL_PARK: tr("call park"),
    PolicyKind.CALL_HOLD: tr("call hold"),
}
_PATH = "teams.policy."  # before the kind, where a template keeps a policy
INHERITED = frozenset({"global", "none", "default", "inherited"})  # words for no policy of somebody's own


class PolicySource(StrEnum):
    """How somebody got a policy."""

    DIRECT = "direct"  # it was given to the person
    GROUP = "group"  # a group that they belong to has it


@dataclass(frozen=True, slots=True)
class VoicePolicy:
    """A policy of a kind by its id and name; without an id, the one inherited from group or tenant."""

    kind: PolicyKind
    id: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class PolicyRequest:
    """A policy to give to somebody, by its name ("": the one inherited from group or tenant).

    `wanted` and `had` are the policy of that name and the one that they had themselves, once looked up in Teams.
    """

    kind: PolicyKind
    name: str = ""
    wanted: VoicePolicy | None = None
    had: VoicePolicy | None = None


@dataclass(frozen=True, slots=True)
class HeldPolicy:
    """A policy that applies to somebody, and how they got it."""

    policy: VoicePolicy
    how: PolicySource


@dataclass(frozen=True, slots=True)
class InTeams:
    """What Teams itself knows of somebody: their voice policies, and whether it has set up the phone for them.

    Teams knows a licence later than the directory does: minutes, and up to a day.
    """

    policies: tuple[HeldPolicy, ...] = ()
    phone: bool = False


def own_policy(held: tuple[HeldPolicy, ...], kind: PolicyKind) -> VoicePolicy:
    """The policy of this kind that somebody was given directly; one without an id if there is none."""
    found = (one.policy for one in held if one.policy.kind is kind and one.how is PolicySource.DIRECT)
    return next(found, VoicePolicy(kind))


def policy_request(kind: PolicyKind, words: str) -> PolicyRequest:
    """The request for the policy of this name; words such as *global* remove the person's own."""
    name = join_text(" ", words.split())
    return PolicyRequest(kind, "" if fold(name) in INHERITED else name)


def seen_as(policy: VoicePolicy) -> str:
    """The value of this policy in a list of choices."""
    return f"{policy.kind.value}:{policy.name}"


def wish_seen(chosen: str) -> PolicyRequest | None:
    """The request for the policy chosen from such a list; None if none was."""
    kind, _, name = chosen.partition(":")
    found = next((one for one in PolicyKind if one.value == kind), None)
    return PolicyRequest(found, name) if found and name else None


def kept_policies(held: tuple[HeldPolicy, ...]) -> dict[str, str]:
    """The names of policies that somebody was given directly, by their path in a template."""
    own = (one.policy for one in held if one.how is PolicySource.DIRECT)
    return {f"{_PATH}{policy.kind.value}": policy.name for policy in own if policy.name}


def policy_requests_in(settings: Mapping[str, object]) -> tuple[PolicyRequest, ...]:
    """The policies in a template."""
    named = ((kind, settings.get(f"{_PATH}{kind.value}")) for kind in PolicyKind)
    return tuple(PolicyRequest(kind, name) for kind, name in named if isinstance(name, str) and name)


def kind_called(words: str) -> PolicyKind | None:
    """The kind that these words name, by people's or Microsoft's name."""
    wanted = fold(words).removeprefix("the ").removesuffix(" policy")
    return next((kind for kind in PolicyKind if wanted in (KIND_WORDS[kind], fold(kind.value))), None)
