"""Archives in archives, huge ratios, odd names and markup that grows: refused in plain words before it is unpacked."""

from __future__ import annotations

import gzip
import io
import stat
import tracemalloc
import zipfile
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.domain.errors import BadInput
from services.intake.read import read_table
from services.intake.table import Limits
from tests.services.intake.books import HEADER_XML, JOHN, WORKBOOK, cells_xml, packed, parts_of

GOOD = HEADER_XML + cells_xml(2, *JOHN)
CSV = b"Ext Key,Number,User,Addon license 1\n901,,John,\n"
BOOK = packed(parts_of(GOOD))
MOST_MEMORY = 200_000_000  # bytes; what a workbook of the allowed size takes at the most


def zipped(parts: dict[str, bytes]) -> bytes:
    """These files as a plain archive."""
    return packed(dict(parts))


def bomb(layers: int) -> bytes:
    """Zeros in an archive in an archive …, sixteen of each."""
    inner = b"\0" * 5_000_000
    for layer in range(layers):
        inner = zipped({f"{layer}/{no}": inner for no in range(16)})
    return inner


def gz(data: bytes, times: int = 1) -> bytes:
    """The data, packed by gzip so often."""
    for _ in range(times):
        data = gzip.compress(data)
    return data


def entry(name: str, content: bytes, mode: int = stat.S_IFREG | 0o644, base: bytes = BOOK) -> bytes:
    """The workbook with one more part of this name and kind."""
    file = io.BytesIO(base)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        info = zipfile.ZipInfo(name)
        info.external_attr, info.compress_type = mode << 16, zipfile.ZIP_DEFLATED
        archive.writestr(info, content)
    return file.getvalue()


def repeated(text: str, times: int) -> dict[str, str | bytes]:
    """A workbook whose sheet holds this so often."""
    return parts_of(GOOD + text * times)


_ATTRIBUTES = " ".join(f'a{no}="x"' for no in range(60_000))
_LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY % b "<!ENTITY c SYSTEM \'file:///etc/passwd\'>">%b;]>'
REFUSED: dict[str, tuple[str, bytes, str]] = {
    "a zip in a zip": ("a.xlsx", zipped({"inner.zip": zipped({"a.csv": CSV})}), "a zip archive"),
    "a workbook in a zip": ("a.xlsx", zipped({"a.xlsx": BOOK}), "a zip archive"),
    "a table in a zip": ("a.csv", zipped({"a.csv": CSV}), "a zip archive"),
    "a bomb of three layers": ("a.zip", bomb(3), "a zip archive"),
    "a gz": ("a.csv", gz(CSV), "a packed archive"),
    "a gz of a gz": ("a.csv", gz(CSV, 3), "a packed archive"),
    "a gz of a bomb": ("a.csv.gz", gz(b"\0" * 50_000_000, 2), "a packed archive"),
    "a gz that is called a workbook": ("a.xlsx", gz(BOOK), "a packed archive"),
    "many members": ("a.xlsx", packed(parts_of(GOOD) | {f"x/{no}": b"" for no in range(5_000)}), "are allowed"),
    "a huge ratio": ("a.xlsx", entry("xl/media/a.bin", b"\0" * 4_000_000), "unpacks to far more"),
    "a huge ratio of a part that is read": ("a.xlsx", packed(parts_of(GOOD + " " * 9_000_000)), "unpacks to far more"),
    "many parts of a size just allowed": (
        "a.xlsx",
        packed(parts_of(GOOD) | {f"x/{no}": b"\0" * 999_999 for no in range(60)}),
        "larger than",
    ),
    "a name that goes up": ("a.xlsx", entry("xl/../../x.xml", b"x"), "leads out"),
    "a name that goes up with another slash": ("a.xlsx", entry("xl\\..\\..\\x.xml", b"x"), "leads out"),
    "an absolute name": ("a.xlsx", entry("/etc/cron.d/x", b"x"), "leads out"),
    "a drive": ("a.xlsx", entry("C:/x", b"x"), "leads out"),
    "a share": ("a.xlsx", entry("\\\\host\\share\\x", b"x"), "leads out"),
    "a part twice": ("a.xlsx", entry("xl/workbook.xml", WORKBOOK.encode()), "two parts of one name"),
    "a part twice in another case": ("a.xlsx", entry("XL/WORKBOOK.XML", WORKBOOK.encode()), "two parts of one name"),
    "a part twice with another slash": ("a.xlsx", entry("xl\\workbook.xml", WORKBOOK.encode()), "two parts of one"),
    "a link": ("a.xlsx", entry("xl/link.xml", b"/etc/passwd", stat.S_IFLNK | 0o777), "a link to another file"),
    "entities by parameters": ("a.xlsx", packed(parts_of(_LAUGHS + GOOD)), "declares entities"),
}
HARMLESS: dict[str, bytes] = {
    "a bomb of three layers in a workbook": entry("xl/media/a.zip", bomb(3)),
    "a deep sheet": packed(repeated("<x>", 90_000)),
    "a sheet of attributes": packed(parts_of(GOOD + f"<row {_ATTRIBUTES}></row>")),
}


def read(name: str, data: bytes) -> str:
    """Why the file is refused, in little memory; empty where its one row is read."""
    why = ""
    tracemalloc.start()
    try:
        assert len(read_table(name, data, Limits(size=50_000_000)).rows) == 1
    except BadInput as error:
        why = f"{error.what} {error.why}"
    finally:
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert most < MOST_MEMORY
    return why


@pytest.mark.long
@pytest.mark.parametrize("what", REFUSED)
def test_19_it_is_refused_in_plain_words_and_little_memory(what: str) -> None:
    name, data, why = REFUSED[what]
    assert why in read(name, data)


@pytest.mark.long
@pytest.mark.parametrize("what", HARMLESS)
def test_19_what_is_only_odd_takes_little_memory_as_well(what: str) -> None:
    read("a.xlsx", HARMLESS[what])


def test_19_a_workbook_within_a_workbook_is_a_part_that_nobody_reads() -> None:
    for inner in (BOOK, zipped({"a": zipped({"b": b"x"})}), gz(BOOK, 2)):
        assert len(read_table("a.xlsx", entry("xl/embeddings/inner.xlsx", inner)).rows) == 1


NAMES = st.text(st.sampled_from("./\\:CXxl%\u2024\uff0f\x00"), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(name=NAMES, mode=st.integers(0, 0xFFFF), content=st.sampled_from([b"", b"x", BOOK, gz(b"x")]))
def test_19_a_part_of_any_name_and_kind_is_ignored_or_refused(name: str, mode: int, content: bytes) -> None:
    with suppress(BadInput, UserWarning):
        assert len(read_table("a.xlsx", entry(name, content, mode)).rows) == 1
