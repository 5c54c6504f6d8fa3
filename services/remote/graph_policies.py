"""Teams policies of people through Graph: read, found by name, given and taken.

https://learn.microsoft.com/graph/api/resources/teamsadministration-teamspolicyassignment
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

from pydantic import TypeAdapter

from services.domain.errors import RemoteRefused
from services.domain.voice_policies import HeldPolicy, InTeams, PolicyKind, PolicySource, VoicePolicy
from services.remote.graph_calls import MAX_NAME, GraphCalls, literal, segment
from services.remote.paging import linked
from services.remote.wire import CAMEL, NOTHING, Items, Name, Record, Single, Text

_POLICY = "/admin/teams/policy"
_ASSIGNMENTS = f"{_POLICY}/userAssignments"
_TAG = "Tag:"  # stands before a name in some answers, and isn't part of it


@dataclass(frozen=True, slots=True)
class _Instance:
    __pydantic_config__ = CAMEL
    policy_id: Name
    assignment_type: Text = ""
    display_name: Text = ""


@dataclass(frozen=True, slots=True)
class _Effective:
    __pydantic_config__ = CAMEL
    policy_type: Name
    policy_assignment: _Instance


@dataclass(frozen=True, slots=True)
class _Policies:
    __pydantic_config__ = CAMEL
    id: Name
    effective_policy_assignments: Items[_Effective]
    feature_types: Items[str] = ()
    is_enterprise_voice_enabled: bool | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    __pydantic_config__ = CAMEL
    policy_id: Name
    name: Text = ""


@dataclass(frozen=True, slots=True)
class _FoundPolicies:
    value: tuple[_Found, ...]


_PHONE = "phonesystem"  # the feature that comes with a phone licence, as the PowerShell module lists it, too
_PAGE_SIZE = 200  # somebody's policies of all kinds make some KB
_POLICIES = TypeAdapter(_Policies)
_OF_USER = Single(_POLICIES)
_FOUND = Record(TypeAdapter(_FoundPolicies))
_KINDS = {kind.value.casefold(): kind for kind in PolicyKind}


class GraphPolicies(GraphCalls):
    """Reads, gives and takes the voice policies of people."""

    async def policies_of(self, user_id: str) -> tuple[HeldPolicy, ...]:
        """The voice policies that somebody has directly or by a group; RemoteRefused 404 as `in_teams`."""
        return (await self.in_teams(user_id)).policies

    async def in_teams(self, user_id: str) -> InTeams:
        """What Teams has of somebody.

        Raises RemoteRefused with status 404 where Teams knows no such user.

        https://learn.microsoft.com/graph/api/resources/teamsadministration-teamsuserconfiguration
        """
        path = f"/admin/teams/userConfigurations/{segment(user_id)}"
        reply = await self._remote.call("GET", path, _OF_USER, repeatable=True, buckets=self._limits.teams)
        one = reply.value
        phone = bool(one.is_enterprise_voice_enabled) or _PHONE in {name.casefold() for name in one.feature_types}
        return InTeams(tuple(_held(each) for each in one.effective_policy_assignments if _kind(each)), phone)

    async def everybodys_policies(self) -> AsyncIterator[tuple[str, tuple[HeldPolicy, ...]]]:
        """The object ids of all people in Teams with their voice policies, fetched in pages of 200.

        https://learn.microsoft.com/graph/api/teamsadministration-teamsadminroot-list-userconfigurations
        """
        params = {"$select": "id,effectivePolicyAssignments", "$top": _PAGE_SIZE}
        path, teams = "/admin/teams/userConfigurations", self._limits.teams
        async for one in linked(self._remote, path, _POLICIES, params, buckets=teams, moving=True, key=_user):
            yield one.id, tuple(_held(each) for each in one.effective_policy_assignments if _kind(each))

    async def policies_called(self, kind: PolicyKind, name: str) -> tuple[VoicePolicy, ...]:
        """The policies of this kind and name, usually one; empty if there is none.

        https://learn.microsoft.com/graph/api/teamsadministration-teamspolicyassignment-getpolicyid
        """
        if len(name) > MAX_NAME:
            return ()
        path = f"{_POLICY}/getPolicyId(type={literal(kind.value)},name={segment(literal(name))})"
        try:
            reply = await self._remote.call("GET", path, _FOUND, repeatable=True, buckets=self._limits.teams)
        except RemoteRefused as refused:
            if refused.status == 404:
                return ()
            raise
        return tuple(VoicePolicy(kind, one.policy_id, _plain(one.name) or name) for one in reply.value.value)

    async def set_policy(self, user_id: str, policy: VoicePolicy) -> None:
        """Assigns the policy to somebody; one without an id removes their own of this kind.

        https://learn.microsoft.com/graph/api/teamsadministration-teamspolicyuserassignment-assign
        """
        item = {"userId": user_id, "policyType": policy.kind.value}
        item |= {"policyId": policy.id} if policy.id else {}
        path = f"{_ASSIGNMENTS}/{'assign' if policy.id else 'unassign'}"
        body = {"value": [item]}
        await self._remote.call("POST", path, NOTHING, json=body, repeatable=True, buckets=self._limits.teams)


def _user(one: _Policies) -> str:
    return one.id


def _kind(one: _Effective) -> PolicyKind | None:
    return _KINDS.get(one.policy_type.casefold())


def _held(one: _Effective) -> HeldPolicy:
    instance = one.policy_assignment
    how = PolicySource.DIRECT if instance.assignment_type.casefold() == PolicySource.DIRECT else PolicySource.GROUP
    policy = VoicePolicy(_KINDS[one.policy_type.casefold()], instance.policy_id, _plain(instance.display_name))
    return HeldPolicy(policy, how)


def _plain(name: str) -> str:
    return name.removeprefix(_TAG)
