"""`switchboard check` as a doctor: each permission, the clock, the database and the bot from outside; and as JSON."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import update

from bot.check import _public, check
from bot.checks.database import need_recent, tables
from bot.checks.permissions import GRAPH_PERMISSIONS, PermissionMissing, judged
from bot.checks.public import messages, page
from bot.checks.reach import clocks
from bot.config import load
from services.domain.errors import SettingWrong
from services.remote.graph_permissions import ASKED_FOR, permission_for
from services.sandbox.app import Options
from services.sandbox.graph.call import TEAMS
from services.sandbox.graph.routes import ROUTES
from services.store.database import Database
from services.store.migrate import config, migrate, newest
from services.store.tables import RecordKeyRow
from tests.bot.teams.test_auth import guarded
from tests.bot.test_config import LOCAL, REAL
from tests.services.remote.support import CONTOSO, Reply, Wire, connected, scripted
from tests.support.town import Town

NOW = datetime(2030, 3, 7, tzinfo=UTC)


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with scripted() as started:
        yield started


async def examined(place: Town, capsys: pytest.CaptureFixture[str], **changes: Any) -> tuple[bool, dict[str, Any]]:
    """Whether the town's program is well, and each result by its key."""
    changes = {"public_url": place.sandbox.options.bot_url, **changes}
    capsys.readouterr()
    good = await check(place.bot.core.settings.model_copy(update=changes), as_data=True)
    said = capsys.readouterr().out
    told = json.loads(said[said.index("{\n") :])  # the town's bot logs to the same stream
    assert told["good"] == good
    return good, {one["check"]: one for one in told["checks"]}


async def test_all_is_examined_and_told_under_stable_keys(place: Town, capsys: pytest.CaptureFixture[str]) -> None:
    await place.connected()
    good, found = await examined(place, capsys)
    assert good, [one for one in found.values() if one["state"] == "failed"]
    assert set(found) == {
        *("database", "database.tables", "workspaces", "record.keys", "sign_in", "clock", "graph", "cpaas"),
        "graph.organization",
        *("gateway.read", "gateway.write", "public.page"),
        *(f"graph.{one.name}" for one in GRAPH_PERMISSIONS),
        *("cpaas.organisation", "cpaas.licences", "cpaas.numbers", "cpaas.lines", "cpaas.settings"),
    }
    assert set(found["clock"]) == {"check", "of", "name", "state", "seconds", "text", "fix"}
    assert found["graph.User.Read.All"]["of"] == place.tenant().id
    assert found["clock"]["text"] == "agrees with Microsoft Graph, The CPaaS"
    assert found["database"]["text"].startswith("SQLite 3.")
    assert found["workspaces"]["text"] == "1 linked"


