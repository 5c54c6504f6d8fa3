"""Lines that failed: those with the same reason together, each reason with what to do, and where it happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from microsoft_teams.cards import CardElement

from cards.assembler import Listing, listing
from cards.changes.plan_parts import names
from cards.elements import badge, columns, group, link_last, muted, strong, text
from cards.words import count, quoted, things
from services.domain.phrases import join_text, tr

_MAX_REASONS = 5


@dataclass(frozen=True, slots=True)
class FailedLine:
    """A failed line: why, what to do, `where`: the step and the system, and the `request` to quote to its support.

    `code` is the reason's, `about` the page that explains it, if there is one.
    """

    line: str
    reason: str
    fix: str = ""
    where: str = ""
    code: str = ""
    about: str = ""
    request: str = ""


def failure_list(failures: Sequence[FailedLine], total: int) -> Listing:
    """The first five reasons, out of `total` lines that failed."""
    alike: dict[FailedLine, list[FailedLine]] = {}
    for one in failures:
        alike.setdefault(replace(one, line="", request=""), []).append(one)
    shown = list(alike.values())[:_MAX_REASONS]
    others = max(total, len(failures)) - sum(map(len, shown))
    return listing([_alone(lines[0]) if len(lines) == 1 else _together(lines) for lines in shown], len(shown) + others)


def _alone(failure: FailedLine) -> CardElement:
    return group(
        strong(failure.line),
        text(quoted(failure.reason), spacing="None", most=600),
        *_mends(failure, _quote(failure.request, 0)),
        separator=True,
    )


def _together(lines: Sequence[FailedLine]) -> CardElement:
    first = lines[0]
    others = len({line.request for line in lines if line.request} - {first.request})
    why = strong(quoted(first.reason), most=600)
    return group(
        columns(("stretch", [why]), ("auto", [badge(things(len(lines), "line"), "Attention")])),
        muted(names([line.line for line in lines])),
        *_mends(first, _quote(first.request, others)),
        separator=True,
    )


def _mends(failure: FailedLine, request: str) -> list[CardElement]:
    """What to do, and what to quote where that doesn't help."""
    place = join_text(" · ", filter(None, (failure.where, request)))
    return [
        *([muted(tr("→ {fix}", fix=quoted(failure.fix)))] if failure.fix else []),
        *([link_last(place, failure.code, failure.about)] if place or failure.code else []),
    ]


def _quote(request: str, others: int) -> str:
    if not request or not others:
        return tr("request {request_id}", request_id=request) if request else ""
    return tr("request {request_id} and {others} more", request_id=request, others=count(others))
