"""Starts committed work, now or a little later: it is never lost, whatever the engine does."""

from __future__ import annotations

import structlog

from services.context import Services

log = structlog.get_logger()


async def begin(services: Services, kind: str, ident: str) -> bool:
    """Hand committed work to the engine; False if the engine couldn't take it now.

    Then it must not be reported as failed: the next search for work that the engine doesn't have
    (`takeover.pick_up`) begins it.
    """
    try:
        await services.start(kind, ident)
    except Exception:
        log.exception("the engine didn't take work, it is begun later", kind=kind, work=ident)
        return False
    return True
