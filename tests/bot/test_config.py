"""Settings: a missing or wrong one is one clear line that names it."""

from __future__ import annotations

import base64
import random
from typing import Any

import pytest
from pydantic import SecretStr

from bot.config import SANDBOX_APP, load
from bot.secret_keys import weakness
from services.domain.errors import SettingWrong
from services.domain.record.notes import COSIGNING, NoteKey
from services.domain.service_settings import ServiceSettings

KEY = "vB3xq8TnE1zLr6HcYw0sMd5uGk9pJfA2"
WITNESS = str(NoteKey("witness.example/w1", bytes(32), COSIGNING))
REAL: dict[str, Any] = {
    "_env_file": None,
    "secret_key": KEY,
    "app_id": "11111111-2222-3333-4444-555555555555",
    "app_password": "secret",
    "app_tenant_id": "aaaaaaaa-2222-3333-4444-555555555555",
    "operator_url": "https://operator.example",
    "cpaas_url": "https://cpaas.example",
    "public_url": "https://bot.example",
}
PILOT: dict[str, Any] = {
    **REAL,
    "pilot": True,
    "tenants": "bbbbbbbb-2222-3333-4444-555555555555",
    "database_url": "sqlite:///var/pilot/switchboard.db",
    "graph_app_id": SANDBOX_APP,
    "graph_app_password": "sandbox-secret",
    "speed": 5.0,
    **{f"{name}_url": f"http://127.0.0.1:1/{name}" for name in ("graph", "login", "operator", "cpaas")},
}
LOCAL: dict[str, Any] = {
    "_env_file": None,
    "local": True,
    "secret_key": KEY,
    "operator_url": "http://127.0.0.1:1/operator",
    "cpaas_url": "http://127.0.0.1:1/cpaas",
}


@pytest.mark.parametrize("app_type", ["SingleTenant", "UserAssignedMSI"])
@pytest.mark.parametrize(
    "proof",
    [{"sign_in": "managed"}, {"sign_in": "certificate", "certificate_file": "a"}],
    ids=["managed", "certificate"],
)
def test_whoever_signs_in_without_a_secret_needs_none_for_graph_either(app_type: str, proof: dict[str, str]) -> None:
    found = load(**{**REAL, "app_password": "", "app_type": app_type, "graph_app_id": "another", **proof})
    assert not found.graph_app_password.get_secret_value()


def test_good_settings_load() -> None:
    assert load(**REAL).port == 3978
    assert load(**LOCAL).local


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"secret_key": "short"}, "SWITCHBOARD_SECRET_KEY"),
        ({"secret_key": "0" * 64}, "SWITCHBOARD_SECRET_KEY"),
        ({"secret_key": "deadbeef" * 8}, "SWITCHBOARD_SECRET_KEY"),
        ({"secret_key": "abcdefghijklmnopqrstuvwxyz0123456789"}, "SWITCHBOARD_SECRET_KEY"),
        ({"secret_key": "change-me-to-a-secret-key-please-change-me"}, "SWITCHBOARD_SECRET_KEY"),
        ({"secret_key": f"{KEY},{'0' * 32}"}, "SWITCHBOARD_SECRET_KEY"),
        ({"tenants": "contoso.example"}, "SWITCHBOARD_TENANTS"),
        ({"app_type": "UserAssignedMSI"}, "SWITCHBOARD_GRAPH_APP_ID"),
        ({"app_type": "UserAssignedMSI", "graph_app_id": "x"}, "SWITCHBOARD_GRAPH_APP_PASSWORD"),
        ({"graph_app_id": "x"}, "SWITCHBOARD_GRAPH_APP_PASSWORD"),
        ({"app_type": "MultiTenant", "app_tenant_id": ""}, "SWITCHBOARD_OPERATOR_TENANT_ID"),
        ({"app_id": ""}, "SWITCHBOARD_APP_ID"),
        ({"app_password": ""}, "SWITCHBOARD_APP_PASSWORD"),
        ({"app_tenant_id": ""}, "SWITCHBOARD_APP_TENANT_ID"),
        ({"app_type": "Other"}, "SWITCHBOARD_APP_TYPE"),
        ({"witness_url": "https://witness.example"}, "SWITCHBOARD_WITNESS_KEY"),
        ({"otlp_endpoint": "collector:4318"}, "SWITCHBOARD_OTLP_ENDPOINT"),
        ({"witness_key": WITNESS}, "SWITCHBOARD_WITNESS_URL"),
        ({"witness_url": "http://witness.example", "witness_key": WITNESS}, "SWITCHBOARD_WITNESS_URL"),
        ({"witness_url": "https://witness.example", "witness_key": "w+1+2"}, "SWITCHBOARD_WITNESS_KEY"),
        ({"port": "many"}, "SWITCHBOARD_PORT"),
        ({"cpaas_url": "nonsense"}, "SWITCHBOARD_CPAAS_URL"),
        ({"graph_url": "http://graph.example"}, "SWITCHBOARD_GRAPH_URL"),
        ({"speed": 5}, "SWITCHBOARD_SPEED"),
        ({"sign_in": "secret"}, "SWITCHBOARD_SIGN_IN"),
        ({"sign_in": "certificate"}, "SWITCHBOARD_SIGN_IN: the way of sign-in certificate needs SWITCHBOARD_CERT"),
        ({"sign_in": "federated"}, "SWITCHBOARD_SIGN_IN: the way of sign-in federated needs SWITCHBOARD_FEDERATED"),
        ({"local": True, "host": "0.0.0.0"}, "SWITCHBOARD_LOCAL"),
    ],
)
def test_wrong_setting_is_named_in_one_line(change: dict[str, Any], name: str) -> None:
    with pytest.raises(SettingWrong) as caught:
        load(**{**REAL, **change})
    assert str(caught.value).startswith(name)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "way",
    [
        {"sign_in": "managed"},
        {"sign_in": "certificate", "certificate_file": "app.pem"},
        {"sign_in": "federated", "federated_token_file": "token"},
    ],
)
def test_whoever_signs_in_without_a_secret_needs_none(way: dict[str, Any]) -> None:
    assert load(**{**REAL, "app_password": "", **way}).sign_in == way["sign_in"]


