"""The bot refuses to run where anybody could speak in anybody's name."""

from __future__ import annotations

from typing import Any

import pytest

from bot.teams.channel import Identity, Teams, check_bind
from services.domain.errors import SettingWrong

FULL: dict[str, Any] = {
    "app_id": "app",
    "app_password": "0pen-sesame",
    "app_type": "SingleTenant",
    "app_tenant_id": "tenant",
}


def test_a_full_registration_is_taken() -> None:
    identity = Identity(**FULL)
    assert identity.login_tenant == "tenant"
    assert identity.bot_id == "28:app"
    assert "0pen-sesame" not in repr(identity)


def test_multi_tenant_bots_get_their_tokens_from_botframework_com() -> None:
    identity = Identity(app_id="app", app_password="0pen-sesame", app_type="MULTITENANT")
    assert identity.login_tenant == "botframework.com"


@pytest.mark.parametrize("missing", ["app_id", "app_password", "app_tenant_id"])
def test_a_missing_part_stops_the_start(missing: str) -> None:
    with pytest.raises(SettingWrong):
        Identity(**{**FULL, missing: ""})


def test_an_unknown_type_stops_the_start() -> None:
    with pytest.raises(SettingWrong, match="isn't known"):
        Identity(**{**FULL, "app_type": "Anonymous"})


def test_managed_identities_need_no_password() -> None:
    assert Identity(app_id="app", app_type="UserAssignedMSI").kind == "userassignedmsi"


def test_no_app_id_only_in_local_mode() -> None:
    assert Identity(local=True).app_id == ""
    with pytest.raises(SettingWrong, match="no app id"):
        Identity()


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_local_mode_listens_on_this_machine(host: str) -> None:
    check_bind(host, local=True)


@pytest.mark.parametrize("host", ["0.0.0.0", "", "::", "192.168.1.5", "bot.example.com"])
def test_local_mode_listens_nowhere_else(host: str) -> None:
    with pytest.raises(SettingWrong, match="Local mode"):
        check_bind(host, local=True)
    check_bind(host, local=False)


async def test_a_channel_without_handler_doesnt_start() -> None:
    with pytest.raises(RuntimeError, match="on_turn"):
        await Teams(Identity(local=True)).start()
