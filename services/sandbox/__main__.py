"""Run the sandbox alone: `python -m services.sandbox --port 0` prints where it listens."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys

from services.sandbox.app import Options, run


def main() -> None:
    """Serve until interrupted or terminated."""
    parser = argparse.ArgumentParser(prog="sandbox", description="A simulated CPaaS, operator, Graph and Teams.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes any free port")
    parser.add_argument("--speed", type=float, default=1.0, help="how much faster than real its time passes")
    parser.add_argument("--people", type=int, default=0, help="more licensed people in Contoso")
    parser.add_argument("--numbers", type=int, default=0, help="more numbers in Contoso's organisation")
    parser.add_argument("--tenants", type=int, default=0, help="more customers, each with as many people and numbers")
    parser.add_argument("--bot-url", default=Options().bot_url)
    parser.add_argument("--public-url", default="", help="where others reach it, if not where it listens")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--sign-in", action="store_true", help="the bot isn't in local mode: both sides show tokens")
    asked = parser.parse_args()
    options = Options(
        speed=asked.speed,
        people=asked.people,
        numbers=asked.numbers,
        bot_url=asked.bot_url,
        public_url=asked.public_url,
        seed=asked.seed,
        tenants=asked.tenants,
        local=not asked.sign_in,
    )
    asyncio.run(serve(options, asked.host, asked.port))


async def serve(options: Options, host: str, port: int) -> None:
    """Serve until interrupted or terminated; prints the URL once it listens."""
    runner, actual = await run(options, host, port)
    sys.stdout.write(f"http://{host}:{actual}\n")
    sys.stdout.flush()
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    await stop.wait()
    await runner.cleanup()


if __name__ == "__main__":
    main()