async def test_a_damaged_key_of_the_record_is_a_warning_with_its_name(
    place: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    await place.connected()
    alex = place.somebody("Alex").id
    async with place.bot.store.db.begin() as session:
        await session.execute(update(RecordKeyRow).where(RecordKeyRow.person == alex).values(key_sealed="x"))
    good, found = await examined(place, capsys)
    assert good
    told = found["record.keys"]
    assert told["state"] == "warning"
    assert f"1 can't be opened, the first: record-person:{place.tenant().id}:{alex}:" in told["text"]
    assert "docs/record.md" in told["fix"]


async def test_a_permission_that_is_missing_is_named_with_what_to_do(
    place: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    await place.connected()
    place.tenant().granted_roles = {"User.Read.All", "User.ReadWrite.All", "Organization.Read.All"}
    place.tenant().granted_roles |= {"RoleManagement.ReadWrite.Directory"}
    good, found = await examined(place, capsys)
    assert not good
    states = {name.removeprefix("graph."): one["state"] for name, one in found.items() if name.startswith("graph.")}
    assert states == {
        "organization": "ok",
        "Organization.Read.All": "ok",
        "User.Read.All": "ok",
        "User.ReadWrite.All": "ok",
        "LicenseAssignment.ReadWrite.All": "ok",
        "RoleManagement.Read.Directory": "ok",
        "TeamsTelephoneNumber.ReadWrite.All": "failed",
        "TeamsUserConfiguration.Read.All": "warning",
        "TeamsPolicyUserAssign.ReadWrite.All": "warning",
        "GroupMember.Read.All": "warning",
        "AdministrativeUnit.Read.All": "warning",
    }
    policies = found["graph.TeamsPolicyUserAssign.ReadWrite.All"]
    assert policies["text"] == "missing; only for giving voice policies"
    assert "Have a Global Administrator grant me TeamsPolicyUserAssign.ReadWrite.All" in policies["fix"]
    missing = found["graph.TeamsTelephoneNumber.ReadWrite.All"]
    assert "reading and assigning numbers" in missing["text"]
    assert "Global Administrator" in missing["fix"]
    roles = found["graph.RoleManagement.Read.Directory"]["text"]
    assert roles == "granted through RoleManagement.ReadWrite.Directory, for telling administrators from others"


async def test_what_the_token_says_is_what_was_granted() -> None:
    async with connected(Options(speed=200.0)) as world:
        world.sandbox.world.tenants[CONTOSO].granted_roles = {"Organization.Read.All"}
        assert await world.clients.granted(CONTOSO) == {"Organization.Read.All"}


def test_a_token_that_hides_its_permissions_blames_nobody() -> None:
    assert "can't be told" in judged(GRAPH_PERMISSIONS[0], None).text


def test_every_permission_that_a_call_of_ours_asks_for_is_looked_at_and_in_the_readme() -> None:
    """`/applications` is read in the program's own tenant; User-Phone has a check of its own."""
    looked_at = {name for one in GRAPH_PERMISSIONS for name in (one.name, *one.held_by)}
    for route in ROUTES:
        assert not route.roles or route.roles & looked_at or route.template == "/applications", route.template
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    for one in GRAPH_PERMISSIONS:
        assert f"`{one.name}`" in readme, one.name


def test_what_a_refusal_names_is_what_is_looked_at() -> None:
    assert {one.name for one in GRAPH_PERMISSIONS} | {"Application.Read.All", "User-Phone.ReadWrite.All"} == ASKED_FOR
    for route in ROUTES:
        if route.roles and not route.template.startswith(TEAMS):
            assert permission_for(route.method, route.template) in route.roles, route.template


def test_without_what_is_optional_only_that_is_missing() -> None:
    optional = [one for one in GRAPH_PERMISSIONS if one.optional]
    assert all(judged(one, frozenset()).fix for one in optional)
    for one in set(GRAPH_PERMISSIONS) - set(optional):
        with pytest.raises(PermissionMissing, match=one.name):
            judged(one, frozenset())


async def test_a_key_that_was_revoked_is_told_for_each_area(place: Town, capsys: pytest.CaptureFixture[str]) -> None:
    await place.connected()
    await place.fault(system="cpaas", kind="auth")
    good, found = await examined(place, capsys)
    assert not good
    failed = {name for name, one in found.items() if one["state"] == "failed" and name.startswith("cpaas.")}
    assert failed == {f"cpaas.{area}" for area in ("organisation", "licences", "numbers", "lines", "settings")}
    assert "another key" in found["cpaas.lines"]["fix"]


@pytest.mark.parametrize(("ahead", "says"), [(-95.0, "behind"), (95.0, "ahead of")])
async def test_a_clock_that_is_off_is_a_warning(wire: Wire, ahead: float, says: str) -> None:
    theirs = datetime.now(UTC) - timedelta(seconds=ahead)
    wire.otherwise = lambda _seen: Reply(401, headers={"Date": format_datetime(theirs, usegmt=True)})
    said = await clocks(wire.session, {"Microsoft Graph": wire.url})
    assert f"s {says} Microsoft Graph's" in said.text
    assert "NTP" in said.fix


@pytest.mark.parametrize("seconds", [-58.0, 0.0, 58.0])
async def test_a_clock_within_a_minute_is_good(wire: Wire, seconds: float) -> None:
    theirs = datetime.now(UTC) + timedelta(seconds=seconds)
    wire.otherwise = lambda _seen: Reply(401, headers={"Date": format_datetime(theirs, usegmt=True)})
    assert not (await clocks(wire.session, {"Microsoft Graph": wire.url})).fix


async def test_a_system_that_tells_no_time_is_left_out(wire: Wire) -> None:
    wire.otherwise = lambda _seen: Reply(401, headers={"Date": "soon"})
    assert (await clocks(wire.session, {"A": wire.url, "B": "http://127.0.0.1:1"})).text == "no system told its time"


async def test_a_bot_that_asks_for_sign_in_turns_the_unsigned_away(wire: Wire) -> None:
    async with guarded() as (bot, _, _):
        said = await messages(wire.session, bot.url.removesuffix("/api/messages"))
    assert (said.text, said.fix) == ("there, and an unsigned call is turned away with 401", "")
    assert not bot.turns


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        (Reply(200), "took an unsigned call"),
        (Reply(404), "isn't the bot's messaging endpoint"),
        (Reply(302, headers={"Location": "https://elsewhere.example"}), "isn't the bot's messaging endpoint"),
        (Reply(502), "isn't the bot's messaging endpoint"),
    ],
)
async def test_whatever_else_answers_there_fails_and_is_told(wire: Wire, reply: Reply, says: str) -> None:
    wire.otherwise = lambda _seen: reply
    with pytest.raises(SettingWrong, match=says):
        await messages(wire.session, wire.url)
    with pytest.raises(SettingWrong, match="isn't the bot's page"):
        await page(wire.session, wire.url, NOW)


