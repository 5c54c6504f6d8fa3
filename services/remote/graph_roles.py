"""Roles, groups and administrative units of the directory through Graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import AliasChoices, Field, TypeAdapter

from services.domain.errors import RemoteRefused
from services.domain.phrases import tr
from services.remote.graph_calls import EVENTUAL, MAX_NAME, GraphCalls, literal, naming, segment
from services.remote.graph_people import NOBODY
from services.remote.graph_permissions import DENIED
from services.remote.wire import CAMEL, Ident, MaybeIdent, Name, Record, Text

_PAGE_SIZE = 200
_ASSIGNMENTS = "/roleManagement/directory/roleAssignments"
_UNITS = "/directory/administrativeUnits"
_UNIT_SCOPE = "/administrativeUnits/"
_GROUPS_A_CHECK = 20  # https://learn.microsoft.com/graph/api/directoryobject-checkmembergroups
_USER_TYPE = "#microsoft.graph.user"
MAX_FILTER_VALUES = 15  # values of an `in`: https://learn.microsoft.com/graph/filter-query-parameter
EVERYWHERE = "/"
HIDDEN = "rolesHidden"


@dataclass(frozen=True, slots=True)
class _Role:
    __pydantic_config__ = CAMEL
    role_template_id: MaybeIdent


@dataclass(frozen=True, slots=True)
class _Assignment:
    __pydantic_config__ = CAMEL
    principal_id: Ident
    role_definition_id: Ident
    directory_scope_id: Text = EVERYWHERE


@dataclass(frozen=True, slots=True)
class _Membership:
    """Something somebody is a member of; only a group that can hold a role says so."""

    __pydantic_config__ = CAMEL
    id: Name
    is_assignable_to_role: bool | None = None

    @property
    def holds_roles(self) -> bool:
        return self.is_assignable_to_role is True


@dataclass(frozen=True, slots=True)
class RoleInUnit:
    """A directory role that somebody holds for an administrative unit's people only."""

    template: str
    unit: str


@dataclass(frozen=True, slots=True)
class ActiveRoles:
    """The directory roles somebody holds now: template ids of those for the whole tenant, and those in units."""

    everywhere: frozenset[str] = frozenset()
    in_units: frozenset[RoleInUnit] = frozenset()


@dataclass(frozen=True, slots=True)
class DirectoryName:
    """A group or administrative unit by its id and what it is called."""

    __pydantic_config__ = CAMEL
    id: Ident
    display_name: Text = ""


@dataclass(frozen=True, slots=True)
class _UnitMember:
    __pydantic_config__ = CAMEL
    id: Ident
    kind: Annotated[Text, Field(validation_alias=AliasChoices("@odata.type", "kind"))] = ""


@dataclass(frozen=True, slots=True)
class _Ids:
    value: tuple[str, ...]


def _groups_of(user_id: str) -> tuple[str, TypeAdapter[_Membership], Mapping[str, object]]:
    """Somebody's groups. Groups that can hold a role contain no groups, so direct memberships are enough.

    https://learn.microsoft.com/entra/identity/role-based-access-control/groups-concept
    """
    return f"/users/{segment(user_id)}/memberOf", _MEMBERSHIP, {"$select": "id,isAssignableToRole", "$top": _PAGE_SIZE}


_ASSIGNMENT = TypeAdapter(_Assignment)
_NAMED = TypeAdapter(DirectoryName)
_UNIT_MEMBER = TypeAdapter(_UnitMember)
_IDS = Record(TypeAdapter(_Ids))
_MEMBERSHIP = TypeAdapter(_Membership)
_ROLE = TypeAdapter(_Role)


