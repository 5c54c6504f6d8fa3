"""The present state of lines, as one value each. Pure: reads a snapshot, writes nothing."""

from __future__ import annotations

from dataclasses import replace

from services.domain.line import Line, Number
from services.domain.line_state import LineState
from services.inventory.snapshot import Snapshot


def line_state(line: Line, live: Snapshot) -> LineState:
    """The state of an existing line, as the snapshot shows it."""
    return LineState(
        key=line.key,
        exists=True,
        label=line.label,
        base=line.base,
        identity_uuid=line.identity_uuid,
        holder=live.directory.get(line.identity_uuid),
        addons=line.addons,
        numbers=tuple(with_key(line.key, number_of(e164, live)) for e164 in line.numbers),
        settings=live.settings.get(line.key, {}),
    )


def number_of(e164: str, live: Snapshot) -> Number:
    """The number as the snapshot shows it; one that isn't listed counts as new."""
    return live.numbers.get(e164, Number(e164))


def with_key(key: str, number: Number) -> Number:
    """The number, on this extension."""
    return number if number.ext_key == key else replace(number, ext_key=key)
