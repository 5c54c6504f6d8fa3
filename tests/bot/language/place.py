"""A workspace for utterances: people with plain, foreign, equal and misleading names, their lines and numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import JsonValue

from bot.language.grammar import understand
from bot.language.interpretation import Interpretation, Understood
from bot.language.memory import Topic
from bot.language.names import Names, names_of
from bot.language.things import Span, ThingKind
from cards.lines.sentence_clicks import TargetRole
from services.domain.line import Line, Number, UploadState
from services.domain.people import Person
from services.domain.settings.paths import OUTBOUND_RULES
from tests.services.worlds import person, snapshot

TODAY = date(2026, 11, 25)  # a Wednesday
_FILES = Path(__file__).parents[2] / "data" / "utterances"
HELD_OUT = "held-out.txt"
FILES = ("tuned.txt", "followups.txt", HELD_OUT, "everyday.txt", "fresh.txt")
ATTACK = "firm-attack.txt"
FIRM = (
    ATTACK,
    "firm-strangers.txt",
    "firm-admins.txt",
    "firm-spoken.txt",
    "firm-voices.txt",
    "firm-desks.txt",
    "firm-tickets.txt",
    "firm-lots.txt",
    "firm-turns.txt",
)  # of a workspace with surnames, departments and offices
UNREAD = "firm-unread.txt"
SEALED = "firm-sealed.txt"  # no example, and no rule is written for it
CORPUS = (*FILES, *FIRM, UNREAD)
# Sentences that are examples only: the grammar needn't read them.
MORE = tuple(
    f"../examples/{name}.txt"
    for name in (
        *("changes", "questions", "talk", "asian", "european", "american", "rare"),
        *("letters", "notes", "laypeople", "office", "daily", "helpdesk", "managers", "turns"),
    )
)


def _called(name: str, local: str) -> Person:
    address = f"{local}@contoso.com"
    return person(name, user_name=address, email=address, object_id=f"o-{local}", identity_uuid=f"i-{local}")


PEOPLE = (
    *(_called(name, name.casefold().replace(" ", ".")) for name in (
        "Alice", "John", "Hallie", "Priya", "Nadia", "Ben", "Omar", "Wei Ling", "Ready Home", "Will Free", "May Call",
        "Maria Tan", "Maria Lim",
    )),
    _called("Chris Lee", "chris.lee"),
    _called("Chris Lee", "chris.lee2"),
    _called("Zoë Müller", "zoe"),
    _called("José García", "jose"),
    _called("王伟", "wang.wei"),
    _called("Sean O'Brien", "sean"),
    _called("Jean-Luc Picard", "jeanluc"),
    _called("Søren Ångström", "soren"),
)  # fmt: skip
_LINES = {"100": "wei.ling", "101": "john", "102": "alice", "103": "priya", "105": "ben", "110": ""}
_NUMBERS = {
    "100": "+6567891249",
    "101": "+6567891230",
    "102": "+6567891231",
    "103": "+6567891233",
    "105": "+6567891235",
}
_FREE = [f"+656789{no}" for no in range(1236, 1246)]


@cache
def names() -> Names:
    """What this workspace's words mean."""
    lines = [
        Line(key, f"Line {key}", f"i-{who}" if who else "", numbers=(_NUMBERS[key],) if key in _NUMBERS else ())
        for key, who in _LINES.items()
    ]
    numbers = [Number(e164, key, UploadState.UPLOADED) for key, e164 in _NUMBERS.items()]
    live = snapshot(PEOPLE, lines, [*numbers, *(Number(e164) for e164 in _FREE)])
    rules: JsonValue = [{"id": "r1", "name": "Singapore default"}, {"id": "r2", "name": "International"}]
    return names_of(replace(live, system={OUTBOUND_RULES: rules}), TODAY)