def test_the_token_file_that_azure_names_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURE_FEDERATED_TOKEN_FILE", "/var/run/token")
    assert load(**{**REAL, "sign_in": "federated"}).federated_token_file == "/var/run/token"


@pytest.mark.parametrize("gone", ["secret_key", "operator_url", "cpaas_url"])
def test_missing_setting_is_named(gone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(f"SWITCHBOARD_{gone.upper()}", raising=False)
    with pytest.raises(SettingWrong, match=f"SWITCHBOARD_{gone.upper()}: it is missing"):
        load(**{name: value for name, value in REAL.items() if name != gone})


def test_secrets_are_not_printed() -> None:
    assert KEY not in repr(load(**REAL))
    assert "'secret'" not in repr(load(**REAL))


def test_what_a_random_source_makes_is_taken() -> None:
    rng = random.Random(7)
    for raw in (rng.randbytes(32) for _ in range(2_000)):
        assert weakness(raw.hex()) == ""
        assert weakness(base64.urlsafe_b64encode(raw).decode()) == ""


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"graph_url": "https://graph.microsoft.com/v1.0"}, "GRAPH_URL"),
        ({"login_url": "https://login.microsoftonline.com"}, "LOGIN_URL"),
        ({"operator_url": "https://operator.example"}, "OPERATOR_URL"),
        ({"cpaas_url": "https://cpaas.example"}, "CPAAS_URL"),
        ({"cpaas_url": "http://127.0.0.1.example"}, "CPAAS_URL"),
        ({"graph_app_id": "33333333-2222-3333-4444-555555555555"}, "GRAPH_APP_ID"),
        ({"sign_in": "managed"}, "SIGN_IN"),
        ({"tenants": ""}, "TENANTS"),
        ({"tenants": f"{REAL['app_tenant_id']},{PILOT['tenants']}"}, "TENANTS"),
        ({"witness_url": "https://witness.example", "witness_key": WITNESS}, "WITNESS_URL"),
        ({"database_url": "sqlite:///var/switchboard.db"}, "DATABASE_URL"),
        ({"database_url": "postgresql://db.example/pilot/switchboard"}, "DATABASE_URL"),
        ({"local": True}, "PILOT"),
        ({"app_id": ""}, "APP_ID"),
        ({"app_password": ""}, "APP_PASSWORD"),
        ({"public_url": "http://bot.example"}, "PUBLIC_URL"),
    ],
)
def test_a_pilot_refuses_what_looks_like_production(wrong: dict[str, object], named: str) -> None:
    assert load(**PILOT).pilot
    with pytest.raises(SettingWrong, match=f"^SWITCHBOARD_{named}: [^\\n]*$"):
        load(**{**PILOT, **wrong})


def test_without_a_pilot_the_worlds_are_the_real_ones() -> None:
    with pytest.raises(SettingWrong, match=r"^SWITCHBOARD_(SPEED|GRAPH_URL): "):
        load(**{**PILOT, "pilot": False})


def test_services_get_their_settings_and_no_secret() -> None:
    given = load(**REAL, plan_days=3.0).for_services
    assert type(given) is ServiceSettings
    assert given.plan_days == 3.0
    assert not [name for name, value in given if isinstance(value, SecretStr)]
