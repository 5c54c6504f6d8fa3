"""The bill of materials: every package that constraints.txt pins, as CycloneDX 1.6 (https://cyclonedx.org).

`python tools/sbom.py` prints it. Packages that the program needs to run are `required`, those only for building and
testing are `excluded`. Licences and dependencies come from the installed packages; equal packages give equal text.
"""

from __future__ import annotations

import json
import re
import sys
import uuid
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
_PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;]+)")
Json = dict[str, Any]


def pins(text: str) -> dict[str, str]:
    """Every pinned version by canonical name."""
    found = (_PIN.match(line) for line in text.splitlines())
    return {canonicalize_name(pin["name"]): pin["version"] for pin in found if pin}


def bill(pinned: Mapping[str, str], project: str) -> Json:
    """The bill of the pinned packages, for the project of this name as it is installed."""
    ours = distribution(project)
    needs = {name: sorted(_needs(_installed(name)) & pinned.keys()) for name in pinned}
    direct = sorted(_needs(ours) & pinned.keys())
    running = _reached(direct, needs)
    parts = [_component(name, pinned[name], name in running) for name in sorted(pinned)]
    root = f"pkg:pypi/{canonicalize_name(project)}@{ours.version}"
    links = [{"ref": root, "dependsOn": [_purl(name, pinned) for name in direct]}]
    links += [{"ref": _purl(name, pinned), "dependsOn": [_purl(one, pinned) for one in needs[name]]} for name in pinned]
    told: Json = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": root,
                "name": project,
                "version": ours.version,
                "purl": root,
            }
        },
        "components": parts,
        "dependencies": links,
    }
    number = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(told, sort_keys=True))
    return {"$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json", **told, "serialNumber": f"urn:uuid:{number}"}


def _component(name: str, version: str, running: bool) -> Json:
    purl = f"pkg:pypi/{name}@{version}"
    part: Json = {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "purl": purl,
        "scope": "required" if running else "excluded",
    }
    licences = _licences(_installed(name))
    return {**part, "licenses": licences} if licences else part


def _licences(there: Distribution | None) -> list[Json]:
    """The licence as an expression if the package states one, else by the names it gives."""
    if there is None:
        return []
    if expression := there.metadata.get("License-Expression"):
        return [{"expression": expression}]
    classified = [
        line.rpartition(" :: ")[2]
        for line in there.metadata.get_all("Classifier", [])
        if line.startswith("License :: OSI Approved :: ")
    ]
    written = (there.metadata.get("License") or "").strip()
    short = [written] if written and "\n" not in written and len(written) < 80 else []
    return [{"license": {"name": name}} for name in (classified or short)]


def _installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None  # pinned for another system or version of Python


def _needs(there: Distribution | None) -> set[str]:
    """What a package depends on here, with the extras that it asks of others, without its own extras."""
    return {canonicalize_name(one.name) for one in _requirements(there)}


def _requirements(there: Distribution | None) -> Iterator[Requirement]:
    for text in (there.requires or []) if there else []:
        one = Requirement(text)
        if one.marker is None or one.marker.evaluate({"extra": ""}):
            yield one
            yield from _of_extras(one)


def _of_extras(one: Requirement) -> Iterator[Requirement]:
    there = _installed(one.name)
    for text in (there.requires or []) if there and one.extras else []:
        more = Requirement(text)
        if more.marker and any(more.marker.evaluate({"extra": extra}) for extra in one.extras):
            yield more


def _reached(start: Iterable[str], needs: Mapping[str, list[str]]) -> set[str]:
    found, waiting = set[str](), list(start)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += needs.get(name, [])
    return found


def _purl(name: str, pinned: Mapping[str, str]) -> str:
    return f"pkg:pypi/{name}@{pinned[name]}"


if __name__ == "__main__":
    pinned = pins((ROOT / "constraints.txt").read_text(encoding="utf-8"))
    json.dump(bill(pinned, "switchboard-teams"), sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")
