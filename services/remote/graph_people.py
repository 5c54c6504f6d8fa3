"""The directory through Graph: the tenant, its people, their roles."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import AliasChoices, BeforeValidator, Field, TypeAdapter

from services.domain.errors import RemoteIll, RemoteRefused
from services.domain.same_human import AccountTraits
from services.remote.graph_calls import EVENTUAL, GraphCalls, literal, segment
from services.remote.wire import CAMEL, NOTHING, Country, Ident, Items, MaybeIdent, Name, Record, Text

# Not `assignedPlans`: somebody with Microsoft 365 E5 has 86 of them, which make 15 KB. What a licence holds is asked
# for once: https://learn.microsoft.com/graph/api/subscribedsku-list
_PAGE_SIZE = 200
_MAX_FOUND = 25
_SELECT = (
    "id,displayName,userPrincipalName,mail,proxyAddresses,userType,usageLocation,accountEnabled,"
    "onPremisesSyncEnabled,businessPhones,assignedLicenses,licenseAssignmentStates"
)
_ASSIGNMENTS = "/roleManagement/directory/roleAssignments"
_UNITS = "/directory/administrativeUnits"
_UNIT_SCOPE = "/administrativeUnits/"
_GROUPS_A_CHECK = 20  # https://learn.microsoft.com/graph/api/directoryobject-checkmembergroups
_USER_TYPE = "#microsoft.graph.user"
MAX_FILTER_VALUES = 15  # values of an `in`: https://learn.microsoft.com/graph/filter-query-parameter
EVERYWHERE = "/"
_NO_ONE = "00000000-0000-4000-8000-000000000000"  # an object id, of nobody
DENIED = "Authorization_RequestDenied"
_SMTP = "smtp:"
HIDDEN = "rolesHidden"
# How Graph says that there is no such person; any other 404 is about the call: https://learn.microsoft.com/graph/errors
NOBODY = frozenset({"Request_ResourceNotFound", "ResourceNotFound"})


@dataclass(frozen=True, slots=True)
class _Domain:
    """https://learn.microsoft.com/graph/api/resources/verifieddomain"""

    __pydantic_config__ = CAMEL
    name: Name


@dataclass(frozen=True, slots=True)
class Organization:
    """The tenant itself; `country` and `usage_location` are two letters."""

    __pydantic_config__ = CAMEL
    id: Ident
    display_name: Text
    country: Annotated[Country, Field(alias="countryLetterCode")] = ""
    usage_location: Annotated[Country, Field(alias="defaultUsageLocation")] = ""
    verified_domains: Items[_Domain] = ()

    @property
    def domains(self) -> tuple[str, ...]:
        """The e-mail domains that the tenant has proved to be its own."""
        return tuple(domain.name for domain in self.verified_domains)


def _unless_said(value: object) -> object:
    return True if value is None else value


_Enabled = Annotated[bool, BeforeValidator(_unless_said)]  # where nothing is said of it, nobody is called blocked


@dataclass(frozen=True, slots=True)
class AssignedLicence:
    """A licence somebody has, and the service plans of it that were switched off for them."""

    __pydantic_config__ = CAMEL
    sku_id: Name
    disabled_plans: Items[Name] = ()


@dataclass(frozen=True, slots=True)
class LicenceState:
    """How a licence came to somebody: by hand or by a group, and whether it did.

    https://learn.microsoft.com/graph/api/resources/licenseassignmentstate
    """

    __pydantic_config__ = CAMEL
    sku_id: Name
    assigned_by_group: Text = ""
    state: Text = ""
    error: Text = ""

    @property
    def failed(self) -> bool:
        """Whether the seat didn't come."""
        return self.state.casefold() == "error"


