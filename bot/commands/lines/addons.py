"""A line's add-ons, ticked in a form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from bot.commands.changes.asking import Form, ask
from bot.commands.lines.line import line_of
from bot.context import Context
from bot.registry import Said, action
from bot.views.lines.line import now_of
from cards.lines.clicks import AddonInputs, EditAddons, SetAddons
from cards.lines.forms import MAX_COUNT, Offer, addons_form
from services.domain import addons
from services.domain.access import Right
from services.domain.addons import AddonKind
from services.domain.change import Change
from services.domain.errors import BadInput
from services.domain.line import Line
from services.domain.phrases import tr
from services.inventory.licence_pools import codes_to_give, pool_of
from services.inventory.snapshot import Snapshot

FIELDS: Mapping[str, AddonKind | None] = {"devices": AddonKind.DEVICE, "features": AddonKind.FEATURE, "others": None}


@action(EditAddons, right=Right.CHANGE, fresh="lines")
async def edit_addons(context: Context, click: EditAddons) -> Said:
    """The form with the line's add-ons ticked."""
    live, line = await line_of(context, click.line)
    return _form(line, live, Counter(line.addons))("")


@action(SetAddons, AddonInputs, right=Right.CHANGE, fresh="lines")
async def set_addons(context: Context, click: SetAddons, inputs: AddonInputs) -> Said:
    """The plan for the difference between what the form showed and what was ticked."""
    live, line = await line_of(context, click.line)
    had = Counter(click.had)
    try:
        wanted = read_addons(inputs, had)
    except BadInput as wrong:
        return _form(line, live, had)(str(wrong))
    add, drop = difference(had, wanted)
    change = Change(line.key, addons=add, drop_addons=drop, seen=click.seen)
    # The form comes back with the requested changes applied to the line's present add-ons, which may have changed.
    again = Counter(line.addons)
    again.update({code: wanted[code] - again[code] for code in (*add, *drop)})
    return await ask(context, tr("Add-ons of {key}", key=line.key), [change], _form(line, live, again))


def read_addons(inputs: AddonInputs, had: Mapping[str, int]) -> Counter[str]:
    """How often each add-on is wanted; raises BadInput for a count that isn't a number."""
    ticked = (*inputs.devices, *inputs.features, *inputs.others)
    wanted = Counter({code: max(1, had.get(code, 0)) for code in ticked})
    wanted.update({code: _count(code, text) - wanted[code] for code, text in inputs.counts.items()})
    return +wanted


def _count(code: str, text: str) -> int:
    whole = text.strip().removesuffix(".0") or "0"
    if not (whole.isascii() and whole.isdigit() and len(whole) <= 6 and int(whole) <= MAX_COUNT):
        raise BadInput(
            tr(
                "{name_of}: “{text}” is no number from 0 to {max_count}.",
                name_of=addons.name_of(code),
                text=text,
                max_count=MAX_COUNT,
            )
        )
    return int(whole)


def difference(had: Counter[str], wanted: Counter[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The add-ons to add and to remove; to lower a count, the add-on is removed and added again."""
    more = [code for code in wanted if wanted[code] > had[code]]
    less = [code for code in had if wanted[code] < had[code]]
    return tuple(code for code in (*more, *less) for _ in range(wanted[code])), tuple(less)


def offers(live: Snapshot, line: Line | None, wanted: Mapping[str, int]) -> dict[str, list[Offer]]:
    """The add-ons that a line can get, by the field of the form that they are in."""
    by_kind = codes_to_give(live, line)
    return {name: [_offer(code, live, wanted) for code in by_kind[kind]] for name, kind in FIELDS.items()}


def _offer(code: str, live: Snapshot, wanted: Mapping[str, int]) -> Offer:
    count = wanted.get(code, 0)
    return Offer(code, addons.name_of(code), pool_of(live, code).free, count, addons.many(code))


def _form(line: Line, live: Snapshot, wanted: Mapping[str, int]) -> Form:
    shown = replace(line, addons=(*line.addons, *wanted))
    by_field = offers(live, shown, wanted)
    return lambda error: addons_form(now_of(line, live), **by_field, had=line.addons, error=error)
