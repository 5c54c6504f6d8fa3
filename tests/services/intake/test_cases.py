"""Small files that real programs write, each with what it means: what is seen is what is meant, or it is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from services.domain.change import Change
from services.domain.plan import Severity
from services.intake.headers import ColumnRole
from services.intake.headings import Headings
from services.intake.read import read_table
from services.intake.rows import Parsed, read_changes
from services.intake.table import Limits

_DATA = Path(__file__).parents[2] / "data/cases"
_OC = "device_import_msteams_OC"
Line = tuple[str, str | None, str | None, str | None]  # key, number, person, directory name
JOHN: Line = ("101", "+6567891230", "John", None)


@dataclass(frozen=True)
class Case:
    """The lines that a file asks for and what is found in it, by code; `asked` has the ids of its questions.

    `answers` are given to those, with `then` for the lines after them.
    """

    lines: tuple[Line, ...] = ()
    codes: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    then: tuple[Line, ...] = ()


CASES: dict[str, Case] = {
    "c-cp1251.csv": Case(
        asked=("encoding",), answers={"encoding": "cp1251"}, then=(("101", "+6567891230", "Иван", None),)
    ),
    "c-headagain.csv": Case((JOHN, ("102", "+6567891231", "Alice", None)), ("table.headings_again",)),
    "c-pipe.csv": Case((JOHN,)),
    "c-singleq.csv": Case((JOHN,)),
    "c-sjis.csv": Case(
        asked=("encoding",), answers={"encoding": "cp932"}, then=(("101", "+6567891230", "山田太郎", None),)
    ),
    "c-smartq.csv": Case((JOHN,)),
    "c-title.csv": Case((JOHN,)),
    "c-twohead.csv": Case((JOHN,), ("table.headings_again",)),
    "e-ext-format-0000.xlsx": Case((("0123", "+6567891232", "john@contoso.com", None),), ("column.shown",)),
    "e-formula-empty-real.xlsx": Case((("405", "+6567891235", "alice@contoso.com", None),)),
    "e-gbk-label.csv": Case(asked=("encoding",), answers={"encoding": "gb18030"}, then=(("301", None, None, "王伟"),)),
    "e-idd-001.csv": Case((("401", "+6567891233", "alice@contoso.com", None),)),
    "e-key-zeros.csv": Case(
        (("007", None, None, None), ("0042", None, None, None)), ("column.missing", "row.no_person", "row.no_person")
    ),
    "e-lineuri-ext.csv": Case((("402", "+6567891234", "alice@contoso.com", None),)),
    "e-placeholders.csv": Case(
        tuple((key, None, None, None) for key in ("501", "502", "503", "504")),
        (*["cell.placeholder", "row.no_person"] * 3, "cell.placeholder", "cell.placeholder", "row.no_person"),
    ),
    "e-upn-headings.csv": Case(
        asked=("column_number", "column_person"),
        answers={"column_number": "2", "column_person": "1"},
        then=(("201", "+6567891231", "alice@contoso.com", None),),
    ),
    "e-zwnj.csv": Case(
        (("403", None, "علی\u200cرضا", None), ("404", None, None, "ශ්\u200dරී පෙරේරා")),
        ("column.missing", "row.no_person"),
    ),
    "h-number-upn.csv": Case(
        asked=("column_person",),
        answers={"column_person": "2"},
        then=(("201", "+6567891231", "alice@contoso.com", None),),
    ),
    "h-number-userprincipalname.csv": Case(
        asked=("column_person",),
        answers={"column_person": "2"},
        then=(("201", "+6567891231", "alice@contoso.com", None),),
    ),
    "h-pstype.csv": Case((("101", "+6567891230", "alice@contoso.com", None),)),
    "h-upn.csv": Case(
        codes=("column.key_missing", "column.missing"),
        asked=("column_number", "column_person"),
        answers={"column_number": "1", "column_person": "0"},
    ),
    "x-attrorder.xlsx": Case((JOHN,)),
    "x-backslash.xlsx": Case((JOHN,)),
    "x-cdata.xlsx": Case((JOHN,)),
    "x-comment.xlsx": Case((JOHN,)),
    "x-ext-dur.xlsx": Case(asked=("format_0",), answers={"format_0": "held"}, then=(JOHN,)),
    "x-ext-fmt0000.xlsx": Case(
        (("0123", "+6567891230", "John", None), ("0045", "+6567891231", "Alice", None)), ("column.shown",)
    ),
    "x-formula-empty-string.xlsx": Case((JOHN,)),
    "x-norefs.xlsx": Case((JOHN,)),
    "x-rich-nospace.xlsx": Case((("101", "+6567891230", "Chris Lee", None),), ("row.number_without_teams",)),
    "x-rich-space.xlsx": Case((("101", "+6567891230", "Chris Lee", None),)),
    "x-singlequote.xlsx": Case((JOHN,)),
    "x-wb2.xlsx": Case((JOHN,)),
    "x-wbroot.xlsx": Case((JOHN,)),
    "x-zeroheight.xlsx": Case((JOHN, ("102", "+6567891231", "Alice", None)), ("sheet.hidden_rows",)),
}


def read(name: str, answers: Mapping[str, str] | None = None) -> Parsed:
    """What the file asks for, with these answers given."""
    given = answers or {}
    table = read_table(name, (_DATA / name).read_bytes(), Limits(), encoding=given.get("encoding", ""))
    return read_changes(table, answers=given)


def line(change: Change) -> Line:
    """What the table says of a line."""
    return (change.key, change.number, change.person, change.label)


def test_every_file_has_its_outcome_here() -> None:
    assert {path.name for path in _DATA.iterdir()} - {"numbers-all.csv"} == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_each_file_means_what_it_shows(name: str) -> None:
    case, parsed = CASES[name], read(name)
    assert tuple(question.id for question in parsed.questions) == case.asked
    if case.asked:
        before, parsed = parsed, read(name, case.answers)
        assert all(question.takes(case.answers[question.id]) for question in before.questions)
        assert parsed.questions == ()
    else:
        assert tuple(found.code for found in parsed.findings) == case.codes
    assert tuple(map(line, parsed.changes)) == (case.then if case.asked else case.lines)


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if "h-upn" not in name])
def test_none_of_these_files_has_an_error(name: str) -> None:
    parsed = read(name, CASES[name].answers)
    assert [found for found in parsed.findings if found.severity is Severity.ERROR] == []


def test_whoever_was_asked_once_about_a_heading_isnt_asked_again() -> None:
    answers = CASES["e-upn-headings.csv"].answers
    learnt = read("e-upn-headings.csv", answers).learnt
    assert learnt == {"upn": ColumnRole.PERSON, "telephonenumber": ColumnRole.NUMBER}
    content = (_DATA / "h-number-upn.csv").read_bytes()
    parsed = read_changes(read_table("h.csv", content, headings=Headings(learnt)), headings=Headings(learnt))
    assert parsed.questions == ()
    assert parsed.changes[0].person == "alice@contoso.com"
    assert [found.code for found in parsed.findings] == ["column.understood"]


def test_a_column_that_is_left_out_is_told() -> None:
    parsed = read("h-number-upn.csv", {"column_person": "none"})
    assert parsed.changes[0].person is None
    told = {found.code: found.message for found in parsed.findings}
    assert "'UPN' isn't read" in told["column.left_out"]


def test_an_encoding_that_isnt_offered_is_asked_about_all_the_same() -> None:
    parsed = read("c-cp1251.csv", {"encoding": "utf-7"})
    assert [question.id for question in parsed.questions] == ["encoding"]


def test_what_is_shown_counts_when_that_is_said() -> None:
    parsed = read("x-ext-dur.xlsx", {"format_0": "shown"})
    assert [(found.code, found.value) for found in parsed.findings] == [("row.key_not_digits", "2424:00:00")]
