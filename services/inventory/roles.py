"""What somebody may do: by the workspace's grants, otherwise by the roles in their own directory.

Grants are read from our tables each time. Microsoft is asked again for each write, and otherwise every few seconds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, replace

from services.domain.access import ACCESS_UNKNOWN, ADMIN_ROLES, NO_ACCESS, Access, HeldRole, Role, role_in_unit, role_of
from services.domain.errors import RemoteError, RemoteRefused, RoleUnknown
from services.domain.grants import Grant, Grantee, grants_in
from services.domain.phrases import join_text, tr
from services.domain.reach import Reach, ReachKind
from services.remote.clients import GRAPH, Clients
from services.remote.clock import SteadyClock
from services.remote.consent import lacks_consent
from services.remote.failures import permissions_in
from services.remote.graph_people import NOBODY
from services.remote.graph_roles import ActiveRoles
from services.store.rules import Rules

ACCESS = "access"  # the rules that hold the grants
_CACHE_SECONDS = 5.0  # how long Microsoft's answer is used
_UNREACHABLE_SECONDS = 5.0  # how long a failure to ask Microsoft is remembered
_LATELY_SECONDS = 60.0  # how old the role may be by which a card is redrawn
_LOOK_SECONDS = 15.0  # how long such a card waits for Microsoft
_MAX_PEOPLE = 5_000  # people whose role is remembered


@dataclass(frozen=True, slots=True)
class _Known:
    """Somebody's access, when it was asked and by which grants, or why it couldn't be."""

    at: float
    access: Access
    grants: tuple[Grant, ...] = ()
    why: RemoteError | None = None

    @property
    def lasts(self) -> float:
        if self.why is None:
            return _CACHE_SECONDS
        # Somebody who grants access checks at once whether it helped.
        return 0.0 if lacks_consent(self.why) else _UNREACHABLE_SECONDS


class Roles:
    """Tells what people may do; the steady clock measures how old an answer is."""

    def __init__(self, clients: Clients, rules: Rules, clock: SteadyClock) -> None:
        self._clients = clients
        self._rules = rules
        self._clock = clock
        self._known: dict[tuple[str, str], _Known] = {}

    async def access(self, tenant_id: str, object_id: str, fresh: bool) -> Access:
        """This person's access; none if the directory doesn't know them, unknown if it couldn't be asked."""
        key, grants = (tenant_id, object_id), await self.grants(tenant_id)
        known = self._known.pop(key, None)
        old = known is None or known.grants != grants or not 0 <= self._clock.now() - known.at < known.lasts
        if known is None or fresh or old:
            known = await self._ask(tenant_id, object_id, grants, fresh)
        self._known[key] = known
        for oldest in list(self._known)[:-_MAX_PEOPLE]:
            del self._known[oldest]
        return known.access

    async def alone(self, tenant_id: str, object_id: str) -> bool:
        """Whether nobody else could decide about access and policy: no other owner by a grant or directory role."""
        grants = await self.grants(tenant_id)
        if any(one.owns and one.object_id != object_id for one in grants):
            return False
        return not await self._owners_by_directory(tenant_id, grants) - {object_id}

    async def owners_besides(self, tenant_id: str, object_id: str) -> int | None:
        """How many others could decide about access and policy; None if a group may, whose members aren't counted."""
        grants = await self.grants(tenant_id)
        if owned_by_group(grants):
            return None
        given = {one.object_id for one in grants if one.owns}
        return len((given | await self._owners_by_directory(tenant_id, grants)) - {object_id})

    async def owners(self, tenant_id: str) -> frozenset[str]:
        """The object ids of owners by grant or by the directory; those by groups are left out.

        While the directory can't be asked, its owners are missing.
        """
        try:
            return await self.owners_now(tenant_id)
        except RemoteError:
            return frozenset(_given_owners(await self.grants(tenant_id)))

    async def owners_now(self, tenant_id: str) -> frozenset[str]:
        """The same, where something hangs on it: a RemoteError while the directory can't be asked."""
        grants = await self.grants(tenant_id)
        return _given_owners(grants) | await self._owners_by_directory(tenant_id, grants)

    async def _owners_by_directory(self, tenant_id: str, grants: Iterable[Grant]) -> frozenset[str]:
        """The owners by directory role, without those who have a grant of something else."""
        graph = self._clients.graph(tenant_id)
        held = await asyncio.gather(*(graph.holders(role) for role in sorted(ADMIN_ROLES)))
        return frozenset[str]().union(*held) - {one.object_id for one in grants if one.grantee is Grantee.PERSON}

    async def grants(self, tenant_id: str) -> tuple[Grant, ...]:
        """The workspace's grants."""
        return grants_in(await self._rules.get(tenant_id, ACCESS))

    async def lately(self, tenant_id: str, object_id: str) -> Access:
        """This person's access, a minute old at most, for drawing a card; unknown if it can't be asked soon."""
        known, grants = self._known.get((tenant_id, object_id)), await self.grants(tenant_id)
        young = known is not None and 0 <= self._clock.now() - known.at < _LATELY_SECONDS
        if known is not None and young and known.access.known and known.grants == grants:
            return known.access
        try:
            async with asyncio.timeout(_LOOK_SECONDS):
                access = await self.access(tenant_id, object_id, False)
        except TimeoutError:
            access = ACCESS_UNKNOWN
        return replace(access, who=object_id)

    async def last_known(self, tenant_id: str, object_id: str) -> Access:
        """What this person held a minute ago at most; unknown where nobody asked since, and nobody is asked now."""
        known = self._known.get((tenant_id, object_id))
        young = known is not None and 0 <= self._clock.now() - known.at < _LATELY_SECONDS
        if known is None or not young or known.grants != await self.grants(tenant_id):
            return ACCESS_UNKNOWN
        return known.access

    def reads_only(self, tenant_id: str, object_id: str) -> bool:
        """Whether this person was a reader when last asked, False if unknown. Makes no remote call."""
        known = self._known.get((tenant_id, object_id))
        return known is not None and known.access.role is Role.READER

    def unknown(self, tenant_id: str, object_id: str) -> RoleUnknown:
        """The error for a person whose access is unknown, in words that blame nobody."""
        known = self._known.get((tenant_id, object_id))
        what, why = tr("I couldn't ask Microsoft for your role."), known.why if known else None
        if why is None or not lacks_consent(why):
            return RoleUnknown(
                what,
                tr("{trouble} Nothing was changed.", trouble=why.trouble if why else ""),
                tr("Try again in a minute."),
            )
        named = permissions_in(why.message)
        told = tr(
            "A Global Administrator has to grant me {names} first.",
            names=join_text(" or ", named) or tr("access to your tenant"),
        )
        error = RoleUnknown(what, told, tr("Say *connect*: it shows where."))
        error.consent = True
        return error

    async def _ask(self, tenant_id: str, object_id: str, grants: tuple[Grant, ...], fresh: bool) -> _Known:
        now = self._clock.now()
        if not object_id:
            return _Known(now, NO_ACCESS, grants)
        try:
            mine = await self._given(tenant_id, object_id, grants)
            held = mine or await self._by_directory(tenant_id, object_id, fresh)
            return _Known(now, Access(await self._with_people(tenant_id, held), who=object_id), grants)
        except RemoteError as error:
            # Not being in this tenant is a fact; that Microsoft couldn't or mayn't be asked says nothing about the
            # person.
            nobody = isinstance(error, RemoteRefused) and error.system == GRAPH and error.code in NOBODY
            return _Known(now, NO_ACCESS, grants) if nobody else _Known(now, ACCESS_UNKNOWN, grants, error)

    async def _given(self, tenant_id: str, object_id: str, grants: Iterable[Grant]) -> tuple[HeldRole, ...]:
        """The grants of this person and of their groups; none for an account that is blocked or gone."""
        groups = {one.object_id: one.name for one in grants if one.grantee is Grantee.GROUP}
        graph = self._clients.graph(tenant_id)
        within = await graph.member_of_any(object_id, tuple(groups)) if groups else frozenset[str]()
        mine = [one for one in grants if one.object_id in (within if one.grantee is Grantee.GROUP else {object_id})]
        if not mine:
            return ()
        account = await graph.find_user(object_id)
        if account is None or not account.enabled:
            return (HeldRole(Role.NOBODY),)
        return tuple(HeldRole(one.role, one.reach, groups.get(one.object_id, "")) for one in mine)

    async def _by_directory(self, tenant_id: str, object_id: str, fresh: bool) -> tuple[HeldRole, ...]:
        """The access that directory roles give. The first query's index lags, which is good enough for reading."""
        graph = self._clients.graph(tenant_id)
        role = role_of(await graph.directory_roles(object_id)) if not fresh else Role.NOBODY
        if role is Role.OWNER:
            return (HeldRole(role),)
        active = await graph.active_roles(object_id)
        everywhere = role_of(active.everywhere) if fresh else role
        return _held(everywhere, active)

    async def _with_people(self, tenant_id: str, held: Iterable[HeldRole]) -> tuple[HeldRole, ...]:
        """The same access, each administrative unit with its present people."""
        graph, found = self._clients.graph(tenant_id), []
        for one in held:
            if one.reach.kind is ReachKind.UNIT:
                people = frozenset[str]().union(*[await graph.unit_people(unit) for unit in one.reach.what])
                one = replace(one, reach=replace(one.reach, people=people))
            found.append(one)
        return tuple(found)


def owned_by_group(grants: Iterable[Grant]) -> bool:
    """Whether a group is owner, so that nobody can list the owners."""
    return any(one.owns and one.grantee is Grantee.GROUP for one in grants)


def _given_owners(grants: Iterable[Grant]) -> frozenset[str]:
    return frozenset(one.object_id for one in grants if one.owns and one.grantee is Grantee.PERSON)


def _held(everywhere: Role, active: ActiveRoles) -> tuple[HeldRole, ...]:
    units = sorted({one.unit for one in active.in_units})
    roles = {unit: role_in_unit(one.template for one in active.in_units if one.unit == unit) for unit in units}
    parts = [
        HeldRole(role, Reach(ReachKind.UNIT, (unit,), tr("your administrative unit")), "directory")
        for unit, role in roles.items()
        if role is not Role.NOBODY
    ]
    return (*([HeldRole(everywhere)] if everywhere is not Role.NOBODY else []), *parts)
