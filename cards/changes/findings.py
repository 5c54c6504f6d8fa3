"""Findings on a card: the worst first, each with where it is, what to do and, if it stops a line, its code."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from microsoft_teams.cards import Badge, CardElement

from cards.assembler import Listing, listing
from cards.elements import badge, columns, group, muted, text
from cards.words import clean, count, number, quoted, things
from services.domain.finding_codes import short_of
from services.domain.findings import number_of
from services.domain.phrases import join_text, tr
from services.domain.plan import Finding, Severity

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_MAX_SPANS = 4  # of rows that one finding names
_BADGES: dict[Severity, Callable[[], Badge]] = {
    Severity.ERROR: partial(badge, tr("Error"), "Attention", icon="DismissCircle", sign="✖"),
    Severity.WARNING: partial(badge, tr("Warning"), "Warning"),
    Severity.INFO: partial(badge, tr("Note"), "Subtle", icon="Info", sign="ℹ"),
}


def tally(findings: Sequence[Finding], found: Mapping[Severity, int] | None = None) -> str:
    """The number of each kind: `2 errors, 1 note`; empty without findings. `found` also counts those not passed in."""
    counted = Counter(found or {})
    for finding in () if found else findings:
        counted[finding.severity] += finding.stands_for
    said = {
        Severity.ERROR: things(counted[Severity.ERROR], "error"),
        Severity.WARNING: things(counted[Severity.WARNING], "warning"),
        Severity.INFO: things(counted[Severity.INFO], "note"),
    }
    return join_text(", ", (said[kind] for kind in _ORDER if counted[kind]))


def finding_list(findings: Sequence[Finding], most: int = 8, total: int = 0) -> Listing:
    """The worst `most` findings as rows, in the file's order within a kind; those that say the same of several rows
    of a file are one. `total` counts those not given, too."""
    worst = sorted(findings, key=lambda finding: (_ORDER[finding.severity], finding.others > 0, finding.row))
    alike: dict[Finding, list[int]] = {}
    for finding in worst:
        alike.setdefault(replace(finding, row=min(finding.row, 1)), []).append(finding.row)
    told = [(replace(finding, row=rows[0]), rows) for finding, rows in alike.items()]
    not_given = max(total - len(findings), 0) if total else number_of(findings) - len(findings)
    return listing([_row(finding, rows) for finding, rows in told[:most]], len(told) + not_given)


def _row(finding: Finding, rows: Sequence[int]) -> CardElement:
    place = _where(finding, rows) if finding.row or finding.column else ""
    fix = muted(tr("→ {fix}", fix=quoted(finding.fix))) if finding.fix else None
    # The code stands below the badge, where it isn't broken at its hyphen.
    code = short_of(finding)
    aside = [_BADGES[finding.severity](), *([muted(code, spacing="Small")] if code else [])]
    where_ = [muted(place)] if place else []
    said = [text(finding.message, most=240), *(where_ if code else [])]
    head = columns(("stretch", said), ("auto", aside))
    return group(head, *([] if code else where_), fix, separator=True)


def _rows(rows: Sequence[int]) -> str:
    """The rows of a file in words, neighbours as a span: `Row 12`, `Rows 2 to 9, 12`."""
    spans: list[list[int]] = []
    for row in rows:
        if spans and row == spans[-1][-1] + 1:
            spans[-1][1:] = [row]
        else:
            spans.append([row])
    said = [
        tr("{first} to {last}", first=count(one[0]), last=count(one[-1])) if len(one) > 1 else count(one[0])
        for one in spans
    ]
    more = [tr("and {left} more", left=count(len(said) - _MAX_SPANS))] if len(said) > _MAX_SPANS else []
    named = join_text(", ", [*said[:_MAX_SPANS], *more])
    return tr("Row {row}", row=named) if len(rows) == 1 else tr("Rows {rows}", rows=named)


def _value(written: str) -> str:
    """The cell's value; a number of ours in the spelling that people read."""
    return number(written) if _E164.fullmatch(written) else clean(written, 60)


def _where(finding: Finding, rows: Sequence[int]) -> str:
    parts = (
        _rows(rows) if finding.row else tr("Extension {key}", key=clean(finding.key, 20)) if finding.key else "",
        clean(finding.column, 40),
        tr("“{clean}”", clean=_value(finding.value)) if finding.value else "",
    )
    return join_text(" · ", (part for part in parts if part))
