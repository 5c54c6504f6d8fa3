"""The directory through Graph: the tenant and its people."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import AliasChoices, BeforeValidator, Field, TypeAdapter

from services.domain.errors import RemoteRefused, RemoteUnreadable
from services.domain.same_human import AccountTraits
from services.remote.graph_calls import MAX_NAME, GraphCalls, literal, segment
from services.remote.graph_permissions import DENIED
from services.remote.wire import CAMEL, NOTHING, Country, Ident, Items, MaybeIdent, Name, Text

# Not `assignedPlans`: somebody with Microsoft 365 E5 has 86 of them, which make 15 KB. What a licence holds is asked
# for once: https://learn.microsoft.com/graph/api/subscribedsku-list
_PAGE_SIZE = 500  # of at most 999; some 600 bytes each: https://learn.microsoft.com/graph/api/user-list
_SELECT = (
    "id,displayName,userPrincipalName,mail,proxyAddresses,userType,usageLocation,accountEnabled,"
    "onPremisesSyncEnabled,businessPhones,assignedLicenses,licenseAssignmentStates,department,officeLocation"
)
_NO_ONE = "00000000-0000-4000-8000-000000000000"  # an object id, of nobody
_SMTP = "smtp:"
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


_Enabled = Annotated[bool, BeforeValidator(_unless_said)]  # if it is missing, the account doesn't count as blocked


@dataclass(frozen=True, slots=True)
class AssignedLicence:
    """A licence somebody has, and the service plans of it that were switched off for them."""

    __pydantic_config__ = CAMEL
    sku_id: Ident
    disabled_plans: Items[Ident] = ()


@dataclass(frozen=True, slots=True)
class LicenceState:
    """How a licence was assigned to somebody: by hand or by a group, and whether it worked.

    https://learn.microsoft.com/graph/api/resources/licenseassignmentstate
    """

    __pydantic_config__ = CAMEL
    sku_id: Ident
    assigned_by_group: MaybeIdent = ""
    state: Text = ""
    error: Text = ""

    @property
    def failed(self) -> bool:
        """Whether the assignment failed."""
        return self.state.casefold() == "error"

    @property
    def in_error(self) -> bool:
        """Whether something about the assignment failed, all of it or a part."""
        return self.failed or self.state.casefold() == "activewitherror"


@dataclass(frozen=True, slots=True)
class GraphUser:
    """Somebody in the directory, or a resource account; every selected field is present, null if it is empty."""

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
    department: Text = ""
    office: Annotated[Text, Field(validation_alias=AliasChoices("officeLocation", "office"))] = ""

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
        """Ids of the licences that come only through a group and can't be removed by hand."""
        by_hand = {one.sku_id for one in self.license_assignment_states if not one.assigned_by_group}
        by_group = {one.sku_id for one in self.license_assignment_states if one.assigned_by_group and not one.failed}
        return frozenset(by_group - by_hand)

    def licence_groups(self, among: Collection[str]) -> tuple[str, ...]:
        """Ids of the groups that assign one of these licences; if one failed, only that group."""
        states = self._by_groups(among)
        failed = [one for one in states if one.in_error]
        return tuple(dict.fromkeys(one.assigned_by_group for one in failed[:1] or states))

    def seat_error(self, among: Collection[str]) -> str:
        """Microsoft's word for why one of these licences didn't come by its group; empty if none failed."""
        return next((one.error for one in self._by_groups(among) if one.in_error), "")

    def _by_groups(self, among: Collection[str]) -> list[LicenceState]:
        return [one for one in self.license_assignment_states if one.assigned_by_group and one.sku_id in among]


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


_HUMAN = TypeAdapter(_Human)
_ORGANIZATION = TypeAdapter(Organization)
_USER = TypeAdapter(GraphUser)


class GraphPeople(GraphCalls):
    """Reads the directory; sets usage locations and business phones."""

    async def organization(self) -> Organization:
        """The tenant: https://learn.microsoft.com/graph/api/organization-list answers a list of one."""
        found = [one async for one in self._directory_pages("/organization", _ORGANIZATION, {})]
        if not found:
            raise RemoteUnreadable(self._remote.system, "a list without the tenant itself", status=200)
        return found[0]

    def users(self) -> AsyncIterator[GraphUser]:
        """Everybody, one by one, fetched in pages of 500."""
        return self._directory_pages("/users", _USER, {"$select": _SELECT, "$top": _PAGE_SIZE}, moving=True)

    async def users_called(self, name: str) -> tuple[GraphUser, ...]:
        """Everybody with this display name, principal name or mail address.

        https://learn.microsoft.com/graph/filter-query-parameter
        """
        if len(name) > MAX_NAME:
            return ()
        wanted = literal(name)
        where = " or ".join(f"{one} eq {wanted}" for one in ("displayName", "userPrincipalName", "mail"))
        params = {"$filter": where, "$select": _SELECT, "$top": _PAGE_SIZE}
        return tuple([user async for user in self._directory_pages("/users", _USER, params, moving=True)])

    async def user(self, id_or_upn: str) -> GraphUser:
        """One person; raises RemoteRefused with status 404 when there is none."""
        return await self._directory(f"/users/{segment(id_or_upn)}", _USER, {"$select": _SELECT})

    async def find_user(self, id_or_upn: str) -> GraphUser | None:
        """One person, or None when there is none."""
        if len(id_or_upn) > MAX_NAME:
            return None
        try:
            return await self.user(id_or_upn)
        except RemoteRefused as refused:
            if refused.code in NOBODY:
                return None
            raise

    async def traits_of(self, user_id: str) -> AccountTraits:
        """What an account says about the human behind it: https://learn.microsoft.com/graph/api/resources/user"""
        select = "id,displayName,userPrincipalName,mail,otherMails,proxyAddresses,employeeId"
        found = await self._directory(f"/users/{segment(user_id)}", _HUMAN, {"$select": select})
        mails = (one.partition(":")[2] or one for one in found.proxy_addresses)
        own = (found.user_principal_name, found.mail, *found.other_mails, *mails)
        addresses = tuple(dict.fromkeys(one for one in own if one))
        return AccountTraits(found.id, found.display_name, found.user_principal_name, found.employee_id, addresses)

    async def set_usage_location(self, user_id: str, country: str) -> None:
        """Sets where the person uses Microsoft's services (two letters), which a licence and a number need."""
        body = {"usageLocation": country}
        await self._directory_write("PATCH", f"/users/{segment(user_id)}", NOTHING, body, repeatable=True)

    async def set_business_phones(self, user_id: str, phones: Sequence[str]) -> None:
        """Sets the business phones of a directory entry: one at most, although it is a list.

        https://learn.microsoft.com/graph/api/user-update
        """
        body, takes = {"businessPhones": list(phones)}, "User-Phone.ReadWrite.All"
        await self._directory_write("PATCH", f"/users/{segment(user_id)}", NOTHING, body, repeatable=True, takes=takes)

    async def may_set_business_phones(self) -> bool:
        """Whether the permission for it is granted, tried by a write to somebody who doesn't exist."""
        try:
            await self.set_business_phones(_NO_ONE, ())
        except RemoteRefused as refused:
            if refused.code in NOBODY:
                return True
            if refused.code == DENIED:
                return False
            raise
        return True
