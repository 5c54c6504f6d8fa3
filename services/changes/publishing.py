"""Publishes checkpoints of the record: makes and stores them, and queues them for the channel of the workspace."""

from __future__ import annotations

import structlog

from services.domain.error_codes import for_log
from services.domain.errors import SwitchboardError
from services.domain.notice_kind import NoticeKind
from services.domain.subject import Subject, SubjectKind
from services.store.record.checkpoints import NotAsSigned
from services.store.store import Store

log = structlog.get_logger()
_DAY = 86_400.0


async def publish(store: Store, tenant_id: str, now: float) -> str:
    """Publish a checkpoint of the record as it is now; the checkpoint."""
    note = await store.checkpoints.sign_newest(tenant_id, now)
    size, _ = await store.checkpoints.newest(tenant_id)
    key = f"checkpoint:{tenant_id}:{size}"
    await store.outbox.add(
        key=key, tenant_id=tenant_id, kind=NoticeKind.CHECKPOINT, subject=Subject(SubjectKind.CHECKPOINT, str(size))
    )
    return note


async def publish_daily(store: Store, now: float) -> None:
    """Publish a checkpoint of each record whose newest one is a day old; a record that fails its check is logged."""
    for tenant_id in await store.record_search.tenants():
        _, at = await store.checkpoints.newest(tenant_id)
        if now - at < _DAY:
            continue
        try:
            await publish(store, tenant_id, now)
        except NotAsSigned as wrong:  # neither of these keeps another record from being signed
            log.error("a record isn't what was signed before", tenant=tenant_id, **for_log(wrong))
        except SwitchboardError as wrong:
            log.error("a record couldn't be signed", tenant=tenant_id, **for_log(wrong))
