"""What the program stores, and for how long: the privacy page is made from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.config import Settings
from services.store.seen import KEPT_DAYS as SEEN_DAYS

HowLong = Callable[[Settings], str]


@dataclass(frozen=True, slots=True)
class StoredData:
    """One kind of data: the tables it lies in, what it is, what it is for, and how long it stays."""

    tables: tuple[str, ...]
    what: str
    purpose: str
    how_long: HowLong


def _days(days: float) -> str:
    return f"{days:g} day" if days == 1 else f"{days:g} days"


def _after_its_end(settings: Settings) -> str:
    return f"{_days(settings.keep_days)} after it ended"


def _until_deleted(_settings: Settings) -> str:
    return "until whoever runs the bot deletes it"


KEPT = (
    StoredData(
        ("contacts",),
        "Your name, your Microsoft and Teams ids, the id of your chat with the bot, your language and time zone",
        "to answer you and to tell you of requests and jobs",
        _until_deleted,
    ),
    StoredData(
        ("workspaces",),
        "Your organisation's name and id, its CPaaS organisation and operator account, who connected it, and the "
        "CPaaS key, encrypted",
        "to reach the systems that you asked it to manage",
        lambda _: "until whoever runs the bot deletes it; the key is deleted as soon as the tenant is disconnected",
    ),
    StoredData(
        ("joins",),
        "Which Microsoft account stands for which CPaaS member: ids, sign-in name and e-mail address",
        "to keep a line with its person when a name or address changes",
        _until_deleted,
    ),
    StoredData(
        ("preferences", "templates", "rules"),
        "Settings and rules that your organisation saved, and the name of whoever saved them",
        "to offer them again",
        lambda _: "until somebody deletes them in the chat, or whoever runs the bot does",
    ),
    StoredData(
        ("drafts", "plans", "plan_lines", "decisions"),
        "Requests: files that were sent, and plans with the names, numbers and settings of the lines they change, "
        "who asked, and who decided what and when",
        "to show, approve, apply and undo a change",
        lambda settings: (
            f"a plan can be approved for {_days(settings.plan_days)}; it is deleted {_days(settings.keep_days)} after "
            "that, or with its job"
        ),
    ),
    StoredData(
        ("jobs", "ledger"),
        "What was done for each line, what it was before, and the answers of the systems it was done in",
        "to carry a change out exactly once, to report it and to undo it",
        _after_its_end,
    ),
    StoredData(
        ("messages", "outbox"),
        "Ids of the bot's own messages, and messages that are waiting to be sent",
        "to keep what was shown up to date, and to tell everything once",
        _after_its_end,
    ),
    StoredData(
        ("seen",),
        "A fingerprint (SHA-256) of each message's ids",
        "to do nothing twice",
        lambda _: _days(SEEN_DAYS),
    ),
    StoredData(
        ("record", "record_heads", "record_keys", "record_checkpoints", "audit"),
        "The record: who asked for, approved and changed what, and when",
        "so that your organisation can account for every change",
        lambda _: "never deleted by the program; names and addresses in it can be forgotten",
    ),
)
