"""What a file really is, and the plain words for what isn't read."""

from __future__ import annotations

import zipfile
from io import BytesIO
from random import Random

import pytest

from services.domain.errors import BadInput
from services.intake.read import read_table
from services.intake.sniff import FileKind, check_kind, shown
from services.intake.table import Limits
from tests.services.intake.books import HEADERS, JOHN, csv_of, packed, parts_of, xlsx_of

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _zip(*names: str) -> bytes:
    return packed(dict.fromkeys(names, "x"))


_REFUSED = [
    ("old.xls", _OLE + b"\0" * 600, "old kind (.xls)", "Save as"),
    ("bulk.xlsx", _OLE + b"\0" * 60 + "EncryptedPackage".encode("utf-16-le"), "password", "password off"),
    ("macros.xlsm", packed({**parts_of(""), "xl/vbaProject.bin": b"x"}), "macros", "Excel workbook (.xlsx)"),
    ("bulk.xlsb", _zip("xl/workbook.bin"), "binary Excel", "Save as"),
    ("bulk.ods", _zip("mimetype", "content.xml"), "OpenDocument", "Save as"),
    ("bulk.docx", _zip("word/document.xml"), "Word", "Copy the table"),
    ("bulk.zip", _zip("bulk.csv"), "zip archive", "Unpack"),
    ("bulk.csv.gz", b"\x1f\x8b\x08\x00", "packed archive", "Unpack"),
    ("bulk.pdf", b"%PDF-1.7", "PDF", "spreadsheet it was made from"),
    ("photo.png", b"\x89PNG\r\n\x1a\n", "image", "spreadsheet itself"),
    ("photo.jpg", b"\xff\xd8\xff\xe0", "image", "spreadsheet itself"),
    ("bulk.html", b"<!DOCTYPE html><table>", "web page", "Save as"),
    ("bulk.rtf", b"{\\rtf1", "rich-text", "Save as"),
]


@pytest.mark.parametrize(("name", "data", "kind", "fix"), _REFUSED, ids=[row[0] for row in _REFUSED])
def test_other_files_are_refused_by_their_kind_with_what_to_do(name: str, data: bytes, kind: str, fix: str) -> None:
    for named in (name, "bulk.csv", "bulk.xlsx"):
        with pytest.raises(BadInput) as refused:
            read_table(named, data)
        assert named in refused.value.what
        assert kind in refused.value.what
        assert fix in refused.value.fix


def test_bytes_that_are_no_text_are_not_taken_for_text() -> None:
    for name in ("bulk.csv", "bulk.xlsx"):
        with pytest.raises(BadInput) as refused:
            check_kind(name, Random(7).randbytes(5_000))
        assert f"'{name}' is nothing that I can read." in refused.value.what
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp1252", "gb18030", "shift_jis"):
        rows = "Ext Key,User\r\n" + "".join(f"{key},王小明 前台\r\n" for key in range(101, 400))
        assert check_kind("bulk.csv", rows.encode(encoding, "replace")) is FileKind.TEXT, encoding


def test_a_file_that_is_not_what_its_name_says_is_told_both() -> None:
    with pytest.raises(BadInput) as refused:
        read_table("bulk.xlsx", csv_of(HEADERS, JOHN))
    assert "an Excel workbook by its name" in refused.value.what
    assert "holds plain text (CSV)" in refused.value.what
    with pytest.raises(BadInput) as refused:
        read_table("bulk.csv", xlsx_of(HEADERS, JOHN))
    assert "plain text (CSV) by its name" in refused.value.what
    assert "holds an Excel workbook" in refused.value.what


@pytest.mark.parametrize("name", ["bulk.xls", "bulk", "bulk.exe"])
def test_another_ending_is_refused_with_what_it_holds(name: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_table(name, xlsx_of(HEADERS, JOHN))
    assert "an Excel workbook" in refused.value.why


@pytest.mark.parametrize("name", ["bulk.csv", "BULK.CSV", "bulk.txt", "bulk.tsv", "C:\\files\\bulk.csv"])
def test_text_goes_by_several_endings(name: str) -> None:
    assert check_kind(name, csv_of(HEADERS)) is FileKind.TEXT


def test_macros_without_code_are_known_by_the_declared_type() -> None:
    parts = parts_of("")
    parts["[Content_Types].xml"] = (
        '<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
    )
    with pytest.raises(BadInput, match="macros"):
        read_table("bulk.xlsx", packed(parts))


def test_a_broken_zip_is_damaged() -> None:
    good = xlsx_of(HEADERS, JOHN)
    for data in (b"PK\x03\x04", good[:-30], good[: len(good) // 2]):
        with pytest.raises(BadInput, match="damaged"):
            read_table("bulk.xlsx", data)


def test_empty_and_too_large_files() -> None:
    with pytest.raises(BadInput, match="is empty"):
        read_table("bulk.csv", b"")
    data = csv_of(HEADERS, JOHN)
    with pytest.raises(BadInput, match="too large"):
        read_table("bulk.csv", data, Limits(size=len(data) - 1))
    assert read_table("bulk.csv", data, Limits(size=len(data))).rows


def test_a_files_name_is_shown_without_markup_and_folders() -> None:
    assert shown("../../etc/<at>all</at>") == "at_"
    assert shown("a\u202egnp.csv") == "a_gnp.csv"
    assert len(shown("x" * 500 + ".csv")) == 80
    assert shown("") == "the file"


def test_a_zip_within_a_zip_is_not_opened() -> None:
    inner = BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb", b"\0" * 5_000_000)
    parts = parts_of("<row/>") | {"xl/embeddings/inner.xlsx": inner.getvalue()}
    with pytest.raises(BadInput, match="No visible sheet"):
        read_table("bulk.xlsx", packed(parts))
