"""The program's settings, one entry each; `make docs` makes the README's table of them, in this order.

`bot/config.py` reads and checks them. Those that services get, in `services/domain/service_settings.py`, come last.
"""

from __future__ import annotations

from typing import Literal

from pydantic import AliasChoices, SecretStr

from services.domain.service_settings import ServiceSettings, setting


class SettingsTable(ServiceSettings):
    """The program's settings, their limits and defaults. Secrets print as stars."""

    host: str = setting("127.0.0.1", "the address that the bot listens on")
    port: int = setting(3978, "its port")
    connections: int = setting(500, "the most HTTP connections at a time; one address gets at most half of them", gt=1)
    public_url: str = setting(
        "http://127.0.0.1:3978",
        "where people reach the bot; `/consent` below it is a redirect URI of the app that customers consent to",
    )
    tenants: str = setting("", "ids of the Microsoft tenants that may use the bot, comma-separated", "any tenant")
    turns_a_second: float = setting(
        20.0, "the turns a second accepted from one tenant; from one person a quarter of that", gt=0.0
    )
    local: bool = setting(False, "no channel sign-in, loopback only: for the sandbox")
    pilot: bool = setting(
        False,
        "real channel sign-in for one tenant, everything else in the sandbox; "
        "refused with settings that look like production",
    )
    speed: float = setting(1.0, "how many times faster than real the sandbox runs; 1 unless local")
    secret_key: SecretStr = setting(
        ...,
        "seals stored keys, files and card data; at least 32 characters; newest first with a comma while "
        "changing it, then `switchboard rotate`",
    )

    app_id: str = setting("", "the bot's registration", "needed unless local")
    app_password: SecretStr = setting(
        SecretStr(""), "its secret", "needed to sign in by password, unless local or `UserAssignedMSI`"
    )
    app_type: Literal["SingleTenant", "MultiTenant", "UserAssignedMSI"] = setting(
        "SingleTenant", "`SingleTenant`, `MultiTenant` or `UserAssignedMSI`"
    )
    app_tenant_id: str = setting("", "its tenant", "needed unless local or `MultiTenant`")
    teams_sdk: Literal["botbuilder", "agents"] = setting(
        "botbuilder", "the SDK that carries the channel: `botbuilder`, or `agents` for its successor"
    )
    targeted: bool = setting(
        False,
        "in group chats and channels: answers that only the asker sees, and slash commands, "
        "see `docs/chat.md`; the app package follows",
    )

    graph_app_id: str = setting("", "the app that your customers' tenants consent to", "the bot's own")
    graph_app_password: SecretStr = setting(SecretStr(""), "its secret", "the bot's own")

    sign_in: Literal["password", "certificate", "federated", "managed"] = setting(
        "password", "how the bot, Graph and the gateway sign in: `password`, `certificate`, `federated` or `managed`"
    )
    certificate_file: str = setting("", "a PEM file with private key and certificate", "needed for `certificate`")
    federated_token_file: str = setting(
        "",
        "the file with this workload's token; `AZURE_FEDERATED_TOKEN_FILE` counts, too",
        "needed for `federated`",
        validation_alias=AliasChoices(
            "federated_token_file", "SWITCHBOARD_FEDERATED_TOKEN_FILE", "AZURE_FEDERATED_TOKEN_FILE"
        ),
    )
    managed_client_id: str = setting(
        "", "the client id of a user-assigned identity, for `managed`", "the machine's own identity"
    )

    database_url: str = setting("sqlite:///var/switchboard.db", "`sqlite:///file` or `postgresql://…`")
    cpaas_url: str = setting(..., "your provider's API")
    operator_url: str = setting(..., "the operator's gateway")
    operator_tenant_id: str = setting("", "the tenant that the gateway belongs to", "the bot's own")
    operator_scope: str = setting(
        "https://func-voiceservice-rp-prod-eastuseuap.azurewebsites.net/.default",
        "the scope of the token for the gateway",
    )
    graph_url: str = setting("https://graph.microsoft.com/v1.0", "Microsoft Graph")
    login_url: str = setting("https://login.microsoftonline.com", "Microsoft's sign-in")

    jobs: bool = setting(True, "whether `serve` runs jobs itself; off leaves them to workers (PostgreSQL)")
    executor: str = setting("", "this process's name among several", "its role and machine")
    keep_days: float = setting(365.0, "how many days ended jobs are kept", gt=0.0)
    record_names_days: float = setting(
        0.0, "how many days the record can name people, see `docs/record.md`; 0: always", ge=0.0
    )
    witness_url: str = setting(
        "",
        "the address of a [witness](https://c2sp.org/tlog-witness) that signs the record's checkpoints too, "
        "see `docs/record.md`",
        "none",
    )
    witness_key: str = setting("", "its public key, `name+id+key`", "none")

    max_file_bytes: int = setting(5_000_000, "how big a file may be")
    max_file_rows: int = setting(10_000, "how many rows it may have")
    file_seconds: float = setting(60.0, "how long computing a file may take", gt=0.0)
    file_memory_mb: int = setting(512, "how much memory that may take", gt=0)
    give_up_hours: float = setting(24.0, "how long a line waits for a remote system before it fails", gt=0.0)

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = setting("INFO", "`DEBUG`, `INFO`, `WARNING` or `ERROR`")
    metrics_host: str = setting(
        "127.0.0.1",
        "the address where monitoring reads `/metrics`, `/healthz` and `/readyz` without signing in; "
        "keep it off the internet",
    )
    metrics_port: int = setting(
        0, "its port; on SQLite the process for jobs uses the next one; 0: off", ge=0, lt=65_535
    )
    otlp_endpoint: str = setting(
        "",
        "where traces go: an OpenTelemetry collector's address for OTLP over HTTP; "
        "`OTEL_EXPORTER_OTLP_ENDPOINT` counts, too",
        "no traces",
        validation_alias=AliasChoices("otlp_endpoint", "SWITCHBOARD_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"),
    )

    # What the pages and the app package say about whoever runs this bot.
    company: str = setting(
        "",
        "who runs the bot, for its pages and the app package; at most 32 characters",
        "the pages say “the organisation that offers you this app”",
        max_length=32,  # https://learn.microsoft.com/microsoft-365/extensibility/schema
    )
    contact: str = setting(
        "", "the e-mail address for questions", "the pages say “the administrator who gave you this app”"
    )
    website_url: str = setting("", "your website, for the app package", "the bot's `/`")
    privacy_url: str = setting("", "your own privacy page", "the bot's `/privacy`")
    terms_url: str = setting("", "your own terms of use", "the bot's `/terms`")
    support_url: str = setting("", "your own support page", "the bot's `/support`")
