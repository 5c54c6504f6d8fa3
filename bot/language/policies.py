"""Sentences that give a voice policy, read by a pattern: admins choose its name, so the grammar can't know it."""

from __future__ import annotations

import re

from services.domain.voice_policies import KIND_WORDS

_KINDS = "|".join(re.escape(words) for words in sorted(KIND_WORDS.values(), key=len, reverse=True))
_GIVES = re.compile(
    rf"(?:please )?(?:give|set|assign) (?P<who>.+?) (?:the |to the )?(?P<kind>{_KINDS}) policy (?:to )?(?P<name>.+)",
    re.IGNORECASE,
)


def policy_command(text: str) -> str:
    """The words of the command that “give alice the calling policy AllowCalling” means; empty for anything else."""
    said = _GIVES.fullmatch(" ".join(text.split()).rstrip("!?. "))
    return f"set policy {said['kind']} {said['name']} for {said['who']}" if said else ""
