"""Where each intent leads: the words of a command, or the record of a click, in which people are ids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import takewhile

from bot.language.dates import day_past
from bot.language.slots import NEXT, Lead, Slots, is_target, with_things
from bot.language.things import Span, ThingKind
from cards.lines.sentence_clicks import (
    GiveThings,
    MoveNumber,
    PersonJoins,
    TakeAddons,
    TargetRole,
)
from cards.numbers.clicks import ListFreeNumbers
from services.domain.addons import name_of
from services.domain.e164 import bare


def template(slots: Slots) -> Lead | None:
    """The template that was named."""
    return Lead(f"templates {slots.first(ThingKind.TEMPLATE)}")


def show_line(slots: Slots) -> Lead | None:
    """The line of what was named; None unless exactly one was."""
    return Lead(f"line {slots.one()}") if len(slots.targets()) == 1 else None


def ready(slots: Slots) -> Lead | None:
    """Whether somebody can call, and why not."""
    return Lead(f"ready {slots.one()}")


def mend(slots: Slots) -> Lead | None:
    """The plan that mends the first broken link."""
    return Lead(f"mend {slots.one()}")


def phone_licence(slots: Slots) -> Lead | None:
    """The plan that gives somebody the Microsoft licence for calls."""
    return Lead(f"mend licence {slots.one()}")


def status(slots: Slots) -> Lead | None:
    """Somebody's status for calls: available, busy, away, offline."""
    return Lead(f"status {slots.one()}")


def set_status(slots: Slots) -> Lead | None:
    """The change to the status named; the form to choose from if no known one was."""
    value = next((word for word in ("busy", "away", "available", "offline") if word in slots.words), "")
    return Lead(f"status {slots.one()} {value}".strip())


def rule(slots: Slots) -> Lead | None:
    """Somebody's outbound rule."""
    return Lead(f"rule {slots.one()}")


def set_rule(slots: Slots) -> Lead | None:
    """The plan that gives somebody another outbound rule."""
    return Lead(f"rule {slots.one()} {slots.first(ThingKind.RULE)}")


def rule_holders(slots: Slots) -> Lead | None:
    """Who has which outbound rule, or who has the one named."""
    return Lead(f"who has rule {slots.first(ThingKind.RULE)}".strip())


def settings(slots: Slots) -> Lead | None:
    """Somebody's settings, or one section of them."""
    targets = [item for item in slots.items if is_target(item)]
    whose = [slots.target(one) for one in (*_called(targets, slots.words), *targets)][:1]
    return Lead(" ".join(filter(None, ("settings", *whose, _section(slots)))))


def _called(targets: Sequence[Span], words: frozenset[str]) -> list[Span]:
    """Whose settings are meant, the likeliest first; if calls go to another, those of whoever is called."""
    owners = [one for role in (TargetRole.OF, TargetRole.FOR) for one in targets if one.role is role]
    if len(targets) == 2 and words & {"FORWARD", "SEND"}:
        owners = [one for one in owners if one.role is TargetRole.FOR and targets[0].role is TargetRole.TO]
    return owners


def _section(slots: Slots) -> str:
    """The section of settings that was named, or that the words about calls belong to; else empty."""
    if section := slots.first(ThingKind.SECTION):
        return section
    if "HOW_LONG" in slots.words or (slots.all(ThingKind.LENGTH) and "FORWARD" not in slots.words):
        return "devices"
    return "callForwarding" if slots.words & {"FORWARD", "SEND", "NO_ANSWER", "MOBILE"} else ""


def calls(slots: Slots) -> Lead | None:
    """Somebody's calls, of one day if one was named."""
    said = slots.first(ThingKind.DATE)
    day = day_past(date.fromisoformat(said), slots.names.today).isoformat() if said else ""
    return Lead(" ".join(filter(None, ("calls", slots.one(), day))))


def licences(slots: Slots) -> Lead | None:
    """All licences, or who has one."""
    return Lead(f"licences {slots.first(ThingKind.CODE)}".strip())


def free_numbers(slots: Slots) -> Lead | None:
    """Numbers on no line, of one country where one was named."""
    return Lead(action=ListFreeNumbers(slots.first(ThingKind.COUNTRY)))


def find_number(slots: Slots) -> Lead | None:
    """Numbers that contain these figures."""
    return Lead(f"numbers {slots.first(ThingKind.LINE) or bare(slots.first(ThingKind.NUMBER))}")


