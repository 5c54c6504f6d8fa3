"""People's voice policies in Teams: shown, and set for one or several people."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Collection, Sequence

from bot.commands.changes.asking import ask, ask_many
from bot.commands.lines.line import line_of
from bot.context import Context
from bot.registry import Said, action, command
from bot.turn import Card
from bot.views.lines.policies import policies_view, policy_choices
from cards.lines.clicks import PolicyInputs, SetVoicePolicy
from cards.lines.policies import policies as policies_card
from cards.words import first_upper
from services.domain.access import Right
from services.domain.change import Change
from services.domain.errors import BadInput, RemoteError
from services.domain.line import Line
from services.domain.people import Person
from services.domain.phrases import join_text, tr
from services.domain.voice_policies import (
    KIND_WORDS,
    PolicyRequest,
    VoicePolicy,
    kind_called,
    policy_request,
    wish_seen,
)
from services.inventory.find_line import the_line
from services.inventory.snapshot import Snapshot
from services.inventory.voice_policies import policies_in_use
from services.planning.voice_policies import which_policy

_MAX_PEOPLE = 50  # people in one request, each of whom is read separately
_MAX_TOLD = 5  # people who aren't found that are told at once
_MAX_AT_ONCE = 10  # people for whom a plan is made within the turn
_MAX_READ_SECONDS = 5.0  # to wait until everybody's policies were read
_KINDS = join_text("|", (re.escape(words) for words in sorted(KIND_WORDS.values(), key=len, reverse=True)))
_TYPED = re.compile(
    rf"(?:the )?(?P<kind>{_KINDS})(?: policy)?(?: to)? (?P<name>.+?) (?:for|of) (?P<who>.+)", re.IGNORECASE
)
_HOW = tr("Say it like *set policy calling AllowCalling for alice, bob*; for the name *global* takes their own away.")


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
    """The voice policies of the holder of a line."""
    if not rest:
        raise BadInput(tr("Whose policies?"), fix=tr("Say for example *policies of alice*."))
    live = await context.snapshot()
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
        raise BadInput(
            tr("Which policy, and for whom?"),
            tr("There are: {names}.", names=join_text(", ", KIND_WORDS.values())),
            _HOW,
        )
    live = await context.snapshot()
    return await _plan(context, live, policy_request(kind, typed["name"]), _lines(typed["who"], live))


@action(SetVoicePolicy, PolicyInputs, right=Right.CHANGE, fresh="lines")
async def set_voice_policy(context: Context, click: SetVoicePolicy, inputs: PolicyInputs) -> Said:
    """Plan what the form says; faults come back in the form."""
    live, line = await line_of(context, click.line)
    try:
        lines = [line, *(_lines(inputs.others, live) if inputs.others else ())]
        return await _plan(context, live, _wish(inputs), lines)
    except BadInput as fault:
        return await _card(context, line, live, inputs, str(fault))


def _wish(inputs: PolicyInputs) -> PolicyRequest:
    """The policy in the form: one that others have, or a kind and a name; raises BadInput for both or neither."""
    kind, seen = kind_called(inputs.kind), wish_seen(inputs.seen)
    if seen is not None and (inputs.name or kind not in (None, seen.kind)):
        raise BadInput(
            tr("Which of the two?"),
            tr("A policy is chosen from the list, and another one is written."),
            tr("Leave one."),
        )
    if seen is not None:
        return seen
    if kind is None:
        raise BadInput(tr("Which policy?"), fix=tr("Choose one that others have, or a kind."))
    return policy_request(kind, inputs.name or "global")


async def _card(
    context: Context, line: Line, live: Snapshot, typed: PolicyInputs | None = None, error: str = ""
) -> Card:
    person, may = _holder(line, live), context.may(Right.CHANGE)
    if typed is None:
        context.services.glances.policies.forget(context.tenant_id)
    graph = context.services.clients.graph(context.tenant_id)
    held, seen = await asyncio.gather(graph.policies_of(person.object_id), _seen(context) if may else _nobodys())
    return policies_card(policies_view(line.key, person, held, seen, may, (typed or PolicyInputs()).seen), typed, error)


async def policies_found(context: Context) -> Sequence[tuple[str, str]]:
    """The choices of type-ahead: each policy that people have, as value and title."""
    return policy_choices(await _seen(context) or ())


async def _seen(context: Context) -> Collection[VoicePolicy] | None:
    """The policies that people have; None when that takes too long, as names can be typed as well.

    Reading goes on in the background, so that they are found a little later.
    """
    services, tenant = context.services, context.tenant_id
    graph = services.clients.graph(tenant)
    try:
        async with asyncio.timeout(_MAX_READ_SECONDS):
            return await services.glances.policies.get(tenant, services.steady, lambda: policies_in_use(graph))
    except (RemoteError, TimeoutError):
        return None


async def _nobodys() -> Collection[VoicePolicy]:
    return ()


def _lines(words: str, live: Snapshot) -> list[Line]:
    names = [name for part in words.split(",") for name in part.split(" and ") if name.strip()]
    found = {line.key: line for line in _each([name.strip() for name in names], live)}
    if len(found) > _MAX_PEOPLE:
        raise BadInput(
            tr("These are {found} people.", found=len(found)),
            tr("I set {max_people} at most at once.", max_people=_MAX_PEOPLE),
            tr("Name fewer."),
        )
    return list(found.values())


def _each(names: Sequence[str], live: Snapshot) -> list[Line]:
    """The line of each; BadInput names everybody whose isn't found, lest one be found out after the other."""
    found, faults = [], []
    for name in names:
        try:
            found.append(the_line(name, live))
        except BadInput as fault:
            faults.append(fault)
    if len(faults) == 1:
        raise faults[0]
    if faults:
        raise BadInput(join_text(" ", [fault.what for fault in faults[:_MAX_TOLD]]), faults[0].why, faults[0].fix)
    return found


