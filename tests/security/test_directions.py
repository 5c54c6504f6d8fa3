"""Names that turn the writing direction (“Jo” + U+202E + “nh”): no file that the bot gives carries such a mark."""

from __future__ import annotations

import io
import zipfile

import pytest

from services.domain.invisible import DIRECTION
from services.intake.results import Outcome, result_csv, result_xlsx, table_file
from tests.support.chat import Person, Shown
from tests.support.road import applied
from tests.support.sheets import PHONE, csv
from tests.support.town import Town

MARKS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
EVIL = f"Jo{MARKS}nh"


def text_in(content: bytes) -> str:
    """All that a file says: of a workbook every part."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())


def harmless(content: bytes) -> bool:
    """Whether it names John, and turns nothing."""
    found = text_in(content)
    return "Jonh" in found and not DIRECTION.search(found)


def test_22_no_cell_turns_the_writing_direction() -> None:
    assert DIRECTION.sub("", MARKS) == ""
    head, rows, ends = (f"La{MARKS}bel",), [(EVIL,)], [Outcome("done", reason=EVIL, steps={"x": EVIL})]
    for made in (result_csv(head, rows, ends, ["x"]), result_xlsx(head, rows, ends, ["x"])):
        assert harmless(made)
        assert "Label" in text_in(made)
    assert harmless(table_file(EVIL, head, rows))


async def file_of(person: Person, button: str, card: Shown) -> bytes:
    """The file that this button gives."""
    await person.click(button, card)
    return await person.take_file()


@pytest.mark.slow
async def test_22_no_file_turns_the_writing_direction(place: Town) -> None:
    place.line("101", "john", "6567891230", PHONE)
    organisation = place.organisation()
    organisation.extensions["101"].ext_label = EVIL
    for member in organisation.members.values():
        if member.username == "john":
            member.display_name = EVIL
    place.somebody("John").display_name = EVIL
    alex = await place.connected()
    plan = await alex.say("give 101 call recording")
    closing = await applied(alex, plan)
    given = {
        "result": await file_of(alex, "Result as a file", closing),
        "result as CSV": await file_of(alex, "Result as CSV", closing),
        "plan": await file_of(alex, "Whole plan as a file", await alex.now(plan)),
        "record": await file_of(alex, "As CSV", await alex.say("record 101")),
        "numbers": await file_of(alex, "As a file", await alex.say("numbers")),
        "lines": await file_of(alex, "As a file", await alex.say("lines")),
    }
    given["to check"] = await file_of(alex, "To check (JSON)", await alex.say("record"))
    await alex.say("settings file")
    given["settings"] = await alex.take_file()
    await alex.send("bad.csv", csv(("101", "", EVIL, "teleporter"), ("102", "", "Nobody", PHONE)))
    faulty = await alex.sees("bad.csv", "Nobody")
    assert not DIRECTION.search(faulty.words)
    assert "All as a file" in faulty.actions
    assert not DIRECTION.search(text_in(await file_of(alex, "All as a file", faulty)))
    texts = {name: text_in(content) for name, content in given.items()}
    assert not [name for name, text in texts.items() if DIRECTION.search(text)]
    # One names people by address, the other one seals their names.
    assert [name for name, text in texts.items() if "Jonh" not in text] == ["to check", "settings"]
    assert not DIRECTION.search("".join([m.words for m in await alex.messages()]))
