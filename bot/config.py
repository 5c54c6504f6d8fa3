"""Settings: the only reader of the environment. Every name starts with SWITCHBOARD_; `.env` is read too."""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from pydantic import SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.secret_keys import weakness
from bot.settings_table import SettingsTable
from services.domain.errors import BadInput, SettingWrong
from services.domain.ids import folded_id
from services.domain.record.notes import COSIGNING, read_key
from services.domain.service_settings import ServiceSettings

PREFIX = "SWITCHBOARD_"
SANDBOX_APP = "11111111-1111-1111-1111-111111111111"  # the sandbox's one application
_REMOTE = ("graph_url", "login_url", "operator_url", "cpaas_url")
_ADDRESS = re.compile(r"[\w.%+-]+@[\w.-]+\.\w+")


class Settings(SettingsTable, BaseSettings):
    """The program's settings, read from the environment and checked."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True)

    @field_validator("graph_url", "login_url", "operator_url", "cpaas_url", "public_url")
    @classmethod
    def _is_url(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("it must be a URL that starts with https:// or http://")
        return value.rstrip("/")

    @field_validator("witness_url", "otlp_endpoint")
    @classmethod
    def _is_url_or_empty(cls, value: str) -> str:
        return cls._is_url(value) if value else value

    @field_validator("witness_key")
    @classmethod
    def _is_witness_key(cls, value: str) -> str:
        if value:
            try:
                read_key(value, COSIGNING)
            except BadInput:
                raise ValueError("it must be name+id+key of an Ed25519 witness") from None
        return value

    @field_validator("website_url", "privacy_url", "terms_url", "support_url", "docs_url")
    @classmethod
    def _is_page(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme != "https" or not parts.hostname):
            raise ValueError("it must be a URL that starts with https://")
        return value

    @field_validator("contact")
    @classmethod
    def _is_address(cls, value: str) -> str:
        if value and not _ADDRESS.fullmatch(value):
            raise ValueError("it must be an e-mail address")
        return value

    @field_validator("secret_key")
    @classmethod
    def _is_strong(cls, value: SecretStr) -> SecretStr:
        if wrong := next(filter(None, map(weakness, value.get_secret_value().split(","))), ""):
            raise ValueError(wrong)
        return value

    @field_validator("tenants")
    @classmethod
    def _are_ids(cls, value: str) -> str:
        wrong = [each for each in value.split(",") if value and not folded_id(each)]
        if wrong:
            raise ValueError(f"{wrong[0]!r} isn't a tenant's id")
        return value

    @model_validator(mode="after")
    def _has_its_proof(self) -> Settings:
        needs = {"certificate": "certificate_file", "federated": "federated_token_file"}.get(self.sign_in)
        if needs and not getattr(self, needs):
            raise ValueError(f"{PREFIX}SIGN_IN: the way of sign-in {self.sign_in} needs {PREFIX}{needs.upper()}")
        return self

    @model_validator(mode="after")
    def _knows_its_witness(self) -> Settings:
        if bool(self.witness_url) != bool(self.witness_key):
            missing = "WITNESS_KEY" if self.witness_url else "WITNESS_URL"
            raise ValueError(f"{PREFIX}{missing}: it is missing; a witness has an address and a key")
        return self

    @model_validator(mode="after")
    def _is_safe(self) -> Settings:
        if self.pilot:
            self._is_a_pilot()
        if not self.local:
            self._real_world()
        elif not _is_loopback(self.host):
            raise ValueError("SWITCHBOARD_LOCAL: local mode has no sign-in, so SWITCHBOARD_HOST must be 127.0.0.1")
        elif not _is_loopback(self.metrics_host):
            raise ValueError("SWITCHBOARD_METRICS_HOST: in local mode it must be 127.0.0.1")
        return self

    def _real_world(self) -> None:
        if not self.app_id:
            raise ValueError("SWITCHBOARD_APP_ID: it is missing; set it, or SWITCHBOARD_LOCAL=1 for the sandbox")
        by_secret = self.sign_in == "password" and self.app_type != "UserAssignedMSI"
        if by_secret and not self.app_password.get_secret_value():
            raise ValueError("SWITCHBOARD_APP_PASSWORD: it is missing")
        if self.app_type != "MultiTenant" and not self.app_tenant_id:
            raise ValueError("SWITCHBOARD_APP_TENANT_ID: it is missing")
        self._signs_in_to_graph()
        if self.speed != 1.0 and not self.pilot:
            raise ValueError("SWITCHBOARD_SPEED: only the sandbox can run faster")
        for name in ("public_url", "witness_url", *(() if self.pilot else _REMOTE)):
            if getattr(self, name) and not getattr(self, name).startswith("https://"):
                raise ValueError(f"{PREFIX}{name.upper()}: it must start with https://")

    def _is_a_pilot(self) -> None:
        """Refuse a pilot with production settings: only its channel may be real."""
        if self.local:
            raise ValueError("SWITCHBOARD_PILOT: local mode has no channel to sign in, so it is no pilot")
        for name in _REMOTE:
            if not _is_loopback(urlsplit(getattr(self, name)).hostname or ""):
                raise ValueError(f"{PREFIX}{name.upper()}: a pilot's is the sandbox on this machine, and this isn't")
        if self.graph_app_id != SANDBOX_APP:
            raise ValueError("SWITCHBOARD_GRAPH_APP_ID: a pilot signs in to the sandbox as the sandbox's own app")
        if self.sign_in != "password":
            raise ValueError("SWITCHBOARD_SIGN_IN: a pilot signs in by password; other proofs are for the real world")
        if len(self.let_in) != 1:
            raise ValueError("SWITCHBOARD_TENANTS: a pilot lets one tenant in, so it must be named")
        if self.witness_url:
            raise ValueError("SWITCHBOARD_WITNESS_URL: a pilot's record isn't for a witness")
        path = self.database_url.removeprefix("sqlite:///")
        if path == self.database_url or "pilot" not in path.split("/")[:-1]:
            raise ValueError("SWITCHBOARD_DATABASE_URL: a pilot has a file of its own, sqlite:///…/pilot/NAME.db")

    def _signs_in_to_graph(self) -> None:
        """Refuse settings of the bot's identity that leave nothing to sign in to Graph with."""
        own = self.app_type == "UserAssignedMSI" or self.graph_app_id not in ("", self.app_id)
        if own and not self.graph_app_id:
            raise ValueError(
                "SWITCHBOARD_GRAPH_APP_ID: it is missing; a managed identity can't sign in to other tenants"
            )
        if own and self.sign_in == "password" and not self.graph_app_password.get_secret_value():
            raise ValueError("SWITCHBOARD_GRAPH_APP_PASSWORD: it is missing; it belongs to SWITCHBOARD_GRAPH_APP_ID")
        if not (self.operator_tenant_id or self.app_tenant_id):
            raise ValueError(
                "SWITCHBOARD_OPERATOR_TENANT_ID: it is missing; a bot of many tenants must name the gateway's"
            )

    @property
    def for_services(self) -> ServiceSettings:
        """The settings that services get, without all others."""
        return ServiceSettings(**{name: getattr(self, name) for name in ServiceSettings.model_fields})

    @property
    def let_in(self) -> frozenset[str]:
        """The ids of the tenants that may use the bot; empty when any may."""
        return frozenset(folded_id(each) for each in self.tenants.split(",") if each)

    @property
    def secret_keys(self) -> tuple[str, ...]:
        """The secret keys, newest first."""
        return tuple(self.secret_key.get_secret_value().split(","))


def load(**given: object) -> Settings:
    """The settings; raises SettingWrong with the first one that is missing or wrong, in one line."""
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingWrong(_one_line(error)) from None


def _one_line(error: ValidationError) -> str:
    first = error.errors()[0]
    name = PREFIX + str(first["loc"][0]).upper() if first["loc"] else ""
    words = "it is missing." if first["type"] == "missing" else first["msg"].removeprefix("Value error, ") + "."
    return f"{name}: {words}" if name else words


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
