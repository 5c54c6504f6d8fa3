"""The Teams app package holds to Teams' rules and to the registry."""

from __future__ import annotations

import json
import struct
import zipfile
from pathlib import Path

import pytest

from bot.config import load
from bot.manifest import manifest, write_package
from bot.registry import COMMANDS
from tests.bot.test_config import LOCAL, REAL


def test_each_place_is_offered_what_is_answered_there() -> None:
    lists = manifest(load(**REAL))["bots"][0]["commandLists"]
    assert [made["scopes"] for made in lists] == [["personal"], ["team", "groupChat"]]
    assert not any(COMMANDS[entry["title"]].private for entry in lists[1]["commands"])


@pytest.mark.parametrize("place", [0, 1])
def test_commands_are_the_registrys_and_at_most_ten(place: int) -> None:
    shown = manifest(load(**REAL))["bots"][0]["commandLists"][place]["commands"]
    assert 1 <= len(shown) <= 10
    assert all(entry["title"] in COMMANDS and entry["description"] == COMMANDS[entry["title"]].help for entry in shown)
    # https://learn.microsoft.com/microsoft-365/extensibility/schema/root-bots-command-lists-commands
    assert all(len(entry["title"]) <= 32 and len(entry["description"]) <= 128 for entry in shown)


def test_ids_and_lengths() -> None:
    made = manifest(load(**REAL))
    assert made["id"] == made["bots"][0]["botId"] == REAL["app_id"]
    assert made["bots"][0]["supportsFiles"] is True
    assert len(made["name"]["short"]) <= 30
    assert len(made["description"]["short"]) <= 80
    assert len(made["description"]["full"]) <= 4000
    assert "{public_url}" not in json.dumps(made)
    assert "{app_id}" not in json.dumps(made)


def test_package_holds_the_manifest_and_two_icons(tmp_path: Path) -> None:
    write_package(load(**LOCAL), tmp_path / "app.zip")
    with zipfile.ZipFile(tmp_path / "app.zip") as package:
        assert sorted(package.namelist()) == ["color.png", "manifest.json", "outline.png"]
        sizes = {n: struct.unpack(">II", package.read(n)[16:24]) for n in ("color.png", "outline.png")}
    assert sizes == {"color.png": (192, 192), "outline.png": (32, 32)}
