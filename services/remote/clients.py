"""The clients of one running program, made once each so that users of one limit share its bucket."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from weakref import WeakKeyDictionary

import aiohttp
from cachetools import LRUCache

from services.domain.bond import Bond
from services.remote.auth import GATEWAY, AppToken, Login
from services.remote.auth import SYSTEM as SIGN_IN
from services.remote.breaker import Everybodys
from services.remote.bucket import Bucket, LimitLevel
from services.remote.clock import SteadyClock, SystemSteadyClock
from services.remote.cpaas import ORGANISATION, Cpaas
from services.remote.graph import Graph
from services.remote.graph_calls import GraphLimits
from services.remote.heard import Heard, unheard
from services.remote.link import FRESH_SECONDS, LinkCheck
from services.remote.loopback import loopback_host
from services.remote.newcomers import A_SECOND, AT_ONCE, Known, Newcomers, nobody
from services.remote.operator_connect import OperatorConnect
from services.remote.proof import Proof
from services.remote.sign_in_http import SignInHttp
from services.remote.transport import FixedHeaders, Remote

GRAPH = "Microsoft Graph"
OPERATOR = "The operator's gateway"
CPAAS = "The CPaaS"

_MAX_TENANTS = 2_000  # tenants whose sign-in is kept: made-up ids must not fill the memory
_MAX_PARALLEL_SIGN_INS = 8  # under way at once
# Parallel calls of one tenant to one system, so that slow ones don't use up others' connections.
_MAX_PARALLEL_CALLS = 8
_MAX_PARALLEL_PEOPLE = 20  # one batch of people is written side by side
GRAPH_SCOPE = "https://graph.microsoft.com/.default"
OPERATOR_SCOPE = "https://func-voiceservice-rp-prod-eastuseuap.azurewebsites.net/.default"


@dataclass(frozen=True, slots=True)
class Endpoints:
    """The addresses of the remote systems and their credentials; `speed` multiplies rates, for a fast sandbox."""

    graph_url: str
    operator_url: str
    cpaas_url: str
    login_url: str
    client_id: str
    client_secret: str = field(repr=False)
    proof: Proof | None = None  # in place of the secret
    operator_scope: str = OPERATOR_SCOPE
    operator_tenant: str = ""
    speed: float = 1.0


class Clients:
    """Hands out one client per tenant, gateway and API key. Takes the session over: `close` ends it."""

    def __init__(
        self,
        endpoints: Endpoints,
        session: aiohttp.ClientSession,
        *,
        clock: SteadyClock | None = None,
        rng: Random | None = None,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
        known: Known = nobody,
    ) -> None:
        loopback_host(endpoints.login_url)
        self._endpoints = endpoints
        self._session = session
        self._clock = clock or SystemSteadyClock()
        self._rng = rng or Random()  # noqa: S311 - jitter and request ids, nothing secret
        self._wall = wall
        # msal waits in a thread while its request is under way on our loop: its own threads, so that a sign-in service
        # that hangs takes nobody else's.
        self._threads = ThreadPoolExecutor(max_workers=_MAX_PARALLEL_SIGN_INS, thread_name_prefix="sign-in")
        self._sign_ins: dict[str, SignInHttp] = {}  # by address: a pilot signs in at two
        self._breakers: dict[str, tuple[str, Everybodys]] = {}
        self._limits: WeakKeyDictionary[Bucket, str] = WeakKeyDictionary()
        self.heard: Heard = unheard
        self._graphs: LRUCache[str, Graph] = LRUCache(_MAX_TENANTS)
        self._cpaas: dict[str, tuple[str, Bond, Cpaas]] = {}
        self._operators: dict[str, OperatorConnect] = {}
        # Over all tenants an application has 300 "other Teams calls" a second:
        # https://learn.microsoft.com/graph/throttling-limits
        self._teams_of_all = self._bucket(GRAPH, 300, 100)
        # 100 a minute (articles/communications-gateway/includes/communications-gateway-provisioning-api-restrictions.md
        # of https://github.com/MicrosoftDocs/azure-docs): burst + a minute's refill stay within it.
        self._gateway_of_all = self._bucket(OPERATOR, 80 / 60, 20, at_once=_MAX_PARALLEL_CALLS)
        self._gateway_token: AppToken | None = None
        self._newcomers = Newcomers(self._bucket("New tenants", A_SECOND, AT_ONCE), known)

    def graph(self, tenant_id: str) -> Graph:
        """Graph for this tenant."""
        graph = self._graphs.get(tenant_id) or self._new_graph(tenant_id)
        self._graphs[tenant_id] = graph
        return graph

    def operator(self, tenant_id: str) -> OperatorConnect:
        """The operator's gateway, called for this tenant: all share its limit, each gets a fair part of it."""
        if tenant_id not in self._operators:
            self._operators[tenant_id] = self._new_operator(tenant_id)
        return self._operators[tenant_id]

    def cpaas(self, api_key: str, bond: Bond) -> Cpaas:
        """The organisation of this tenant; every call raises LinkLost once the CPaaS names another tenant there."""
        kept = self._cpaas.get(bond.tenant_id)
        if kept is None or kept[:2] != (api_key, bond):
            kept = (api_key, bond, self._new_cpaas(api_key, bond))
            self._cpaas[bond.tenant_id] = kept
        return kept[2]

    def organisation_of(self, api_key: str) -> Cpaas:
        """The organisation that a key opens, before it is linked; nothing is kept."""
        return Cpaas(self._cpaas_remote(api_key, "", self._cpaas_bucket()))

    async def granted(self, tenant_id: str) -> frozenset[str] | None:
        """The permissions in Graph that this tenant consented to, as its token says; None when that can't be read."""
        return await self._token(tenant_id, GRAPH_SCOPE, newcomers=self._newcomers).granted()

    async def close(self) -> None:
        """Ends every connection."""
        await self._session.close()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _new_graph(self, tenant_id: str) -> Graph:
        limits = GraphLimits(
            # A burst of one $batch, and a little so that waking up late costs no rate; with more, its items meet the
            # limit together.
            teams=(self._bucket(GRAPH, 30, 24, at_once=_MAX_PARALLEL_CALLS), self._teams_of_all),
            directory=(self._bucket(GRAPH, 350, 100, at_once=_MAX_PARALLEL_CALLS),),
            directory_writes=(self._bucket(GRAPH, 20, 20, at_once=_MAX_PARALLEL_PEOPLE),),
        )
        remote = self._remote(
            GRAPH,
            self._endpoints.graph_url,
            self._token(tenant_id, GRAPH_SCOPE, newcomers=self._newcomers),
            limits.directory,
            "client-request-id",
            tenant_id,
        )
        return Graph(remote, limits)

    def _new_operator(self, tenant_id: str) -> OperatorConnect:
        if self._gateway_token is None:
            ends = self._endpoints
            self._gateway_token = self._token(ends.operator_tenant, ends.operator_scope, GATEWAY)
        url, limits = self._endpoints.operator_url, (self._gateway_of_all,)
        remote = self._remote(OPERATOR, url, self._gateway_token, limits, "x-ms-client-request-id", tenant_id)
        return OperatorConnect(remote, self._wall)

    def _new_cpaas(self, api_key: str, bond: Bond) -> Cpaas:
        # The link is checked by a client with a breaker of its own: that the organisation can be read doesn't mean that
        # what failed works again.
        bucket = self._cpaas_bucket()
        looking = Cpaas(self._cpaas_remote(api_key, bond.tenant_id, bucket))
        link = LinkCheck(bond, looking.organization, self._clock, FRESH_SECONDS / self._endpoints.speed)

        async def before(path: str) -> None:
            if not path.startswith(ORGANISATION):
                await link.need()

        return Cpaas(self._cpaas_remote(api_key, bond.tenant_id, bucket, before), link)

    def _cpaas_bucket(self) -> Bucket:
        return self._bucket(CPAAS, 10, 15, at_once=_MAX_PARALLEL_CALLS)  # of the 20 at once, some are left for bursts

    def _cpaas_remote(
        self, api_key: str, tenant_id: str, bucket: Bucket, before: Callable[[str], Awaitable[None]] | None = None
    ) -> Remote:
        auth, url = FixedHeaders({"x-api-key": api_key}), self._endpoints.cpaas_url
        return self._remote(CPAAS, url, auth, (bucket,), "x-request-id", tenant_id, before)

    def _token(self, tenant: str, scope: str, system: str = SIGN_IN, newcomers: Newcomers | None = None) -> AppToken:
        ends = self._endpoints
        login = Login(ends.login_url, ends.client_id, ends.client_secret, ends.proof)
        return self.token(login, tenant, scope, system, newcomers)

    def token(self, login: Login, tenant: str, scope: str, system: str, newcomers: Newcomers | None = None) -> AppToken:
        """Tokens of one application for one tenant and scope, all fetched the same way; errors name `system`."""
        if login.url not in self._sign_ins:
            self._sign_ins[login.url] = SignInHttp(self._session, login.url)
        return AppToken(
            login,
            tenant,
            scope,
            self._clock,
            http=self._sign_ins[login.url],
            threads=self._threads,
            rng=self._rng,
            speed=self._endpoints.speed,
            system=system,
            newcomers=newcomers,
        )

    def _bucket(self, system: str, rate: float, burst: float, at_once: int = 0) -> Bucket:
        made = Bucket(rate * self._endpoints.speed, burst, self._clock, at_once=at_once)
        self._limits[made] = system
        return made

    def _remote(
        self,
        system: str,
        url: str,
        auth: AppToken | FixedHeaders,
        buckets: tuple[Bucket, ...],
        header: str,
        tenant_id: str,
        before: Callable[[str], Awaitable[None]] | None = None,
    ) -> Remote:
        return Remote(
            system,
            url,
            self._session,
            auth,
            buckets,
            breaker=self._breaker(system, url).of(tenant_id),
            clock=self._clock,
            rng=self._rng,
            correlation_header=header,
            speed=self._endpoints.speed,
            who=tenant_id,
            before=before,
            heard=lambda system, outcome, seconds: self.heard(system, outcome, seconds),
        )

    def _breaker(self, system: str, url: str) -> Everybodys:
        """The breaker of this address: a system that is down is down for all tenants and keys."""
        if url not in self._breakers:
            self._breakers[url] = (system, Everybodys(self._clock, self._rng, self._endpoints.speed))
        return self._breakers[url][1]

    def open_breakers(self) -> dict[str, bool]:
        """Each system that was called, and whether its breaker keeps everybody away."""
        return {system: not breaker.state.closed for system, breaker in self._breakers.values()}

    def levels(self) -> dict[str, LimitLevel]:
        """How full the limits of each system are: the sum of queued callers, and the worst of the other figures."""
        found: dict[str, list[LimitLevel]] = {}
        for bucket, system in list(self._limits.items()):
            found.setdefault(system, []).append(bucket.level)
        return {
            system: LimitLevel(
                sum(one.waiting for one in some), max(one.used for one in some), max(one.slowed for one in some)
            )
            for system, some in found.items()
        }
