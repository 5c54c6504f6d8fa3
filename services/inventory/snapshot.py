"""A snapshot: everything a plan is measured against, read live from all three systems in pages."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from services.domain.access import Access
from services.domain.joins import Deleted, Joined, Member, join, learned
from services.domain.line import Activation, Category, Line, Number, Seats, Source, UploadState
from services.domain.number import country_of
from services.domain.people import Directory, Person
from services.domain.phrases import join_text, tr
from services.domain.settings.paths import OUTBOUND_RULE, value_at
from services.domain.upload import UploadOptions
from services.inventory.phone_plans import PhonePlans, phone_plans_by_sku, phone_plans_of
from services.remote.clients import Clients
from services.remote.cpaas import Cpaas
from services.remote.cpaas_records import Settings
from services.remote.graph import Graph, GraphUser
from services.remote.graph_licences import RESOURCE_PHONE_PLANS, SubscribedSku
from services.remote.graph_numbers import TeamsNumber
from services.remote.operator_connect import OperatorConnect
from services.remote.operator_records import Consent, OperatorNumber
from services.store.store import Store
from services.store.workspaces import Workspace
from services.wording.refusals import explain

_TYPES: Mapping[str, Source] = {"callingplan": Source.CALLING_PLAN, "directrouting": Source.DIRECT_ROUTING}
# What uses a number, where it is no account:
# https://learn.microsoft.com/graph/api/resources/teamsadministration-numberassignment
USES: Mapping[str, Source] = {
    "conferenceassigned": Source.CONFERENCING,
    "thirdpartyappassigned": Source.APP,
    "policyassigned": Source.POLICY,
}
_ON_PREMISES = "onpremises"  # https://learn.microsoft.com/graph/api/resources/teamsadministration-numberassignment
_CATEGORIES: Mapping[str, Category] = {category.value: category for category in Category}
_FIRST = ("", Category.PRIMARY)  # a person has one number of this category, and may have others besides


class Sources(Protocol):
    """The sources of a snapshot: the remote systems, and what we know of people from before."""

    @property
    def clients(self) -> Clients:
        """The remote systems."""
        ...

    @property
    def store(self) -> Store:
        """Our own store."""
        ...

    def see(self, live: Snapshot) -> Snapshot:
        """The part of the snapshot that the caller may see."""
        ...


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The live state of a workspace at one moment. `lines` by key, `numbers` by E.164, `seats` by code."""

    tenant_id: str
    country: str
    lines: Mapping[str, Line]
    numbers: Mapping[str, Number]
    directory: Directory
    seats: Mapping[str, Seats]
    consent: str
    countries: frozenset[str]
    settings: Mapping[str, Settings]  # extension key -> what was set
    held: Mapping[str, str]  # object id -> the number they call with in Teams, of whatever type
    system: Settings = field(default_factory=dict)  # the organisation's own, where asked for
    skus: tuple[SubscribedSku, ...] = ()  # the tenant's Microsoft licences
    upload: UploadOptions = field(default_factory=UploadOptions)  # what goes with uploads, where a plan is made
    sources: Mapping[str, Source] = field(default_factory=dict)  # the tenant's numbers that aren't our operator's
    known: Mapping[str, Joined] = field(default_factory=dict)  # which account each member was before, by identity
    deleted: Mapping[str, Deleted] = field(default_factory=dict)  # accounts that can be restored, by object id

    business_phones: bool = False  # whether numbers are written back to the directory

    hidden: frozenset[str] = frozenset()  # extensions that exist but are out of the viewer's reach
    seen_by: Access | None = None  # the viewer's access, if it isn't everything

    def name_of(self, object_id: str) -> str:
        """The name of the person with this account; empty if unknown."""
        person, gone = self.directory.get(object_id), self.deleted.get(object_id)
        if person is not None:
            return person.label
        return tr("{name}, whose account was deleted", name=gone.name) if gone else ""

    def rule_of(self, key: str) -> str:
        """The outbound call rule of an extension, empty for none."""
        return str(value_at(self.settings.get(key), OUTBOUND_RULE) or "")


async def read_snapshot(sources: Sources, workspace: Workspace, *, system: bool = False) -> Snapshot:
    """Everything that the caller may see, read in parallel; RemoteError of a system that can't be read.

    The organisation's settings are read when asked for.
    """
    live = await _read_all(sources, workspace, system=system)
    holders = {line.identity_uuid for line in live.lines.values() if line.identity_uuid}
    await remember(sources.store, live, holders)
    return sources.see(live)


