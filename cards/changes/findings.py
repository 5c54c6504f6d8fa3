"""Findings on a card: the worst first, each with where it is and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from microsoft_teams.cards import Badge, CardElement

from cards.assembler import Listing, listing
from cards.elements import badge, columns, group, muted, text
from cards.words import clean, count, quoted, things
from services.domain.findings import number_of
from services.domain.plan import Finding, Severity

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
_BADGES: dict[Severity, Callable[[], Badge]] = {
    Severity.ERROR: partial(badge, "Error", "Attention", icon="DismissCircle", sign="✖"),
    Severity.WARNING: partial(badge, "Warning", "Warning"),
    Severity.INFO: partial(badge, "Note", "Subtle", icon="Info", sign="ℹ"),
}


def tally(findings: Sequence[Finding], found: Mapping[Severity, int] | None = None) -> str:
    """How many of each kind: `2 errors, 1 note`; empty without findings. `found` counts those not given, too."""
    counted = Counter(found or {})
    for finding in () if found else findings:
        counted[finding.severity] += finding.stands_for
    words = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
    return ", ".join(things(counted[kind], words[kind]) for kind in _ORDER if counted[kind])


def finding_list(findings: Sequence[Finding], most: int = 8, total: int = 0) -> Listing:
    """The worst `most` findings as rows, in the file's order within a kind; `total` counts those not given, too."""
    worst = sorted(findings, key=lambda finding: (_ORDER[finding.severity], finding.others > 0, finding.row))
    return listing([_row(finding) for finding in worst[:most]], max(total, number_of(findings)))


def _row(finding: Finding) -> CardElement:
    place = muted(_place(finding)) if finding.row or finding.column else None
    fix = muted(f"→ {quoted(finding.fix)}") if finding.fix else None
    said = group(text(finding.message, most=240), place, fix)
    return columns(("stretch", [said]), ("auto", [_BADGES[finding.severity]()]), separator=True)


def _place(finding: Finding) -> str:
    parts = (
        f"Row {count(finding.row)}" if finding.row else f"Extension {clean(finding.key, 20)}" if finding.key else "",
        clean(finding.column, 40),
        f"“{clean(finding.value, 60)}”" if finding.value else "",
    )
    return " · ".join(part for part in parts if part)
