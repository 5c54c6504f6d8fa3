"""Caches a town with Contoso linked, for tests that begin there: linking takes longer than many tests.

Linking itself is tested in tests/scenarios/test_connect*.py. The cache has what the bot stored and what Teams stores;
the rest of the world stays as the test has arranged it.
"""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path

from services.sandbox.state import Sandbox
from services.sandbox.teams.chats import Chats


@dataclass(frozen=True, slots=True)
class Linked:
    """The bot's files by name, the conversations, and the calls that linking made."""

    files: dict[str, bytes]
    chats: Chats
    calls: Counter[str]

    @classmethod
    def kept(cls, home: Path, sandbox: Sandbox) -> Linked:
        """The present state; no bot may be running."""
        files = {file.name: file.read_bytes() for file in home.iterdir() if file.is_file()}
        return cls(files, _copied(sandbox.part(Chats)), sandbox.calls.copy())

    def put_back(self, home: Path, sandbox: Sandbox) -> None:
        """Restore the state; no bot may be running."""
        for file in home.iterdir():
            if file.is_file():
                file.unlink()
        for name, content in self.files.items():
            (home / name).write_bytes(content)
        sandbox.parts[Chats] = _copied(self.chats)
        sandbox.calls = self.calls.copy()


def _copied(chats: Chats) -> Chats:
    found = Chats()
    for key, one in chats.conversations.items():
        found.conversations[key] = replace(one, lock=asyncio.Lock(), messages=deepcopy(one.messages))
    found.activities, found.files = deepcopy(chats.activities), dict(chats.files)
    found.seq, found._last_id = chats.seq, chats._last_id
    found._seq = itertools.count(chats.seq + 1)
    return found