class GraphRoles(GraphCalls):
    """Reads who holds which role, and who is in which group or administrative unit."""

    async def directory_roles(self, user_id: str) -> frozenset[str]:
        """Template ids of the directory roles this person holds, also through groups.

        https://learn.microsoft.com/graph/api/user-list-transitivememberof
        """
        path = f"/users/{segment(user_id)}/transitiveMemberOf/microsoft.graph.directoryRole"
        params = {"$select": "roleTemplateId", "$count": "true"}
        roles = [role.role_template_id async for role in self._directory_pages(path, _ROLE, params, headers=EVENTUAL)]
        if not all(roles):
            raise self._hidden()
        return frozenset(roles)

    async def active_roles(self, user_id: str) -> ActiveRoles:
        """The same by present assignments: the query above is answered from an index that lags.

        Assignments list direct ones only, so the groups that can hold a role are asked for, too. What is limited to
        an administrative unit is told apart.
        https://learn.microsoft.com/graph/api/rbacapplication-list-roleassignments
        """
        own = await self._assigned([user_id])
        groups = [one.id async for one in self._directory_pages(*_groups_of(user_id)) if one.holds_roles]
        chunks = [groups[at : at + MAX_FILTER_VALUES] for at in range(0, len(groups), MAX_FILTER_VALUES)]
        return _active(own + [one for chunk in chunks for one in await self._assigned(chunk)])

    async def unit_people(self, unit_id: str) -> frozenset[str]:
        """Object ids of the people of an administrative unit; none where there is no such unit any more.

        https://learn.microsoft.com/graph/api/administrativeunit-list-members
        """
        path = f"{_UNITS}/{segment(unit_id)}/members"
        try:
            found = [
                one async for one in self._directory_pages(path, _UNIT_MEMBER, {"$select": "id", "$top": _PAGE_SIZE})
            ]
        except RemoteRefused as refused:
            if refused.code in NOBODY:
                return frozenset()
            raise
        return frozenset(one.id for one in found if one.kind in ("", _USER_TYPE))

    async def units(self) -> tuple[DirectoryName, ...]:
        """The tenant's administrative units: https://learn.microsoft.com/graph/api/directory-list-administrativeunits"""
        found = self._directory_pages(_UNITS, _NAMED, {"$select": "id,displayName"})
        return tuple([one async for one in found])

    async def groups_called(self, name: str) -> tuple[DirectoryName, ...]:
        """The groups of this name: https://learn.microsoft.com/graph/api/group-list"""
        if len(name) > MAX_NAME:
            return ()
        params = {"$filter": f"displayName eq {literal(name)}", "$select": "id,displayName"}
        return tuple([one async for one in self._directory_pages("/groups", _NAMED, params)])

    async def member_of_any(self, user_id: str, groups: Sequence[str]) -> frozenset[str]:
        """Which of these groups somebody is in, also through other groups; empty for somebody unknown.

        https://learn.microsoft.com/graph/api/directoryobject-checkmembergroups
        """
        found: set[str] = set()
        for at in range(0, len(groups), _GROUPS_A_CHECK):
            body = {"groupIds": list(groups[at : at + _GROUPS_A_CHECK])}
            path = f"/users/{segment(user_id)}/checkMemberGroups"
            with naming("POST", path):
                reply = await self._remote.call(
                    "POST", path, _IDS, json=body, repeatable=True, reads=True, buckets=self._limits.directory
                )
            found.update(reply.value.value)
        return frozenset(found & set(groups))

    async def _assigned(self, principals: list[str]) -> list[_Assignment]:
        named = f"eq {literal(principals[0])}" if len(principals) == 1 else f"in ({','.join(map(literal, principals))})"
        params = {"$filter": f"principalId {named}"}
        try:
            return [one async for one in self._directory_pages(_ASSIGNMENTS, _ASSIGNMENT, params)]
        except RemoteRefused as refused:
            raise self._hidden() if refused.code == DENIED else refused from None

    async def holders(self, role: str) -> frozenset[str]:
        """The ids of people, groups and programs that have this role directly, for the whole tenant.

        https://learn.microsoft.com/graph/api/rbacapplication-list-roleassignments
        """
        params = {"$filter": f"roleDefinitionId eq {literal(role)}"}
        found = [one async for one in self._directory_pages(_ASSIGNMENTS, _ASSIGNMENT, params)]
        return frozenset(one.principal_id for one in found if one.directory_scope_id == EVERYWHERE)

    def _hidden(self) -> RemoteRefused:
        """Whether only ids came: without the permission Graph leaves out everything else.

        https://learn.microsoft.com/graph/permissions-overview#limited-information-returned-for-inaccessible-member-objects
        """
        why = tr("It hides which directory roles somebody holds, since RoleManagement.Read.Directory isn't granted.")
        return RemoteRefused(self._remote.system, 403, HIDDEN, why)


def _active(found: Iterable[_Assignment]) -> ActiveRoles:
    """Of a built-in role the definition's id is the template's."""
    known = list(found)
    return ActiveRoles(
        frozenset(one.role_definition_id for one in known if one.directory_scope_id == EVERYWHERE),
        frozenset(
            RoleInUnit(one.role_definition_id, one.directory_scope_id.removeprefix(_UNIT_SCOPE))
            for one in known
            if one.directory_scope_id.startswith(_UNIT_SCOPE)
        ),
    )
