"""Headings that aren't ours: never read unasked, never dropped with a mere warning, remembered once said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from services.domain.plan import Severity
from services.intake.headers import ColumnRole
from services.intake.headings import Headings, guesses_of
from services.intake.read import read_table
from services.intake.rows import Parsed, read_changes
from tests.services.intake.books import OC, csv_of, table_of

ALICE, NUMBER = "alice@contoso.com", "+6567891231"
SPELLINGS: dict[ColumnRole, list[str]] = {
    ColumnRole.PERSON: [
        *("UPN", "User Principal Name", "userPrincipalName", "User-Principal-Name", "E-mail", "Email address", "Mail"),
        *(
            "Employee",
            "Employee name",
            "Staff member",
            "Full name",
            "Display name",
            "Assigned to",
            "SAM account",
            "Login",
        ),
        *("Primary SMTP address", "Mitarbeiter", "Utilisateur", "Usuario", "Пользователь", "姓名", "氏名", "사용자"),
    ],
    ColumnRole.NUMBER: [
        *("TelephoneNumber", "Telephone number", "Phone No.", "Phone", "Tel", "Tel. No.", "DDI", "Line URI", "E.164"),
        *(
            "DID number",
            "Business phones",
            "Mobile",
            "Rufnummer",
            "Numéro",
            "Teléfono",
            "电话号码",
            "電話番号",
            "전화번호",
        ),
    ],
    ColumnRole.KEY: ["Extension number", "Extension No.", "Ext. No.", "Extn", "Nebenstelle", "分机", "内線番号"],
    ColumnRole.ADDON: ["License", "License 1", "Licence 2", "Licenses", "Feature", "Device 1"],
    ColumnRole.LABEL: ["Directory entry", "Caller ID name", "Extension name"],
}


@pytest.mark.parametrize(("role", "heading"), [(role, text) for role, texts in SPELLINGS.items() for text in texts])
def test_what_other_programs_and_people_call_our_columns(role: ColumnRole, heading: str) -> None:
    assert role in guesses_of(heading)


def read(headers: Sequence[str], *rows: Sequence[str], answers: Mapping[str, str] | None = None) -> Parsed:
    """What a file of these headings and rows asks for."""
    return read_changes(table_of(*rows, headers=headers), answers=answers or {})


def test_a_heading_of_ours_under_another_name_is_asked_about_and_read_when_that_is_said() -> None:
    headers, row = ("Ext Key", "UPN", "Phone No.", "License 1"), ("201", ALICE, NUMBER, OC)
    asked = read(headers, row)
    assert [question.text for question in asked.questions] == [
        f"“Phone No.” is Number? It has “{NUMBER}”.",
        f"“UPN” is User? It has “{ALICE}”.",
        "“License 1” is Addon license?",
    ]
    assert [words for _, words in asked.questions[1].choices] == ["Yes, use it", "No, leave it out"]
    assert not [found for found in asked.findings if found.code.startswith("column.")]
    yes = {question.id: question.choices[0][0] for question in asked.questions}
    found = read(headers, row, answers=yes)
    change = found.changes[0]
    assert (change.key, change.number, change.person, change.addons) == ("201", NUMBER, ALICE, (OC,))
    assert {one.code for one in found.findings} == {"column.understood"}


def test_of_several_columns_one_can_be_chosen() -> None:
    headers, row = ("Ext Key", "Display name", "UPN", "Mail"), ("201", "Alice", ALICE, "a@contoso.com")
    (question,) = read(headers, row).questions
    assert question.text == "Which column is User?"
    assert [words for _, words in question.choices] == [
        "“Display name”, such as Alice",
        f"“UPN”, such as {ALICE}",
        "“Mail”, such as a@contoso.com",
        "None of them",
    ]
    found = read(headers, row, answers={question.id: "2"})
    assert found.changes[0].person == ALICE
    assert found.questions == ()
    assert [one.column for one in found.findings if one.code == "column.left_out"] == ["Display name", "Mail"]


def test_several_licence_columns_are_one_question() -> None:
    headers, row = ("Ext Key", "License 1", "License 2"), ("201", OC, "call_recording")
    (question,) = read(headers, row).questions
    assert question.text == "“License 1”, “License 2” are Addon license?"
    assert read(headers, row, answers={question.id: "all"}).changes[0].addons == (OC, "call_recording")
    assert read(headers, row, answers={question.id: "none"}).changes[0].addons == ()


def test_a_licence_column_without_a_code_of_ours_is_no_question() -> None:
    assert read(("Ext Key", "User", "Number", "Addon 1", "License"), ("201", ALICE, NUMBER, OC, "E5")).questions == ()


@pytest.mark.parametrize(
    ("heading", "values", "role"),
    [
        ("Wer", [ALICE, "bob@contoso.com"], "User"),
        ("Kontakt", [NUMBER, "6567891232"], "Number"),
        ("Wer", ["Alice Tan", "Bob"], "User"),
    ],
)
def test_values_tell_what_a_heading_that_nobody_knows_may_be(heading: str, values: list[str], role: str) -> None:
    rows = [(f"20{no}", value) for no, value in enumerate(values)]
    assert [question.text.partition("?")[0] for question in read(("Ext Key", heading), *rows).questions] == [
        f"“{heading}” is {role}"
    ]


def test_beside_our_own_columns_an_unknown_one_is_only_told() -> None:
    headers = ("Ext Key", "Number", "User", "Addon license 1", "Email", "Cost centre")
    found = read(headers, ("201", NUMBER, "Alice", OC, ALICE, "12"))
    assert found.questions == ()
    told = [(one.code, one.column, one.severity) for one in found.findings]
    assert told == [
        ("column.unknown", "Email", Severity.WARNING),
        ("column.unknown", "Cost centre", Severity.WARNING),
    ]
    assert "name it as in the sample file" in found.findings[0].fix


def test_a_second_number_column_is_told_and_no_misspelt_first_one() -> None:
    headers = ("Ext Key", "Number", "TelephoneNumber", "User", "Addon license 1")
    found = read(headers, ("101", NUMBER, "6567891232", "Alice", OC))
    assert [(one.code, one.column) for one in found.findings] == [("column.unknown", "TelephoneNumber")]


def test_a_column_of_ours_that_is_empty_leaves_room_for_the_one_that_isnt() -> None:
    found = read(("Ext Key", "User", "UPN"), ("201", "", ALICE))
    assert [question.id for question in found.questions] == ["column_person"]


OWN = Headings({"upn": ColumnRole.PERSON, "mail": ColumnRole.PERSON, "licence": ColumnRole.ADDON})


def test_a_heading_that_was_learnt_gives_way_to_ours() -> None:
    table = table_of(("201", "Alice", ALICE), headers=("Ext Key", "User", "UPN"))
    found = read_changes(table, headings=OWN)
    assert (found.changes[0].person, found.questions) == ("Alice", ())
    assert [(one.code, one.column) for one in found.findings if one.column == "UPN"] == [("column.unknown", "UPN")]


def test_of_two_that_were_learnt_for_one_column_it_is_asked_which() -> None:
    table = table_of(("201", ALICE, "a@contoso.com"), headers=("Ext Key", "UPN", "Mail"))
    (question,) = read_changes(table, headings=OWN).questions
    assert question.text == "Which column is User?"
    assert read_changes(table, headings=OWN, answers={question.id: "1"}).changes[0].person == ALICE


def test_a_licence_column_that_was_learnt_stands_beside_ours() -> None:
    table = table_of(("201", "", OC, "call_recording"), headers=("Ext Key", "User", "Addon license 1", "Licence"))
    assert read_changes(table, headings=OWN).changes[0].addons == (OC, "call_recording")


def test_an_answer_that_isnt_offered_is_none() -> None:
    found = read(("Ext Key", "UPN"), ("201", ALICE), answers={"column_person": "0"})
    assert [question.id for question in found.questions] == ["column_person"]


@pytest.mark.parametrize("ours", [False, True])
def test_headings_of_other_names_are_headings(ours: bool) -> None:
    rows = [("Made by", "Ops"), ("UPN", "TelephoneNumber"), (ALICE, NUMBER)]
    headings = Headings({"upn": ColumnRole.PERSON}) if ours else Headings()
    table = read_table("a.csv", csv_of(*rows), headings=headings)
    assert (table.headers, table.rows[0].no) == (("UPN", "TelephoneNumber"), 3)


def test_a_row_of_ours_is_taken_before_one_of_other_names() -> None:
    rows = [("Employee", "Phone", "License"), ("Ext Key", "User", "Number"), ("201", "Alice", NUMBER)]
    assert read_table("a.csv", csv_of(*rows)).headers == ("Ext Key", "User", "Number")


@pytest.mark.parametrize(
    "again", [("Ext Key", "Number", "User"), ("EXT KEY", "number ", ""), ("Extension", "Phone number", "Username")]
)
def test_headings_said_again_are_no_row(again: Sequence[str]) -> None:
    table = read_table("a.csv", csv_of(("Ext Key", "Number", "User"), ("101", "", "A"), again, ("102", "", "B")))
    assert [row.no for row in table.rows] == [2, 4]
    assert [found.code for found in table.findings] == ["table.headings_again"]


def test_headings_in_another_order_are_a_row_with_faults() -> None:
    table = read_table(
        "a.csv", csv_of(("Ext Key", "Number"), ("101", ""), ("Number", "Ext Key"), ("6567891231", "102"))
    )
    found = read_changes(table)
    assert {one.row for one in found.findings if one.severity is Severity.ERROR} == {3, 4}
    assert [change.key for change in found.changes] == ["101"]


def test_a_file_of_a_hundred_odd_columns_is_read_quickly() -> None:
    headers = ("Ext Key", *(f"Odd column {no}" for no in range(120)))
    found = read(headers, ("101", *(["Alice"] * 120)))
    assert len(found.questions[0].choices) <= 11
