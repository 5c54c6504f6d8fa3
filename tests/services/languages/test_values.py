"""What fills a translated sentence is told in the reader's language, too: no word of it stays English."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache

import pytest

from services.domain.errors import BadInput, RemoteRefused
from services.domain.phrases import as_sentence, join_text, reading, told, tr
from services.intake.sniff import FileKind, check_kind
from services.languages.catalogues import catalogue, reader_of
from services.languages.language import Language
from tests.services.languages.test_no_sentence_escapes import ROOT

OTHERS = [language for language in Language if language is not Language.ENGLISH]
_WORD = re.compile(r"[A-Za-z]{2}")
_TO_TYPE = {("services/intake/settings_file.py", "own_taken")}  # a cell's word, the same for all


def _words(value: ast.expr) -> Iterator[str]:
    """The plain texts that a value may be."""
    match value:
        case ast.Constant(value=str(text)) if _WORD.search(text):
            yield text
        case ast.IfExp(body=body, orelse=otherwise):
            yield from (*_words(body), *_words(otherwise))
        case ast.BoolOp(values=values):
            yield from (text for one in values for text in _words(one))


def _given(tree: ast.Module) -> dict[str, list[ast.expr]]:
    """What each name of a module is set to, wherever it is."""
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found.setdefault(node.targets[0].id, []).append(node.value)
    return found


def _sources() -> Iterator[tuple[str, str]]:
    """The path and text of each of our files."""
    for path in (path for room in ("cards", "bot", "services") for path in sorted((ROOT / room).rglob("*.py"))):
        yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _filled(source: str) -> Iterator[tuple[str, str, list[str]]]:
    """Template, name and words of each value that is bare English."""
    tree = ast.parse(source)
    given = _given(tree)
    for call in (call for call in _calls(tree) if call.args):
        template = call.args[0]
        if ast.unparse(call.func) not in ("tr", "filled") or not isinstance(template, ast.Constant):
            continue
        for one in call.keywords:
            values = given.get(one.value.id, []) if isinstance(one.value, ast.Name) else [one.value]
            if words := [text for value in values for text in _words(value)]:
                yield str(template.value), one.arg or "", words


@cache
def _filled_anywhere() -> tuple[tuple[str, str, str, list[str]], ...]:
    return tuple((file, *found) for file, source in _sources() for found in _filled(source))


@pytest.mark.parametrize("language", OTHERS)
def test_no_sentence_is_filled_with_english_words(language: Language) -> None:
    """A translation may do without a word such as the verb's ending; one that shows it needs it translated."""
    known = {str(m.id): str(m.string) for m in catalogue(language) if m.id and not m.context}
    shown = [
        (file, template, words)
        for file, template, name, words in _filled_anywhere()
        if f"{{{name}" in known.get(template, "") and (file, name) not in _TO_TYPE
    ]
    assert shown == []


def test_points_are_those_of_the_language() -> None:
    both = join_text(" ", (as_sentence(tr("not in Teams")), tr("{name} · {free} free", name="Number", free=3)))
    listed = join_text("; ", (tr("nobody"), tr("none")))
    assert (str(both), str(listed)) == ("Not in Teams. Number · 3 free", "nobody; none")
    with reading(reader_of(Language.CHINESE)):
        assert told(both) == "不在 Teams 中。Number · 空闲：3"
        assert told(listed) == "无人；无"
        assert told(as_sentence(tr("not in Teams")).rstrip(".")) == "不在 Teams 中"
    with reading(reader_of(Language.THAI)):
        assert told(as_sentence(tr("not in Teams"))) == "ไม่อยู่ใน Teams"


def test_a_sentence_without_its_full_stop_is_told_in_the_language_of_whoever_reads_it_later() -> None:
    bare = as_sentence(tr("not in Teams")).rstrip(".")
    assert bare == "Not in Teams"
    with reading(reader_of(Language.CHINESE)):
        assert told(bare) == "不在 Teams 中"
        assert told(tr("{name} · {free} free", name=bare, free=3)) == "不在 Teams 中 · 空闲：3"


