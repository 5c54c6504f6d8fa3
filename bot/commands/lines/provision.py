"""Provision: new consecutive extensions, vacant until somebody gets them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.commands.changes.asking import Form, ask, ask_many
from bot.context import Context
from bot.registry import Said, action, command
from bot.turn import Card
from cards.lines.clicks import ProvisionExtensions, ProvisionInputs
from cards.lines.forms import Offer
from cards.lines.provision import MAX_LINES, provision_form
from cards.words import count, things
from services.domain import addons
from services.domain.access import Right
from services.domain.change import Change
from services.domain.errors import BadInput
from services.domain.line import is_key
from services.domain.phrases import join_text, tr
from services.inventory.licence_pools import base_codes, keys_from, next_free, pool_of
from services.inventory.snapshot import Snapshot
from services.planning.checks_line import known_as

_TYPED = re.compile(r"(?P<count>\d+)?(?: ?extensions?)?(?: ?(?:start(?:ing)? )?from (?P<start>\S+))?", re.IGNORECASE)
_PLANNED_IN_TURN = 100  # extensions that are planned within the turn; more are planned in the background
_MAX_NAMED = 5


@dataclass(frozen=True, slots=True)
class ProvisionRequest:
    """What was typed, as it was typed."""

    count: str = ""
    start: str = ""
    base: str = ""


@command(
    "provision",
    "new extensions",
    "create extensions",
    help="New extensions in a row",
    group="Lines",
    right=Right.CHANGE,
    usage="provision 5 from 120",
    private=True,
)
async def provision(context: Context, rest: str) -> Said:
    """The plan for what was typed; without a count the form, which proposes the next free extension."""
    typed = _TYPED.fullmatch(rest)
    if typed is None:
        raise BadInput(tr("I can't read that."), fix=tr("Say it like *provision 5 from 120*."))
    live = await context.snapshot()
    request = ProvisionRequest(
        typed["count"] or "", typed["start"] or next_free(live, "101", int(typed["count"] or 1) or 1)
    )
    return await _plan(context, live, request) if request.count else _form(live, request)("")


@action(ProvisionExtensions, ProvisionInputs, right=Right.CHANGE, fresh="provision")
async def provision_extensions(context: Context, inputs: ProvisionInputs) -> Said:
    """Plan what was typed into the form."""
    request = ProvisionRequest(inputs.count, inputs.start, inputs.base)
    return await _plan(context, await context.snapshot(), request)


async def _plan(context: Context, live: Snapshot, request: ProvisionRequest) -> Said:
    form = _form(live, request)
    try:
        keys, base = _keys(live, request), _base(live, request)
    except BadInput as wrong:
        return form(str(wrong))
    title = tr("Provision {how_many}, {keys}", how_many=things(len(keys), "extension"), keys=keys[0]) + (
        tr(" to {keys}", keys=keys[-1]) if len(keys) > 1 else ""
    )
    changes = [Change(key, label=tr("Line {key}", key=key), base=base) for key in keys]
    return await (
        ask(context, title, changes, form) if len(keys) <= _PLANNED_IN_TURN else ask_many(context, title, changes)
    )


def _keys(live: Snapshot, request: ProvisionRequest) -> list[str]:
    """The extensions to create; raises BadInput with the reason when one can't be created."""
    whole = request.count.removesuffix(".0")
    if not (whole.isascii() and whole.isdigit() and len(whole) <= 6 and 1 <= int(whole) <= MAX_LINES):
        raise BadInput(tr("How many? A number from 1 to {max_lines:,}.", max_lines=MAX_LINES))
    if not is_key(request.start):
        raise BadInput(
            tr("“{start}” is no extension.", start=request.start),
            fix=tr("Start from one of 3 to 5 digits, such as 120."),
        )
    keys = keys_from(request.start, int(whole))
    if len(keys) < int(whole):
        raise BadInput(
            tr(
                "From {start} on there are only {how_many} up to 99999.",
                start=request.start,
                how_many=things(len(keys), "extension"),
            )
        )
    _need_free(live, keys, request.start)
    return keys


def _need_free(live: Snapshot, keys: list[str], start: str) -> None:
    taken = [live.lines[key] for key in keys if key in live.lines]
    if not taken:
        return
    named = join_text(
        ", ", (tr("{key} ({known_as})", key=line.key, known_as=known_as(line, live)) for line in taken[:_MAX_NAMED])
    )
    more = tr(" and {taken} more", taken=count(len(taken) - _MAX_NAMED)) if len(taken) > _MAX_NAMED else ""
    free = next_free(live, start, len(keys))
    row = tr("From {free} on, {how_many} in a row are free.", free=free, how_many=things(len(keys), "extension"))
    fix = row if len(keys) > 1 else tr("{free} is free.", free=free)
    raise BadInput(
        tr("There already: {named}{more}.", named=named, more=more), fix=fix if free else tr("Choose another start.")
    )


def _base(live: Snapshot, request: ProvisionRequest) -> str:
    codes = base_codes(live)
    base = request.base or codes[0]
    if base not in codes:
        raise BadInput(
            tr("“{base}” is no licence for extensions.", base=base),
            fix=tr("Choose {name_of}.", name_of=addons.name_of(codes[0])),
        )
    return base


def _form(live: Snapshot, request: ProvisionRequest) -> Form:
    bases = [Offer(code, addons.name_of(code), pool_of(live, code).free) for code in base_codes(live)]

    def form(error: str) -> Card:
        return provision_form(bases, request.count, request.start, request.base, error)

    return form
