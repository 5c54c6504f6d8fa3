"""A workbook's zip, unpacked under limits and packed anew, so that the reader sees only bytes that were checked.

The attacks are the known ones on OOXML: zip bombs, entity expansion, one cell at the far end of the sheet.
https://github.com/advisories/GHSA-chqf-hx79-gxc6 and https://cwe.mitre.org/data/definitions/409.html
"""

from __future__ import annotations

import re
import stat
import struct
import zipfile
import zlib
from io import BytesIO

from services.domain.errors import BadInput
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
_NEEDED = re.compile(r"(\[Content_Types\]\.xml|_rels/\.rels|xl/.*\.(xml|rels))", re.IGNORECASE)
_SPARE = re.compile(
    r"xl/(theme|drawings|charts|chartsheets|externalLinks|ctrlProps|pivotTables|pivotCache|tables|persons|"
    r"threadedComments|worksheets/_rels|calcChain|comments|metadata|queryTables|customXml)",
    re.IGNORECASE,
)
_DECLARATION = re.compile(rb"<[!?]")
_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([^\"']*)")
_PROLOG = 200  # bytes; a workbook's XML declaration takes about 60
_AGAIN = "Open it in Excel, save it as 'Excel workbook (.xlsx)' and send that."


def refuse(why: str, fix: str = _AGAIN) -> BadInput:
    """The error for a workbook that isn't read, with the reason in plain words."""
    return BadInput("The workbook can't be read.", why, fix)


def unpack(data: bytes, limits: Limits) -> dict[str, bytes]:
    """The parts a reader of cells needs, by name; BadInput for anything a spreadsheet program wouldn't write."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_entries(entries, limits)
            parts = {entry.filename: archive.read(entry) for entry in entries if _is_needed(entry.filename)}
    except _BROKEN as error:
        raise refuse("The file is damaged.", "Save it again and resend.") from error
    for name, part in parts.items():
        _check_markup(name, part)
    return parts


def pack(parts: dict[str, bytes]) -> BytesIO:
    """The parts as a zip that is only stored, so nothing in it can grow."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    packed.seek(0)
    return packed


def _is_needed(name: str) -> bool:
    return bool(_NEEDED.fullmatch(name)) and not _SPARE.match(name)


def _check_entries(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(entries) > limits.parts:
        raise refuse(f"It has {len(entries):,} parts; {limits.parts:,} are allowed.")
    if len({entry.filename.lower() for entry in entries}) < len(entries):
        raise refuse("It has two parts of one name.")
    if sum(entry.file_size for entry in entries) > limits.unpacked:
        raise refuse(f"Unpacked it is larger than {limits.unpacked:,} bytes.", "Keep only the sheet with the table.")
    for entry in entries:
        _check_entry(entry, limits)


def _check_entry(entry: zipfile.ZipInfo, limits: Limits) -> None:
    name = entry.filename
    if entry.flag_bits & 1:
        raise refuse("It is protected by a password.", "Take the password off, save and send it again.")
    if name.startswith("/") or "\\" in name or ".." in name.split("/") or ":" in name:
        raise refuse("A part's name leads out of the file.")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise refuse("A part is a link to another file.")
    if entry.file_size > 1_000_000 and entry.file_size > limits.ratio * max(1, entry.compress_size):
        raise refuse("A part unpacks to far more than a table does.", "Keep only the sheet with the table.")


def _check_markup(name: str, part: bytes) -> None:
    encoding = _ENCODING.search(part[:_PROLOG])
    if b"\x00" in part or (encoding and encoding[1].lower() not in (b"utf-8", b"us-ascii")):
        raise refuse("Its XML isn't UTF-8.")
    if _DECLARATION.search(part, len(b"\xef\xbb\xbf<")):
        raise refuse("Its XML declares entities or holds instructions, which no spreadsheet program writes.")
    if name == "[Content_Types].xml" and b"macroenabled" in part.lower():
        raise refuse("It is a workbook with macros.", "Macros aren't taken. Save it as 'Excel workbook (.xlsx)'.")