async def test_an_address_where_nobody_answers_is_told(wire: Wire) -> None:
    for attempt in (messages(wire.session, "http://127.0.0.1:1"), page(wire.session, "http://127.0.0.1:1", NOW)):
        with pytest.raises(SettingWrong, match="can't be reached") as told:
            await attempt
        assert "DNS" in told.value.fix


async def test_a_bot_that_takes_what_is_unsigned_fails(place: Town, capsys: pytest.CaptureFixture[str]) -> None:
    good, found = await examined(place, capsys)
    assert good
    assert "public.messages" not in found, "without sign-in of the channel nobody is turned away"
    good, found = await examined(place, capsys, local=False)
    assert not good
    assert "not 401" in found["public.messages"]["text"]


async def test_the_bot_is_looked_at_from_outside_only_where_its_address_is_set(wire: Wire) -> None:
    assert [one.key for one in _public(load(**REAL), wire.session, NOW)] == ["public.page", "public.messages"]
    assert _public(load(**LOCAL), wire.session, NOW) == []


async def test_the_tables_are_looked_at_and_left_as_they_are(tmp_path: Path) -> None:
    db = Database(f"sqlite:///{tmp_path / 'store.db'}")
    assert "empty" in (await tables(db)).text
    await migrate(db)
    assert (await tables(db)).text == f"at revision {newest()}"
    async with db.engine.begin() as connection:
        await connection.run_sync(lambda c: command.downgrade(config(c), "0007"))
    assert (
        await tables(db)
    ).text == f"at revision 0007; this version's are {newest()}, and its first start changes them"
    async with db.engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SettingWrong, match="newer version has run"):
        await tables(db)
    await db.close()


@pytest.mark.parametrize(("version", "good"), [("15.6", True), ("17.0 (Debian 17.0-1)", True), ("14.11", False)])
def test_a_server_older_than_what_is_tried_is_told(version: str, good: bool) -> None:
    if good:
        need_recent(version, is_sqlite=False)
        return
    with pytest.raises(SettingWrong, match=version):
        need_recent(version, is_sqlite=False)
