"""The shortest time a job can take and the fewest calls it can make, by the published limits.

Limits: Graph 30 "other Teams calls" a second, an item of a `$batch` counting as one
(https://learn.microsoft.com/graph/throttling-limits); the operator's gateway 100 requests a minute, a batch of 100
counting as one; the CPaaS 10 requests a second, 100 lines each. Delays are the sandbox's.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil

SYNC, VISIBLE, ASSIGN = 5.0, 30.0, 3.0  # seconds: written → synced → shown by Teams; an assignment's operation
_BATCH, _GRAPH_BATCH, _PAGE = 100, 20, 1000
_GRAPH_RATE, _GRAPH_BURST = 30.0, 30
_OPERATOR_RATE, _OPERATOR_BURST = 100 / 60, 100
_CPAAS_RATE, _CPAAS_BURST = 10.0, 20

FORMULA = "5 s sync + 30 s visible (first line) + (lines − 30) ÷ 30 s⁻¹ Graph + 3 s assignment (last line)"


def seconds(lines: int) -> float:
    """The floor in world seconds: the first line's way to Teams, the slowest limit, the last line's assignment."""
    batches = ceil(lines / _BATCH)
    slowest = max(
        (lines - _GRAPH_BURST) / _GRAPH_RATE,
        (batches - _OPERATOR_BURST) / _OPERATOR_RATE,
        (2 * batches - _CPAAS_BURST) / _CPAAS_RATE,
        0.0,
    )
    return SYNC + VISIBLE + slowest + ASSIGN


def pages(objects: int) -> int:
    """The number of pages of a list."""
    return max(1, ceil(objects / _PAGE))


def least_calls(lines: int, world: int) -> tuple[int, int]:
    """The fewest HTTP requests, and their number as the limits count (each item of a `$batch` is one).

    `world` is the number of people and of numbers. Reads for the plan: extensions and their settings, licences,
    consent, numbers, members, users, Teams' list, the gateway's list. Writes: create, set, upload, assign. Reads to
    verify: extensions, gateway, Teams; and one each to see the numbers synced, visible and assigned.
    """
    plan = 6 + 3 * pages(world)
    writes = 3 * ceil(lines / _BATCH)
    back = 3 * pages(lines)
    looks = 3 * pages(lines)
    http = plan + writes + ceil(lines / _GRAPH_BATCH) + back + looks
    return http, http - ceil(lines / _GRAPH_BATCH) + lines


def made_calls(calls: Mapping[str, int]) -> tuple[int, int]:
    """The calls that were made, counted in the same two ways, without those of chat and connecting."""
    ours = {
        route: n
        for route, n in calls.items()
        if not any(part in route for part in ("directoryRole", "/organization", "GET /operator/accounts'", "msTeams"))
        and route != "operator GET /operator/accounts"
    }
    items = sum(n for route, n in ours.items() if route.endswith("assignNumber"))
    batches = ours.get("graph POST /$batch", 0)
    total = sum(ours.values())
    return total - items, total - batches
