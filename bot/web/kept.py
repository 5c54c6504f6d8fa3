"""What the program stores, and for how long, as the privacy page shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.config import Settings
from services.domain.phrases import tr
from services.store.seen import KEPT_DAYS as SEEN_DAYS

HowLong = Callable[[Settings], str]


@dataclass(frozen=True, slots=True)
class StoredData:
    """One kind of data: the tables it lies in, what it is, and as sentences what it is for and how long it stays."""

    tables: tuple[str, ...]
    what: str
    purpose: str
    how_long: HowLong


def _days(days: float) -> str:
    return tr("{n} day", n="1") if days == 1 else tr("{n} days", n=f"{days:g}")


def _after_its_end(settings: Settings) -> str:
    return tr("Kept {days} after it ended.", days=_days(settings.keep_days))


def _until_deleted(_settings: Settings) -> str:
    return tr("Kept until whoever runs the bot deletes it.")


KEPT = (
    StoredData(
        ("contacts",),
        tr("Your name, your Microsoft and Teams ids, the id of your chat with the bot, your language and time zone"),
        tr("Stored to answer you and to tell you of requests and jobs."),
        _until_deleted,
    ),
    StoredData(
        ("workspaces",),
        tr(
            "Your organisation's name and id, its CPaaS organisation and operator account, who connected it, and the "
            "CPaaS key, encrypted"
        ),
        tr("Stored to reach the systems that you asked it to manage."),
        lambda _: tr(
            "Kept until whoever runs the bot deletes it; the key is deleted as soon as the tenant is disconnected."
        ),
    ),
    StoredData(
        ("joins",),
        tr("Which Microsoft account stands for which CPaaS member: ids, sign-in name and e-mail address"),
        tr("Stored to keep a line with its person when a name or address changes."),
        _until_deleted,
    ),
    StoredData(
        ("preferences", "templates", "rules"),
        tr("Settings and rules that your organisation saved, and the name of whoever saved them"),
        tr("Stored to offer them again."),
        lambda _: tr("Kept until somebody deletes them in the chat, or whoever runs the bot does."),
    ),
    StoredData(
        ("drafts", "plans", "plan_lines", "decisions"),
        tr(
            "Requests: files that were sent, and plans with the names, numbers and settings of the lines they change, "
            "who asked, and who decided what and when"
        ),
        tr("Stored to show, approve, apply and undo a change."),
        lambda settings: tr(
            "A plan can be approved for {open}; it is deleted {kept} after that, or with its job.",
            open=_days(settings.plan_days),
            kept=_days(settings.keep_days),
        ),
    ),
    StoredData(
        ("jobs", "ledger"),
        tr("What was done for each line, what it was before, and the answers of the systems it was done in"),
        tr("Stored to carry a change out exactly once, to report it and to undo it."),
        _after_its_end,
    ),
    StoredData(
        ("messages", "outbox"),
        tr("Ids of the bot's own messages, and messages that are waiting to be sent"),
        tr("Stored to keep what was shown up to date, and to tell everything once."),
        _after_its_end,
    ),
    StoredData(
        ("seen",),
        tr("A fingerprint (SHA-256) of each message's ids"),
        tr("Stored to do nothing twice."),
        lambda _: tr("Kept {days}.", days=_days(SEEN_DAYS)),
    ),
    StoredData(
        ("record", "record_heads", "record_keys", "record_checkpoints", "audit"),
        tr("The record: who asked for, approved and changed what, and when"),
        tr("Stored so that your organisation can account for every change."),
        lambda _: tr("Never deleted by the program; names and addresses in it can be forgotten."),
    ),
)
