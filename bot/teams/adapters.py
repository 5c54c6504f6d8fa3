"""Selects which of Microsoft's SDKs carries the channel."""

from __future__ import annotations

from enum import StrEnum

from aiohttp import ClientSession

from bot.teams.adapter import Adapter
from bot.teams.connector_http import ConnectorHttp, Token
from bot.teams.identity import Identity
from services.domain.errors import SettingWrong


class TeamsSdk(StrEnum):
    """The SDKs for which there is an adapter."""

    BOTBUILDER = "botbuilder"  # Bot Framework SDK: archived, still used by most bots
    AGENTS = "agents"  # Microsoft 365 Agents SDK, its successor


def adapter_of(sdk: TeamsSdk, session: ClientSession, token: Token, identity: Identity) -> Adapter:
    """The adapter for that SDK; raises SettingWrong when the SDK isn't installed.

    Each is imported when it is chosen, so that the other needn't be installed.
    """
    if sdk is TeamsSdk.BOTBUILDER:
        from bot.teams.botbuilder_adapter import BotbuilderAdapter
        from bot.teams.botbuilder_connector import ConnectorFactory

        return BotbuilderAdapter(ConnectorFactory(session, token, local=identity.local), identity.app_id)
    try:
        from bot.teams.agents_adapter import AgentsAdapter
        from bot.teams.agents_connector import ClientFactory
    except ImportError as error:
        raise SettingWrong(
            "The Microsoft 365 Agents SDK isn't installed.",
            f"The setting for Teams' SDK says {sdk}, and {error.name} is missing.",
            "Install switchboard-teams[agents], or leave the setting out.",
        ) from error
    return AgentsAdapter(ClientFactory(ConnectorHttp(session, token), local=identity.local), identity.app_id)
