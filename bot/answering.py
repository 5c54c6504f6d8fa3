"""Cards for what a sentence leaves open: who is meant, whether it was read correctly, which request comes first.

And what is offered where it wasn't understood: what may have been meant, then what there is about the things it names.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.language.intent import Weight
from bot.language.interpretation import Interpretation, Several, Unsure
from bot.language.lexicon import CONCEPTS
from bot.language.names import Names
from bot.language.things import Span, ThingKind
from bot.turn import Card
from cards.elements import Click, say
from cards.lines.sentence_clicks import TargetRole
from cards.words import number as shown
from cards.workspace import sentences as cards
from services.domain.addons import name_of
from services.domain.people import Person

_PRONOUNS = frozenset(phrase for concept in ("SHE", "IT") for phrase in CONCEPTS[concept])
_ANYTHING = frozenset({"SET", "NEW", "GIVE", "CREATE", "RELEASED", "LEFT", "MOVE"})
_MAX_CHOICES = cards.MAX_CHOICES
_MAX_TILES = 3
_MAX_READINGS = 2  # of them, where there is something to look at, too
# What is offered to somebody who spoke of it; the first that was said counts first.
_TOPICS = {
    "JOB": ("Jobs", "jobs"),
    "UNDO": ("Jobs", "jobs"),
    "RETRY": ("Jobs", "jobs"),
    "FILE": ("Many lines from a file", "bulk"),
    "HOLIDAY": ("Holidays", "holidays"),
    "TEMPLATE": ("Templates", "templates"),
    "RULE": ("Outbound rules", "outbound rules"),
    "RULES": ("Outbound rules", "outbound rules"),
    "ABROAD": ("Outbound rules", "outbound rules"),
    "INBOUND_RULES": ("Inbound rules", "inbound rules"),
    "APPROVE": ("Approvals", "approvals"),
    "PLAN": ("Approvals", "approvals"),
    "REJECT": ("Approvals", "approvals"),
    "POLICY": ("Approval policy", "policy"),
    "ROLE": ("Who has access", "access"),
    "CHANGED": ("Record", "record"),
    "DID": ("Record", "record"),
    "HISTORY": ("Record", "record"),
    "THE_RECORD": ("Record", "record"),
    "LICENCE": ("Licences", "licences"),
    "ADDON": ("Licences", "licences"),
    "PHONE_LICENCE": ("Who can't call", "ready"),
    "CALLS": ("Calls", "calls"),
    "CALLED": ("Calls", "calls"),
    "UPLOAD": ("Numbers to upload", "numbers not uploaded"),
    "LEAVE": ("Someone leaves", "someone leaves"),
    "JOIN": ("Someone joins", "someone joins"),
    "SETTING": ("Settings", "settings"),
    "VALUE": ("Settings", "settings"),
    "NUMBER": ("Numbers", "numbers"),
    "LINE": ("Lines", "lines"),
    "BROKEN": ("Who can't call", "ready"),
    "CALL": ("Who can't call", "ready"),
    "APPROVED": ("Approvals", "approvals"),
    "GIVE": ("Lines", "lines"),
    "TAKE": ("Lines", "lines"),
    "MOVE": ("Lines", "lines"),
    "SWAP": ("Lines", "lines"),
    "TENANT": ("How the link is", "home"),
    "CONNECT": ("How the link is", "home"),
}
# What somebody wants done rather than looked at comes before what there is about the things that are named.
_JOBS = frozenset({"LEAVE", "JOIN", "ROLE", "HOLIDAY", "TEMPLATE", "UPLOAD", "FILE"})


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """What has to be answered first: the question, why it is asked, its answers; `called`: the name they share."""

    title: str
    why: str
    clicks: tuple[Click, ...]
    called: str = ""

    def card(self) -> Card:
        """The card that asks it."""
        return cards.which(self.title, self.why, self.clicks)


def open_question(text: str, meant: Interpretation | Several, names: Names) -> OpenQuestion:
    """The one question that has to be answered before anything is done."""
    if isinstance(meant, Several):
        clicks = tuple(say(_short(clause), clause) for clause in meant.clauses)
        return OpenQuestion("One thing at a time, please", "Which of these comes first?", clicks)
    if meant.stranger:
        return _stranger(text, meant.stranger, names)
    if meant.tie is not None:
        people = meant.tie.people
        more = f"{len(people)} people are called {meant.tie.text}."
        if len(people) > _MAX_CHOICES:
            more += f" Here are {_MAX_CHOICES}; write more of the name for the others."
        clicks = tuple(_with(text, meant.tie.start, meant.tie.end, one, names) for one in people[:_MAX_CHOICES])
        return OpenQuestion("Who do you mean?", more, clicks, meant.tie.text)
    return _sure(text, meant, names)


def nearest(meant: Unsure, names: Names, *, may_change: bool) -> tuple[Click, ...]:
    """Three tiles at most: what may have been meant, then what there is about the things and words it holds."""
    meanings = {one.intent.name: one for one in (*meant.offers, *meant.readings)}
    near = [one.intent.name for one in (*meant.readings, *meant.offers)]
    allowed = [meanings[name] for name in near if may_change or meanings[name].intent.weight is Weight.READ]
    readings = [click for one in allowed if (click := _reading(one, names))][: max(_MAX_READINGS, len(meant.readings))]
    things = [click for item in meant.items for click in _about(item, names)]
    said = [concept for concept in _TOPICS if any(_speaks_of(concept, item) for item in meant.items)]
    jobs = [say(*_TOPICS[concept]) for concept in said if concept in _JOBS]
    topics = [say(*_TOPICS[concept]) for concept in said]
    several = dict.fromkeys((*readings, *jobs, *things[::2], *things[1::2], *topics))
    return tuple(several)[:_MAX_TILES]


def _speaks_of(concept: str, item: Span) -> bool:
    """Whether a word says this, and not rather something that is done to anything: new, set, start, left."""
    return concept in item.concepts and not (concept in ("JOIN", "LEAVE") and item.concepts & _ANYTHING)


def _reading(one: Interpretation, names: Names) -> Click | None:
    """The button that does what may have been meant; none where a name in it leaves open who is meant."""
    lead = one.lead(names) if one.sure and one.intent.name != "show" else None  # what there is is offered anyhow
    if lead is None:
        return None
    what = one.intent.in_words or one.intent.name.replace("_", " ").capitalize()
    about = ", ".join(filter(None, (_thing(item) for item in one.items)))
    title = f"{what}: {about}" if about else what
    return Click(title, lead.action) if lead.action is not None else say(title, lead.words)


def _thing(item: Span) -> str:
    """What a thing is called."""
    if item.role is TargetRole.EXCEPT:
        return f"not {_thing(replace(item, role=TargetRole.NONE))}"
    if item.people:
        return item.people[0].name
    kind, value = next(iter(item.means.items()))
    return shown(value) if kind is ThingKind.NUMBER else name_of(value) if kind is ThingKind.CODE else item.text


def _about(item: Span, names: Names) -> list[Click]:
    """What there is to see about a thing that was named."""
    if len(item.people) == 1:
        name, handle = item.people[0].name, names.directory.handle(item.people[0])
        return [say(f"Show {name}", f"line {handle}"), say(f"Check {name}", f"ready {handle}")]
    for kind, value in item.means.items():
        if kind in (ThingKind.LINE, ThingKind.NUMBER):
            return [say(f"Show {_thing(replace(item, role=TargetRole.NONE))}", f"line {value}")]
        if kind is ThingKind.CODE:
            return [say(f"Who has {name_of(value)}", f"licences {value}")]
        if kind is ThingKind.RULE:
            return [say(f"Who has the rule {value}", f"who has rule {value}")]
        if kind is ThingKind.TEMPLATE:
            return [say(f"Template {value}", f"templates {value}")]
        if kind is ThingKind.SECTION:
            return [say("Settings", "settings")]
    return []


def _sure(text: str, meant: Interpretation, names: Names) -> OpenQuestion:
    """The question whether a misspelt word was read correctly; its answer is a text that needs no guess."""
    right = text
    for item in sorted(meant.slips, key=lambda one: -one.start):
        name = names.directory.handle(item.people[0]) if item.people else item.meant
        right = f"{right[: item.start]}{name}{right[item.end :]}"
    why = "It changes something, and I had to guess a word."
    return OpenQuestion("Did you mean this?", why, (say(_short(right), right),))


def _stranger(text: str, name: str, names: Names) -> OpenQuestion:
    if name.casefold() in _PRONOUNS:
        why = "Say it with the name, the extension or the number."
        return OpenQuestion(f"Whom or what do you mean by “{name}”?", why, (say("Lines", "lines"),))
    near = names.directory.near(name)
    at = text.find(name)
    clicks = [_with(text, at, at + len(name), one, names) for one in near] if at >= 0 else []
    why = "Did you mean one of these?" if clicks else "Say “lines” to see who has a line, or write the user name."
    return OpenQuestion(f"I know nobody called “{name}”", why, tuple(clicks) or (say("Lines", "lines"),))


def _with(text: str, start: int, end: int, person: Person, names: Names) -> Click:
    """The same sentence with this person in it."""
    return say(person.label, f"{text[:start]}{names.directory.handle(person)}{text[end:]}")


def _short(text: str) -> str:
    return text if len(text) <= 55 else f"{text[:54]}…"
