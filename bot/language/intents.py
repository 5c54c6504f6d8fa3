"""All intents; when an utterance fits several equally well, the first of them wins."""

from __future__ import annotations

from bot.language.history import HISTORY
from bot.language.intent import Intent
from bot.language.reads import READS
from bot.language.reads_settings import SETTINGS_READS
from bot.language.reads_work import WORK_READS
from bot.language.writes import WRITES

INTENTS: tuple[Intent, ...] = (*READS, *WORK_READS, *SETTINGS_READS, *HISTORY, *WRITES)
BY_NAME = {intent.name: intent for intent in INTENTS}
