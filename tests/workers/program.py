"""`serve` and `worker` as they are, in a workflow version of the test's choosing."""

from __future__ import annotations

import asyncio
import sys

from bot import log
from bot.config import load
from bot.serve import serve
from bot.worker import work, work_beside

if __name__ == "__main__":
    settings = load()
    log.set_up(settings.log_level)
    match sys.argv[1:]:
        case ["serve", version]:
            beside = (sys.executable, "-m", "tests.workers.program", "beside", version)
            asyncio.run(serve(settings, version, beside))
        case ["worker", version]:
            asyncio.run(work(settings, version))
        case ["beside", version]:
            asyncio.run(work_beside(settings, version))
