"""The bot's identity towards Teams, and whether it may run with it."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.teams.hosts import is_loopback
from services.domain.errors import SettingWrong

MANAGED = "userassignedmsi"
_SINGLE = "singletenant"
_TYPES = (_SINGLE, "multitenant", MANAGED)


@dataclass(frozen=True, slots=True)
class Identity:
    """The bot's registration; `local` means no authentication at all, on this machine only.

    `passwordless`: it proves its identity by something other than a password.

    `app_type` is SingleTenant, MultiTenant or UserAssignedMSI, in any case.
    Raises SettingWrong when these values can't authenticate the bot.
    """

    app_id: str = ""
    app_password: str = field(default="", repr=False)
    app_type: str = "SingleTenant"
    app_tenant_id: str = ""
    local: bool = False
    passwordless: bool = False

    def __post_init__(self) -> None:
        if not self.local:
            _check(self)

    @property
    def kind(self) -> str:
        """The type in lower case."""
        return self.app_type.casefold()

    @property
    def bot_id(self) -> str:
        """The bot's id in the Teams channel."""
        return f"28:{self.app_id or 'local'}"

    @property
    def login_tenant(self) -> str:
        """The tenant that issues the bot's own tokens; for multi-tenant bots Microsoft's botframework.com.

        https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
        """
        return self.app_tenant_id if self.kind == _SINGLE else "botframework.com"


def check_bind(host: str, *, local: bool) -> None:
    """Raise SettingWrong when the unauthenticated local mode would listen beyond this machine."""
    if local and not is_loopback(host):
        raise SettingWrong(
            "Local mode can't listen on the network.",
            f"Nobody is authenticated in local mode, and {host or 'an empty host'} isn't a loopback address.",
            "Listen on 127.0.0.1, or give the bot its app id and turn local mode off.",
        )


def _check(identity: Identity) -> None:
    if not identity.app_id.strip():
        raise _wrong("The bot has no app id.", "Without one anybody could speak in anybody's name.", "app id")
    if identity.kind not in _TYPES:
        raise _wrong(f"The app type {identity.app_type!r} isn't known.", f"Known are {', '.join(_TYPES)}.", "app type")
    if not (identity.kind == MANAGED or identity.passwordless or identity.app_password):
        raise _wrong("The bot has no password.", "It couldn't send anything.", "app password")
    if identity.kind == _SINGLE and not identity.app_tenant_id:
        raise _wrong("The bot's tenant is missing.", "A single-tenant bot gets its tokens there.", "app tenant id")


def _wrong(what: str, why: str, setting: str) -> SettingWrong:
    return SettingWrong(what, why, f"Set the {setting}, or ask for local mode by name.")
