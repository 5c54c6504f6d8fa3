"""Voice policies of people in Teams: seen, and set for one or several."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence

from bot.commands.changes.asking import ask, ask_many
from bot.commands.lines.line import line_of, live_of
from bot.context import Context
from bot.registry import Said, action, command
from bot.turn import Card
from bot.views.lines.policies import policies_view
from cards.lines.clicks import PolicyInputs, SetVoicePolicy
from cards.lines.policies import policies as policies_card
from services.domain.access import Right
from services.domain.change import Change
from services.domain.errors import BadInput, RemoteRefused
from services.domain.line import Line
from services.domain.people import Person
from services.domain.voice_policies import INHERITED, KIND_WORDS, PolicyKind, VoicePolicy, kind_called, own_policy
from services.inventory.find_line import the_line
from services.inventory.snapshot import Snapshot

_MAX_PEOPLE = 50  # people of one request, each asked for by themselves
_MAX_AT_ONCE = 10  # planned within the turn
_MAX_READS = 8  # under way together
_KINDS = "|".join(re.escape(words) for words in sorted(KIND_WORDS.values(), key=len, reverse=True))
_TYPED = re.compile(
    rf"(?:the )?(?P<kind>{_KINDS})(?: policy)?(?: to)? (?P<name>.+?) (?:for|of) (?P<who>.+)", re.IGNORECASE
)
_HOW = "Say it like *set policy calling AllowCalling for alice, bob*; for the name *global* takes their own away."


@command(
    "policies",
    "policies of",
    "voice policies",
    "voice policies of",
    help="Somebody's voice policies in Teams",
    group="Lines",
    usage="policies of alice",
    private=True,
)
async def policies(context: Context, rest: str) -> Said:
    """The voice policies of whoever holds the line that is meant."""
    if not rest:
        raise BadInput("Whose policies?", fix="Say for example *policies of alice*.")
    live = await live_of(context)
    return await _card(context, the_line(rest, live), live)


@command(
    "set policy",
    "give policy",
    "set voice policy",
    help="Give people a voice policy in Teams",
    group="Lines",
    usage="set policy calling AllowCalling for alice, bob",
    right=Right.CHANGE,
    private=True,
    examples=("set policy dial plan Singapore for 101, 102", "set policy calling global for alice"),
)
async def set_policy(context: Context, rest: str) -> Said:
    """The plan for a policy by its kind and name, for the people after `for`."""
    typed = _TYPED.fullmatch(rest)
    kind = kind_called(typed["kind"]) if typed else None
    if typed is None or kind is None:
        raise BadInput("Which policy, and for whom?", f"There are: {', '.join(KIND_WORDS.values())}.", _HOW)
    live = await live_of(context)
    return await _plan(context, live, kind, typed["name"], _lines(typed["who"], live))


@action(SetVoicePolicy, PolicyInputs, right=Right.CHANGE, fresh="lines")
async def set_voice_policy(context: Context, click: SetVoicePolicy, inputs: PolicyInputs) -> Said:
    """The plan for what the form says; what is wrong comes back in the form."""
    live, line = await line_of(context, click.line)
    kind = kind_called(inputs.kind)
    try:
        if kind is None:
            raise BadInput("Which kind of policy?", fix="Choose one.")
        lines = [line, *(_lines(inputs.others, live) if inputs.others else ())]
        return await _plan(context, live, kind, inputs.name or "global", lines)
    except BadInput as fault:
        return await _card(context, line, live, inputs, str(fault))


async def _card(
    context: Context, line: Line, live: Snapshot, typed: PolicyInputs | None = None, error: str = ""
) -> Card:
    person = _holder(line, live)
    held = await context.services.clients.graph(context.tenant_id).policies_of(person.object_id)
    return policies_card(policies_view(line.key, person, held, context.may(Right.CHANGE)), typed, error)


def _lines(words: str, live: Snapshot) -> list[Line]:
    names = [name for part in words.split(",") for name in part.split(" and ") if name.strip()]
    found = {line.key: line for line in (the_line(name.strip(), live) for name in names)}
    if len(found) > _MAX_PEOPLE:
        raise BadInput(f"These are {len(found)} people.", f"I set {_MAX_PEOPLE} at most at once.", "Name fewer.")
    return list(found.values())


def _holder(line: Line, live: Snapshot) -> Person:
    """Whoever holds the line; BadInput where Teams has no policies for them."""
    person = live.directory.get(line.identity_uuid) if line.identity_uuid else None
    if person is None or not person.object_id:
        why = "Policies are for people of your Microsoft directory."
        raise BadInput(f"Nobody of your directory holds {line.key}.", why, "Give the line to somebody first.")
    if person.is_resource:
        why = "Microsoft Graph tells and sets policies of people only."
        raise BadInput(f"{person.name} is a resource account.", why, "Use the Teams admin centre.")
    return person


async def _plan(context: Context, live: Snapshot, kind: PolicyKind, name: str, lines: Sequence[Line]) -> Said:
    lines = list({line.key: line for line in lines}.values())
    people = [_holder(line, live) for line in lines]
    wanted = await _named(context, kind, name)
    had = await _had(context, kind, people)
    title = f"{KIND_WORDS[kind].capitalize()} policy {wanted.name or 'inherited'} for {_who(people)}"
    changes = [Change(line.key, policy=wanted, had_policy=own) for line, own in zip(lines, had, strict=True)]
    return await (ask if len(changes) <= _MAX_AT_ONCE else ask_many)(context, title, changes)


async def _named(context: Context, kind: PolicyKind, name: str) -> VoicePolicy:
    """The policy of this name; BadInput where there is none, or where several fit."""
    if name.strip().casefold() in INHERITED:
        return VoicePolicy(kind)
    found = await context.services.clients.graph(context.tenant_id).policies_called(kind, name.strip())
    if len(found) == 1:
        return found[0]
    what = f"There is no {KIND_WORDS[kind]} policy “{name}”." if not found else f"Several policies are called “{name}”."
    why = "Microsoft finds policies by their whole name and lists none."
    raise BadInput(what, why, "Look the name up in the Teams admin centre under Voice.")


async def _had(context: Context, kind: PolicyKind, people: Sequence[Person]) -> list[VoicePolicy]:
    graph, slots = context.services.clients.graph(context.tenant_id), asyncio.Semaphore(_MAX_READS)

    async def own(person: Person) -> VoicePolicy:
        async with slots:
            try:
                return own_policy(await graph.policies_of(person.object_id), kind)
            except RemoteRefused as refused:
                if refused.status != 404:
                    raise
        raise BadInput(f"Teams doesn't know {person.name} yet.", "They have no licence with Teams, or it is new.")

    return list(await asyncio.gather(*map(own, people)))


def _who(people: Sequence[Person]) -> str:
    return people[0].name if len(people) == 1 else f"{people[0].name} and {len(people) - 1} more"
