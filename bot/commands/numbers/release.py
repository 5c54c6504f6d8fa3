"""Removing numbers: unassigned in Teams, and released from the tenant. Both need a second person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.commands.changes.asking import Form, ask, ask_many
from bot.commands.numbers.numbers import chosen, numbers, ticked
from bot.context import Context
from bot.registry import Said, action, command
from bot.turn import Answer, Card
from cards.elements import say
from cards.errors import problem
from cards.numbers.clicks import NumbersAction, ReleaseNumbers, TickedInputs, UnassignNumbers
from cards.words import things
from services.domain.access import Right
from services.domain.change import Change
from services.domain.error_codes import CODES
from services.domain.errors import BadInput
from services.domain.line import Number
from services.domain.number import display
from services.domain.phrases import tr
from services.domain.plan import Finding
from services.inventory.number_lists import meant


@command(
    "release",
    "release number",
    "release numbers",
    "remove number",
    help="Take numbers out of Teams",
    group="Numbers",
    right=Right.CHANGE,
    usage="release 6567891230",
    private=True,
)
async def release(context: Context, rest: str) -> Said:
    """The plan to release the named numbers from the tenant; without any, the list of those that can be released."""
    if not rest:
        return await numbers(context, "unassigned")
    found, notes = await _meant(context, rest)
    return await _release(context, found, notes)


@command(
    "unassign number",
    "unassign numbers",
    help="Take numbers from whoever has them in Teams",
    group="Numbers",
    right=Right.CHANGE,
    usage="unassign number 6567891230",
    private=True,
)
async def unassign(context: Context, rest: str) -> Said:
    """The plan to unassign the named numbers in Teams; without any, the list of those that are assigned."""
    if not rest:
        return await numbers(context, "assigned")
    found, notes = await _meant(context, rest)
    return await _unassign(context, found, notes)


@action(ReleaseNumbers, TickedInputs, right=Right.CHANGE, fresh="numbers unassigned")
async def release_numbers(context: Context, click: ReleaseNumbers, inputs: TickedInputs) -> Said:
    """The same for ticked numbers; the list stays as it is."""
    return replace(await _release(context, await _ticked(context, click, inputs, "release"), []), new_message=True)


@action(UnassignNumbers, TickedInputs, right=Right.CHANGE, fresh="numbers assigned")
async def unassign_numbers(context: Context, click: UnassignNumbers, inputs: TickedInputs) -> Said:
    """The same for ticked numbers; the list stays as it is."""
    return replace(await _unassign(context, await _ticked(context, click, inputs, "unassign"), []), new_message=True)


async def _meant(context: Context, words: str) -> tuple[list[Number], list[Finding]]:
    return meant(words, await context.snapshot())


async def _ticked(context: Context, click: NumbersAction, inputs: TickedInputs, what: str) -> list[Number]:
    live = await context.snapshot()
    return chosen(ticked(click.ticked, inputs.ticked), live, what)


async def _release(context: Context, found: Sequence[Number], notes: Sequence[Finding]) -> Answer:
    changes = [Change(n.ext_key, number=n.e164, release=True) for n in found]
    return await _planned(
        context, tr("Release {what}", what=_what(found)), changes, notes, _still_assigned(context, found[0])
    )


async def _unassign(context: Context, found: Sequence[Number], notes: Sequence[Finding]) -> Answer:
    changes = [Change(n.ext_key, number=n.e164, unassign=True) for n in found]
    return await _planned(context, tr("Unassign {what} in Teams", what=_what(found)), changes, notes)


async def _planned(
    context: Context, title: str, changes: Sequence[Change], notes: Sequence[Finding], form: Form | None = None
) -> Answer:
    if len(changes) > 1:
        return await ask_many(context, title, changes, notes)
    return await ask(context, title, changes, form, notes=notes)


def _still_assigned(context: Context, number: Number) -> Form | None:
    """The refusal to release an assigned number, with the button that unassigns it."""
    if not number.target:
        return None

    def refused(why: str) -> Card:
        unassign = say(tr("Unassign it"), f"unassign number {number.e164}")
        return problem(why, again=unassign, code=CODES[BadInput].code, docs_url=context.services.settings.docs_url)

    return refused


def _what(found: Sequence[Number]) -> str:
    return display(found[0].e164) if len(found) == 1 else things(len(found), "number")
