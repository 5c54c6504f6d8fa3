"""The log of the main job, with much that goes wrong: one line of JSON an event, an id in each, and nobody named."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.crash.crowd import Crowd, name, number
from tests.support.town import KEY

pytestmark = [pytest.mark.crash, pytest.mark.slow]

TYPED = "zanzibar"  # typed, and in no word of ours
SECRETS = (KEY, "SWITCHBOARD_SECRET_KEY", "Bearer ", "client_secret", "eyJ")
PEOPLE = (name(0), "person 0001", "person.0001", "@contoso", "Alex", "Sam", "Kim")


def said(line: dict[str, Any]) -> str:
    """What a line says, without the places in our own code."""
    return json.dumps({key: value for key, value in line.items() if key != "exception"})


async def test_the_log_names_nobody_and_every_line_has_an_id(crowd: Crowd) -> None:
    place = crowd.place
    await crowd.alex.say(f"give {TYPED} the number {number(0)}")
    await crowd.alex.say(f"line {TYPED}")
    await crowd.alex.send("faulty.csv", f"Ext Key,Number,User\n1000,{number(0)},{TYPED}\n".encode())
    await crowd.alex.sees("faulty.csv", "Please mend the file")
    await crowd.alex.send("broken.xlsx", TYPED.encode())
    await crowd.alex.sees("That didn't work")
    refusal = f"The country 'SG' of '{number(3)}' is not one that {name(3)} consented to."
    await place.fault(
        system="operator", kind="number_error", numbers=[number(3)], code="unknown_country_code", text=refusal
    )
    for system, match in (("graph", "assignNumber"), ("cpaas", "extensions"), ("operator", "createOrUpdateNumbers")):
        await place.fault(system=system, kind="500", match=match, times=3)
    await place.fault(system="graph", kind="html", match="assignNumber", times=1)
    await place.fault(system="teams", kind="500", match="PUT", times=5)
    await crowd.approved()
    await crowd.done()
    await place.kill()
    await place.boot()
    await crowd.alex.say(f"{TYPED}?")
    await place.fault(system="graph", kind="500", match="users")
    await crowd.alex.say("lines")
    await place.stop()
    log = place.log.read_text()
    lines = [json.loads(line) for line in log.splitlines()]
    assert len(lines) > 10
    assert {line["event"] for line in lines} >= {"listening", "working", "refused", "job ended"}
    assert [line for line in lines if not line.get("ref") or not line.get("level") or not line.get("timestamp")] == []
    words = "\n".join(map(said, lines))
    assert [each for each in (*PEOPLE, TYPED, "crowd.csv", "faulty.csv") if each.casefold() in words.casefold()] == []
    assert re.findall(r"\+?65640000[0-9]{2}", words) == []
    assert [each for each in SECRETS if each in log] == []
    assert TYPED not in log
