"""`make playground`: the sandbox, the bot, and a Playground for each of two admins."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.playground.playground import playground
from tests.support.town import SPEED, town

_ADMINS = ("Alex", "Sam")


async def _run(home: Path) -> None:
    (home / "bot").mkdir()
    async with town(home / "bot", SPEED) as place, AsyncExitStack() as stack:
        for name in _ADMINS:
            client = playground(place.tenant(), place.somebody(name), place.sandbox.options.bot_url, home / name)
            print(f"{name}: {await stack.enter_async_context(client)}")
        print(f"CPaaS portal, key and link code: {place.url}/sandbox/portal\nCtrl+C ends it.")
        await asyncio.Event().wait()


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        try:
            asyncio.run(_run(Path(folder)))
        except KeyboardInterrupt:
            print("Ended.")
