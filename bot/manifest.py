"""The Teams app package: the manifest with this bot's ids and the registry's commands, and the icons."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

from bot.config import Settings
from bot.registry import COMMANDS, load_commands

_HOME = Path(__file__).parent.parent / "manifest"
_LOCAL_ID = "00000000-0000-0000-0000-000000000001"
# Teams shows ten commands a scope (https://learn.microsoft.com/microsoftteams/platform/bots/how-to/create-a-bot-commands-menu).
_PERSONAL_COMMANDS = ("home", "bulk", "lines", "numbers", "ready", "approvals", "jobs", "connect", "help", "whoami")
_SHARED_COMMANDS = ("home", "notify here", "help", "whoami")


def manifest(settings: Settings) -> dict[str, Any]:
    """The manifest as Teams takes it."""
    load_commands()
    template = (_HOME / "manifest.json").read_text(encoding="utf-8")
    filled = template.replace("{app_id}", settings.app_id or _LOCAL_ID).replace("{public_url}", settings.public_url)
    made: dict[str, Any] = json.loads(filled)
    made["bots"][0]["commandLists"] = [
        {"scopes": ["personal"], "commands": [_entry(name) for name in _PERSONAL_COMMANDS]},
        {"scopes": ["team", "groupChat"], "commands": [_entry(name) for name in _SHARED_COMMANDS]},
    ]
    return made


def _entry(name: str) -> dict[str, str]:
    return {"title": name, "description": COMMANDS[name].help}


def write_package(settings: Settings, target: Path) -> None:
    """Write the zip that a Teams administrator uploads: the manifest and two icons, nothing else."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("manifest.json", json.dumps(manifest(settings), indent=2))
        for icon in ("color.png", "outline.png"):
            package.write(_HOME / icon, icon)
