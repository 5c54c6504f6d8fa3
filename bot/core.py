"""The core that every process has, whether it serves a chat or only works."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import structlog
from aiohttp import ClientSession

from bot.config import Settings
from bot.ending import Step, ended
from bot.process import make_private
from services.context import Services
from services.domain.record.notes import COSIGNING, read_key
from services.domain.trace import watch_with
from services.execution.version import WORKFLOW_VERSION
from services.intake.table import Limits
from services.planning.compute import Compute, InThread
from services.planning.compute_child import ComputeLimits
from services.planning.process_pool import ProcessPool
from services.remote.clients import Clients, Endpoints
from services.remote.consent_page import ConsentPage
from services.remote.proof import CertificateProof, FederatedProof, ManagedProof, Proof
from services.remote.transport import new_session
from services.remote.witness import Witness
from services.store.migrate import migrate
from services.store.store import Store, open_store
from services.timing.fair_share import Room
from services.timing.pace import Pace, SystemWallClock

if TYPE_CHECKING:
    from bot.tracing import OtlpTracer

log = structlog.get_logger()

_RETRY_SECONDS = 2.0


class Engine(Protocol):
    """Runs jobs and drafts, in this process or in another."""

    @property
    def ousted(self) -> asyncio.Event:
        """Set when another process has taken this one's name, so that this one must end."""
        ...

    async def start(self, name: str) -> None:
        """Start; `name` is this process's."""
        ...

    async def begin(self, kind: str, ident: str) -> None:
        """Begin work that is committed: (kind, id and run number)."""
        ...

    def trouble(self) -> str:
        """Why no work is done at present; empty while it is."""
        ...

    async def stop(self) -> None:
        """Stop once running work has reached a point from which it can be resumed."""
        ...


@dataclass
class Core:
    """Store, clients and engine, to start and stop. `works`: this process runs jobs; `answers`: it serves people."""

    settings: Settings
    role: str
    version: str
    works: bool
    answers: bool
    store: Store
    clients: Clients
    services: Services
    engine: Engine
    _tracer: OtlpTracer | None = None

    async def open(self) -> None:
        """Wait for the database, lock it if it is a file, migrate its tables, and take a name."""
        while why := await self.store.db.trouble():
            log.warning("waiting for the database", why=why)
            await asyncio.sleep(_RETRY_SECONDS)
        await self.store.presence.take(self._base(), self.version, works=self.works, answers=self.answers)
        self._watch()
        await migrate(self.store.db)
        make_private(self.store.db.file)
        if taken := await self.store.carry_over(self.services.clock.now()):
            log.info("the chain of before is in the record", entries=taken)

    async def start(self) -> None:
        """Start the engine; work that a dead process left is taken over."""
        await self.engine.start(self.store.presence.name)

    async def stop(self, *first: Step) -> None:
        """Stop once running work can be resumed later, then close everything; what depends on it ends `first`."""
        self.services.stopping.set()
        # Once the presence is closed others see that this process is gone, and take over its work.
        closing = (self.store.presence.close, self.clients.close, self.store.db.close, self._unwatch)
        await ended(*first, self.engine.stop, *closing)

    async def _unwatch(self) -> None:
        if self._tracer is not None:
            watch_with(None)
            await self._tracer.close()

    def _watch(self) -> None:
        """Record spans if there is a collector; the libraries for that are loaded only then."""
        if self.settings.otlp_endpoint:
            from bot.tracing import OtlpTracer

            self._tracer = OtlpTracer(self.settings.otlp_endpoint, self.version, self.store.presence.name)
            watch_with(self._tracer)

    def _base(self) -> str:
        if self.settings.executor or self.store.presence.alone:
            return self.settings.executor or self.role
        return f"{self.role}-{socket.gethostname()}"


def endpoints(settings: Settings) -> Endpoints:
    """The remote systems' addresses and our identity towards them."""
    return Endpoints(
        graph_url=settings.graph_url,
        operator_url=settings.operator_url,
        cpaas_url=settings.cpaas_url,
        login_url=settings.login_url,
        client_id=settings.graph_app_id or settings.app_id,
        client_secret=(settings.graph_app_password or settings.app_password).get_secret_value(),
        proof=proof_of(settings),
        operator_scope=settings.operator_scope,
        operator_tenant=settings.operator_tenant_id or settings.app_tenant_id or "common",
        speed=settings.speed,
    )


def proof_of(settings: Settings) -> Proof | None:
    """What proves our identity to Microsoft, None for a secret; raises SettingWrong when it can't be used."""
    match settings.sign_in:
        case "certificate":
            proof = CertificateProof(Path(settings.certificate_file))
            proof.certificate()
            return proof
        case "federated":
            return FederatedProof(Path(settings.federated_token_file))
        case "managed":
            return ManagedProof(settings.managed_client_id)
    return None


def build_core(
    settings: Settings,
    role: str,
    *,
    works: bool,
    answers: bool = False,
    version: str = WORKFLOW_VERSION,
    engine: Engine | None = None,
    pooled: bool = False,
) -> Core:
    """The core of a process in this role, not yet started; its engine runs in this process unless one is given.

    `pooled`: files are computed in processes of their own, with limits.
    """
    store = open_store(settings.database_url, settings.secret_keys)
    session = new_session()
    clients = Clients(endpoints(settings), session, known=store.workspaces.has)

    async def begin(kind: str, ident: str) -> None:
        await core.engine.begin(kind, ident)

    services = Services(
        store=store,
        clients=clients,
        clock=SystemWallClock(),
        pace=Pace(give_up=settings.give_up_hours * 3600).faster(settings.speed),
        limits=replace(Limits(), size=settings.max_file_bytes, rows=settings.max_file_rows),
        start=begin,
        room=Room(store.presence, store.ledger),
        settings=settings.for_services,
        consent=_consent_page(settings),
        compute=_pool(settings) if pooled else InThread(),
        witness=witness_of(settings, session),
    )
    if works != answers:
        store.db.share(first=answers)
    made = engine or _durable(settings, services, version, works=works)
    core = Core(settings, role, version, works, answers, store, clients, services, made)
    return core


def _consent_page(settings: Settings) -> ConsentPage:
    return ConsentPage(settings.login_url, endpoints(settings).client_id, f"{settings.public_url}/consent")


def _durable(settings: Settings, services: Services, version: str, *, works: bool) -> Engine:
    # The engine takes half a second to load, and a process that only answers doesn't need it.
    from bot.durable import DurableJobs
    from services.execution.housekeeping import Retention

    kept = Retention(settings.keep_days, settings.record_names_days)
    return DurableJobs(services, version, kept, settings.speed, works=works)


def witness_of(settings: Settings, session: ClientSession) -> Witness | None:
    """The witness that cosigns checkpoints, or None."""
    if not settings.witness_url:
        return None
    return Witness(settings.witness_url, read_key(settings.witness_key, COSIGNING), session)


def _pool(settings: Settings) -> Compute:
    return ProcessPool(ComputeLimits(settings.file_seconds, settings.file_memory_mb * 2**20))