def give(slots: Slots) -> Lead | None:
    """Add-ons and numbers for people or lines; a line for one person leads to the command *assign*."""
    people, lines = slots.all(ThingKind.PERSON), slots.all(ThingKind.LINE)
    if people and lines and not _side_by_side(slots):
        numbers = slots.all(ThingKind.NUMBER) or (_next_free(slots) if {NEXT, "NUMBER"} <= slots.words else [])
        more = ", ".join([*map(name_of, slots.all(ThingKind.CODE)), *map(bare, numbers)])
        return (
            Lead(f"assign {lines[0]} to {people[0]} {more and f'with {more}'}".strip())
            if len(people) == len(lines) == 1
            else None
        )
    return Lead(action=with_things(GiveThings, slots))


def _next_free(slots: Slots) -> list[str]:
    """The free number to give next, in a list; empty if no number is free."""
    return sorted(e164 for e164, key in slots.names.ours.items() if not key)[:1]


def _side_by_side(slots: Slots) -> bool:
    """Whether people and lines stand in one row after *to* or *for*, so that all of them get the same."""
    first, *others = [item.role for item in slots.items if is_target(item)]
    return first in (TargetRole.TO, TargetRole.FOR) and set(others) <= {TargetRole.NONE}


def move_number(slots: Slots) -> Lead | None:
    """A number moved from one to another; one that is on no line is given instead."""
    numbers = slots.all(ThingKind.NUMBER)
    free = [one for one in numbers if not slots.names.ours.get(one)]
    if len(numbers) == len(free) == 1 and len(slots.targets()) == 2:
        return Lead(action=with_things(GiveThings, slots))
    return Lead(action=with_things(MoveNumber, slots))


def give_recording(slots: Slots) -> Lead | None:
    """Call recording, for people or lines."""
    return Lead(action=replace(with_things(GiveThings, slots), codes=("call_recording",)))


def take_recording(slots: Slots) -> Lead | None:
    """Call recording, away from people or lines."""
    return Lead(action=replace(with_things(TakeAddons, slots), codes=("call_recording",)))


def give_line(slots: Slots) -> Lead | None:
    """A line given to a person; its present holder needn't be named."""
    line = slots.first(ThingKind.LINE)
    people = [item for item in slots.items if ThingKind.PERSON in item.means]
    to = [item for item in people if item.role is not TargetRole.FROM and (line or item.role is not TargetRole.OF)]
    if "TAKE_OVER" in slots.words and len(people) == len(to) == 2:
        to = people[:1]  # she replaces him, and not the other way round
    keys = [line] if line else [key for item in people if item not in to for key in _keys(item, slots)]
    return Lead(f"give {keys[0]} to {slots.target(to[0])}") if len(keys) == len(to) == 1 else None


def _keys(item: Span, slots: Slots) -> tuple[str, ...]:
    """The extensions of a person."""
    return slots.names.keys_of(item.people[0].identity_uuid) if item.people else ()


def rename(slots: Slots) -> Lead | None:
    """The form for extension and name, or the plan where the new extension was said."""
    keys = slots.all(ThingKind.LINE)
    if len(keys) == 1 and (person := slots.names.directory.one(slots.first(ThingKind.PERSON))):
        keys = [*slots.names.keys_of(person.identity_uuid), *keys]
        if len(keys) != 2:
            return Lead(f"line {slots.first(ThingKind.PERSON)}")
    if not keys:
        return Lead(f"line {slots.one()}") if slots.all(ThingKind.PERSON) else None
    old, new = [*keys, ""][:2]
    return Lead(f"rename {old} to {new}" if new else f"rename {old}")


def take_line(slots: Slots) -> Lead | None:
    """A line taken from its person; if somebody else is named beside it, the line is only shown."""
    line, person = slots.first(ThingKind.LINE), slots.first(ThingKind.PERSON)
    if line and person:
        someone = slots.names.directory.one(person)
        held = slots.names.lines.get(line, "")
        if someone is None or held != someone.identity_uuid:
            return Lead(f"line {line}")
    return Lead(f"unassign {line or person}")


def release(slots: Slots) -> Lead | None:
    """The release of the numbers named, or of the only one of a line or person; else its line is shown."""
    if slots.all(ThingKind.NUMBER) or slots.all(ThingKind.RANGE):
        return Lead(f"release {_listed(slots)}")
    key, person = slots.first(ThingKind.LINE), slots.names.directory.one(slots.first(ThingKind.PERSON))
    keys = {key} if key else set(slots.names.keys_of(person.identity_uuid)) if person else set()
    numbers = [e164 for e164, on in slots.names.ours.items() if on and on in keys]
    return Lead(f"release {bare(numbers[0])}") if len(numbers) == 1 else Lead(f"line {slots.one()}")


