"""Whether every planned line lies within what its author may change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from services.domain.access import Right, may
from services.domain.phrases import join_text, tr
from services.domain.plan import Finding, PlanLine, Severity
from services.inventory.snapshot import Snapshot
from services.inventory.visibility import planned_extent


def check_reach(lines: Iterable[PlanLine], live: Snapshot) -> Iterator[Finding]:
    """An error for each line that is out of reach, in the same words whether what it names exists or not."""
    access = live.seen_by
    if access is None:
        return
    reaches = join_text("; ", dict.fromkeys(one.reach.words for one in access.held))
    for line in lines:
        inside = line.key not in live.hidden and may(access, Right.CHANGE, planned_extent(live, line)).allowed
        if line.steps and not inside:
            named = line.key or line.number
            why = tr("{named} isn't within what you may change ({reaches}).", named=named, reaches=reaches)
            fix = tr("Ask somebody whose role reaches that far; *whoami* shows yours.")
            yield Finding(Severity.ERROR, "reach.beyond", why, fix, row=line.row, value=named, key=line.key)