async def _read_all(sources: Sources, workspace: Workspace, *, system: bool) -> Snapshot:
    """What all three systems hold, whoever asks."""
    clients = sources.clients
    graph, operator = clients.graph(workspace.tenant_id), clients.operator(workspace.tenant_id)
    cpaas = clients.cpaas(workspace.key, workspace.bond)
    # In two groups: `gather` keeps types for six arguments at most.
    (lines, owned, teams, gateway, seats), (consent, settings, own, people) = await asyncio.gather(
        asyncio.gather(
            _lines(cpaas),
            _owned(cpaas),
            _in_teams(graph),
            _at_operator(operator, workspace.account),
            cpaas.licences(),
        ),
        asyncio.gather(
            operator.consent(workspace.tenant_id),
            _settings(cpaas),
            cpaas.system_settings() if system else _nothing(),
            read_directory(sources.store, cpaas, graph, workspace.tenant_id),
        ),
    )
    foreign = _foreign(teams, gateway, consent)
    return Snapshot(
        tenant_id=workspace.tenant_id,
        country=workspace.country,
        lines=lines,
        numbers={e164: _merge(n, gateway.get(e164), teams.get(e164), foreign) for e164, n in owned.items()},
        directory=people.directory,
        seats={pool.code: pool.seats for pool in seats},
        consent=consent.status if consent else "",
        countries=frozenset(consent.countries if consent else ()),
        settings=settings,
        system=own,
        skus=people.skus,
        held=_held(teams.values()),
        sources=foreign,
        known=people.known,
        deleted=people.deleted,
        business_phones=workspace.business_phones,
    )


async def remember(store: Store, live: Snapshot, members: Collection[str], *, told: bool = False) -> None:
    """Store which account each member is, so that a renamed account is still recognised.

    `told`: somebody is being told their present name.
    """
    news = learned(live.directory, members, live.known, told=told)
    if news:
        await store.joins.keep(live.tenant_id, news)


@dataclass(frozen=True, slots=True)
class Everybody:
    """Accounts joined with CPaaS members, what was known of them before, deleted accounts, and bought licences."""

    directory: Directory
    known: Mapping[str, Joined]
    deleted: Mapping[str, Deleted]
    skus: tuple[SubscribedSku, ...]


async def read_directory(store: Store, cpaas: Cpaas, graph: Graph, tenant_id: str) -> Everybody:
    """Everybody, read from the directory and the CPaaS."""

    async def members() -> list[Member]:
        return [Member(m.identity_uuid, m.display_name, m.username, m.email) async for m in cpaas.members()]

    found, users, known, deleted, skus = await asyncio.gather(
        members(), _users(graph), store.joins.of(tenant_id), _deleted(graph), graph.subscribed_skus()
    )
    by_sku = phone_plans_by_sku(skus)
    groups = await graph.group_names({group for user in users for group in user.licence_groups(by_sku)})
    accounts = [_person(user, by_sku, groups) for user in users]
    directory = await asyncio.to_thread(join, accounts, found, known, deleted)
    return Everybody(directory, known, {one.object_id: one for one in deleted}, skus)


async def _users(graph: Graph) -> list[GraphUser]:
    return [user async for user in graph.users()]


async def _deleted(graph: Graph) -> list[Deleted]:
    return [
        Deleted(user.id, user.display_name or user.principal_name, user.principal_name, user.mail, user.until)
        async for user in graph.deleted_users()
    ]


def _person(user: GraphUser, by_sku: PhonePlans, groups: Mapping[str, str]) -> Person:
    plans, phones = phone_plans_of(user, by_sku), by_sku.keys() & set(user.sku_ids)
    return Person(
        name=user.display_name or user.user_principal_name,
        user_name=user.user_principal_name,
        email=user.mail,
        object_id=user.id,
        usage_location=user.usage_location,
        is_resource=bool(RESOURCE_PHONE_PLANS.intersection(plans)),
        enabled=user.enabled,
        phone_plans=plans,
        licences=user.sku_ids,
        guest=user.guest,
        aliases=user.aliases,
        by_group=bool(phones) and user.group_skus.issuperset(phones),
        licences_by_group=tuple(sorted(user.group_skus)),
        seat_error=user.seat_error(by_sku),
        groups=tuple(groups[one] for one in user.licence_groups(by_sku) if one in groups),
        synchronised=user.synchronised,
        business_phones=user.business_phones,
        department=user.department,
        office=user.office,
    )


