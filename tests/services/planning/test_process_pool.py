"""A draft is computed in a process of its own: its questions are answered, its limits kept, its end noticed."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection

import pytest

from services.domain.errors import BadInput
from services.domain.people import Directory
from services.intake.headers import other_languages
from services.intake.headings import Headings
from services.intake.table import Limits
from services.inventory.snapshot import Snapshot
from services.planning.compute import Compute, InThread
from services.planning.compute_child import ComputeLimits
from services.planning.draft_plan import DraftInput, DraftResult, KeepHeadings, ReadAddresses, ReadLive, Request
from services.planning.process_pool import ProcessPool
from tests.support.processes import children_of

FILE = DraftInput(
    tenant_id="t",
    author="a",
    name="lines.csv",
    is_file=True,
    content=b"Ext Key\n101\n102\n",
    notes=(),
    answers={},
    skip_faulty=False,
    country="SG",
    headings=Headings(),
    limits=Limits(),
)
LIVE = Snapshot(
    tenant_id="t",
    country="SG",
    lines={},
    numbers={},
    directory=Directory(()),
    seats={},
    consent="",
    countries=frozenset(),
    settings={},
    held={},
)


class Outside:
    """What is known outside; every question is noted."""

    def __init__(self, meanwhile: Callable[[], None] = lambda: None) -> None:
        self.asked: list[Request] = []
        self._meanwhile = meanwhile

    async def answer(self, request: Request) -> object:
        self.asked.append(request)
        self._meanwhile()
        return {ReadLive: LIVE, ReadAddresses: (), KeepHeadings: None}[type(request)]


async def computed(compute: Compute, draft: DraftInput = FILE) -> tuple[DraftResult, list[Request]]:
    outside = Outside()
    async with compute.slot(draft.tenant_id):
        return await compute.run(draft, outside.answer), outside.asked


async def test_a_process_comes_to_the_same_as_a_thread() -> None:
    there, here = await computed(ProcessPool(ComputeLimits())), await computed(InThread())
    assert there == here
    assert there[1] == [ReadLive(system=False)]
    assert there[0].plan is not None or there[0].outcome["findings"]


async def test_what_cannot_be_read_is_refused_with_the_reason() -> None:
    result, asked = await computed(ProcessPool(ComputeLimits()), replace(FILE, content=b""))
    assert (result.state, asked) == ("refused", [])
    assert result.outcome["what"]


async def test_a_draft_that_takes_too_long_is_refused() -> None:
    with pytest.raises(BadInput, match=r"too much at once.*longer than 0\.001 seconds.*smaller parts"):
        await computed(ProcessPool(ComputeLimits(seconds=0.001)))


async def test_a_draft_that_takes_too_much_memory_is_refused() -> None:
    wide = b"Ext Key,Label\n" + b"".join(b"%d,%s\n" % (i, b"x" * 400) for i in range(9_000))
    with pytest.raises(BadInput, match=r"too much at once.*more than 1 MB"):
        await computed(ProcessPool(ComputeLimits(memory=2**20)), replace(FILE, content=wide))


async def test_a_process_that_is_killed_is_begun_anew_once() -> None:
    kills: list[int] = []

    def kill() -> None:
        if not kills:
            kills.extend(computing())
            for pid in kills:
                os.kill(pid, signal.SIGKILL)

    outside = Outside(kill)
    result = await ProcessPool(ComputeLimits()).run(FILE, outside.answer)
    assert kills
    assert result == (await computed(InThread()))[0]
    assert len(outside.asked) == 2


async def test_a_process_that_is_killed_again_and_again_is_told() -> None:
    def kill() -> None:
        for pid in computing():
            os.kill(pid, signal.SIGKILL)

    with pytest.raises(BadInput, match="ended again and again"):
        await ProcessPool(ComputeLimits()).run(FILE, Outside(kill).answer)


async def test_a_fault_of_ours_is_raised_with_its_trace() -> None:
    with pytest.raises(RuntimeError, match=r"(?s)computing broke.*Traceback"):
        await computed(ProcessPool(ComputeLimits()), replace(FILE, is_file=False, content=b"no requests"))


def computing() -> list[int]:
    """The processes that compute for this one: those of the process that they are forked from."""
    return [pid for server in children_of(os.getpid()) for pid in children_of(server)]


def _tell_what_is_read(pipe: Connection) -> None:
    pipe.send(other_languages.cache_info().currsize)


def test_a_process_begins_with_the_catalogues_of_all_languages_read() -> None:
    ProcessPool(ComputeLimits())
    here, there = multiprocessing.get_context("forkserver").Pipe()
    process = multiprocessing.get_context("forkserver").Process(target=_tell_what_is_read, args=(there,))
    process.start()
    assert here.poll(30.0)
    assert here.recv() == 1
    process.join(30.0)