_STAFF = (
    ("Alice Tan", "Sales", "Singapore", "102"),
    ("Ben Lim", "Sales", "London", "105"),
    ("Priya Nair", "Support", "Singapore", "103"),
    ("John Miller", "Support", "London", "101"),
    ("John Ong", "Finance", "Singapore", "106"),
    ("Wei Ling", "Finance", "Singapore", "100"),
    ("Nadia Hassan", "Finance", "Hanoi", ""),
    ("Hallie Brooks", "Sales", "London", ""),
    ("Maria Tan", "Support", "Hanoi", "108"),
    ("Alex", "IT", "Singapore", "109"),
)


@cache
def firm() -> Names:
    """A workspace whose people have surnames, departments and offices, as they are seen by Alex."""
    people = tuple(
        replace(_called(name, name.casefold().replace(" ", ".")), department=department, office=office)
        for name, department, office, _ in _STAFF
    )
    held = {key: f"i-{name.casefold().replace(' ', '.')}" for name, _, _, key in _STAFF if key}
    numbers = {key: f"+65678912{no}" for no, key in enumerate(sorted(held), start=30)}
    lines = [
        Line(key, f"Line {key}", held.get(key, ""), numbers=(numbers[key],) if key in numbers else ())
        for key in map(str, range(100, 113))
    ]
    known = [*(Number(e164, key, UploadState.UPLOADED) for key, e164 in numbers.items()), *map(Number, _FREE)]
    live = replace(snapshot(people, lines, known), system={OUTBOUND_RULES: [{"id": "r1", "name": "International"}]})
    return replace(names_of(live, TODAY, ("Sales Rep",)), me=people[-1])


def world(name: str) -> Names:
    """The workspace that a file speaks of."""
    return firm() if name.startswith(("firm-", "../examples")) else names()


def cases(name: str) -> list[tuple[str, str, str]]:
    """Utterance, intent and things of each line of a file."""
    text = (_FILES / name).read_text(encoding="utf-8")
    rows = [line.split("|") for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(row[0].strip(), row[1].strip(), row[2].strip() if len(row) > 2 else "") for row in rows]


def read(utterance: str, known: Names) -> Understood:
    """What it means, after what was said before it."""
    if known is names() or known is firm():
        return _read_there(utterance, at_firm=known is firm())
    return _read(utterance, known)


@cache
def _read_there(utterance: str, *, at_firm: bool) -> Understood:
    """The same in one of the two workspaces; many tests ask for the same sentences."""
    return _read(utterance, firm() if at_firm else names())


def _read(utterance: str, known: Names) -> Understood:
    before, _, text = utterance.rpartition(" >> ")
    topic = None
    if before:
        first = understand(before, known)
        items = getattr(first, "items", ())
        topic = Topic(items, first if isinstance(first, Interpretation) else None)
    return understand(text, known, topic)


def told(found: Understood) -> tuple[str, str]:
    """Intent and things of a reading, as the files write them."""
    if found is None:
        return "-", ""
    if not isinstance(found, Interpretation) or not found.sure:
        return found.label, ""
    things = [_thing(item) for item in found.items]
    return found.label, ",".join(
        [
            *things,
            *(
                ["next"]
                if found.label.endswith("give")
                and "next" in found.words
                and not any(
                    ThingKind.NUMBER in item.means or (ThingKind.CODE in item.means and "NUMBER" not in found.words)
                    for item in found.items
                )
                else []
            ),
        ]
    )


def _thing(item: Span) -> str:
    if item.role is TargetRole.EXCEPT:
        return f"not:{_thing(replace(item, role=TargetRole.NONE))}"
    if item.people:
        who = item.people[0].user_name.partition("@")[0]
        return f"like:{who}" if item.role is TargetRole.LIKE else who
    return next(iter(item.means.values()))


def right(wanted: tuple[str, str], found: tuple[str, str]) -> bool:
    """Whether a reading is as it should be; things in any order."""
    return wanted[0] == found[0] and set(wanted[1].split(",")) == set(found[1].split(","))
