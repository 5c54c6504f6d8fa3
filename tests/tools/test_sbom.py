"""The bill of materials lists what constraints.txt pins, tells what runs from what builds, and is always the same."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
Json = dict[str, Any]


def printed() -> str:
    """What the tool prints."""
    made = subprocess.run([sys.executable, "tools/sbom.py"], cwd=ROOT, capture_output=True, text=True, check=True)
    return made.stdout


@pytest.fixture(scope="module")
def bill() -> Json:
    found: Json = json.loads(printed())
    return found


def pinned() -> dict[str, str]:
    """Every line of constraints.txt as name and version."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    found = (line.partition(";")[0].strip().split("==") for line in lines if line.strip() and line[0] != "#")
    return {canonicalize_name(name): version for name, version in found}


def asked(extra: str = "") -> set[str]:
    """The names that the project asks for itself."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    texts = project["optional-dependencies"][extra] if extra else project["dependencies"]
    return {canonicalize_name(Requirement(text).name) for text in texts}


def test_every_pin_is_a_component_of_this_version_and_nothing_else_is(bill: Json) -> None:
    assert {one["name"]: one["version"] for one in bill["components"]} == pinned()
    for one in bill["components"]:
        assert one["purl"] == one["bom-ref"] == f"pkg:pypi/{one['name']}@{one['version']}"


def test_what_the_program_asks_for_is_required_and_its_tools_are_not(bill: Json) -> None:
    scopes = {one["name"]: one["scope"] for one in bill["components"]}
    assert {name for name in asked() if scopes[name] != "required"} == set()
    assert {name for name in asked("dev") - {"pyyaml"} if scopes[name] != "excluded"} == set(), "no tool runs"


def test_whoever_is_needed_is_there_and_every_component_has_its_place(bill: Json) -> None:
    refs = {one["bom-ref"] for one in bill["components"]}
    assert {link["ref"] for link in bill["dependencies"]} == refs | {bill["metadata"]["component"]["bom-ref"]}
    assert {one for link in bill["dependencies"] for one in link["dependsOn"]} <= refs
    assert all(one.get("licenses") for one in bill["components"] if one["scope"] == "required")


def test_it_is_made_again_to_the_letter(bill: Json) -> None:
    assert json.loads(printed()) == bill
    assert bill["serialNumber"].startswith("urn:uuid:")
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
