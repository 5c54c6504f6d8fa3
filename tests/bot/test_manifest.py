"""The Teams app package holds to Teams' rules and to the registry."""

from __future__ import annotations

import json
import re
import struct
import tomllib
import zipfile
from pathlib import Path

import pytest
from jsonschema import Draft4Validator

from bot.config import load
from bot.manifest import language_file, manifest, write_package
from bot.registry import COMMANDS
from services.languages.language import TAGS, Language
from tests.bot.test_config import LOCAL, REAL

SCHEMAS = Path(__file__).parents[1] / "data" / "teams"
MINE = {**REAL, "company": "Numbers Ltd", "privacy_url": "https://numbers.example/privacy"}


def schema(name: str) -> Draft4Validator:
    """Microsoft's own schema of what the package holds."""
    return Draft4Validator(json.loads((SCHEMAS / f"MicrosoftTeams.{name}.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize("settings", [REAL, LOCAL, MINE, {**REAL, "targeted": True}])
def test_microsofts_schema_takes_the_manifest_and_its_words(settings: dict[str, object]) -> None:
    made = manifest(load(**settings))
    schema("schema").validate(made)
    for language in Language:
        schema("Localization.schema").validate(language_file(made, language))
    assert made["$schema"].endswith(f"/v{made['manifestVersion']}/MicrosoftTeams.schema.json")


def test_microsofts_schema_refuses_what_is_wrong() -> None:
    made = manifest(load(**REAL))
    assert not schema("schema").is_valid({**made, "version": 1})
    assert not schema("schema").is_valid({**made, "id": "nobody"})
    assert not schema("Localization.schema").is_valid(
        {**language_file(made), "bots[0].commandLists[3].commands[0].title": "x"}
    )


def test_the_version_is_the_programs_and_is_semver() -> None:
    declared = tomllib.loads((SCHEMAS.parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert manifest(load(**REAL))["version"] == declared
    # https://semver.org/#backusnaur-form-grammar-for-valid-semver-versions, without labels
    assert re.fullmatch(r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}", declared)


def test_whoever_runs_it_is_named() -> None:
    assert manifest(load(**MINE))["developer"] == {
        "name": "Numbers Ltd",
        "websiteUrl": "https://bot.example/",
        "privacyUrl": "https://numbers.example/privacy",
        "termsOfUseUrl": "https://bot.example/terms",
    }


def test_commands_have_plain_names_and_none_is_there_twice() -> None:
    for commands in manifest(load(**REAL))["bots"][0]["commandLists"]:
        titles = [entry["title"] for entry in commands["commands"]]
        assert len(set(titles)) == len(titles)
        assert all(re.fullmatch(r"[a-z]+( [a-z]+)*", title) for title in titles)
        assert all(entry["description"] for entry in commands["commands"])


def test_name_and_description_keep_to_the_stores_words() -> None:
    made = manifest(load(**REAL))
    full = made["description"]["full"]
    assert made["name"]["full"].endswith(" for Microsoft Teams")
    assert not made["name"]["short"].startswith("Teams")
    assert len(full.split()) <= 500
    assert "Teams" not in full.split("Microsoft Teams")[0]
    assert not re.search(r"\bMS\b", full)
    assert all(need in full for need in ("Teams administrator", "Teams Phone licences", "key", "consent"))
    assert made["validDomains"] == []


def test_each_place_is_offered_what_is_answered_there() -> None:
    lists = manifest(load(**REAL))["bots"][0]["commandLists"]
    assert [made["scopes"] for made in lists] == [["personal"], ["team", "groupChat"]]
    assert not any(COMMANDS[entry["title"]].private for entry in lists[1]["commands"])


def test_commands_with_a_slash_come_with_the_setting_for_them() -> None:
    assert "supportsTargetedMessages" not in manifest(load(**REAL))["bots"][0]
    bot = manifest(load(**{**REAL, "targeted": True}))["bots"][0]
    assert bot["supportsTargetedMessages"] is True
    slash = bot["commandLists"][2]
    assert (slash["scopes"], slash["triggers"]) == (["team", "groupChat"], ["slash"])
    assert len(bot["commandLists"]) == 3


@pytest.mark.parametrize("place", [0, 1, 2])
def test_commands_are_the_registrys_and_at_most_ten(place: int) -> None:
    shown = manifest(load(**{**REAL, "targeted": True}))["bots"][0]["commandLists"][place]["commands"]
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


def test_package_holds_the_manifest_its_words_and_two_icons(tmp_path: Path) -> None:
    write_package(load(**LOCAL), tmp_path / "app.zip")
    with zipfile.ZipFile(tmp_path / "app.zip") as package:
        files = {"manifest.json", "color.png", "outline.png", *(f"{tag}.json" for tag in TAGS.values())}
        assert set(package.namelist()) == files
        assert json.loads(package.read("en.json"))["name.short"] == "Switchboard"
        sizes = {n: struct.unpack(">II", package.read(n)[16:24]) for n in ("color.png", "outline.png")}
    assert sizes == {"color.png": (192, 192), "outline.png": (32, 32)}


def test_the_same_settings_make_the_same_package(tmp_path: Path) -> None:
    for name in ("one.zip", "two.zip"):
        write_package(load(**REAL), tmp_path / name)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
