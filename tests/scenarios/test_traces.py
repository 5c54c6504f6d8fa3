"""Traces: one change is one trace from the chat to its closing card, whoever approves it and wherever it is done."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from services.domain.trace import trace_id_of
from services.sandbox.tokens import CLIENT_SECRET as SECRET
from tests.support.collector import Collector, collector
from tests.support.processes import ROOT, surroundings
from tests.support.road import approved
from tests.support.sheets import HEAD, PHONE, TEAMS, csv
from tests.support.town import town

ROWS = (("101", "6567891230", "alice", PHONE, TEAMS), ("102", "6567891231", "john", PHONE, TEAMS))
# What names somebody or something of theirs in the scenario below.
PERSONAL = ("alice", "john", "6567891230", "sb-contoso-key", "/users/", "joiners.csv", "alex", "sam ", SECRET, "eyj")


async def test_one_change_from_chat_to_closing_card_is_one_trace(tmp_path: Path) -> None:
    async with collector() as watching:
        async with town(tmp_path, SWITCHBOARD_OTLP_ENDPOINT=watching.url) as place:
            alex, sam = await place.connected(), await place.person("Sam")
            await alex.send("joiners.csv", csv(*ROWS, head=(*HEAD, "Addon license 2")))
            plan = await alex.sees("Your plan")
            await approved(alex, sam, plan)
            (job,) = await place.bot.store.ledger.recent(place.tenant().id)
        found = watching.trace(trace_id_of(job.ref))
        names = [one.name for one in found]
        assert len([one for one in found if not one.parent]) == 1, "one root: the turn that sent the file"
        assert {"turn message", "plan", "plan waiting", "plan decided", "slice", "finish", "job"} <= set(names)
        assert {"notice approval", "notice closing"} <= set(names)
        assert {"GET Microsoft Graph", "POST Microsoft Graph", "PUT Microsoft Teams"} <= set(names)
        assert "download Microsoft's file store" in names
        everywhere = {one.name for one in watching.spans}
        assert {"sign in Microsoft sign-in", "sign in Microsoft sign-in for the operator's gateway"} <= everywhere
        ids = {one.span_id for one in found}
        assert all(one.parent in ids for one in found if one.parent), "every span hangs below another of the trace"
        (decided,) = (one for one in found if one.name == "plan decided")
        (click,) = decided.links
        assert [one.name for one in watching.trace(click) if not one.parent] == ["turn invoke"], "Sam's own click"
        assert_impersonal(watching)


def assert_impersonal(watching: Collector) -> None:
    """Nothing that came names a person, number, file or secret."""
    said = watching.text.casefold()
    assert [word for word in PERSONAL if word in said] == []


async def test_a_file_that_is_given_is_told_by_its_size_alone(tmp_path: Path) -> None:
    async with collector() as watching:
        async with town(tmp_path, SWITCHBOARD_OTLP_ENDPOINT=watching.url) as place:
            alex = await place.person("Alex")
            await alex.click("Sample file", await alex.say("bulk"))
            given = await alex.take_file()
        (upload,) = (one for one in watching.spans if one.name == "upload Microsoft's file store")
        assert upload.values["bytes"] == str(len(given))
        assert "switchboard-sample" not in watching.text


async def test_a_sign_in_that_is_refused_tells_the_kind_of_error_and_no_secret(tmp_path: Path) -> None:
    async with collector() as watching:
        wrong = "not-the-secret-of-the-app"
        async with town(
            tmp_path, SWITCHBOARD_OTLP_ENDPOINT=watching.url, SWITCHBOARD_GRAPH_APP_PASSWORD=wrong
        ) as place:
            alex = await place.person("Alex")
            await alex.say("lines")
        refused = [one for one in watching.spans if one.name == "sign in Microsoft sign-in"]
        assert {one.values["error.type"] for one in refused} == {"RemoteRefused"}
        assert wrong not in watching.text


@pytest.mark.long
async def test_nothing_is_loaded_where_no_endpoint_is_set(tmp_path: Path) -> None:
    program = "import bot.wiring, bot.worker, json, sys; print(json.dumps(list(sys.modules)))"
    done = subprocess.run(  # noqa: ASYNC221
        [sys.executable, "-c", program], cwd=ROOT, env=surroundings(tmp_path), capture_output=True, check=True
    )
    assert [name for name in json.loads(done.stdout) if name.startswith("opentelemetry.exporter")] == []
