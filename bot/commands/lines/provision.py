"""Provision: new extensions in a row, vacant until somebody gets them."""

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
from services.inventory.licence_pools import base_codes, keys_from, next_free, pool_of
from services.inventory.snapshot import Snapshot
from services.planning.checks_line import known_as

_TYPED = re.compile(r"(?P<count>\d+)?(?: ?extensions?)?(?: ?(?:start(?:ing)? )?from (?P<start>\S+))?", re.IGNORECASE)
_PLANNED_IN_TURN = 100  # so many are planned within the turn, more of them beside it
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
        raise BadInput("I can't read that.", fix="Say it like *provision 5 from 120*.")
    live = await context.snapshot()
    request = ProvisionRequest(
        typed["count"] or "", typed["start"] or next_free(live, "101", int(typed["count"] or 1) or 1)
    )
    return await _plan(context, live, request) if request.count else _form(live, request)("")


@action(ProvisionExtensions, ProvisionInputs, right=Right.CHANGE, fresh="provision")
async def provision_extensions(context: Context, inputs: ProvisionInputs) -> Said:
    """The plan for what was typed into the form."""
    request = ProvisionRequest(inputs.count, inputs.start, inputs.base)
    return await _plan(context, await context.snapshot(), request)


async def _plan(context: Context, live: Snapshot, request: ProvisionRequest) -> Said:
    form = _form(live, request)
    try:
        keys, base = _keys(live, request), _base(live, request)
    except BadInput as wrong:
        return form(str(wrong))
    title = f"Provision {things(len(keys), 'extension')}, {keys[0]}" + (f" to {keys[-1]}" if len(keys) > 1 else "")
    changes = [Change(key, label=f"Line {key}", base=base) for key in keys]
    return await (
        ask(context, title, changes, form) if len(keys) <= _PLANNED_IN_TURN else ask_many(context, title, changes)
    )


def _keys(live: Snapshot, request: ProvisionRequest) -> list[str]:
    """The extensions to make; BadInput when one can't be made, and why."""
    whole = request.count.removesuffix(".0")
    if not (whole.isascii() and whole.isdigit() and len(whole) <= 6 and 1 <= int(whole) <= MAX_LINES):
        raise BadInput(f"How many? A number from 1 to {MAX_LINES:,}.")
    if not is_key(request.start):
        raise BadInput(f"“{request.start}” is no extension.", fix="Start from one of 3 to 5 digits, such as 120.")
    keys = keys_from(request.start, int(whole))
    if len(keys) < int(whole):
        raise BadInput(f"From {request.start} on there are only {things(len(keys), 'extension')} up to 99999.")
    _need_free(live, keys, request.start)
    return keys


def _need_free(live: Snapshot, keys: list[str], start: str) -> None:
    taken = [live.lines[key] for key in keys if key in live.lines]
    if not taken:
        return
    named = ", ".join(f"{line.key} ({known_as(line, live)})" for line in taken[:_MAX_NAMED])
    more = f" and {count(len(taken) - _MAX_NAMED)} more" if len(taken) > _MAX_NAMED else ""
    free = next_free(live, start, len(keys))
    row = f"From {free} on, {things(len(keys), 'extension')} in a row are free."
    fix = row if len(keys) > 1 else f"{free} is free."
    raise BadInput(f"There already: {named}{more}.", fix=fix if free else "Choose another start.")


def _base(live: Snapshot, request: ProvisionRequest) -> str:
    codes = base_codes(live)
    base = request.base or codes[0]
    if base not in codes:
        raise BadInput(f"“{base}” is no licence for extensions.", fix=f"Choose {addons.name_of(codes[0])}.")
    return base


def _form(live: Snapshot, request: ProvisionRequest) -> Form:
    bases = [Offer(code, addons.name_of(code), pool_of(live, code).free) for code in base_codes(live)]

    def form(error: str) -> Card:
        return provision_form(bases, request.count, request.start, request.base, error)

    return form
