"""Tells what a file really is by its first bytes, and refuses those that we don't read."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Sequence
from enum import StrEnum
from io import BytesIO
from pathlib import PurePosixPath

from services.domain.errors import BadInput
from services.domain.phrases import tr


class FileKind(StrEnum):
    """What a file holds, in plain words."""

    XLSX = "an Excel workbook"
    TEXT = "plain text (CSV)"
    XLSM = "an Excel workbook with macros"
    XLSB = "a binary Excel workbook"
    XLS = "an Excel workbook of the old kind (.xls)"
    LOCKED = "a workbook protected by a password"
    ODS = "an OpenDocument file"
    OFFICE = "a Word or PowerPoint document"
    ZIP = "a zip archive"
    ARCHIVE = "a packed archive"
    PDF = "a PDF document"
    IMAGE = "an image"
    HTML = "a web page"
    RTF = "a rich-text document"
    UNKNOWN = "nothing that I can read"


_SAVE_AS = tr("In the spreadsheet choose 'Save as' and take 'Excel workbook (.xlsx)' or 'CSV UTF-8'.")
_FIXES = {
    FileKind.LOCKED: (
        tr("Open it in Excel, take the password off (File > Info > Protect workbook), save and send it again.")
    ),
    FileKind.XLSM: tr("Macros aren't taken. Save it as 'Excel workbook (.xlsx)'."),
    FileKind.ZIP: tr("Unpack it and send the .xlsx or .csv file that is in it."),
    FileKind.ARCHIVE: tr("Unpack it and send the .xlsx or .csv file that is in it."),
    FileKind.PDF: tr("Send the spreadsheet it was made from, as .xlsx or .csv."),
    FileKind.IMAGE: tr("Send the spreadsheet itself, as .xlsx or .csv."),
    FileKind.OFFICE: tr("Copy the table into a spreadsheet and save that as .xlsx."),
}
_ENDINGS = {".xlsx": FileKind.XLSX, ".csv": FileKind.TEXT, ".tsv": FileKind.TEXT, ".txt": FileKind.TEXT}
_MAGIC: tuple[tuple[bytes, FileKind], ...] = (
    (b"%PDF", FileKind.PDF),
    (b"\x89PNG", FileKind.IMAGE),
    (b"\xff\xd8\xff", FileKind.IMAGE),
    (b"GIF8", FileKind.IMAGE),
    (b"RIFF", FileKind.IMAGE),
    (b"II*\x00", FileKind.IMAGE),
    (b"MM\x00*", FileKind.IMAGE),
    (b"\x1f\x8b", FileKind.ARCHIVE),
    (b"Rar!", FileKind.ARCHIVE),
    (b"7z\xbc\xaf", FileKind.ARCHIVE),
    (b"{\\rtf", FileKind.RTF),
)
_MAX_TYPES_BYTES = 100_000  # bytes of a package's list of content types; a workbook's has some thousands
_LOOKED_AT_BYTES = 8_192
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\r\f\x1a\x1b")
_MAX_CONTROLS = 0.03  # share of the characters
_ALLOWED_CONTROLS = 4  # however short the text is: one that slipped in has words of its own
_LEAST_NULS = 0.1  # share of the bytes: digits, separators and line ends make as many of UTF-16
_BROKEN = (zipfile.BadZipFile, zlib.error, ValueError, RuntimeError, NotImplementedError, EOFError, OSError)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-cfb/
_MARKUP = re.compile(rb"\s*<(!doctype|html|\?xml|table|head|meta|body|svg)", re.IGNORECASE)
_UNPRINTABLE = re.compile(r"[^\w .()\[\]+#&,'-]+")


def shown(name: str) -> str:
    """A file's name for display: the last part only, without what could act as markup, at most 80 characters."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return _UNPRINTABLE.sub("_", last)[-80:] or tr("the file")


def check_kind(name: str, data: bytes) -> FileKind:
    """`FileKind.XLSX` or `FileKind.TEXT`; raises BadInput for other files, and where the name says something else."""
    kind = _kind(data)
    ending = PurePosixPath(name).suffix.lower()
    expected = _ENDINGS.get(ending)
    if kind not in (FileKind.XLSX, FileKind.TEXT):
        raise BadInput(
            tr("'{shown}' is {kind}.", shown=shown(name), kind=tr(kind.value)),
            tr("Only .xlsx and .csv files are read."),
            _FIXES.get(kind, _SAVE_AS),
        )
    if expected is None:
        why = (
            tr("It holds {kind}, but its name ends in {shown}.", kind=tr(kind.value), shown=shown(ending))
            if ending
            else tr("It holds {kind}.", kind=tr(kind.value))
        )
        raise BadInput(tr("'{shown}' doesn't end in .xlsx or .csv.", shown=shown(name)), why, _SAVE_AS)
    if expected is not kind:
        fix = tr("Give it the right ending, or save it again as .xlsx or .csv.")
        raise BadInput(
            tr(
                "'{shown}' should be {expected} by its name, but it holds {kind}.",
                shown=shown(name),
                expected=tr(expected.value),
                kind=tr(kind.value),
            ),
            "",
            fix,
        )
    return kind


def _kind(data: bytes) -> FileKind:
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_zip(data)
    if data.startswith(_OLE):
        return FileKind.LOCKED if "EncryptedPackage".encode("utf-16-le") in data else FileKind.XLS
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if _MARKUP.match(data.removeprefix(b"\xef\xbb\xbf")):
        return FileKind.HTML
    return FileKind.TEXT if _is_text(data[:_LOOKED_AT_BYTES]) else FileKind.UNKNOWN


def _is_text(data: bytes) -> bool:
    """Whether these bytes may be text in some encoding: what isn't holds far more control characters than any."""
    if data.count(0) > len(data) * _LEAST_NULS:
        even = data[: len(data) & ~1]
        return any(_few_controls([ord(c) for c in even.decode(name, "replace")]) for name in ("utf-16-le", "utf-16-be"))
    return _few_controls(data)


def _few_controls(codes: Sequence[int]) -> bool:
    return sum(code in _CONTROLS for code in codes) <= max(_ALLOWED_CONTROLS, len(codes) * _MAX_CONTROLS)


def _kind_of_zip(data: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = {name.replace("\\", "/").lower(): name for name in archive.namelist()}
            known = "xl/workbook.xml" in names
            types = b"" if known else _start(archive, names.get("[content_types].xml", "")).lower()
    except _BROKEN as error:
        raise BadInput(
            tr("The workbook is damaged."), tr("Its zip index can't be read."), tr("Save it again and resend.")
        ) from error
    if any(name.endswith("vbaproject.bin") for name in names):
        return FileKind.XLSM
    if known or b"spreadsheetml.sheet.main+xml" in types:
        return FileKind.XLSX
    if "xl/workbook.bin" in names:
        return FileKind.XLSB
    if "content.xml" in names:
        return FileKind.ODS
    return FileKind.OFFICE if {"word/document.xml", "ppt/presentation.xml"} & names.keys() else FileKind.ZIP


def _start(archive: zipfile.ZipFile, name: str) -> bytes:
    """The beginning of a part, however large it would be unpacked; empty when there is no such part."""
    if not name:
        return b""
    with archive.open(name) as part:
        return part.read(_MAX_TYPES_BYTES)
