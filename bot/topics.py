"""Topics: the page of each kind of thing and of each intent, with the words that open it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.language.intent import Intent, Weight
from bot.language.intents import BY_NAME
from bot.language.interpretation import Interpretation
from bot.language.names import Names
from bot.language.things import Span
from bot.titles import TITLES
from cards.elements import Click, say
from services.domain.phrases import tr

_VAGUE_CONCEPTS = frozenset({"SET", "NEW", "GIVE", "CREATE", "RELEASED", "LEFT", "MOVE"})
# The page to offer for each concept that was mentioned; where several were, in this order.
_TOPICS = {
    "JOB": (tr("Jobs"), "jobs"),
    "UNDO": (tr("Jobs"), "jobs"),
    "RETRY": (tr("Jobs"), "jobs"),
    "FILE": (tr("Many lines from a file"), "bulk"),
    "HOLIDAY": (tr("Holidays"), "holidays"),
    "TEMPLATE": (tr("Templates"), "templates"),
    "RULE": (tr("Outbound rules"), "outbound rules"),
    "RULES": (tr("Outbound rules"), "outbound rules"),
    "ABROAD": (tr("Outbound rules"), "outbound rules"),
    "INBOUND_RULES": (tr("Inbound rules"), "inbound rules"),
    "APPROVE": (tr("Approvals"), "approvals"),
    "PLAN": (tr("Approvals"), "approvals"),
    "REJECT": (tr("Approvals"), "approvals"),
    "POLICY": (tr("Approval policy"), "policy"),
    "ROLE": (tr("Who has access"), "access"),
    "CHANGED": (tr("Record"), "record"),
    "DID": (tr("Record"), "record"),
    "HISTORY": (tr("Record"), "record"),
    "THE_RECORD": (tr("Record"), "record"),
    "LICENCE": (tr("Licences"), "licences"),
    "ADDON": (tr("Licences"), "licences"),
    "PHONE_LICENCE": (tr("Who can't call"), "ready"),
    "CALLS": (tr("Calls"), "calls"),
    "CALLED": (tr("Calls"), "calls"),
    "UPLOAD": (tr("Numbers to upload"), "numbers not uploaded"),
    "LEAVE": (tr("Someone leaves"), "someone leaves"),
    "JOIN": (tr("Someone joins"), "someone joins"),
    "SETTING": (tr("Settings"), "settings"),
    "VALUE": (tr("Settings"), "settings"),
    "NUMBER": (tr("Numbers"), "numbers"),
    "LINE": (tr("Lines"), "lines"),
    "BROKEN": (tr("Who can't call"), "ready"),
    "CALL": (tr("Who can't call"), "ready"),
    "APPROVED": (tr("Approvals"), "approvals"),
    "GIVE": (tr("Lines"), "lines"),
    "TAKE": (tr("Lines"), "lines"),
    "MOVE": (tr("Lines"), "lines"),
    "SWAP": (tr("Lines"), "lines"),
    "TENANT": (tr("How the link is"), "home"),
    "CONNECT": (tr("How the link is"), "home"),
}
# Requests to change something come before views of the things that are named.
_JOBS = frozenset({"LEAVE", "JOIN", "ROLE", "HOLIDAY", "TEMPLATE", "UPLOAD", "FILE"})

# The topic to offer where sentences like it mean an intent, but something that the intent needs is missing.
_BY_INTENT: Mapping[str, str] = {
    "leave": "LEAVE",
    "join": "JOIN",
    "upload": "UPLOAD",
    **dict.fromkeys(("give", "take", "addon_for_all"), "LICENCE"),
    **dict.fromkeys(("phone_licence", "mend"), "PHONE_LICENCE"),
    **dict.fromkeys(("assign_number", "unassign_number", "move_number", "take_number", "release"), "NUMBER"),
    **dict.fromkeys(("assign_all", "make_private"), "NUMBER"),
    **dict.fromkeys(("give_line", "take_line", "swap", "rename", "renumber", "new_lines"), "LINE"),
    **dict.fromkeys(("change_setting", "settings_many", "forward", "set_status", "copy_settings"), "SETTING"),
    **dict.fromkeys(("record_calls", "stop_recording"), "SETTING"),
    **dict.fromkeys(("apply_template", "save_template"), "TEMPLATE"),
    "set_rule": "RULE",
    **dict.fromkeys(("undo", "stop"), "JOB"),
    "cancel": "APPROVED",
    **dict.fromkeys(("substitute", "access"), "ROLE"),
    **dict.fromkeys(("history", "done_by", "who_approved", "approved_by"), "CHANGED"),
}


def page_of(intent: str, names: Names, *, may_change: bool) -> Click | None:
    """The page on which this is done or seen; None if there is none, or for a change by somebody who may make none."""
    known = BY_NAME.get(intent)
    if known is None or not (may_change or known.weight is Weight.READ):
        return None
    return say(*_TOPICS[_BY_INTENT[intent]]) if intent in _BY_INTENT else _list_of(known, names)


def _list_of(intent: Intent, names: Names) -> Click | None:
    """The button for a question that names no thing, such as “Free numbers”."""
    title, lead = TITLES.get(intent.name), Interpretation(intent, (), frozenset()).lead(names)
    shows = title is not None and lead is not None and intent.weight is Weight.READ and not intent.talk
    return say(title, lead.words) if shows and title and lead and lead.words else None


def topics_of(items: Sequence[Span]) -> tuple[list[Click], list[Click]]:
    """The pages of what is mentioned: those of requests to change something, and all of them."""
    said = [concept for concept in _TOPICS if any(_speaks_of(concept, item) for item in items)]
    return [say(*_TOPICS[one]) for one in said if one in _JOBS], [say(*_TOPICS[one]) for one in said]


def _speaks_of(concept: str, item: Span) -> bool:
    """Whether the item speaks of this; of joining and leaving not by a word with other uses: new, set, start, left."""
    return concept in item.concepts and not (concept in ("JOIN", "LEAVE") and item.concepts & _VAGUE_CONCEPTS)
