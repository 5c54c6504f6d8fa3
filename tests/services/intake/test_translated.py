"""A file whose headings are in any of the languages is read as the English one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import pytest

from services.domain.phrases import reading, tr, translated
from services.domain.settings.fields import Field, FieldKind
from services.domain.steps import WORDS
from services.intake.headers import RESULT_HEADERS, our_headings, plain, policy_of, role_of, setting_of
from services.intake.headings import meant
from services.intake.read import read_table
from services.intake.results import Outcome, result_csv, result_xlsx
from services.intake.rows import Parsed, read_changes
from services.intake.sample import HEADERS as SAMPLE_HEADERS
from services.intake.sample import sample_file
from services.intake.settings_file import COLUMNS, SettingsRow, settings_file
from services.languages.catalogues import reader_of
from services.languages.language import Language
from tests.services.domain.test_settings import RULES, nested
from tests.services.intake.books import HEADERS, JOHN
from tests.services.intake.test_results import grid

Make = Callable[..., bytes]
OTHERS = [language for language in Language if language is not Language.ENGLISH]


def meaning(heading: str) -> tuple[object, ...]:
    """What a column of this heading is read as."""
    field = setting_of(heading)
    return role_of(heading), field and field.path, policy_of(heading)


@pytest.mark.parametrize("language", OTHERS)
def test_every_heading_that_we_give_out_is_read_again(language: Language) -> None:
    for english in our_headings():
        heading = translated(english, reader_of(language))
        assert meaning(heading.replace("{no}", "2")) == meaning(english.replace("{no}", "2")), heading
        assert role_of(heading.replace("{no}", "2")) is not None, heading


def test_no_heading_means_one_thing_in_one_language_and_another_in_another() -> None:
    meant = defaultdict(set)
    for language in Language:
        for english in our_headings():
            meant[plain(translated(english, reader_of(language)))].add(meaning(english.replace("{no}", "2")))
    assert [heading for heading, meanings in meant.items() if len(meanings) > 1] == []


def read(data: bytes, name: str = "file.xlsx") -> Parsed:
    return read_changes(read_table(name, data))


@pytest.mark.parametrize("language", OTHERS)
def test_the_sample_is_in_the_readers_language_and_means_the_same_in_each(language: Language) -> None:
    with reading(reader_of(language)):
        theirs = sample_file()
    assert grid(theirs)[0] == [translated(heading, reader_of(language)) for heading in SAMPLE_HEADERS]
    assert not set(map(str, grid(theirs)[0])) & set(SAMPLE_HEADERS)
    assert not set(map(str, grid(theirs, 1)[0])) & set(map(str, grid(sample_file(), 1)[0]))
    ours, parsed = read(sample_file()), read(theirs)
    assert parsed.changes == ours.changes
    assert [found.code for found in parsed.findings] == [found.code for found in ours.findings]


@pytest.mark.parametrize("make", [result_xlsx, result_csv])
@pytest.mark.parametrize("language", OTHERS)
def test_a_result_file_is_in_the_readers_language_and_can_be_sent_in_again(language: Language, make: Make) -> None:
    steps = list(WORDS.values())
    with reading(reader_of(language)):
        data = make(HEADERS, [JOHN], [Outcome(tr("failed"), tr("Try again."), steps={steps[0]: tr("done")})], steps)
    table = read_table("r.csv" if make is result_csv else "r.xlsx", data)
    told = [translated(text, reader_of(language)) for text in (*RESULT_HEADERS, *steps)]
    assert list(table.headers) == [*HEADERS, *told]
    assert translated(tr("Try again."), reader_of(language)) in table.rows[0].cells
    assert [found.code for found in read_changes(table).findings] == []
    again = result_xlsx(table.headers, [row.cells for row in table.rows], [Outcome(tr("done"))], steps)
    assert grid(again)[0] == [*HEADERS, *RESULT_HEADERS, *steps]


def chosen(field: Field) -> object:
    """A value of the field that isn't its default, and that its cell says in words."""
    if field.kind is FieldKind.TOGGLE:
        return not field.default
    values = [value for value, _ in field.choices]
    return values[:2] if field.kind is FieldKind.MANY else next(value for value in values if value != field.default)


@pytest.mark.parametrize("language", OTHERS)
def test_a_file_of_settings_is_read_as_the_english_one(language: Language) -> None:
    in_words = [field for field in COLUMNS if field.kind in (FieldKind.TOGGLE, FieldKind.CHOICE, FieldKind.MANY)]
    row = SettingsRow("101", "alice@contoso.com", nested({field.path: chosen(field) for field in in_words}))
    with reading(reader_of(language)):
        theirs = settings_file([row], RULES)
    ours = settings_file([row], RULES)
    assert len({*map(str, grid(theirs)[1])} & {"On", "Off"}) == 0
    assert {"On", "Off"} <= {*map(str, grid(ours)[1])}
    assert read(theirs).changes == read(ours).changes
    assert [found.message for found in read(theirs).findings] == [found.message for found in read(ours).findings]
    assert set(dict(read(theirs).changes[0].settings)) >= {field.path for field in in_words}


def test_a_heading_that_is_nearly_one_of_another_language_is_guessed() -> None:
    assert meant("Pengguma") == "pengguna"
