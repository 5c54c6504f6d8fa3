"""Names of people who never wrote to the bot: the event of an added app has none."""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from services.context import Services
from services.domain.error_codes import for_log
from services.domain.errors import RemoteError

log = structlog.get_logger()


async def acquaint(services: Services, tenant_id: str, object_ids: Sequence[str]) -> None:
    """Ask the directory for the names of people whose name isn't known yet, and store them.

    Where the directory can't be asked (no consent yet, no answer) they stay nameless.
    """
    known = await services.store.contacts.names(tenant_id, object_ids)
    for object_id in object_ids:
        if object_id in known:
            continue
        try:
            user = await services.clients.graph(tenant_id).find_user(object_id)
        except RemoteError as error:
            log.info("the directory told no name", **for_log(error))
            return
        if user is not None and user.display_name:
            await services.store.contacts.save(tenant_id, object_id, {"name": user.display_name})
