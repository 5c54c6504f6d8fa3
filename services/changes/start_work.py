"""Starts work that is committed, now or a little later: it stands whatever the engine does."""

from __future__ import annotations

import structlog

from services.context import Services

log = structlog.get_logger()


async def begin(services: Services, kind: str, ident: str) -> bool:
    """Hand committed work to the engine; False if the engine couldn't take it now.

    Then nobody must be told that nothing was done: whoever looks next for work that isn't in the engine's hands
    (`takeover.pick_up`) begins it.
    """
    try:
        await services.start(kind, ident)
    except Exception:
        log.exception("the engine didn't take work, it is begun later", kind=kind, work=ident)
        return False
    return True
