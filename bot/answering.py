"""Questions about what a sentence leaves open: who is meant, whether it was read correctly, which request comes first.

Also the suggestions for a sentence that wasn't understood: other readings, then views of the things it names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.language.intent import Weight
from bot.language.interpretation import Interpretation, Several, Unsure
from bot.language.lexicon import CONCEPTS
from bot.language.names import Names
from bot.language.things import Span, ThingKind
from bot.titles import TITLES
from bot.topics import page_of, topics_of
from bot.turn import Card
from cards.elements import Click, say
from cards.lines.sentence_clicks import TargetRole
from cards.words import number as shown
from cards.workspace import sentences as cards
from services.domain.addons import name_of
from services.domain.people import Person, fold
from services.domain.phrases import join_text, tr

_PRONOUNS = frozenset(phrase for concept in ("SHE", "IT") for phrase in CONCEPTS[concept])
_MAX_CHOICES = cards.MAX_CHOICES
_MAX_TILES = 3
_MAX_LIKELY = 2  # tiles of what it may mean, if there are views to offer as well
_READ = 2.0  # what a reading that explains most of a sentence counts beside its score
_ALIKE = 20.0  # what the probability of an intent counts beside the score of its reading


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question to be answered first: its text, why it is asked, its answers; `called`: the name that they share."""

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
        return OpenQuestion(tr("One thing at a time, please"), tr("Which of these comes first?"), clicks)
    if meant.stranger:
        return _stranger(text, meant.stranger, names)
    if meant.tie is not None:
        people = meant.tie.people
        more = tr("{people} people are called {text}.", people=len(people), text=meant.tie.text)
        if len(people) > _MAX_CHOICES:
            more += tr(" Here are {max_choices}; write more of the name for the others.", max_choices=_MAX_CHOICES)
        clicks = tuple(_with(text, meant.tie.start, meant.tie.end, one, names) for one in people[:_MAX_CHOICES])
        return OpenQuestion(tr("Who do you mean?"), more, clicks, meant.tie.text)
    return _sure(text, meant, names)


def nearest(meant: Unsure, names: Names, *, may_change: bool) -> tuple[Click, ...]:
    """At most three tiles: what the sentence may mean, the likeliest first, then views of the things that it names."""
    things = [click for item in meant.items for click in _about(item, names)]
    likely = [click for name in _likeliest(meant) if (click := _tile(name, meant, names, things, may_change))]
    most = max(_MAX_LIKELY, len(meant.readings)) if things else _MAX_TILES
    jobs, topics = topics_of(meant.items)
    several = dict.fromkeys((*tuple(dict.fromkeys(likely))[:most], *jobs, *things[::2], *things[1::2], *topics))
    return tuple(several)[:_MAX_TILES]


def _likeliest(meant: Unsure) -> list[str]:
    """The intents that it may have, by what its words and things explain and by what similar sentences mean."""
    score = {one.intent.name: one.score for one in meant.near}
    first = meant.likeliest.intent.name if meant.likeliest else ""
    read = {one.intent.name for one in meant.readings}

    def rank(name: str) -> tuple[bool, float]:
        words = score.get(name, 0.0) + _READ * (name in read)
        return name != first, -words - _ALIKE * meant.chances.get(name, 0.0)

    return sorted((*score, *(meant.chances.keys() - score.keys())), key=rank)


def _tile(name: str, meant: Unsure, names: Names, things: Sequence[Click], may_change: bool) -> Click | None:
    """The button for an intent: its reading of this sentence, else its page."""
    one = next((near for near in meant.near if near.intent.name == name), None)
    if one is not None and not (may_change or one.intent.weight is Weight.READ):
        return None
    if name == "show":
        return next(iter(things), None)
    return (_reading(one, names) if one else None) or page_of(name, names, may_change=may_change)


