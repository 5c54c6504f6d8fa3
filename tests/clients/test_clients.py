"""The clients that Microsoft wrote for JavaScript work against the sandbox, unmodified: `make test-clients`."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from services.sandbox.app import Options, run
from services.sandbox.seed import stable_id
from services.sandbox.tokens import CLIENT_ID, CLIENT_SECRET

HERE = Path(__file__).parent


@pytest.mark.clients
async def test_sign_in_paging_batch_and_errors() -> None:
    runner, port = await run(Options())
    try:
        arguments = (f"127.0.0.1:{port}", stable_id("tenant:contoso"), CLIENT_ID, CLIENT_SECRET)
        program = await asyncio.create_subprocess_exec(
            "node", "clients.js", *arguments, cwd=HERE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
        )
        said, _ = await program.communicate()
        assert (program.returncode, said.decode().strip()) == (0, "all well"), said.decode()
    finally:
        await runner.cleanup()
