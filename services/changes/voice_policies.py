"""Reads voice policies from Microsoft Teams: those with a name, and those that people have."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from services.domain.change import Change
from services.domain.errors import RemoteRefused
from services.domain.people import Person
from services.domain.plan import Finding
from services.domain.voice_policies import HeldPolicy, VoicePolicy
from services.inventory.snapshot import Snapshot
from services.planning.voice_policies import (
    PolicyAnswers,
    PolicyName,
    PolicyQuestions,
    policy_questions,
    with_policies,
)
from services.remote.graph import Graph

_MAX_READS = 8  # calls at the same time
_MAX_ONE_BY_ONE = 60  # people; for more, everybody's are listed, 999 a page


async def answered(graph: Graph, asked: PolicyQuestions) -> PolicyAnswers:
    """The answers to these questions."""
    slots = asyncio.Semaphore(_MAX_READS)

    async def called(name: PolicyName) -> tuple[VoicePolicy, ...]:
        async with slots:
            return await graph.policies_called(*name)

    names = sorted(asked.names)
    found = await asyncio.gather(*map(called, names))
    return PolicyAnswers(dict(zip(names, found, strict=True)), await _held(graph, asked.people, slots))


async def with_policies_asked(
    graph: Graph, changes: Sequence[Change], people: Mapping[int, Person], live: Snapshot
) -> tuple[tuple[Change, ...], tuple[Finding, ...]]:
    """The changes with the policies that they name, looked up in Microsoft Teams where that hasn't been done yet."""
    asked = policy_questions(changes, people, live)
    return with_policies(changes, people, live, await answered(graph, asked)) if asked else (tuple(changes), ())


async def _held(graph: Graph, ids: Collection[str], slots: asyncio.Semaphore) -> dict[str, tuple[HeldPolicy, ...]]:
    if len(ids) > _MAX_ONE_BY_ONE:
        return {one: held async for one, held in graph.everybodys_policies() if one in ids}

    async def of(one: str) -> tuple[HeldPolicy, ...] | None:
        async with slots:
            try:
                return await graph.policies_of(one)
            except RemoteRefused as refused:
                if refused.status != 404:
                    raise
        return None

    found = await asyncio.gather(*map(of, ids))
    return {one: held for one, held in zip(ids, found, strict=True) if held is not None}


def unasked(changes: Sequence[Change]) -> tuple[Change, ...]:
    """The changes with their requested policies as typed, without what was looked up: that may have changed since."""
    return tuple(
        replace(change, policies=tuple(replace(request, wanted=None, had=None) for request in change.policies))
        for change in changes
    )
