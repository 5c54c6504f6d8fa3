"""Licence accounting: how many seats an extension takes, who holds a number, and what is left in the pools.

An extension takes one base seat and one seat for each add-on. A number takes a `license_number` seat; when the
extension carries `license_number` add-ons, its numbers use those first.
"""

from __future__ import annotations

from collections import Counter

from services.sandbox.cpaas.errors import CpaasError
from services.sandbox.cpaas.skus import NUMBER
from services.sandbox.world import Extension, Organisation, SeatIndex


def seats_of(extension: Extension) -> Counter[str]:
    """The seats an extension takes, by sku."""
    seats = Counter([extension.base_sku, *extension.addons])
    if extension.numbers:
        seats[NUMBER] = max(seats[NUMBER], len(extension.numbers))
    return seats


def index_of(organisation: Organisation) -> SeatIndex:
    """The organisation's index, rebuilt when there is none or its numbers were changed from outside."""
    if organisation.index is None or len(organisation.index.holders) != len(organisation.numbers):
        organisation.index = fresh_index(organisation)
    return organisation.index


def fresh_index(organisation: Organisation) -> SeatIndex:
    """The index as counted from the extensions themselves."""
    holders: dict[str, str | None] = dict.fromkeys(sorted(organisation.numbers))
    used: Counter[str] = Counter()
    for extension in organisation.extensions.values():
        used.update(seats_of(extension))
        holders.update((number, extension.ext_key) for number in extension.numbers if number in holders)
    return SeatIndex(holders, dict(used))


def need_seats(organisation: Organisation, before: Extension | None, after: Extension) -> None:
    """Refuse with `licence.exhausted` when `after` takes more seats than the pools have left."""
    held = seats_of(before) if before else Counter[str]()
    for sku, count in seats_of(after).items():
        total = organisation.pool.get(sku, 0)
        used = index_of(organisation).used.get(sku, 0)
        if count > held[sku] and used - held[sku] + count > total:
            raise CpaasError("licence.exhausted", f"No seat of {sku} is left: {used} of {total} are in use.")


def replace_extension(organisation: Organisation, before: Extension | None, after: Extension | None) -> None:
    """Replace `before` (None: nothing there) by `after`, and update the index."""
    index = index_of(organisation)
    if before:
        _move(index, before, None, -1)
    if before and (after is None or after.ext_key != before.ext_key):
        del organisation.extensions[before.ext_key]
    if after:
        organisation.extensions[after.ext_key] = after
        _move(index, after, after.ext_key, 1)


def _move(index: SeatIndex, extension: Extension, holder: str | None, sign: int) -> None:
    for sku, count in seats_of(extension).items():
        index.used[sku] = index.used.get(sku, 0) + sign * count
    for number in extension.numbers:
        if number in index.holders:
            index.holders[number] = holder
