"""Which of Microsoft's SDKs carries the channel in the tests: `make test-agents` names the other one."""

from __future__ import annotations

import os

from bot.teams.channel import TeamsSdk

TEAMS_SDK = TeamsSdk(os.environ.get("SWITCHBOARD_TEAMS_SDK", TeamsSdk.BOTBUILDER))
