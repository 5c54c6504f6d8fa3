"""`serve` and `worker` as they are, in a workflow version of the test's choosing."""

from __future__ import annotations

import asyncio
import sys

from bot import log
from bot.config import load
from bot.serve import serve
from bot.worker import work

if __name__ == "__main__":
    settings = load()
    log.set_up(settings.log_level)
    asyncio.run({"serve": serve, "worker": work}[sys.argv[1]](settings, sys.argv[2]))
