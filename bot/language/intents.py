"""All intents, in the order in which they are preferred where an utterance fits several equally."""

from __future__ import annotations

from bot.language.history import HISTORY
from bot.language.intent import Intent
from bot.language.reads import READS
from bot.language.writes import WRITES

INTENTS: tuple[Intent, ...] = (*READS, *HISTORY, *WRITES)
BY_NAME = {intent.name: intent for intent in INTENTS}
