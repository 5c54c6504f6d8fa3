"""Work that is decided on is begun, now or a little later: what is committed stands whatever the engine does."""

from __future__ import annotations

import structlog

from services.context import Services

log = structlog.get_logger()


async def begin(services: Services, kind: str, ident: str) -> bool:
    """Hand work that is committed already to the engine; False when it couldn't be taken now.

    Then nobody must be told that nothing was done: whoever looks next for work that isn't in the engine's hands
    (`takeover.pick_up`) begins it.
    """
    try:
        await services.start(kind, ident)
    except Exception:
        log.exception("the engine didn't take work, it is begun later", kind=kind, work=ident)
        return False
    return True
