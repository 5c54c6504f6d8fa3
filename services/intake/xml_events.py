"""Parses XML as events, for a workbook's small parts and for unusual spellings. Entities are never expanded.

https://docs.python.org/3/library/pyexpat.html
"""

from __future__ import annotations

from collections.abc import Callable
from xml.parsers import expat

from services.domain.phrases import tr
from services.intake.package import refuse

Attributes = dict[str, str]
_MAX_INDEX_BYTES = 1_000_000  # bytes of a part that lists other parts


def parse(
    xml: bytes,
    start: Callable[[str, Attributes], None] | None = None,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Parse the XML with names stripped of their prefix; raises BadInput when it is damaged or declares entities."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _no_declarations
    if start is not None:
        parser.StartElementHandler = lambda tag, attributes: start(_local(tag), attributes)
    if end is not None:
        parser.EndElementHandler = lambda tag: end(_local(tag))
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise refuse(tr("Its XML is damaged."), tr("Save it again and resend.")) from error


def elements(xml: bytes, longest: int = _MAX_INDEX_BYTES) -> list[tuple[str, Attributes]]:
    """Every element's name and attributes, without prefixes; raises BadInput for a part of over `longest` bytes."""
    if len(xml) > longest:
        raise refuse(tr("Its list of sheets is far too long."))
    found: list[tuple[str, Attributes]] = []
    parse(xml, lambda tag, attributes: found.append((tag, {_local(name): value for name, value in attributes.items()})))
    return found


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _no_declarations(*_: object) -> None:
    raise refuse(tr("Its XML declares entities or holds instructions, which no spreadsheet program writes."))