def _reading(one: Interpretation, names: Names) -> Click | None:
    """The button for a reading of the sentence; None where a name in it is ambiguous."""
    what, lead = TITLES.get(one.intent.name), one.lead(names) if one.sure else None
    if what is None or lead is None:
        return None
    about = join_text(", ", filter(None, (_thing(item) for item in one.items if _counts(item, one, names))))
    title = tr("{what}: {about}", what=what, about=about) if about else what
    return Click(title, lead.action) if lead.action is not None else say(title, lead.words)


def _counts(item: Span, one: Interpretation, names: Names) -> bool:
    """Whether the reading would lead elsewhere without this thing; a title names only such things."""
    without = replace(one, items=tuple(other for other in one.items if other is not item))
    return without.lead(names) != one.lead(names)


def _thing(item: Span) -> str:
    """The name of a thing; of a pronoun, of what it stands for."""
    if item.role is TargetRole.EXCEPT:
        return tr("not {thing}", thing=_thing(replace(item, role=TargetRole.NONE)))
    if item.people:
        return item.people[0].name
    kind, value = next(iter(item.means.items()))
    if kind is ThingKind.NUMBER:
        return shown(value)
    if kind is ThingKind.CODE:
        return name_of(value)
    return value if kind is ThingKind.LINE or fold(item.text) in _PRONOUNS else item.text


def _about(item: Span, names: Names) -> list[Click]:
    """The views of a thing that was named."""
    if len(item.people) == 1:
        name, handle = item.people[0].name, names.directory.handle(item.people[0])
        return [
            say(tr("Show {name}", name=name), f"line {handle}"),
            say(tr("Check {name}", name=name), f"ready {handle}"),
        ]
    for kind, value in item.means.items():
        if value in (names.lines if kind is ThingKind.LINE else names.ours if kind is ThingKind.NUMBER else ()):
            return [say(tr("Show {thing}", thing=_thing(replace(item, role=TargetRole.NONE))), f"line {value}")]
        if kind is ThingKind.CODE:
            return [say(tr("Who has {name_of}", name_of=name_of(value)), f"licences {value}")]
        if kind is ThingKind.RULE:
            return [say(tr("Who has the rule {value}", value=value), f"who has rule {value}")]
        if kind is ThingKind.TEMPLATE:
            return [say(tr("Template {value}", value=value), f"templates {value}")]
        if kind is ThingKind.SECTION:
            return [say(tr("Settings"), "settings")]
    return []


def _sure(text: str, meant: Interpretation, names: Names) -> OpenQuestion:
    """The question whether a misspelt word was read correctly; the answer is the sentence without the misspelling."""
    right = text
    for item in sorted(meant.slips, key=lambda one: -one.start):
        name = names.directory.handle(item.people[0]) if item.people else item.meant
        right = f"{right[: item.start]}{name}{right[item.end :]}"
    why = tr("It changes something, and I had to guess a word.")
    return OpenQuestion(tr("Did you mean this?"), why, (say(_short(right), right),))


def _stranger(text: str, name: str, names: Names) -> OpenQuestion:
    if name.casefold() in _PRONOUNS:
        why = tr("Say it with the name, the extension or the number.")
        return OpenQuestion(tr("Whom or what do you mean by “{name}”?", name=name), why, (say(tr("Lines"), "lines"),))
    near = names.directory.near(name)
    at = text.find(name)
    clicks = [_with(text, at, at + len(name), one, names) for one in near] if at >= 0 else []
    why = (
        tr("Did you mean one of these?") if clicks else tr("Say “lines” to see who has a line, or write the user name.")
    )
    return OpenQuestion(
        tr("I know nobody called “{name}”", name=name), why, tuple(clicks) or (say(tr("Lines"), "lines"),)
    )


def _with(text: str, start: int, end: int, person: Person, names: Names) -> Click:
    """The sentence with this person in it."""
    return say(person.label, f"{text[:start]}{names.directory.handle(person)}{text[end:]}")


def _short(text: str) -> str:
    return text if len(text) <= 55 else f"{text[:54]}…"
