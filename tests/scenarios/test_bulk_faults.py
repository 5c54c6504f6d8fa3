"""Files with faults: all found at once, each with its place; what can't be read is refused in plain words."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from tests.scenarios.findings import findings_of
from tests.support.sheets import HEAD, PHONE, TEAMS, cells, csv, xlsx
from tests.support.town import Town, town

WIDE = ("Ext Key", "Number", "User", "Addon license 1", "Addon license 2")
RESOURCE = "device_import_msteams_OC_resource"

# Line, column, a word of what is said; each line has one fault of its own kind.
FAULTY: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("101", "6.57E+09", "John", TEAMS, ""), "Number", "last digits are gone"),
    (("12", "6567891231", "Alice", PHONE, ""), "Ext Key", "3 to 5 digits"),
    (("１０３", "6567891232", "Nadia", PHONE, ""), "Ext Key", "whole number"),
    (("104", "67891233", "Nadia", PHONE, ""), "Number", "country code is missing"),
    (("105", "٦٥٦٧٨٩١٢٣٤", "Nadia", PHONE, ""), "Number", "no digits"),
    (("106", "6567891235/6567891236", "Nadia", PHONE, ""), "Number", "More than one number"),
    (("107", "12345678901234567", "Nadia", PHONE, ""), "Number", "7 to 15 digits"),
    (("108", "6567891237", "=HYPERLINK(1)", PHONE, ""), "User", "formula"),
    (("109", "6567891238", "Na\u200bdia", PHONE, ""), "User", "invisible"),
    (("110", "6567891239", "Nadia", "device_ipphone", ""), "Addon license 1", "no licence code"),
    (("111", "6567891240", "Nadia", f"{TEAMS};call_recording", ""), "Addon license 1", "more than one code"),
    (("112", "6567891241", "Nadia", TEAMS, RESOURCE), "Addon license", "can't be on one extension"),
    (("113", TEAMS, "Nadia", PHONE, ""), "Number", "wrong column"),
    (("114", "6567891242", "Nadia", PHONE, PHONE), "Addon license 2", "can have one IP phone"),
    (("", "6567891243", "Nadia", PHONE, ""), "Ext Key", "no extension key"),
    (("115", "6567891244", "#N/A", PHONE, ""), "User", "shows an error"),
    (("116", "6567891245", "Nobody Here", PHONE, ""), "User", "Nobody of this name"),
    (("117", "+6591234567", "Nadia", PHONE, ""), "Number", "isn't one of your CPaaS numbers"),
    (("118", "6567891249", "Nadia", PHONE, ""), "Number", "is on extension 100"),
    (("100", "", "Nadia", PHONE, ""), "Ext Key", "belongs to Wei Ling"),
    (("119", "6567891246", "Omar", TEAMS, ""), "User", "no Teams Phone licence"),
    (("120", "6567891247", "Priya", TEAMS, ""), "User", "usage location is India"),
    (("121", "", "Hallie", PHONE, ""), "Ext Key", "in row 25 too"),
    (("121", "", "Ben", PHONE, ""), "Ext Key", "in row 24 too"),
    (("122", "6567891248", "Hallie", PHONE, ""), "Number", "in row 27 too"),
    (("123", "6567891248", "Ben", PHONE, ""), "Number", "in row 26 too"),
)


async def test_every_fault_is_found_at_once_with_its_place(place: Town) -> None:
    alex = await place.connected()
    await alex.send("faulty.csv", csv(*(row for row, _, _ in FAULTY), head=WIDE))
    card = await alex.sees("Please mend the file", "Nothing was written.")
    assert f"faulty.csv · {len(FAULTY)} rows" in card.words
    assert not any(title.startswith("Plan the other") for title in card.actions)
    await alex.click("All as a file", card)
    found = findings_of(await alex.take_file())
    missed = [
        (line, column, words)
        for line, (_, column, words) in enumerate(FAULTY, 2)
        if not any(f.line == line and f.column.startswith(column) and words in f.what for f in found)
    ]
    assert not missed, found
    assert all(f.fix and f.code.startswith("SW-") for f in found if f.kind == "error")
    assert "SW-" in card.words
    assert await place.effects() == {}


@pytest.mark.slow
async def test_the_lines_without_faults_can_be_planned(place: Town) -> None:
    alex = await place.connected()
    faulty = [row for row, _, _ in FAULTY[:4]]
    good = [("201", "6567891230", "Chris.Lee2@contoso.com", TEAMS, ""), ("202", "", "Hallie", PHONE, "")]
    await alex.send("mixed.csv", csv(*faulty, *good, head=WIDE))
    card = await alex.sees("Please mend the file", "mixed.csv · 6 rows", "4 errors")
    await alex.click("Plan the other 2 lines", card)
    plan = await alex.becomes(card, "Your plan", "2 lines would change.", "Left out.")
    assert "201 Chris Lee" in plan.words
    await alex.click("Plan the other 2 lines", card, later="yes")
    await alex.sees("You chose this already.", "Look at its card")
    await alex.click("Mend here", card, later="yes")
    await alex.until(lambda m: m.id != card.id and "Your plan" in m.words, "what became of the file")
    assert not any("Use these" in message.actions for message in await alex.messages())
    sam = await place.person("Sam")
    await alex.click("Send for approval", plan)
    await sam.sees("Please check this plan")
    await sam.click("Approve")
    await alex.sees("All done", "mixed.csv", "2 done")
    assert set((await place.in_cpaas())["extensions"]) == {"100", "201", "202"}


async def test_a_left_out_row_is_named_also_when_the_others_are_so_already(place: Town) -> None:
    place.line("201", "hallie", "", PHONE)
    alex = await place.connected()
    await alex.send("mixed.csv", csv(("202", "12", "Nobody Atall", PHONE), ("201", "", "Hallie", PHONE)))
    card = await alex.sees("Please mend the file", "mixed.csv · 2 rows")
    await alex.click("Plan the other line", card)
    card = await alex.becomes(
        card, "Nothing to do", "What can be done in mixed.csv is already so.", "Left out.", "Row 2"
    )
    assert await place.effects() == {}


@pytest.mark.long
async def test_a_plan_with_very_many_findings_counts_all_and_its_file_has_them(place: Town) -> None:
    alex = await place.connected()
    faulty = [(f"{1000 + n}", "12", "Hallie", PHONE) for n in range(240)]
    await alex.send("many.csv", csv(*faulty, ("901", "", "John", PHONE), ("902", "", "Alice", PHONE)))
    card = await alex.sees("Please mend the file", "many.csv · 242 rows")
    await alex.click("Plan the other 2 lines", card)
    plan = await alex.becomes(card, "Your plan", "2 lines would change.")
    await alex.click("Whole plan as a file", plan)
    found = cells(await alex.take_file(), 1)[1:]
    assert len(found) >= 240
    assert f"Found: {len(found)} warnings" in plan.words
    last, more = re.search(r"Rows 2 to (\d+) ", plan.words), re.search(r"…and (\d+) more", plan.words)
    assert last is not None
    assert more is not None
    assert int(last[1]) - 1 + int(more[1]) == len(found)  # those of the one row, and those that aren't on the card


async def test_somebody_elses_file_is_not_planned_for_them(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    await alex.send("mixed.csv", csv(("201", "1", "John", PHONE), ("202", "", "Alice", PHONE)))
    card = await alex.sees("Please mend the file")
    await sam.press(await sam.last(), "draft.skip", card.actions["Plan the other line"]["data"])
    await sam.sees("That is somebody else's file.")
    assert "Please mend the file" in (await alex.now(card)).words


def bomb() -> bytes:
    """A small workbook that unpacks to 60 MB."""
    file = BytesIO(xlsx(("101", "6567891230", "John", TEAMS)))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/big.xml", b"0" * 60_000_000)
    return file.getvalue()


@pytest.mark.slow
async def test_what_is_no_table_is_refused(place: Town) -> None:
    alex = await place.connected()
    for name, content, words in (
        ("table.pdf", b"%PDF-1.7 ...", "is a PDF document"),
        ("table.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Excel workbook of the old kind"),
        ("picture.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "is an image"),
        ("table.xlsx", csv(("101", "", "John", PHONE)), "should be an Excel workbook by its name"),
        ("table.exe", csv(("101", "", "John", PHONE)), "doesn't end in .xlsx or .csv"),
        ("bomb.xlsx", bomb(), "larger than"),
        ("damaged.xlsx", xlsx(("101", "", "John", PHONE))[:-200], "The workbook is damaged."),
        ("empty.csv", b" ", "no headings"),
        ("other.csv", b"Colour,Size\r\nred,1\r\n", "no headings"),
    ):
        await alex.send(name, content)
        card = await alex.sees(words)
        assert "What to do" in card.words, name
    assert await place.effects() == {}


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.csv", b"", "is empty"),
        ("other.csv", b"Colour,Size\r\nred,1\r\n", "no headings"),
        ("other.xlsx", xlsx(("red", "1"), head=("Colour", "Size")), "No visible sheet has the headings"),
    ],
)
async def test_from_a_refused_file_the_sample_is_one_click_away(
    place: Town, name: str, content: bytes, words: str
) -> None:
    alex = await place.connected()
    await alex.send(name, content)
    refused = await alex.sees(words)
    assert next(iter(refused.actions)) == "Sample file"
    await alex.click("Sample file", refused)
    assert await alex.take_file()


async def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    async with town(tmp_path, SWITCHBOARD_MAX_FILE_BYTES="600", SWITCHBOARD_MAX_FILE_ROWS="5") as place:
        alex = await place.connected()
        await alex.send("heavy.csv", csv(*(("101", "", "John", PHONE) for _ in range(40))))
        await alex.sees("heavy.csv is too big.", "At most 600 bytes")
        await alex.send("long.csv", csv(*((str(101 + no), "", "", PHONE) for no in range(6))))
        await alex.sees("The file is too long.", "more than 5 rows")
        await alex.send("fits.csv", csv(*((str(101 + no), "", "", PHONE) for no in range(5))))
        await alex.sees("5 lines would change.")


HEADINGS: tuple[tuple[tuple[str, ...], tuple[str, ...] | None, str], ...] = (
    (HEAD, None, "no row below the headings"),
    (("Number", "User", "Addon license 1"), ("6567891230", "John", PHONE), "no column 'Ext Key'"),
    ((*HEAD, "User"), ("101", "", "John", PHONE, "Alice"), "is there twice"),
    (("Ext Key", "Numbr", "User", "Addon license 1"), ("101", "", "John", PHONE), "If you mean 'Number'"),
)


@pytest.mark.long
async def test_headings_must_be_right(place: Town) -> None:
    alex = await place.connected()
    for no, (head, row, words) in enumerate(HEADINGS):
        await alex.send(f"table-{no}.csv", csv(*([row] if row else []), head=head))
        card = await alex.sees("Please mend the file", f"table-{no}.csv", words)
        assert not any(title.startswith("Plan the other") for title in card.actions)


async def test_a_column_that_is_left_out_is_only_told(place: Town) -> None:
    alex = await place.connected()
    await alex.send("table.csv", csv(("101", "John", PHONE), head=("Ext Key", "User", "Addon license 1")))
    plan = await alex.sees("Your plan", "There is no column 'Number'.")
    assert "Apply now" in plan.actions


@pytest.mark.slow
async def test_spreadsheets_of_other_countries_are_read(place: Town) -> None:
    alex = await place.connected()
    rows = [("101", "+65 6789 1230", "John", "Teams Operator Connect"), ("0102", "", "Alice", "IP phone")]
    kinds = [(";", "utf-8"), ("\t", "utf-8"), (",", "utf-8-sig"), (",", "utf-16"), (";", "cp1252")]
    for no, (sep, encoding) in enumerate(kinds):
        await alex.send(f"liste-{no}.csv", csv(*rows, sep=sep, encoding=encoding))
        plan = await alex.sees("Your plan", f"liste-{no}.csv", "2 lines would change.")
        assert "0102 Alice" in plan.words


@pytest.mark.long
async def test_numeric_cells_are_read(place: Town) -> None:
    alex = await place.connected()
    await alex.send("book.xlsx", xlsx((101, 6567891230, "John", TEAMS), (102.0, "6567891231", "ALICE", TEAMS)))
    plan = await alex.sees("Your plan", "2 lines would change.")
    assert "+65 6789 1230" in plan.words
