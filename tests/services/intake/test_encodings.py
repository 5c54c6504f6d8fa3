"""Text of every country: read for sure where that can be, and otherwise the right reading is there to choose."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.domain.questions import Question
from services.intake.encodings import decode
from services.intake.read import read_table
from services.intake.rows import read_changes
from tests.services.intake.books import OC

_HEAD = "Ext Key,Number,User,Addon license 1\r\n"
NAMES: list[tuple[str, list[str]]] = [
    ("cp1252", ["Zoë", "Jürgen Müller", "François"]),
    ("cp1252", ["Zoë"]),
    ("mac_roman", ["Zoë", "Jürgen Müller"]),
    ("gb18030", ["王伟", "李娜"]),
    ("gb18030", ["王伟"]),
    ("big5", ["王偉"]),
    ("cp932", ["田中 太郎"]),
    ("euc_jp", ["田中 太郎", "やまだ"]),
    ("cp949", ["김민수"]),
    ("cp1251", ["Иван Петров", "Ольга"]),
    ("koi8_r", ["Иван Петров", "Ольга"]),
    ("mac_cyrillic", ["Иван Петров", "Ольга"]),
    ("cp1250", ["Łukasz Żak", "Ořechová"]),
    ("cp1254", ["Ayşe Yılmaz", "Çağrı"]),
    ("cp1253", ["Γιώργος"]),
    ("cp1255", ["משה כהן"]),
    ("cp1256", ["محمد علي"]),
    ("cp874", ["สมชาย ใจดี"]),
]


def file_of(names: list[str], encoding: str) -> bytes:
    """A file with a row for each of these people."""
    rows = (f"{101 + no},656789123{no},{name},{OC}\r\n" for no, name in enumerate(names))
    return (_HEAD + "".join(rows)).encode(encoding)


def question(data: bytes) -> Question:
    """What is asked about the file's letters."""
    found = decode(data).question
    assert found is not None
    return found


@pytest.mark.parametrize(("encoding", "names"), NAMES)
def test_the_right_reading_is_there_to_choose_and_is_then_read(encoding: str, names: list[str]) -> None:
    data = file_of(names, encoding)
    spelt = ", ".join(names)
    (answer,) = [value for value, words in question(data).choices if words.startswith(f"{spelt} (")]
    assert decode(data, answer).text == _HEAD + data.decode(encoding)[len(_HEAD) :]
    parsed = read_changes(read_table("a.csv", data, encoding=answer), answers={"encoding": answer})
    assert [change.person for change in parsed.changes] == names
    assert parsed.questions == ()


@pytest.mark.parametrize("encoding", ["cp1252", "gb18030", "big5", "cp932", "cp1251"])
def test_several_names_of_a_country_make_its_reading_the_first(encoding: str) -> None:
    names = [name for code, listed in NAMES if code == encoding for name in listed]
    assert question(file_of(names, encoding)).choices[0][0] == encoding


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_sure(encoding: str) -> None:
    for _, names in NAMES:
        decoded = decode(file_of(names, encoding))
        assert (decoded.text[len(_HEAD) :], decoded.question) == (file_of(names, "utf-8").decode()[len(_HEAD) :], None)


def test_japanese_with_escapes_is_sure() -> None:
    decoded = decode(file_of(["田中 太郎"], "iso2022_jp"))
    assert ("田中 太郎" in decoded.text, decoded.question) == (True, None)


def test_a_line_in_another_encoding_spoils_no_other() -> None:
    data = file_of(["Zoë", "Łukasz", "王伟"], "utf-8") + f"104,,René,{OC}\r\n".encode("cp1252")
    assert decode(data).question is not None
    assert [value for value, words in question(data).choices if words.startswith("René (")] == ["cp1252"]
    for value, _ in question(data).choices:
        assert all(name in decode(data, value).text for name in ("Zoë", "Łukasz", "王伟"))
    assert "René" in decode(data, "cp1252").text


def test_letters_in_columns_that_nobody_reads_are_nothing_to_ask() -> None:
    data = "Ext Key,Number,User,Addon license 1,Cost centre\r\n101,6567891230,John,call_recording,Zoë\r\n".encode(
        "cp1252"
    )
    parsed = read_changes(read_table("a.csv", data))
    assert parsed.questions == ()
    assert [found.code for found in parsed.findings][:1] == ["file.encoding"]


@given(st.binary(min_size=1, max_size=60))
@settings(max_examples=150, deadline=None)
def test_no_name_is_read_unasked_that_isnt_unicode(tail: bytes) -> None:
    data = _HEAD.encode() + b"101,,Jo" + tail.replace(b"\x00", b"").replace(b"\x1b", b"") + b"x,call_recording\r\n"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        assert decode(data).question is not None
