"""The Teams app package: the manifest with this bot's ids and the registry's commands, its words, and the icons."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bot.config import Settings
from bot.registry import COMMANDS, load_commands

_HOME = Path(__file__).parent.parent / "manifest"
_LOCAL_ID = "00000000-0000-0000-0000-000000000001"
_LANGUAGE = "en"
_ICONS = ("color.png", "outline.png")
# The oldest date that a zip can hold: the same manifest makes the same bytes.
_DATE = (1980, 1, 1, 0, 0, 0)
# Teams shows ten commands a scope (https://learn.microsoft.com/microsoftteams/platform/bots/how-to/create-a-bot-commands-menu).
# Those used most come first.
_PERSONAL_COMMANDS = ("home", "bulk", "lines", "numbers", "ready", "approvals", "jobs", "connect", "help", "whoami")
_SHARED_COMMANDS = ("home", "notify here", "help", "whoami")


def manifest(settings: Settings) -> dict[str, Any]:
    """The manifest as Teams takes it."""
    load_commands()
    made: dict[str, Any] = json.loads((_HOME / "manifest.json").read_text(encoding="utf-8"))
    made["id"] = made["bots"][0]["botId"] = settings.app_id or _LOCAL_ID
    made["version"] = version("switchboard-teams")
    made["developer"] = _developer(settings)
    made["localizationInfo"] = {"defaultLanguageTag": _LANGUAGE, "defaultLanguageFile": f"{_LANGUAGE}.json"}
    made["bots"][0]["commandLists"] = [
        {"scopes": ["personal"], "commands": [_entry(name) for name in _PERSONAL_COMMANDS]},
        {"scopes": ["team", "groupChat"], "commands": [_entry(name) for name in _SHARED_COMMANDS]},
    ]
    return made


def _developer(settings: Settings) -> dict[str, str]:
    return {
        "name": settings.company or "Switchboard",
        "websiteUrl": settings.website_url or f"{settings.public_url}/",
        "privacyUrl": settings.privacy_url or f"{settings.public_url}/privacy",
        "termsOfUseUrl": settings.terms_url or f"{settings.public_url}/terms",
    }


def _entry(name: str) -> dict[str, str]:
    return {"title": name, "description": COMMANDS[name].help}


def language_file(made: dict[str, Any]) -> dict[str, str]:
    """Every word of a manifest that a person reads, by its place: what a translation starts from."""
    schema = made["$schema"].replace("MicrosoftTeams.schema", "MicrosoftTeams.Localization.schema")
    return {"$schema": schema, **dict(_words(made))}


def _words(made: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name in ("name", "description"):
        for length in ("short", "full"):
            yield f"{name}.{length}", made[name][length]
    for at, commands in enumerate(made["bots"][0]["commandLists"]):
        for no, entry in enumerate(commands["commands"]):
            for part in ("title", "description"):
                yield f"bots[0].commandLists[{at}].commands[{no}].{part}", entry[part]


def write_package(settings: Settings, target: Path) -> None:
    """Write the zip that a Teams administrator uploads: the manifest, its words and two icons, nothing else."""
    made = manifest(settings)
    files = {"manifest.json": _json(made), f"{_LANGUAGE}.json": _json(language_file(made))}
    files |= {icon: (_HOME / icon).read_bytes() for icon in _ICONS}
    with zipfile.ZipFile(target, "w") as package:
        for name, content in files.items():
            package.writestr(zipfile.ZipInfo(name, _DATE), content, zipfile.ZIP_DEFLATED)


def _json(content: dict[str, Any]) -> bytes:
    return json.dumps(content, indent=2, ensure_ascii=False).encode()
