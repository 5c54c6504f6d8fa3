"""Charts; each is accompanied by text and has a fallback for clients without charts.

https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/charts-in-adaptive-cards
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import (
    CardElement,
    ChartColor,
    DonutChart,
    DonutChartData,
    StackedHorizontalBarChart,
    StackedHorizontalBarChartData,
    StackedHorizontalBarChartDataPoint,
)

from cards.words import clean


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole: its name, how many, and its colour."""

    words: str
    count: int
    color: ChartColor


def donut(shares: Sequence[Share], middle: str, instead: CardElement) -> DonutChart:
    """A ring of these shares with words in the middle; empty shares are left out."""
    data = [DonutChartData(legend=clean(one.words, 40), value=one.count, color=one.color) for one in _there(shares)]
    return DonutChart(data=data, value=clean(middle, 12), fallback=instead)


def stacked(bars: Sequence[tuple[str, Sequence[Share]]], instead: CardElement) -> StackedHorizontalBarChart:
    """A bar for each title, made of its shares."""
    data = [StackedHorizontalBarChartData(title=clean(title, 80), data=_points(shares)) for title, shares in bars]
    return StackedHorizontalBarChart(data=data, fallback=instead)


def _points(shares: Sequence[Share]) -> list[StackedHorizontalBarChartDataPoint]:
    return [
        StackedHorizontalBarChartDataPoint(legend=clean(one.words, 40), value=one.count, color=one.color)
        for one in _there(shares)
    ]


def _there(shares: Sequence[Share]) -> list[Share]:
    return [one for one in shares if one.count > 0]