def unassign_number(slots: Slots) -> Lead | None:
    """A number unassigned in Teams, if that was said; a bare number may also mean its line, and the command asks."""
    said = slots.words & {"NUMBER", "TEAMS", "UPLOADED"} or len(slots.items) > 1
    return Lead(f"{'unassign number' if said else 'unassign'} {_listed(slots)}")


def _listed(slots: Slots) -> str:
    return ", ".join([*(bare(e164) for e164 in slots.all(ThingKind.NUMBER)), *slots.all(ThingKind.RANGE)])


def upload(slots: Slots) -> Lead | None:
    """The upload of the numbers named, of so many that aren't uploaded yet, or of all of them."""
    if count := slots.first(ThingKind.COUNT):
        wanted = slots.names.to_upload[: int(count)]
        return Lead(f"upload {', '.join(map(bare, wanted))}" if wanted else "numbers not uploaded")
    return Lead(f"upload {_listed(slots) or 'all'}")


def numbers_in(slots: Slots) -> Lead | None:
    """The numbers that begin with the figures that both ends of a range share."""
    first, _, last = slots.first(ThingKind.RANGE).replace("+", "").partition("-")
    last = f"{first[: -len(last)]}{last}" if len(last) < len(first) else last
    same = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    return Lead(f"numbers {''.join(sign for sign, _ in same)}")


def lines(slots: Slots) -> Lead | None:
    """All lines, or those of a group."""
    return Lead(f"lines {slots.first(ThingKind.GROUP)}".strip())


def settings_many(slots: Slots) -> Lead | None:
    """The form for settings of many people, or of a group."""
    return Lead(f"settings many {slots.first(ThingKind.GROUP)}".strip())


def join(slots: Slots) -> Lead | None:
    """A newcomer's line, perhaps like another's; for somebody who has one already, the templates to copy settings."""
    new = next((item for item in slots.items if item.people and item.role is not TargetRole.LIKE), None)
    copies = any(item.role is TargetRole.LIKE for item in slots.items)
    if new is not None and copies and _keys(new, slots):
        return Lead("templates")
    return Lead(action=with_things(PersonJoins, slots))


def apply_template(slots: Slots) -> Lead | None:
    """The plan that applies a template; all templates if none was named."""
    name = slots.first(ThingKind.TEMPLATE)
    return Lead(f"apply {name} to {', '.join(slots.targets())}" if name else "templates")


def save_template(slots: Slots) -> Lead | None:
    """The question what to call the template with somebody's settings."""
    return Lead(f"save settings of {slots.one()}")


def policies_of(slots: Slots) -> Lead | None:
    """Somebody's voice policies."""
    return Lead(f"policies of {slots.one()}")


def assign_number(slots: Slots) -> Lead | None:
    """A number in Teams, assigned to a person or line."""
    who = slots.first(ThingKind.PERSON) or slots.first(ThingKind.LINE)
    return Lead(f"assign number {bare(slots.first(ThingKind.NUMBER))} to {who}")


def new_lines(slots: Slots) -> Lead | None:
    """New extensions in a row: a range, or a count from the one named."""
    first, dash, last = slots.first(ThingKind.GROUP).partition("-")
    if dash:
        return Lead(f"provision {int(last) - int(first) + 1} from {first}") if int(first) <= int(last) else None
    start = slots.first(ThingKind.LINE)
    if start and not slots.first(ThingKind.COUNT):
        return Lead(f"provision 1 from {start}")
    return Lead(f"provision {slots.first(ThingKind.COUNT)} {f'from {start}' if start else ''}".strip())


HELP_TOPICS = {
    "UPLOAD": "upload",
    "RELEASE": "release",
    "UNASSIGN": "unassign",
    "MOVE": "give",
    "RENAME": "rename",
    "CREATE": "provision",
    "MEND": "mend",
    "FORWARD": "settings call forwarding",
    "TAKE": "unassign",
    "UNDO": "jobs",
    "CONNECT": "connect",
    "SWAP": "give",
    "JOIN": "someone joins",
    "LEAVE": "someone leaves",
}


def how_to(slots: Slots) -> Lead | None:
    """The help page of the command that the question is about."""
    topic = next((topic for concept, topic in HELP_TOPICS.items() if concept in slots.words), "")
    if "OUT_OF_TEAMS" in slots.words:
        topic = "release"
    return Lead(f"help {topic or ('assign number' if 'NUMBER' in slots.words else 'assign')}")