@pytest.mark.parametrize("why", ["No such number.", "No such number", ""])
def test_a_refusal_is_told_in_the_language_of_whoever_reads_it_later(why: str) -> None:
    said = RemoteRefused("Microsoft Graph", 404, "", why).trouble
    assert said == f"Microsoft Graph refuses it: {why.rstrip('.') or '404'}."
    with reading(reader_of(Language.CHINESE)):
        assert told(said).startswith("Microsoft Graph 已拒绝：")


_TELLING = ("tr", "join_text", "text", "muted", "strong", "row", "listing")


def test_no_text_is_flattened_on_its_way_into_a_sentence() -> None:
    """An f-string with a call in it makes English of a phrase that the call gives."""
    assert not [(file, flat) for file, source in _sources() for flat in _flattened(source)]


def _flattened(source: str) -> Iterator[str]:
    for call in (
        one for one in _calls(ast.parse(source)) if isinstance(one.func, ast.Name) and one.func.id in _TELLING
    ):
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        texts = [node for one in given for node in ast.walk(one) if isinstance(node, ast.JoinedStr)]
        yield from (ast.unparse(text) for text in texts if _calls_something(text))


def _calls_something(text: ast.JoinedStr) -> bool:
    return any(isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.Call) for part in text.values)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize(("name", "data"), [("people.csv", b"%PDF-1.7"), ("people.xlsx", b"Ext Key\n101\n")])
def test_what_a_file_really_is_is_told_in_the_readers_language(language: Language, name: str, data: bytes) -> None:
    with pytest.raises(BadInput) as refused:
        check_kind(name, data)
    with reading(reader_of(language)):
        said = told(refused.value.what)
    assert not [kind.value for kind in FileKind if kind.value in said]


def test_no_sentence_is_filled_with_the_value_of_an_enumeration() -> None:
    """Its words are in the catalogues, and stay English unless they go through `tr` themselves."""
    found = [f"{file}: {one}" for file, source in _sources() for one in _enumerated(source)]
    assert found == ["services/execution/slice_state.py: value=work.kind.value"]  # a step's code, as the log has it


def _enumerated(source: str) -> Iterator[str]:
    for call in (call for call in _calls(ast.parse(source)) if ast.unparse(call.func) in ("tr", "filled")):
        for one in call.keywords:
            if isinstance(one.value, ast.Attribute) and one.value.attr == "value":
                yield ast.unparse(one)


def test_what_is_counted_is_named_where_the_catalogues_are_made() -> None:
    """A count whose noun isn't written in the call isn't found, and stays English."""
    assert [(file, call) for file, source in _sources() for call in _hidden(source)] == []


def _hidden(source: str) -> Iterator[str]:
    for call in (call for call in _calls(ast.parse(source)) if ast.unparse(call.func) == "things"):
        if any(isinstance(noun, ast.IfExp | ast.Call) for noun in call.args[1:]):
            yield ast.unparse(call)


@pytest.mark.parametrize(
    ("scan", "source", "found"),
    [
        (_filled, 'tr("{what} now", what="one line")', [("{what} now", "what", ["one line"])]),
        (_filled, 'a = "yes" if b else "no"\ntr("{a}", a=a)', [("{a}", "a", ["yes", "no"])]),
        (_filled, 'tr("{what} now", what=tr("one line"))', []),
        (_flattened, 'tr("{a}", a=f"{name()} it")', ["f'{name()} it'"]),
        (_flattened, 'text(f"{name} it")', []),
        (_enumerated, 'tr("{kind}", kind=one.kind.value)', ["kind=one.kind.value"]),
        (_hidden, "things(n, noun())", ["things(n, noun())"]),
        (_hidden, 'things(n, "line")', []),
    ],
)
def test_a_word_that_stays_english_would_be_found(
    scan: Callable[[str], Iterator[object]], source: str, found: list[object]
) -> None:
    assert list(scan(source)) == found
