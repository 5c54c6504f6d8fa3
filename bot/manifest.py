"""The Teams app package: the manifest with this bot's ids and commands, its translations, and the icons."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bot.config import Settings
from bot.registry import COMMANDS, load_commands
from services.domain.phrases import reading, told, tr
from services.languages.catalogues import reader_of, typed_words
from services.languages.language import TAGS, Language

_HOME = Path(__file__).parent.parent / "manifest"
_LOCAL_ID = "00000000-0000-0000-0000-000000000001"
_OTHERS = [language for language in Language if language is not Language.ENGLISH]
_ICONS = ("color.png", "outline.png")
# The oldest date that a zip can hold, so that equal manifests give equal bytes.
_DATE = (1980, 1, 1, 0, 0, 0)
# Teams shows ten commands a scope (https://learn.microsoft.com/microsoftteams/platform/bots/how-to/create-a-bot-commands-menu).
# Those used most come first.
_PERSONAL_COMMANDS = ("home", "bulk", "lines", "numbers", "ready", "approvals", "jobs", "connect", "help", "whoami")
_SHARED_COMMANDS = ("home", "notify here", "help", "whoami")
# Slash commands in shared conversations, answered to the asker alone; none with files, which need a personal chat.
_SLASH_COMMANDS = ("home", "lines", "numbers", "ready", "approvals", "jobs", "my number", "help", "whoami")


def manifest(settings: Settings) -> dict[str, Any]:
    """The manifest in Teams' format."""
    load_commands()
    made: dict[str, Any] = json.loads((_HOME / "manifest.json").read_text(encoding="utf-8"))
    made["id"] = made["bots"][0]["botId"] = settings.app_id or _LOCAL_ID
    made["version"] = version("switchboard-teams")
    made["developer"] = _developer(settings)
    made["localizationInfo"] = {
        "defaultLanguageTag": Language.ENGLISH.value,
        "defaultLanguageFile": _file_of(Language.ENGLISH),
        "additionalLanguages": [{"languageTag": TAGS[one], "file": _file_of(one)} for one in _OTHERS],
    }
    made["bots"][0]["commandLists"] = [
        {"scopes": ["personal"], "commands": [_entry(name) for name in _PERSONAL_COMMANDS]},
        {"scopes": ["team", "groupChat"], "commands": [_entry(name) for name in _SHARED_COMMANDS]},
    ]
    if settings.targeted:
        slash = {"scopes": ["team", "groupChat"], "triggers": ["slash"]}
        made["bots"][0]["supportsTargetedMessages"] = True
        made["bots"][0]["commandLists"].append({**slash, "commands": [_entry(name) for name in _SLASH_COMMANDS]})
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


def _file_of(language: Language) -> str:
    return f"{TAGS[language]}.json"


def language_file(made: dict[str, Any], language: Language = Language.ENGLISH) -> dict[str, str]:
    """Every text of a manifest that people read, by its path, in this language.

    A command's title is what speakers of the language type, since Teams sends the title of a chosen command.
    """
    schema = made["$schema"].replace("MicrosoftTeams.schema", "MicrosoftTeams.Localization.schema")
    typed = {ours: theirs for theirs, ours in typed_words(language).items()}
    with reading(reader_of(language)):
        words = {place: typed.get(text) or told(tr(text)) for place, text in _words(made)}
    return {"$schema": schema, **words}


def _words(made: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name in ("name", "description"):
        for length in ("short", "full"):
            yield f"{name}.{length}", made[name][length]
    for at, commands in enumerate(made["bots"][0]["commandLists"]):
        for no, entry in enumerate(commands["commands"]):
            for part in ("title", "description"):
                yield f"bots[0].commandLists[{at}].commands[{no}].{part}", entry[part]


def write_package(settings: Settings, target: Path) -> None:
    """Write the zip that a Teams administrator uploads: the manifest, its translations and two icons."""
    made = manifest(settings)
    files = {"manifest.json": _json(made), **{_file_of(one): _json(language_file(made, one)) for one in Language}}
    files |= {icon: (_HOME / icon).read_bytes() for icon in _ICONS}
    with zipfile.ZipFile(target, "w") as package:
        for name, content in files.items():
            package.writestr(zipfile.ZipInfo(name, _DATE), content, zipfile.ZIP_DEFLATED)


def _json(content: dict[str, Any]) -> bytes:
    return json.dumps(content, indent=2, ensure_ascii=False).encode()