async def _lines(cpaas: Cpaas) -> dict[str, Line]:
    return {extension.key: extension async for extension in cpaas.extensions()}


async def _settings(cpaas: Cpaas) -> dict[str, Settings]:
    return {item.key: item.settings async for item in cpaas.all_extension_settings()}


async def _nothing() -> Settings:
    return {}


async def _owned(cpaas: Cpaas) -> dict[str, Number]:
    return {
        n.e164: Number(
            e164=n.e164,
            ext_key=n.ext_key,
            country=country_of(n.e164),
            assigned_at=n.assigned_at,
            uploaded_at=n.uploaded_at,
        )
        async for n in cpaas.numbers()
    }


async def _in_teams(graph: Graph) -> dict[str, TeamsNumber]:
    return {n.telephone_number: n async for n in graph.numbers()}


async def _at_operator(operator: OperatorConnect, account: str) -> dict[str, OperatorNumber]:
    return {n.e164: n async for n in operator.numbers(account)}


def _held(teams: Iterable[TeamsNumber]) -> dict[str, str]:
    """The number everybody calls with, by object id; private and alternate ones don't count."""
    return {n.target: n.telephone_number for n in teams if n.target and n.category in _FIRST}


def _foreign(
    teams: Mapping[str, TeamsNumber], gateway: Mapping[str, OperatorNumber], consent: Consent | None
) -> dict[str, Source]:
    """The tenant's numbers that aren't from our operator, or that something else than an account uses."""
    ours = consent.operator_id if consent else ""
    found = {e164: _use(number) or _source(number, gateway.get(e164), ours) for e164, number in teams.items()}
    return {e164: source for e164, source in found.items() if source is not None}


def _use(number: TeamsNumber) -> Source | None:
    """What has the number, where that is no account: it can be named by its policy, or not at all."""
    said = USES.get(number.assignment_status.casefold())
    being_given = Activation.of(number.activation_state) is Activation.ASSIGNING
    nameless = number.assigned and not number.target and not being_given
    return said or (Source.UNNAMED if nameless else None)


def _source(number: TeamsNumber, gateway: OperatorNumber | None, ours: str) -> Source | None:
    if number.number_source.casefold() == _ON_PREMISES:
        return Source.ON_PREMISES
    if not number.connected:
        return _TYPES.get(number.number_type.casefold(), Source.OPERATOR)
    synced = gateway is not None and gateway.status == "synced"
    same = not (number.operator_id and ours) or number.operator_id.casefold() == ours.casefold()
    return None if synced or same else Source.OPERATOR


def _merge(
    number: Number, gateway: OperatorNumber | None, teams: TeamsNumber | None, foreign: Mapping[str, Source]
) -> Number:
    """The number with its state at the operator and in Teams."""
    if number.e164 in foreign:
        source = foreign[number.e164]
        return replace(number, upload=UploadState.ELSEWHERE, source=source, error=_in_other_hands(source))
    if teams is not None:
        return replace(
            number,
            upload=UploadState.UPLOADED,
            country=number.country or teams.country,
            target=teams.target,
            category=_CATEGORIES.get(teams.category) if teams.target else None,
            assignment=teams.assignment_status,
            activation=Activation.of(teams.activation_state),
            capabilities=teams.capabilities,
            usage=gateway.usage if gateway else "",
            location=gateway.location_id if gateway else "",
            open_address=gateway.open_address if gateway else False,
        )
    if gateway is None:
        return number
    states = {"failed": UploadState.FAILED, "synced": UploadState.SYNCED}
    return replace(
        number,
        upload=states.get(gateway.status, UploadState.UPLOADING),
        usage=gateway.usage,
        location=gateway.location_id,
        open_address=gateway.open_address,
        error=_why(gateway),
    )


def _in_other_hands(source: Source) -> str:
    if source.uses:
        return tr("It is in your tenant, used by {source}", source=tr(source.value))
    return tr("It is in your tenant already, from {source}", source=tr(source.value))


def _why(number: OperatorNumber) -> str:
    """Why the upload of a number failed and what to do, without a full stop; empty when it didn't."""
    if not number.errors:
        return ""
    codes, messages = [e.code for e in number.errors], [e.message or e.code for e in number.errors]
    said = explain(join_text(" ", codes), join_text("; ", messages))
    return tr("{reason} {fix}", reason=said.reason, fix=said.fix).rstrip(".")