@dataclass(frozen=True, slots=True)
class GraphUser:
    """Somebody in the directory, or a resource account; what is selected is there, null where it is empty."""

    __pydantic_config__ = CAMEL
    id: Ident
    display_name: Text
    user_principal_name: Name
    mail: Text
    usage_location: Country
    enabled: Annotated[_Enabled, Field(validation_alias=AliasChoices("accountEnabled", "enabled"))]
    assigned_licenses: Items[AssignedLicence]
    user_type: Text = ""
    proxy_addresses: Items[str] = ()
    license_assignment_states: Items[LicenceState] = ()
    on_premises_sync_enabled: bool | None = None
    business_phones: Items[str] = ()

    @property
    def synchronised(self) -> bool:
        """Whether the account comes from an Active Directory on premises."""
        return self.on_premises_sync_enabled is True

    @property
    def guest(self) -> bool:
        """Whether the account belongs to somebody of another organisation."""
        return self.user_type.casefold() == "guest"

    @property
    def aliases(self) -> tuple[str, ...]:
        """Every e-mail address that reaches this mailbox: https://learn.microsoft.com/graph/api/resources/user"""
        mails = (one for one in self.proxy_addresses if one[: len(_SMTP)].casefold() == _SMTP)
        return tuple(one[len(_SMTP) :] for one in mails)

    @property
    def sku_ids(self) -> tuple[str, ...]:
        """Ids of the licences given to this person."""
        return tuple(licence.sku_id for licence in self.assigned_licenses)

    @property
    def group_skus(self) -> frozenset[str]:
        """Ids of the licences that come by a group alone: nobody can take them by hand."""
        by_hand = {one.sku_id for one in self.license_assignment_states if not one.assigned_by_group}
        by_group = {one.sku_id for one in self.license_assignment_states if one.assigned_by_group and not one.failed}
        return frozenset(by_group - by_hand)

    @property
    def licence_groups(self) -> tuple[str, ...]:
        """Ids of the groups by which licences come; where one failed, of that group."""
        states = [one for one in self.license_assignment_states if one.assigned_by_group]
        failed = [one for one in states if one.failed]
        return tuple(dict.fromkeys(one.assigned_by_group for one in failed[:1] or states))

    @property
    def seat_error(self) -> str:
        """Microsoft's word for why a group's licence didn't come; empty where none failed."""
        return next((one.error for one in self.license_assignment_states if one.assigned_by_group and one.failed), "")


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
    """Something somebody is a member of; a group that can hold a role says so, and so does nothing else."""

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
class _Human:
    __pydantic_config__ = CAMEL
    id: Ident
    display_name: Text = ""
    user_principal_name: Text = ""
    mail: Text = ""
    other_mails: Items[str] = ()
    proxy_addresses: Items[str] = ()
    employee_id: Text = ""


@dataclass(frozen=True, slots=True)
class _UnitMember:
    __pydantic_config__ = CAMEL
    id: Ident
    kind: Annotated[Text, Field(validation_alias=AliasChoices("@odata.type", "kind"))] = ""


@dataclass(frozen=True, slots=True)
class _Ids:
    value: tuple[str, ...]


def _groups_of(user_id: str) -> tuple[str, TypeAdapter[_Membership], Mapping[str, object]]:
    """Groups that can hold a role hold no groups, so direct memberships are all there is to ask for.

    https://learn.microsoft.com/entra/identity/role-based-access-control/groups-concept
    """
    return f"/users/{segment(user_id)}/memberOf", _MEMBERSHIP, {"$select": "id,isAssignableToRole", "$top": _PAGE_SIZE}


_ASSIGNMENT = TypeAdapter(_Assignment)
_NAMED = TypeAdapter(DirectoryName)
_HUMAN = TypeAdapter(_Human)
_UNIT_MEMBER = TypeAdapter(_UnitMember)
_IDS = Record(TypeAdapter(_Ids))
_MEMBERSHIP = TypeAdapter(_Membership)
_ORGANIZATION = TypeAdapter(Organization)
_USER = TypeAdapter(GraphUser)
_ROLE = TypeAdapter(_Role)


