"""What a file really is, by its first bytes, and the plain refusal when it isn't one we read."""

from __future__ import annotations

import re
import zipfile
import zlib
from enum import StrEnum
from io import BytesIO
from pathlib import PurePosixPath

from services.domain.errors import BadInput


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


_SAVE = "In the spreadsheet choose 'Save as' and take 'Excel workbook (.xlsx)' or 'CSV UTF-8'."
_FIXES = {
    FileKind.LOCKED: (
        "Open it in Excel, take the password off (File > Info > Protect workbook), save and send it again."
    ),
    FileKind.XLSM: "Macros aren't taken. Save it as 'Excel workbook (.xlsx)'.",
    FileKind.ZIP: "Unpack it and send the .xlsx or .csv file that is in it.",
    FileKind.ARCHIVE: "Unpack it and send the .xlsx or .csv file that is in it.",
    FileKind.PDF: "Send the spreadsheet it was made from, as .xlsx or .csv.",
    FileKind.IMAGE: "Send the spreadsheet itself, as .xlsx or .csv.",
    FileKind.OFFICE: "Copy the table into a spreadsheet and save that as .xlsx.",
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
_MAX_TYPES_BYTES = 100_000  # bytes of a package's list of types; a workbook's has some thousands
_BROKEN = (zipfile.BadZipFile, zlib.error, ValueError, RuntimeError, NotImplementedError, EOFError, OSError)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-cfb/
_MARKUP = re.compile(rb"\s*<(!doctype|html|\?xml|table|head|meta|body|svg)", re.IGNORECASE)
_UNPRINTABLE = re.compile(r"[^\w .()\[\]+#&,'-]+")


def shown(name: str) -> str:
    """A file's name as it may be shown: last part only, nothing that could be taken for markup, 80 characters."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return _UNPRINTABLE.sub("_", last)[-80:] or "the file"


def check_kind(name: str, data: bytes) -> FileKind:
    """`FileKind.XLSX` or `FileKind.TEXT`; BadInput for any other file, and for one that isn't what its name says."""
    kind = _kind(data)
    ending = PurePosixPath(name).suffix.lower()
    expected = _ENDINGS.get(ending)
    if kind not in (FileKind.XLSX, FileKind.TEXT):
        raise BadInput(f"'{shown(name)}' is {kind}.", "Only .xlsx and .csv files are read.", _FIXES.get(kind, _SAVE))
    if expected is None:
        why = f"It holds {kind}, but its name ends in {shown(ending)}." if ending else f"It holds {kind}."
        raise BadInput(f"'{shown(name)}' doesn't end in .xlsx or .csv.", why, _SAVE)
    if expected is not kind:
        fix = "Give it the right ending, or save it again as .xlsx or .csv."
        raise BadInput(f"'{shown(name)}' should be {expected} by its name, but it holds {kind}.", "", fix)
    return kind


def _kind(data: bytes) -> FileKind:
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_zip(data)
    if data.startswith(_OLE):
        return FileKind.LOCKED if "EncryptedPackage".encode("utf-16-le") in data else FileKind.XLS
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    return FileKind.HTML if _MARKUP.match(data.removeprefix(b"\xef\xbb\xbf")) else FileKind.TEXT


def _kind_of_zip(data: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = {name.replace("\\", "/").lower(): name for name in archive.namelist()}
            known = "xl/workbook.xml" in names
            types = b"" if known else _start(archive, names.get("[content_types].xml", "")).lower()
    except _BROKEN as error:
        raise BadInput(
            "The workbook is damaged.", "Its zip index can't be read.", "Save it again and resend."
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
    """The beginning of a part, however much it would unpack to; empty when there is none."""
    if not name:
        return b""
    with archive.open(name) as part:
        return part.read(_MAX_TYPES_BYTES)
