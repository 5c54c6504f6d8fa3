"""The road in the browser: Alex sends the table, Sam approves, and it all shows by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.window import window
from tests.support.town import KEY, Town

pytestmark = pytest.mark.browser

SEED = Path(__file__).parent.parent / "data" / "seed-bulk.xlsx"


async def test_the_road(place: Town) -> None:
    async with window(place.url) as here:
        await here.sees("Alex", "Connect")
        await here.look("01-welcome")
        await here.says("Alex", "connect")
        await here.sees("Alex", "key")
        await here.look("02-connect")
        await here.pane("Alex").get_by_label("key").last.fill(KEY)
        await here.presses("Alex", "Connect")
        await here.sees("Alex", "Is this your organisation?")
        await here.look("02-whose")
        await here.pane("Alex").get_by_label("Link code").last.fill(place.organisation().link_code)
        await here.presses("Alex", "Link")
        await here.sees("Sam", "Please check this plan", "Link Contoso")
        await here.presses("Sam", "Approve")
        await here.sees("Alex", "Connected")
        await here.look("03-connected")
        # Microsoft is busy for as long as the pictures of the running job take.
        await place.fault(system="graph", kind="429", match="assignNumber", retry_after=0.5)
        await here.sends("Alex", SEED)
        await here.sees("Alex", "Nothing is written yet")
        await here.look("04-plan")
        await here.presses("Alex", "Send for approval")
        await here.sees("Sam", "Please check this plan", "seed-bulk.xlsx")
        await here.says("Sam", "approvals")
        await here.sees("Sam", "Waiting for a decision: 1 plan")
        await here.look("05-approvals", "Sam")
        await here.presses("Sam", "Open")
        await here.sees("Sam", "Please check this plan", "seed-bulk.xlsx")
        await here.look("05-approval", "Sam")
        await here.presses("Sam", "Approve")
        await here.sees("Sam", "Approved")
        await here.look("06-approved", "Sam")
        await here.sees("Alex", "Working on it", "1 of 4 lines", "Upload numbers to Teams: 3 of 3")
        await here.look("07-progress")
        await place.calm()
        await here.sees("Alex", "3 assigned, 1 can call")
        await here.look("08-closing")
        await here.says("Alex", "jobs")
        await here.sees("Alex", "Open a job", "4 of 4 lines")
        await here.look("09-jobs")
    assert len(await place.in_teams()) == 3


@pytest.mark.slow
async def test_the_lists(place: Town) -> None:
    await place.connected("Alex")
    for row in (
        ("101", "john", "6567891230", "device_import_msteams_OC", "call_recording"),
        ("102", "alice", "6567891231", "device_import_msteams_OC"),
        ("104", "resource.account", "6567891232", "device_import_msteams_OC_resource"),
        ("109", "hallie", "6567891233", "device_ip_phone", "device_desktop_app", "call_recording"),
    ):
        place.line(*row)
    async with window(place.url) as here:
        for stage, said, shown in (
            ("10-home", "home", "Contoso"),
            ("11-numbers", "numbers", "+65"),
            ("12-lines", "lines", "100"),
            ("13-ready", "ready", "What stands in the way"),
            ("14-help", "help", "numbers"),
        ):
            await here.says("Alex", said)
            await here.sees("Alex", shown)
            await here.look(stage)


@pytest.mark.slow
async def test_a_faulty_file(place: Town, tmp_path: Path) -> None:
    await place.connected("Alex")
    bad = tmp_path / "faulty.csv"
    bad.write_text(
        "Ext Key,Number,User,Addon license 1\n"
        "101,6567891230,John,device_import_msteams_OC\n"
        "101,6567891231,Alice,device_import_msteams_OC\n"
        "103,12,Nobody Atall,device_import_teams\n"
        "104,6567891233,Chris Lee,device_mobile_app\n"
    )
    async with window(place.url) as here:
        await here.sends("Alex", bad)
        await here.sees("Alex", "faulty.csv", "101")
        await here.look("15-problems")
