"""Voice policies that changes give: their steps and findings. Pure: writes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from services.domain.change import Change
from services.domain.people import Person, fold
from services.domain.phrases import tr
from services.domain.plan import Finding
from services.domain.steps import ObjectState, Step, StepKind
from services.domain.voice_policies import KIND_WORDS, HeldPolicy, PolicyKind, PolicyRequest, VoicePolicy, own_policy
from services.inventory.snapshot import Snapshot
from services.planning.checks_directory import not_in_microsoft
from services.planning.desired import Comparison
from services.planning.findings import error, warning

PolicyName = tuple[PolicyKind, str]


@dataclass(frozen=True, slots=True)
class PolicyQuestions:
    """What to look up in Teams before policies can be planned: policies by name, and people by object id."""

    names: frozenset[PolicyName]
    people: frozenset[str]


@dataclass(frozen=True, slots=True)
class PolicyAnswers:
    """The policies of those names, and those that people have; people unknown to Teams are left out."""

    found: Mapping[PolicyName, tuple[VoicePolicy, ...]]
    held: Mapping[str, tuple[HeldPolicy, ...]]


def policy_questions(changes: Sequence[Change], people: Mapping[int, Person], live: Snapshot) -> PolicyQuestions | None:
    """What to look up for these changes, None for nothing. `people` are those that the changes name, by position."""
    open_requests = [
        (request, whose)
        for at, change in enumerate(changes)
        if (whose := _whose(change, people.get(at), live)) is not None
        for request in change.policies
        if request.had is None
    ]
    if not open_requests:
        return None
    names = frozenset((request.kind, request.name) for request, _ in open_requests if request.name)
    return PolicyQuestions(names, frozenset(whose.object_id for _, whose in open_requests))


def with_policies(
    changes: Sequence[Change], people: Mapping[int, Person], live: Snapshot, answers: PolicyAnswers
) -> tuple[tuple[Change, ...], tuple[Finding, ...]]:
    """The changes with the policies that their requests mean, and a finding for each request that can't be met."""
    done, found = [], []
    for at, change in enumerate(changes):
        whose = _whose(change, people.get(at), live)
        if whose is not None and change.policies:
            met = [_met(change, request, whose, answers) for request in change.policies]
            found += [one for one in met if isinstance(one, Finding)]
            change = replace(change, policies=tuple(one for one in met if isinstance(one, PolicyRequest)))
        done.append(change)
    return tuple(done), tuple(found)


def _whose(change: Change, named: Person | None, live: Snapshot) -> Person | None:
    """Who has the line afterwards, if they can have policies."""
    line = live.lines.get(change.key)
    there = live.directory.get(line.identity_uuid) if line and line.identity_uuid else None
    holder = there if change.person is None else named
    return holder if holder and holder.object_id and not holder.is_resource else None


def _met(change: Change, request: PolicyRequest, whose: Person, answers: PolicyAnswers) -> PolicyRequest | Finding:
    if request.had is not None:
        return request
    where = tr("{kind:A} policy", kind=KIND_WORDS[request.kind]), request.name
    held = answers.held.get(whose.object_id)
    if held is None:
        why = tr(
            "Left out: Teams doesn't know {name} yet. They have no licence with Teams, or it is new.", name=whose.name
        )
        return warning(change, "policy.not_in_teams", why, tr("Give the policy later."), *where)
    had = own_policy(held, request.kind)
    if fold(had.name) == fold(request.name):
        return replace(request, wanted=had, had=had)  # the policy that they have needs no lookup
    called = answers.found.get((request.kind, request.name), ()) if request.name else (VoicePolicy(request.kind),)
    if len(called) != 1:
        return error(change, "policy.unknown", *which_policy(request, len(called)), *where)
    return replace(request, wanted=called[0], had=had)


def which_policy(request: PolicyRequest, many: int) -> tuple[str, str]:
    """Why a name means no policy, or several, and what to do."""
    kind = KIND_WORDS[request.kind]
    there = tr("Several {kind} policies are called", kind=kind) if many else tr("There is no {kind} policy", kind=kind)
    what = tr("{there} “{name}”.", there=there, name=request.name)
    return what, tr(
        "Microsoft finds policies by their whole name. Look the name up in the Teams admin centre under Voice."
    )


def policy_steps(one: Comparison) -> tuple[Step, ...]:
    """The steps that give the line's holder the policies they don't have yet."""
    holder = one.after.holder
    if holder is None:
        return ()
    requests = [request for request in one.change.policies if request.wanted is not None]
    return tuple(
        _step(holder.object_id, request.wanted, request.had)
        for request in requests
        if request.wanted and _differ(request)
    )


def _differ(request: PolicyRequest) -> bool:
    return (request.wanted.id if request.wanted else "") != (request.had.id if request.had else "")


def _step(object_id: str, wanted: VoicePolicy, had: VoicePolicy | None) -> Step:
    states = ObjectState(policy=had or VoicePolicy(wanted.kind)), ObjectState(policy=wanted)
    return Step(StepKind.VOICE_POLICY_SET, object_id, *states)


def check_policy(one: Comparison) -> list[Finding]:
    """Findings on policies: they are for people in Teams; for resource accounts none can be set here."""
    change, holder = one.change, one.after.holder
    if not change.policies:
        return []
    if holder is None:
        why = tr("Nobody holds {key}, and a policy is for a person.", key=change.key)
        return [error(change, "policy.nobody", why, tr("Give the line to somebody first."), "User", change.key)]
    if not holder.object_id:
        return [not_in_microsoft(change, holder)]
    if holder.is_resource:
        why = tr(
            "{name} is a resource account: Microsoft Graph tells and sets policies of people only.", name=holder.name
        )
        return [
            error(change, "policy.resource", why, tr("Set it in the Teams admin centre."), "User", holder.user_name)
        ]
    return []
