"""The end of a job says what people asked for: who can call; what keeps them from it is mended by its first button."""

from __future__ import annotations

import pytest

from tests.support.chat import Shown
from tests.support.road import approved
from tests.support.sheets import TEAMS, csv
from tests.support.town import Town


def colours(shown: Shown) -> set[str]:
    """The colours of its bars."""
    return {node["color"] for node in _nodes(shown.card) if node.get("type") == "ProgressBar"}


def _nodes(node: object) -> list[dict[str, str]]:
    if isinstance(node, list):
        return [found for item in node for found in _nodes(item)]
    return [node, *_nodes(list(node.values()))] if isinstance(node, dict) else []


@pytest.mark.slow
async def test_who_can_call_is_said_first_and_mended_in_a_click(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    for person in ("John", "Alice"):
        place.somebody(person).usage_location = "SG"
    await alex.send("two.csv", csv(("101", "6567891230", "John", TEAMS), ("102", "6567891231", "Alice", TEAMS)))
    closing = await approved(alex, sam, await alex.sees("Send for approval"))
    assert closing.card["body"][0]["text"] == "2 assigned, 0 can call"
    assert "No outbound rule" in closing.words
    assert colours(closing) == {"Warning"}
    mend = next(iter(closing.actions))
    assert mend == "Give the rule Singapore default"
    await alex.click(mend, closing)
    plan = await alex.sees("Send for approval", "Give the outbound rule Singapore default to 2 lines")
    await approved(alex, sam, plan)
    # The card of the first job stays as it was: the mending is a job of its own.
    assert (await alex.now(closing)).words == closing.words


async def test_what_was_applied_alone_says_so(place: Town) -> None:
    place.line("101", "ben", "6567891230", TEAMS)
    alex = await place.connected()
    plan = await alex.say("mend licence ben")
    assert "nobody loses service by it" in plan.words
    assert await place.effects() == {}
    await alex.click("Apply now", plan)
    decided = await alex.becomes(plan, "Applied by Alex", "No approval was needed")
    assert "Approved" not in decided.words
