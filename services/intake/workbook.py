"""Finds a workbook's sheets, shared strings and formats by its relationships, whatever the parts are called.

ECMA-376, part 2: https://ecma-international.org/publications-and-standards/standards/ecma-376/
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from urllib.parse import unquote

from services.domain.phrases import tr
from services.intake.package import Package, refuse
from services.intake.xml_events import Attributes, elements

_DEFAULT_MAIN_PART = "xl/workbook.xml"
_MAX_SHEETS = 20  # sheets that are searched for a table


@dataclass(frozen=True, slots=True)
class Parts:
    """The XML of the first visible sheets, of the shared strings and of the formats.

    `since_1904`: days count from 1904, as on old Macs.
    """

    sheets: tuple[bytes, ...]
    strings: bytes
    styles: bytes
    since_1904: bool


def find_parts(package: Package) -> Parts:
    """The parts that the cell reader needs; raises BadInput when the list of sheets is missing."""
    main = _target(_relations(package, ""), "officeDocument") or _DEFAULT_MAIN_PART
    workbook, relations = package.part(main), _relations(package, main)
    if workbook is None or not relations:
        raise refuse(tr("Its list of sheets is missing."))
    found = elements(workbook)
    properties = next((attributes for tag, attributes in found if tag == "workbookPr"), {})
    visible = [a for tag, a in found if tag == "sheet" and a.get("state", "visible") == "visible"]
    paths = [_sheet_path(relations, a.get("id", "")) for a in visible]
    sheets = [package.part(path) for path in paths if path]
    return Parts(
        sheets=tuple(xml for xml in sheets[:_MAX_SHEETS] if xml),
        strings=package.part(_target(relations, "sharedStrings")) or b"",
        styles=package.part(_target(relations, "styles")) or b"",
        since_1904=properties.get("date1904") in ("1", "true"),
    )


@dataclass(frozen=True, slots=True)
class _Relation:
    kind: str
    path: str


def _relations(package: Package, source: str) -> dict[str, _Relation]:
    """The relationship targets of the part `source` (empty: the package itself), by id, without external ones."""
    folder, name = posixpath.split(source)
    xml = package.part(posixpath.join(folder, "_rels", f"{name}.rels"))
    listed = elements(xml) if xml else []
    inside = [a for tag, a in listed if tag == "Relationship" and a.get("TargetMode") != "External"]
    return {a.get("Id", ""): _relation(a, folder) for a in inside}


def _relation(attributes: Attributes, folder: str) -> _Relation:
    target = unquote(attributes.get("Target", "")).replace("\\", "/")
    path = target if target.startswith("/") else posixpath.join(folder, target)
    return _Relation(attributes.get("Type", "").rpartition("/")[2], posixpath.normpath(path).removeprefix("/"))


def _target(relations: dict[str, _Relation], kind: str) -> str:
    return next((relation.path for relation in relations.values() if relation.kind == kind), "")


def _sheet_path(relations: dict[str, _Relation], ident: str) -> str:
    found = relations.get(ident)
    return found.path if found is not None and found.kind == "worksheet" else ""
