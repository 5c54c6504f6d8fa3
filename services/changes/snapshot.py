"""A snapshot: everything a plan is measured against, read live from all three systems in pages."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from services.changes.explain import explain
from services.domain.line import Line, Number, Seats, Upload
from services.domain.number import country_of
from services.domain.people import Directory, Person
from services.domain.settings.paths import OUTBOUND_RULE, value_at
from services.domain.upload import UploadOptions
from services.remote.clients import Clients
from services.remote.cpaas import Cpaas
from services.remote.cpaas_records import Settings
from services.remote.graph import Graph, GraphUser
from services.remote.graph_licences import RESOURCE_PHONE_PLANS, SubscribedSku
from services.remote.graph_numbers import TeamsNumber
from services.remote.operator_connect import OperatorConnect
from services.remote.operator_records import OperatorNumber
from services.store.workspaces import Workspace


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
    held: Mapping[str, str]  # object id -> the number Teams has given it
    system: Settings = field(default_factory=dict)  # the organisation's own, where asked for
    skus: tuple[SubscribedSku, ...] = ()  # the tenant's Microsoft licences, where asked for
    upload: UploadOptions = field(default_factory=UploadOptions)  # what goes with uploads, where a plan is made

    def rule_of(self, key: str) -> str:
        """The outbound call rule of an extension, empty for none."""
        return str(value_at(self.settings.get(key), OUTBOUND_RULE) or "")


async def read_snapshot(
    clients: Clients, workspace: Workspace, *, system: bool = False, skus: bool = False
) -> Snapshot:
    """Everything at once; a remote system that can't be read raises its RemoteError.

    The organisation's settings and the tenant's Microsoft licences are read when asked for.
    """
    graph, operator = clients.graph(workspace.tenant_id), clients.operator(workspace.tenant_id)
    cpaas = clients.cpaas(workspace.key, workspace.bond)
    # In two groups: types are kept for six things at most.
    (lines, numbers, directory, seats), (consent, settings, own, bought) = await asyncio.gather(
        asyncio.gather(
            _lines(cpaas),
            read_numbers(cpaas, graph, operator, workspace.account),
            read_directory(cpaas, graph),
            cpaas.licences(),
        ),
        asyncio.gather(
            operator.consent(workspace.tenant_id),
            _settings(cpaas),
            cpaas.system_settings() if system else _nothing(),
            graph.subscribed_skus() if skus else _none(),
        ),
    )
    return Snapshot(
        tenant_id=workspace.tenant_id,
        country=workspace.country,
        lines=lines,
        numbers=numbers,
        directory=directory,
        seats={pool.code: pool.seats for pool in seats},
        consent=consent.status if consent else "",
        countries=frozenset(consent.countries if consent else ()),
        settings=settings,
        system=own,
        skus=bought,
        held={n.target: n.e164 for n in numbers.values() if n.target},
    )


async def read_directory(cpaas: Cpaas, graph: Graph) -> Directory:
    """Everybody, joined by e-mail: the directory's user and the CPaaS's member are one person."""

    async def members() -> dict[str, tuple[str, str, str]]:
        return {m.email.casefold(): (m.identity_uuid, m.display_name, m.username) async for m in cpaas.members()}

    by_email, users = await asyncio.gather(members(), _users(graph))
    people = []
    for user in users:
        found = by_email.pop(user.user_name.casefold(), None) or by_email.pop(user.email.casefold(), None)
        people.append(replace(user, identity_uuid=found[0]) if found else user)
    people += [
        Person(name=name, user_name=username, email=email, identity_uuid=uuid)
        for email, (uuid, name, username) in by_email.items()
    ]
    return Directory(people)


async def _users(graph: Graph) -> list[Person]:
    return [_person(user) async for user in graph.users()]


def _person(user: GraphUser) -> Person:
    return Person(
        name=user.display_name,
        user_name=user.user_principal_name,
        email=user.mail or user.user_principal_name,
        object_id=user.id,
        usage_location=user.usage_location,
        is_resource=bool(RESOURCE_PHONE_PLANS & set(user.plans)),
        enabled=user.enabled,
        phone_plans=tuple(user.plans),
        licences=user.sku_ids,
    )


async def _lines(cpaas: Cpaas) -> dict[str, Line]:
    return {extension.key: extension async for extension in cpaas.extensions()}


async def _settings(cpaas: Cpaas) -> dict[str, Settings]:
    return {item.key: item.settings async for item in cpaas.all_extension_settings()}


async def _nothing() -> Settings:
    return {}


async def _none() -> tuple[SubscribedSku, ...]:
    return ()


async def read_numbers(cpaas: Cpaas, graph: Graph, operator: OperatorConnect, account: str) -> dict[str, Number]:
    """Every number of the organisation, with where it stands at the operator and in Teams."""

    async def owned() -> dict[str, Number]:
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

    async def in_teams() -> dict[str, TeamsNumber]:
        return {n.telephone_number: n async for n in graph.numbers()}

    async def at_operator() -> dict[str, OperatorNumber]:
        return {n.e164: n async for n in operator.numbers(account)}

    mine, teams, gateway = await asyncio.gather(owned(), in_teams(), at_operator())
    return {e164: _merge(number, gateway.get(e164), teams.get(e164)) for e164, number in mine.items()}


def _merge(number: Number, gateway: OperatorNumber | None, teams: TeamsNumber | None) -> Number:
    if teams is not None:
        return replace(
            number,
            upload=Upload.UPLOADED,
            target=teams.target,
            assignment=teams.assignment_status,
            activation=teams.activation_state,
            capabilities=teams.capabilities,
            usage=gateway.usage if gateway else "",
            location=gateway.location_id if gateway else "",
            open_address=gateway.open_address if gateway else False,
        )
    if gateway is None:
        return number
    states = {"failed": Upload.FAILED, "synced": Upload.SYNCED}
    return replace(
        number,
        upload=states.get(gateway.status, Upload.UPLOADING),
        usage=gateway.usage,
        location=gateway.location_id,
        open_address=gateway.open_address,
        error=_why(gateway),
    )


def _why(number: OperatorNumber) -> str:
    """Why the operator's side gave up on a number and what to do, without a full stop; empty when it didn't."""
    if not number.errors:
        return ""
    codes, messages = [e.code for e in number.errors], [e.message or e.code for e in number.errors]
    said = explain(" ".join(codes), "; ".join(messages))
    return f"{said.reason} {said.fix}".rstrip(".")