class GraphPeople(GraphCalls):
    """Reads the directory; sets usage locations and business phones."""

    async def organization(self) -> Organization:
        """The tenant: https://learn.microsoft.com/graph/api/organization-list answers a list of one."""
        found = [one async for one in self._directory_pages("/organization", _ORGANIZATION, {})]
        if not found:
            raise RemoteIll(self._remote.system, "a list without the tenant itself", status=200)
        return found[0]

    def users(self) -> AsyncIterator[GraphUser]:
        """Everybody, one by one, fetched in pages of 200."""
        return self._directory_pages("/users", _USER, {"$select": _SELECT, "$top": _PAGE_SIZE}, moving=True)

    async def find_users(self, text: str) -> tuple[GraphUser, ...]:
        """Up to 25 people whose name or user name starts with or holds `text`.

        Falls back to `startswith` where the tenant's index refuses `$search`.
        https://learn.microsoft.com/graph/search-query-parameter
        """
        quoted = text.replace("\\", "\\\\").replace('"', '\\"')
        search = f'"displayName:{quoted}" OR "userPrincipalName:{quoted}"'
        try:
            return await self._found({"$search": search, "$count": "true"})
        except RemoteRefused as refused:
            if refused.status != 400:
                raise
        start = literal(text)
        return await self._found(
            {"$filter": f"startswith(displayName,{start}) or startswith(userPrincipalName,{start})"}
        )

    async def user(self, id_or_upn: str) -> GraphUser:
        """One person; raises RemoteRefused with status 404 when there is none."""
        return await self._directory(f"/users/{segment(id_or_upn)}", _USER, {"$select": _SELECT})

    async def find_user(self, id_or_upn: str) -> GraphUser | None:
        """One person, or None when there is none."""
        try:
            return await self.user(id_or_upn)
        except RemoteRefused as refused:
            if refused.code in NOBODY:
                return None
            raise

    async def directory_roles(self, user_id: str) -> frozenset[str]:
        """Template ids of the directory roles this person holds, through groups too.

        https://learn.microsoft.com/graph/api/user-list-transitivememberof
        """
        path = f"/users/{segment(user_id)}/transitiveMemberOf/microsoft.graph.directoryRole"
        params = {"$select": "roleTemplateId", "$count": "true"}
        roles = [role.role_template_id async for role in self._directory_pages(path, _ROLE, params, headers=EVENTUAL)]
        if not all(roles):
            raise self._hidden()
        return frozenset(roles)

    async def active_roles(self, user_id: str) -> ActiveRoles:
        """The same, of assignments as they are now: the query above is answered from an index that lags.

        Assignments list direct ones only, so the groups that can hold a role are asked for, too. What is limited to
        an administrative unit is told apart.
        https://learn.microsoft.com/graph/api/rbacapplication-list-roleassignments
        """
        own = await self._assigned([user_id])
        groups = [one.id async for one in self._directory_pages(*_groups_of(user_id)) if one.holds_roles]
        chunks = [groups[at : at + MAX_FILTER_VALUES] for at in range(0, len(groups), MAX_FILTER_VALUES)]
        return _active(own + [one for chunk in chunks for one in await self._assigned(chunk)])

    async def traits_of(self, user_id: str) -> AccountTraits:
        """What an account tells of the human behind it: https://learn.microsoft.com/graph/api/resources/user"""
        select = "id,displayName,userPrincipalName,mail,otherMails,proxyAddresses,employeeId"
        found = await self._directory(f"/users/{segment(user_id)}", _HUMAN, {"$select": select})
        mails = (one.partition(":")[2] or one for one in found.proxy_addresses)
        own = (found.user_principal_name, found.mail, *found.other_mails, *mails)
        addresses = tuple(dict.fromkeys(one for one in own if one))
        return AccountTraits(found.id, found.display_name, found.user_principal_name, found.employee_id, addresses)

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
        params = {"$filter": f"displayName eq {literal(name)}", "$select": "id,displayName"}
        return tuple([one async for one in self._directory_pages("/groups", _NAMED, params)])

    async def member_of_any(self, user_id: str, groups: Sequence[str]) -> frozenset[str]:
        """Which of these groups somebody is in, through other groups too; nothing of somebody who isn't there.

        https://learn.microsoft.com/graph/api/directoryobject-checkmembergroups
        """
        found: set[str] = set()
        for at in range(0, len(groups), _GROUPS_A_CHECK):
            body = {"groupIds": list(groups[at : at + _GROUPS_A_CHECK])}
            path = f"/users/{segment(user_id)}/checkMemberGroups"
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
        """The ids of whom this role was given directly, for the whole tenant: people, groups and programs.

        https://learn.microsoft.com/graph/api/rbacapplication-list-roleassignments
        """
        params = {"$filter": f"roleDefinitionId eq {literal(role)}"}
        found = [one async for one in self._directory_pages(_ASSIGNMENTS, _ASSIGNMENT, params)]
        return frozenset(one.principal_id for one in found if one.directory_scope_id == EVERYWHERE)

    async def set_usage_location(self, user_id: str, country: str) -> None:
        """Sets where the person uses Microsoft's services (two letters), which a licence and a number need."""
        body = {"usageLocation": country}
        await self._directory_write("PATCH", f"/users/{segment(user_id)}", NOTHING, body, repeatable=True)

    async def set_business_phones(self, user_id: str, phones: Sequence[str]) -> None:
        """Sets the business phones of a directory entry: one at most, although it is a list.

        https://learn.microsoft.com/graph/api/user-update
        """
        body = {"businessPhones": list(phones)}
        await self._directory_write("PATCH", f"/users/{segment(user_id)}", NOTHING, body, repeatable=True)

    async def may_set_business_phones(self) -> bool:
        """Whether the permission for it is there, asked by a write to somebody who doesn't exist."""
        try:
            await self.set_business_phones(_NO_ONE, ())
        except RemoteRefused as refused:
            if refused.code in NOBODY:
                return True
            if refused.code == DENIED:
                return False
            raise
        return True

    def _hidden(self) -> RemoteRefused:
        """Without the permission Graph lists what somebody is a member of and leaves out all but the ids.

        https://learn.microsoft.com/graph/permissions-overview#limited-information-returned-for-inaccessible-member-objects
        """
        why = "It hides which directory roles somebody holds, since RoleManagement.Read.Directory isn't granted."
        return RemoteRefused(self._remote.system, 403, HIDDEN, why)

    async def _found(self, params: dict[str, object]) -> tuple[GraphUser, ...]:
        asked = {**params, "$select": _SELECT, "$top": _MAX_FOUND}
        return (await self._directory("/users", _FOUND_USERS, asked, headers=EVENTUAL)).value


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


@dataclass(frozen=True, slots=True)
class _Users:
    value: tuple[GraphUser, ...]


_FOUND_USERS = TypeAdapter(_Users)
