"""Two people swap numbers and the bot is killed between, or the job cancelled: no number is lost, the order is kept."""

from __future__ import annotations

import pytest

from tests.crash.crowd import Crowd, name, number
from tests.support.chat import Json
from tests.support.processes import until

pytestmark = pytest.mark.crash
_TEAMS = "device_import_msteams_OC"
_PAIR = (0, 1)


async def both(crowd: Crowd) -> None:
    """Two people call with a number each."""
    rows = "\n".join(f"{1000 + i},{number(i)[1:]},{name(i)},{_TEAMS}" for i in _PAIR)
    await crowd.alex.send("pair.csv", f"Ext Key,Number,User,Addon license 1\n{rows}".encode())
    await crowd.ask()
    await crowd.sam.click("Approve")
    await crowd.alex.sees("All done", "pair.csv")


async def swapping(crowd: Crowd) -> None:
    """The swap is approved, and has let go of both numbers; giving them takes its time."""
    await crowd.hold("assign", times=None)
    plan = await crowd.alex.say("swap the numbers of 1000 and 1001")
    await crowd.alex.click("Send for approval", plan)
    await crowd.sam.click("Approve", await crowd.sam.sees("Please check this plan", "wap"))

    async def let_go() -> bool:
        return not any(await holders(crowd))

    await until(let_go, "both numbers are let go of")


async def contoso(crowd: Crowd, part: str) -> Json:
    """Contoso on one side."""
    found: dict[str, Json] = await crowd.place.part(part)
    return next(one for one in found.values() if str(one.get("display_name", one.get("name"))).startswith("Contoso"))


async def holders(crowd: Crowd) -> list[str]:
    """Who has the two numbers in Teams; empty for nobody."""
    tenant = await contoso(crowd, "graph")
    targets = [tenant["numbers"][number(i)]["assignment_target_id"] for i in _PAIR]
    return [tenant["people"][target]["display_name"] if target else "" for target in targets]


async def on_lines(crowd: Crowd) -> list[list[str]]:
    """The numbers of the two lines in the CPaaS."""
    extensions = (await contoso(crowd, "cpaas"))["extensions"]
    return [extensions[str(1000 + i)]["numbers"] for i in _PAIR]


async def test_killed_between_it_ends_as_planned(crowd: Crowd) -> None:
    await both(crowd)
    await swapping(crowd)
    await crowd.place.kill()
    await crowd.place.calm()
    await crowd.place.boot()
    await crowd.alex.sees("All done", "wap")
    assert await holders(crowd) == [name(1), name(0)]
    assert await on_lines(crowd) == [[number(1)[1:]], [number(0)[1:]]]


async def test_cancelled_between_each_number_is_still_on_a_line_and_undo_brings_it_back(crowd: Crowd) -> None:
    await both(crowd)
    await swapping(crowd)
    asked = await crowd.alex.say("cancel")
    await crowd.alex.click(next(title for title in asked.actions if title.startswith("Cancel: ")), asked)
    await crowd.place.calm()
    closing = await crowd.alex.until(lambda m: "Undo" in m.actions and "wap" in m.words, "the end of the swap")
    lines = await on_lines(crowd)
    assert sorted(one for numbers in lines for one in numbers) == [number(0)[1:], number(1)[1:]]
    await crowd.alex.click("Undo", closing)
    await crowd.alex.click("Send for approval", await crowd.alex.sees("Your plan", "Undo: "))
    await crowd.sam.click("Approve", await crowd.sam.sees("Please check this plan", "Undo: "))
    await crowd.alex.sees("All done", "Undo: ")
    assert await holders(crowd) == [name(0), name(1)]
    assert await on_lines(crowd) == [[number(0)[1:]], [number(1)[1:]]]
