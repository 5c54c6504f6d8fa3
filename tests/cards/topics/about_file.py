"""Cards about a file itself: its columns, its letters, its figures."""

from __future__ import annotations

from cards.changes.about_file import about_file
from cards.changes.bulk import how_to
from services.domain.phrases import tr
from services.domain.questions import Question, QuestionKind
from tests.cards.said import said
from tests.cards.samples import Cards


def _means(heading: str, role: str, example: str) -> str:
    """What is asked about a column."""
    return tr("{names} is {role}? It has “{example}”.", names=f"“{heading}”", role=said(role), example=example)


UPN = Question(
    "column_person",
    QuestionKind.COLUMN,
    _means("UPN", "User", "alex@contoso.com"),
    (("1", said("Yes, use it")), ("none", said("No, leave it out"))),
)
PHONE = Question(
    "column_number",
    QuestionKind.COLUMN,
    _means("Tel", "Number", "6567891230"),
    (("2", said("Yes, use it")), ("none", said("No, leave it out"))),
)
LETTERS = Question(
    "encoding",
    QuestionKind.ENCODING,
    said("The file isn't written in UTF-8. Which of these is spelt right?"),
    (("cp1251", "Иван (Windows-1251, Cyrillic)"), ("cp1252", "Èâàí (Windows-1252, Western Europe)")),
)


def usual() -> Cards:
    """As people meet them."""
    return {
        "about a column": about_file("staff.csv", (UPN,), "d-1"),
        "about columns": about_file("staff.csv", (UPN, PHONE), "d-1"),
        "about letters": about_file("staff.csv", (LETTERS,), "d-1"),
        "how to, with headings": how_to([("upn", said("User")), ("tel", said("Number"))]),
    }


def empty() -> Cards:
    """With nothing in them."""
    return {"about nothing": about_file("", (), "")}


def huge() -> Cards:
    """With far too much."""
    words = "w" * 5_000
    many = tuple(
        Question(f"{no}", QuestionKind.COLUMN, words, tuple((str(n), words) for n in range(60))) for no in range(90)
    )
    return {
        "about everything": about_file(words, many, words[:40]),
        "how to, with many headings": how_to([(words, words)] * 300),
    }