def _holder(line: Line, live: Snapshot) -> Person:
    """The line's holder; raises BadInput when Teams has no policies for them."""
    person = live.directory.get(line.identity_uuid) if line.identity_uuid else None
    if person is None or not person.object_id:
        why = tr("Policies are for people of your Microsoft directory.")
        raise BadInput(
            tr("Nobody of your directory holds {key}.", key=line.key), why, tr("Give the line to somebody first.")
        )
    if person.is_resource:
        why = tr("Microsoft Graph tells and sets policies of people only.")
        raise BadInput(tr("{name} is a resource account.", name=person.name), why, tr("Use the Teams admin centre."))
    return person


async def _plan(context: Context, live: Snapshot, request: PolicyRequest, lines: Sequence[Line]) -> Said:
    lines = list({line.key: line for line in lines}.values())
    people = [_holder(line, live) for line in lines]
    await _need(context, request)
    title = tr(
        "{capitalize} policy {name} for {who}",
        capitalize=first_upper(KIND_WORDS[request.kind]),
        name=request.name or tr("inherited"),
        who=_who(people),
    )
    changes = [Change(line.key, policies=(request,)) for line in lines]
    return await (ask if len(changes) <= _MAX_AT_ONCE else ask_many)(context, title, changes)


async def _need(context: Context, request: PolicyRequest) -> None:
    """Raise BadInput unless exactly one policy has this name."""
    graph = context.services.clients.graph(context.tenant_id)
    found = len(await graph.policies_called(request.kind, request.name)) if request.name else 1
    if found != 1:
        what, fix = which_policy(request, found)
        raise BadInput(what, fix=fix)


def _who(people: Sequence[Person]) -> str:
    return (
        people[0].name
        if len(people) == 1
        else tr("{name} and {people} more", name=people[0].name, people=len(people) - 1)
    )
