"""Limits how many findings of a kind are listed; the others are counted in one that stands for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from services.domain.phrases import tr
from services.domain.plan import Finding, Severity

NO_PHONE_LICENCE = "person.no_phone_licence"  # refused for lack of a licence
LICENCE_COMES_ALONG = "licence.comes_along"  # a missing licence is part of the plan
MAX_FINDINGS_OF_A_KIND = 1_000  # nobody fixes more by hand, and a file can produce a million


def more_like(one: Finding, count: int, *, at_least: bool = False) -> Finding:
    """The finding that stands for `count` others of this one's kind, or `at_least` so many."""
    message = tr(
        "{word}{count:,} more like this: {message}",
        word=tr("At least ") if at_least else "",
        count=count,
        message=one.message,
    )
    return replace(one, message=message, row=0, column="", value="", key="", others=count)


def capped(findings: Iterable[Finding], most: int = MAX_FINDINGS_OF_A_KIND) -> tuple[Finding, ...]:
    """The first `most` findings of each kind in their order, then one for each kind that has more."""
    kept: list[Finding] = []
    listed: Counter[tuple[Severity, str]] = Counter()
    more: Counter[tuple[Severity, str]] = Counter()
    example: dict[tuple[Severity, str], Finding] = {}
    for one in findings:
        kind = (one.severity, one.code)
        if one.others and kind not in example:
            kept.append(one)
        elif one.others or listed[kind] >= most:
            more[kind] += one.stands_for
        else:
            listed[kind] += 1
            kept.append(one)
            example[kind] = one
    return (*kept, *(more_like(example[kind], count) for kind, count in more.items()))


def number_of(findings: Iterable[Finding]) -> int:
    """How many findings these are, including those they stand for."""
    return sum(one.stands_for for one in findings)


def unlicensed(findings: Iterable[Finding]) -> int:
    """How many of these refuse a line for lack of a phone licence."""
    return number_of(found for found in findings if found.code == NO_PHONE_LICENCE)
