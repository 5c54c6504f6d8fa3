"""Opens a workbook's zip within limits, so that its parts are read as checked bytes only.

The attacks are the known ones on OOXML: zip bombs, entity expansion, one cell at the far end of the sheet.
https://github.com/advisories/GHSA-chqf-hx79-gxc6 and https://cwe.mitre.org/data/definitions/409.html
"""

from __future__ import annotations

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO

from services.domain.errors import BadInput
from services.domain.phrases import tr
from services.intake.table import Limits

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
    struct.error,
)
# Comments and CDATA sections are allowed; no spreadsheet program writes a document type or processing instruction.
_DECLARATION = re.compile(rb"<(?:\?|!(?!--|\[CDATA\[))")
_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([^\"']*)")
_MAX_PROLOG_BYTES = 200  # bytes; a workbook's XML declaration takes about 60
_TYPES = "[Content_Types].xml"
_SAVE_AS_XLSX = tr("Open it in Excel, save it as 'Excel workbook (.xlsx)' and send that.")


def refuse(why: str, fix: str = _SAVE_AS_XLSX) -> BadInput:
    """The BadInput for a workbook that isn't read, with the reason."""
    return BadInput(tr("The workbook can't be read."), why, fix)


class Package:
    """The parts of a workbook by name, whatever the case or the direction of slashes."""

    def __init__(self, archive: zipfile.ZipFile, limits: Limits) -> None:
        self._archive = archive
        self._entries = {_name(entry.filename): entry for entry in _checked(archive.infolist(), limits)}

    def part(self, name: str) -> bytes | None:
        """The part's XML, or None when there is no such part; raises BadInput when it isn't plain XML."""
        entry = self._entries.get(_name(name))
        if entry is None:
            return None
        xml = self._archive.read(entry)
        _check_markup(xml)
        return xml


@contextmanager
def opened(data: bytes, limits: Limits) -> Iterator[Package]:
    """Open the workbook's parts for the block; raises BadInput for anything that spreadsheet programs don't write."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            package = Package(archive, limits)
            if b"macroenabled" in (package.part(_TYPES) or b"").lower():
                raise refuse(
                    tr("It is a workbook with macros."), tr("Macros aren't taken. Save it as 'Excel workbook (.xlsx)'.")
                )
            yield package
    except _BROKEN as error:
        raise refuse(tr("The file is damaged."), tr("Save it again and resend.")) from error


def pack(parts: Mapping[str, bytes]) -> BytesIO:
    """The parts as an uncompressed zip, so that nothing in it can grow on reading."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    packed.seek(0)
    return packed


def _name(written: str) -> str:
    # Part names are compared without case (ECMA-376-2, 6.2.2.3); some programs on Windows write backslashes.
    return written.replace("\\", "/").removeprefix("/").lower()


def _checked(entries: list[zipfile.ZipInfo], limits: Limits) -> list[zipfile.ZipInfo]:
    if len(entries) > limits.parts:
        raise refuse(tr("It has {entries:,} parts; {parts:,} are allowed.", entries=len(entries), parts=limits.parts))
    if len({_name(entry.filename) for entry in entries}) < len(entries):
        raise refuse(tr("It has two parts of one name."))
    if sum(entry.file_size for entry in entries) > limits.unpacked:
        raise refuse(
            tr("Unpacked it is larger than {unpacked:,} bytes.", unpacked=limits.unpacked),
            tr("Keep only the sheet with the table."),
        )
    for entry in entries:
        _check_entry(entry, limits)
    return entries


def _check_entry(entry: zipfile.ZipInfo, limits: Limits) -> None:
    name = entry.filename.replace("\\", "/")
    if entry.flag_bits & 1:
        raise refuse(tr("It is protected by a password."), tr("Take the password off, save and send it again."))
    if name.startswith("/") or ".." in name.split("/") or ":" in name:
        raise refuse(tr("A part's name leads out of the file."))
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise refuse(tr("A part is a link to another file."))
    if entry.file_size > 1_000_000 and entry.file_size > limits.ratio * max(1, entry.compress_size):
        raise refuse(tr("A part unpacks to far more than a table does."), tr("Keep only the sheet with the table."))


def _check_markup(part: bytes) -> None:
    encoding = _ENCODING.search(part[:_MAX_PROLOG_BYTES])
    if b"\x00" in part or (encoding and encoding[1].lower() not in (b"utf-8", b"us-ascii")):
        raise refuse(tr("Its XML isn't UTF-8."))
    if _DECLARATION.search(part, len(b"\xef\xbb\xbf<")):
        raise refuse(tr("Its XML declares entities or holds instructions, which no spreadsheet program writes."))
