"""Whose organisation a key opens, shown to the person who entered it before anything is linked."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass

from services.remote.clients import Clients
from services.remote.cpaas import Cpaas
from services.remote.cpaas_records import CpaasMember, Organisation
from services.remote.graph_people import GraphUser


@dataclass(frozen=True, slots=True)
class KeyOwner:
    """An organisation and how well its members fit the tenant. `foreign` are domains that aren't the tenant's."""

    organisation: Organisation
    numbers: int
    members: int
    matched: int  # members with an e-mail address of the tenant's people
    foreign: tuple[tuple[str, int], ...] = ()  # each with its number of members, most first

    @property
    def strangers(self) -> int:
        """Members whose e-mail domain isn't one of the tenant's verified ones."""
        return sum(count for _, count in self.foreign)

    @property
    def doubtful(self) -> bool:
        """Whether it may be somebody else's organisation."""
        return self.matched * 2 < self.members or self.strangers * 2 > self.members or not self.members


async def owner_of(clients: Clients, tenant_id: str, key: str, organisation: Organisation) -> KeyOwner:
    """The key's organisation compared with the tenant's directory; nothing is written."""
    cpaas, graph = clients.organisation_of(key), clients.graph(tenant_id)
    members, numbers, mails, tenant = await asyncio.gather(
        _members(cpaas), cpaas.number_count(), _mails(graph.users()), graph.organization()
    )
    return KeyOwner(
        organisation,
        numbers,
        len(members),
        sum(member.email.casefold() in mails for member in members),
        _foreign(members, {name.casefold() for name in tenant.domains}),
    )


async def _members(cpaas: Cpaas) -> list[CpaasMember]:
    return [member async for member in cpaas.members()]


async def _mails(users: AsyncIterator[GraphUser]) -> frozenset[str]:
    """Every address of the tenant's own people, without guests."""
    people = [user async for user in users if not user.guest]
    return frozenset(
        mail.casefold() for one in people for mail in (one.mail, one.user_principal_name, *one.aliases) if mail
    )


def _foreign(members: Collection[CpaasMember], domains: Collection[str]) -> tuple[tuple[str, int], ...]:
    named = Counter(member.email.rpartition("@")[2].casefold() for member in members)
    return tuple((name, count) for name, count in named.most_common() if name not in domains)
